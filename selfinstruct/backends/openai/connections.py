"""What became of a request on its way: never sent, broken, late, or led elsewhere."""

import errno
import os
import re
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

import aiohttp
import httpx2

from selfinstruct.core.errors import CANNOT_CONNECT, BackendError, EndpointRefused, Unavailable

_TOO_MANY_OPEN = frozenset({errno.EMFILE, errno.ENFILE})
# Raised only while a connection is being made. Whatever else goes wrong may do so when the request has arrived.
_BEFORE_SENDING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
_NO_ADDRESS = (aiohttp.InvalidURL, httpx2.InvalidURL, httpx2.UnsupportedProtocol)
_LONGEST = 200
_HTTP_CODE = re.compile(r"^\d{3}, message[:=]\s*")


def broken(error: Exception, url: str, timeout: float, hide: Callable[[str], str]) -> BackendError:
    """Return what became of the connection, whatever the HTTP stack has raised: never made, timed out, or broken.

    `hide` takes secrets out of a text.
    """
    causes = _causes(error)
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno in _TOO_MANY_OPEN:
            said = f"{url}: cannot connect: {os.strerror(cause.errno or 0)}; raise the limit with ulimit -n"
            return Unavailable(said, cause=CANNOT_CONNECT, overloaded=True)
        if isinstance(cause, _BEFORE_SENDING):
            return Unavailable(f"{url}: cannot connect{_why(cause)}", cause=CANNOT_CONNECT, reached=False)
        if isinstance(cause, _NO_ADDRESS):
            return EndpointRefused(f"{url}: cannot be asked: {cause}; check ‹base_urls› and your proxy settings")
    if any(isinstance(cause, aiohttp.SocketTimeoutError) for cause in causes):
        return late(url, timeout)
    said = hide(_in_a_line(_HTTP_CODE.sub("", str(causes[-1])) or type(causes[-1]).__name__))
    return Unavailable(f"{url}: connection broken: {said}", cause="connection broken", perhaps_billed=True)


def late(url: str, timeout: float) -> Unavailable:
    """Return the error that says that an answer has not come, or not whole, in time."""
    said = f"{url}: no answer in {timeout:g} s"
    return Unavailable(said, cause="timeout", lacks_room=True, perhaps_billed=True)


def not_answered(status: int, location: str, asked: str, url: str, hide: Callable[[str], str]) -> BackendError:
    """Return what an answer means whose status is below 400 and not that of an answer.

    Nobody follows a redirect: prompts and keys are for the address that the user names. `asked` is the whole address of
    the request, `location` where the answer leads, if it leads anywhere.
    """
    if not (300 <= status < 400 and location):
        said = f"{url}: HTTP {status} in place of an answer"
        return Unavailable(said, cause="connection broken", perhaps_billed=True)
    try:
        target = urlsplit(urljoin(asked, location))
        base = _without_end(target, urlsplit(asked).path.removeprefix(urlsplit(url).path.rstrip("/")))
        where = hide(
            _in_a_line(f"{target.scheme}://{target.netloc.rpartition('@')[2]}{target.path if base is None else base}")
        )
    except ValueError:
        return EndpointRefused(f"{url}: HTTP {status} leads nowhere; check ‹base_urls›")
    advice = f"set ‹base_urls› to {where} if you trust it" if base is not None else "check ‹base_urls›"
    return EndpointRefused(f"{url}: HTTP {status} leads to {where}, which was not followed; {advice}")


def _without_end(target: SplitResult, end: str) -> str | None:
    """Return the path of a target without the end that every request has, None if it has another."""
    path = target.path.rstrip("/")
    return path.removesuffix(end) if path.endswith(end) and target.scheme in ("http", "https") else None


def _why(cause: BaseException) -> str:
    """Return why no connection came about, with what comes before it."""
    if isinstance(cause, aiohttp.ConnectionTimeoutError):
        return " in time"
    if isinstance(cause, aiohttp.ClientHttpProxyError):
        return f": the proxy says HTTP {cause.status}"
    reason = cause.os_error if isinstance(cause, aiohttp.ClientConnectorError) else cause
    if isinstance(cause, aiohttp.ClientConnectorCertificateError):
        reason = cause.certificate_error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f": {reason.verify_message}; is the certificate of the server known here (SSL_CERT_FILE)?"
    if isinstance(reason, ssl.SSLError):
        return f": {reason.reason or reason}; is it https, or http?"
    if isinstance(reason, socket.gaierror):
        return f": {reason.strerror}"
    number = reason.errno if isinstance(reason, OSError) else None
    return f": {os.strerror(number) if number else _in_a_line(str(reason)) or 'no connection'}"


def _in_a_line(text: str) -> str:
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return shown[:_LONGEST]


def _causes(error: BaseException) -> list[BaseException]:
    chain = [error]
    while chain[-1].__cause__:
        chain.append(chain[-1].__cause__)
    return chain
