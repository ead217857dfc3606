"""An HTTP client that reads no more of an answer than one can have."""

from typing import Any

import httpx2
import openai

from selfinstruct.backends import LARGEST_ANSWER, TOO_LARGE


class SizedClient(openai.DefaultAioHttpClient):
    """Reads answers of up to 16 MiB, unpacked; `httpx2.DecodingError` for more."""

    async def send(self, request: httpx2.Request, *, stream: bool = False, **how: Any) -> httpx2.Response:
        """Send a request; see `httpx2.AsyncClient`."""
        response = await super().send(request, stream=True, **how)
        if stream:
            return response
        try:
            content = await _read(response)
        finally:
            await response.aclose()
        # As bytes: some are not ASCII.
        headers = [each for each in response.headers.raw if each[0].lower() != b"content-encoding"]
        return httpx2.Response(
            response.status_code,
            headers=headers,
            content=content,
            request=request,
            extensions=response.extensions,
            history=response.history,
        )


async def _read(response: httpx2.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise httpx2.DecodingError(TOO_LARGE)
        parts.append(part)
    return b"".join(parts)
