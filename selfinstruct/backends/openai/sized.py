"""An HTTP client that reads no more of an answer than one can have."""

from typing import Any

import httpx2
import openai

from selfinstruct.core.bodies import read_within_limit


class SizedClient(openai.DefaultAioHttpClient):
    """Reads answers of up to 16 MiB, unpacked; `Unavailable` for more."""

    async def send(self, request: httpx2.Request, *, stream: bool = False, **how: Any) -> httpx2.Response:
        """Send a request; see `httpx2.AsyncClient`."""
        response = await super().send(request, stream=True, **how)
        if stream:
            return response
        try:
            content = await read_within_limit(response.aiter_bytes())
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
