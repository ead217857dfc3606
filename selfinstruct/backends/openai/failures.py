"""What went wrong with a request, in terms of what can be done about it."""

import errno
import os
import re
import socket
import ssl
import time
from email.utils import parsedate_to_datetime

import httpx2
import openai

from selfinstruct.backends.openai.meanings import about, message_of
from selfinstruct.core.errors import (
    CANNOT_CONNECT,
    BackendError,
    EndpointRefused,
    PromptRefused,
    PromptTooLong,
    Unavailable,
)

_UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN})
_TOO_MANY_OPEN = frozenset({errno.EMFILE, errno.ENFILE})
_OVERLOADED = frozenset({429, 503, 529})
_LONGEST_PAUSE = 600.0
_RATE_HEADERS = ("limit", "remaining", "reset")
_USUAL_TOKENS = 2000
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?")


def broken(error: openai.APIConnectionError, url: str, timeout: float) -> Unavailable:
    """Return what became of the connection: never made, timed out, or broken (the package calls all a timeout)."""
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            what = f"{cause.reason or cause}; is it https, or http?"
            return Unavailable(f"{url}: cannot connect: {what}", cause=CANNOT_CONNECT, reached=False)
        if isinstance(cause, OSError) and cause.errno in _TOO_MANY_OPEN:
            said = f"{url}: cannot connect: {os.strerror(cause.errno or 0)}; raise the limit with ulimit -n"
            return Unavailable(said, cause=CANNOT_CONNECT, overloaded=True)
        if isinstance(cause, socket.gaierror | ConnectionRefusedError) or (
            isinstance(cause, OSError) and cause.errno in _UNREACHABLE
        ):
            why = cause.strerror if isinstance(cause, socket.gaierror) else os.strerror(cause.errno or 0)
            return Unavailable(f"{url}: cannot connect: {why}", cause=CANNOT_CONNECT, reached=False)
    if any(isinstance(cause, TimeoutError | httpx2.ReadTimeout) for cause in causes[1:]):
        if isinstance(causes[1], httpx2.ConnectTimeout):
            return Unavailable(f"{url}: cannot connect in time", cause=CANNOT_CONNECT, reached=False)
        return late(url, timeout)
    return Unavailable(f"{url}: connection broken: {causes[-1]}", cause="connection broken", perhaps_billed=True)


def late(url: str, timeout: float) -> Unavailable:
    """Return the error that says that an answer has not come, or not whole, in time."""
    return Unavailable(f"{url}: no answer in {timeout:g} s", cause="timeout", perhaps_billed=True)


def translated(error: openai.APIStatusError, url: str, model: str) -> BackendError:
    """Return the error of ours that says what can be done about an answer with an error status."""
    status, said = error.status_code, message_of(error)
    match about(error):
        case "key":
            return EndpointRefused(f"{url} refuses the key (HTTP {status}): {said}; check OPENAI_API_KEY")
        case "access":
            return EndpointRefused(
                f"{url} refuses access (HTTP {status}): {said}; check the key, the model and your region"
            )
        case "model":
            return EndpointRefused(
                f"{url} does not know the model {model!r} or the path (HTTP {status}): {said};"
                " check ‹model›, ‹base_urls› and ‹api›"
            )
        case "quota":
            return EndpointRefused(f"{url}: no quota left: {said}; add credit, then run the same command")
        case "load":
            return Unavailable(
                f"{url}: HTTP {status}: {said}",
                cause=_cause(status),
                perhaps_billed=status < 400,
                pause=max(_retry_after(error.response.headers), pause_before_next(error.response.headers)),
                overloaded=status in _OVERLOADED,
            )
        case "length":
            return PromptTooLong(f"{url}: HTTP {status}: {said}")
        case _:
            return PromptRefused(f"{url}: HTTP {status}: {said}")


def _cause(status: int) -> str:
    if status < 400:
        return f"error told with HTTP {status}"
    return "rate limit" if status == 429 else f"HTTP {status}"


def pause_before_next(headers: httpx2.Headers) -> float:
    """Return for how many seconds the endpoint will take no request, as the rate-limit headers of an answer tell.

    `reset` is the time until the whole limit is back: what one request needs comes back sooner.
    """
    pauses = [0.0]
    for what, needed in (("requests", 1), ("tokens", _USUAL_TOKENS)):
        limit, remaining, reset = (headers.get(f"x-ratelimit-{name}-{what}", "") for name in _RATE_HEADERS)
        if remaining == "0":
            share = needed / max(1, int(limit)) if limit.isdecimal() else 1
            pauses.append(_duration(reset) * min(1, share))
    return min(max(pauses), _LONGEST_PAUSE)


def rate_limits(headers: httpx2.Headers) -> str:
    """Return the rate limits that an answer tells, "" if none."""
    limits = ((headers.get(f"x-ratelimit-limit-{what}", ""), what) for what in ("requests", "tokens"))
    return ", ".join(f"{int(limit):,} {what} a minute" for limit, what in limits if limit.isdecimal())


def _duration(text: str) -> float:
    """Return the seconds of a time such as `1.2s`, `6m0s`, `20ms` or `12`, 0 for anything else, such as a date."""
    if re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        return float(text)
    found = _DURATION.fullmatch(text)
    if not found:
        return 0.0
    try:
        hours, minutes, seconds, milliseconds = (float(part or 0) for part in found.groups())
    except ValueError:
        return 0.0
    return 3600 * hours + 60 * minutes + seconds + milliseconds / 1000


def _retry_after(headers: httpx2.Headers) -> float:
    """Return the seconds to wait that the server asks for, 10 minutes at most; 0 if it does not."""
    text, milliseconds = headers.get("retry-after", ""), headers.get("retry-after-ms", "")
    try:
        seconds = float(milliseconds) / 1000 if milliseconds else float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return 0.0
    return min(seconds, _LONGEST_PAUSE) if seconds > 0 else 0.0


def _causes(error: BaseException) -> list[BaseException]:
    chain = [error]
    while chain[-1].__cause__:
        chain.append(chain[-1].__cause__)
    return chain
