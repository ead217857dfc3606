"""An HTTP client that reads no more of an answer than one can have, and takes no answer for that to another request."""

import socket
from functools import partial
from typing import Any
from weakref import WeakSet

import aiohttp
import httpx2
import openai

from selfinstruct.core.bodies import read_within_limit


class SizedClient(openai.DefaultAioHttpClient):
    """Reads answers of up to 16 MiB, unpacked; `Unavailable` for more.

    What comes between two requests, such as a second answer to the first one, is the answer to neither.
    """

    # The package makes the connectors itself; there is no other place to put in one of ours.
    def _init_transport(self, *about: Any, **how: Any) -> Any:
        return _with_own_connector(super()._init_transport(*about, **how))

    def _init_proxy_transport(self, *about: Any, **how: Any) -> Any:
        return _with_own_connector(super()._init_proxy_transport(*about, **how))

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


class _Connector(aiohttp.TCPConnector):
    """Uses no connection again on which something has come since its last answer: nobody has asked for that."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._used: WeakSet[Any] = WeakSet()

    async def connect(self, *how: Any, **more: Any) -> Any:
        """Return a connection; see `aiohttp.BaseConnector`."""
        while True:
            connection = await super().connect(*how, **more)
            protocol = connection.protocol
            if not (protocol in self._used and protocol and protocol.should_close):
                self._used.add(protocol)
                return connection
            connection.close()


# Seconds without a byte after which the system asks whether the other side is still there. Routers forget connections
# in some minutes; in a lane an answer takes an hour.
_IDLE = 60
_KEEP_ALIVE = (("TCP_KEEPIDLE", _IDLE), ("TCP_KEEPALIVE", _IDLE), ("TCP_KEEPINTVL", _IDLE), ("TCP_KEEPCNT", 5))


def _kept_alive(address: aiohttp.AddrInfoType) -> socket.socket:
    """Return a socket whose connection outlasts long silence."""
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, seconds in _KEEP_ALIVE:
        # Each system has those that it knows.
        if option := getattr(socket, name, None):
            made.setsockopt(socket.IPPROTO_TCP, option, seconds)
    return made


def _with_own_connector(transport: Any) -> Any:
    transport.client = partial(_session, transport)
    return transport


def _session(transport: Any) -> aiohttp.ClientSession:
    limits: httpx2.Limits = transport.limits
    connector = _Connector(
        limit=limits.max_connections or 0,
        keepalive_timeout=limits.keepalive_expiry,
        ssl=transport.ssl_context,
        socket_factory=_kept_alive,
    )
    return aiohttp.ClientSession(connector=connector)
