"""Which models an endpoint serves."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import httpx

from selfinstruct.backends.openai.connections import late, not_answered
from selfinstruct.backends.openai.failures import UnknownModel, key_refused
from selfinstruct.core.bodies import read_within_limit
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import CANNOT_CONNECT, BackendError, EndpointRefused, Unavailable
from selfinstruct.core.loopback import WITHOUT_PROXY

_TIMEOUT = 10.0
# To name a model in an error is not worth more; requests that wait for the one ahead wait 3 seconds.
_SOON = 2.0
# Looked at, and named, of those that an endpoint lists; longer names would fill the line.
_MOST, _NAMED, _LONGEST = 2_000, 3, 80


async def served_models(url: str, headers: Mapping[str, str], hide: Callable[[str], str], check_key: str) -> list[str]:
    """Return the names of the models that the endpoint lists; `Unavailable` or `EndpointRefused` if it does not.

    `hide` takes secrets out of a text; `check_key` says what to do about a key.
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
        raise key_refused(url, status, headers.get("authorization"), check_key)
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


class Lookup:
    """Finds out once what an endpoint serves, where it does not know a model.

    `hide` takes secrets out of a text.
    """

    def __init__(self, url: str, headers: Mapping[str, str], hide: Callable[[str], str]) -> None:
        self._url, self._headers, self._hide = url, headers, hide
        self._is_looking = asyncio.Lock()
        self._found: list[str] | None = None

    async def named(self, error: UnknownModel, model: str) -> UnknownModel:
        """Return the error with the names of models that are served, if the endpoint lists them within 2 seconds."""
        async with self._is_looking:
            if self._found is None:
                self._found = await self._names()
        return UnknownModel(error.url, error.fault, _told(self._found, model)) if self._found else error

    async def _names(self) -> list[str]:
        with suppress(TimeoutError, BackendError):
            async with asyncio.timeout(_SOON):
                names = await served_models(self._url, self._headers, self._hide, "")
            return [name for name in names[:_MOST] if self._is_fit(name)]
        return []

    def _is_fit(self, name: str) -> bool:
        """Tell whether a name may stand in a line that users see: short, printable, without a secret."""
        return 0 < len(name) <= _LONGEST and name.isprintable() and self._hide(name) == name


def _told(names: Sequence[str], model: str) -> str:
    """Return in a few words which models are served, of many those whose names come nearest to that of a model."""
    if model in names:
        return "it is listed there"
    pairs = _pairs(model)
    nearest = sorted(names, key=lambda name: -len(pairs & _pairs(name)) / (len(pairs) + len(_pairs(name)) or 1))[
        :_NAMED
    ]
    return f"served: {', '.join(nearest)}{f' and {Count(more)} more' if (more := len(names) - len(nearest)) else ''}"


def _pairs(name: str) -> set[str]:
    """Return all pairs of characters that stand side by side in a name."""
    plain = name.lower()
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
