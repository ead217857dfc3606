"""Which models an endpoint serves."""

import asyncio
import json
from collections.abc import Callable, Mapping

import httpx

from selfinstruct.backends.openai.connections import late, not_answered
from selfinstruct.backends.openai.failures import key_refused
from selfinstruct.core.bodies import read_within_limit
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import CANNOT_CONNECT, EndpointRefused, Unavailable
from selfinstruct.core.loopback import WITHOUT_PROXY

_TIMEOUT = 10.0


async def served_models(url: str, headers: Mapping[str, str], hide: Callable[[str], str]) -> list[str]:
    """Return the names of the models that the endpoint lists; `Unavailable` or `EndpointRefused` if it does not.

    `hide` takes secrets out of a text.
    """
    address = f"{url.rstrip('/')}/models"
    try:
        # The client's own timeout is for each piece of an answer: one that drips would never end.
        async with asyncio.timeout(_TIMEOUT), httpx.AsyncClient(timeout=_TIMEOUT, mounts=WITHOUT_PROXY) as client:
            status, location, text = await _get(client, address, headers)
    except Unavailable as error:
        raise Unavailable(f"{address}: {error}", cause=error.cause) from None
    except TimeoutError:
        raise late(address, _TIMEOUT) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ImportError, UnicodeError) as error:
        raise EndpointRefused(f"{url}: cannot be asked: {error}; check ‹base_urls› and your proxy settings") from None
    except Exception as error:  # what the HTTP stack raises for bytes that are no HTTP has no common base
        why = hide(str(error)) or "no answer in time"
        raise Unavailable(f"{url}: cannot connect: {why}", cause=CANNOT_CONNECT, reached=False) from None
    if status < 400 and not 200 <= status < 300:
        raise not_answered(status, location, address, url, hide)
    if status in (401, 403):
        raise key_refused(url, status, headers.get("authorization"))
    if status == 429 or status >= 500:
        raise Unavailable(f"{address}: HTTP {status}", cause="rate limit" if status == 429 else f"HTTP {status}")
    try:
        return [str(model["id"]) for model in json.loads(text)["data"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise EndpointRefused(
            f"{address} does not list models (HTTP {status}); does ‹base_urls› lack /v1?"
            " If not, name a model with ‹model›"
        ) from None


async def _get(client: httpx.AsyncClient, address: str, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
    """Return the status, where the answer leads, and its body."""
    async with client.stream("GET", address, headers=headers) as answer:
        body = await read_within_limit(answer.aiter_bytes())
        return answer.status_code, answer.headers.get("location", ""), body


def only_model(models: list[str], url: str) -> str:
    """Return the only model; `EndpointRefused` if there are more or none."""
    if len(models) != 1:
        some = f" ({', '.join(models[:5])}{', …' if len(models) > 5 else ''})" if models else ""
        raise EndpointRefused(f"{url} serves {Count(len(models)):model}; name one with ‹model›{some}")
    return models[0]
