"""Which models an endpoint serves."""

from collections.abc import Mapping

import httpx

from selfinstruct.core.errors import CANNOT_CONNECT, EndpointRefused, Unavailable

_TIMEOUT = 10.0


async def served_models(url: str, headers: Mapping[str, str]) -> list[str]:
    """Return the names of the models that the endpoint lists; `Unavailable` or `EndpointRefused` if it does not."""
    address = f"{url.rstrip('/')}/models"
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
            answer = await client.get(address, headers=headers)
    except httpx.HTTPError as error:
        why = str(error) or "no answer in time"
        raise Unavailable(f"{url}: cannot connect: {why}", cause=CANNOT_CONNECT, reached=False) from None
    except (httpx.InvalidURL, ImportError, UnicodeError) as error:
        raise EndpointRefused(f"{url}: cannot be asked: {error}; check ‹base_urls› and your proxy settings") from None
    status = answer.status_code
    if status in (401, 403):
        raise EndpointRefused(f"{url} refuses the key (HTTP {status}); check OPENAI_API_KEY")
    if status == 429 or status >= 500:
        raise Unavailable(f"{address}: HTTP {status}", cause="rate limit" if status == 429 else f"HTTP {status}")
    try:
        return [str(model["id"]) for model in answer.json()["data"]]
    except (ValueError, KeyError, TypeError):
        raise EndpointRefused(
            f"{address} does not list models (HTTP {status}); does ‹base_urls› lack /v1?"
            " If not, name a model with ‹model›"
        ) from None


def only_model(models: list[str], url: str) -> str:
    """Return the only model; `EndpointRefused` if there are more or none."""
    if len(models) != 1:
        some = f" ({', '.join(models[:5])}{', …' if len(models) > 5 else ''})" if models else ""
        raise EndpointRefused(f"{url} serves {len(models)} models; name one with ‹model›{some}")
    return models[0]
