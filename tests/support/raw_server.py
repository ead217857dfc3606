"""A server on loopback that sends the very bytes that it is told to, for what no HTTP library would send."""

import asyncio
import json
import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, Literal

from selfinstruct.backends.demo import DemoBackend
from tests.support.asked import with_question
from tests.support.misbehaving import wire

# A key and its certificate, which is its own authority.
CERTIFICATE = Path(__file__).with_name("loopback.pem")
_MODELS = b'{"data": [{"id": "m"}]}'
_TIMEOUT = 30.0
_PAUSE = 0.02


@dataclass(frozen=True)
class Raw:
    """The bytes of an answer, sent in these pieces, and what becomes of the connection then.

    It is closed, reset, held open in silence until the server ends, kept for the next request, gets the last piece
    again and again, or (below TLS) bytes that are no TLS.
    """

    pieces: tuple[bytes, ...]
    end: Literal["close", "reset", "hold", "keep", "repeat", "spoil"] = "close"


def whole(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """Return a sound HTTP answer."""
    lines = [f"HTTP/1.1 {status}", "content-type: application/json", f"content-length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def server_context() -> ssl.SSLContext:
    """Return what a server with the certificate needs; a client trusts it by `SSL_CERT_FILE`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


class DemoAnswers:
    """Sound answers, as the demo model gives them."""

    def __init__(self, seed: int = 7) -> None:
        self._model = DemoBackend(random_seed=seed)
        self._lock = threading.Lock()

    def __call__(self, number: int, body: bytes) -> bytes:
        """Return the answer to a request, as the body of an HTTP answer."""
        question = wire.read(number, json.loads(body))
        with self._lock:
            reply = asyncio.run(self._model.complete(with_question(question.request)))
        choice = json.loads(reply.body)["choices"][0]
        answer = wire.Answer(choice["message"]["content"], choice["finish_reason"])
        return json.dumps(wire.write(question, answer)).encode()


@dataclass
class RawServer:
    """Answers each request for a completion with what `answer` makes of its number, counted from 1, and its body.

    `asked` has the bodies of the requests that were read whole, `sent` is how many were answered whole. A request for
    the list of models gets `models`.
    """

    answer: Callable[[int, bytes], Raw]
    tls: ssl.SSLContext | None = None
    models: Raw = Raw((whole(_MODELS),), "keep")
    asked: list[bytes] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._ending = threading.Event()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def __enter__(self) -> "RawServer":
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        # It wakes the thread that accepts.
        with suppress(OSError):
            socket.create_connection(self._socket.getsockname()).close()
        self._thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while not self._ending.is_set():
            connection, _ = self._socket.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_TIMEOUT)
        with closing(connection), suppress(OSError):
            secured = self.tls.wrap_socket(connection, server_side=True) if self.tls else connection
            with closing(secured), secured.makefile("rb") as incoming:
                while raw := self._next(incoming):
                    if not self._send(secured, raw):
                        break

    def _next(self, incoming: BinaryIO) -> Raw | None:
        """Read a request and return the answer to it, None if none came."""
        # At the end of the connection lines are empty for ever.
        headers = [line.lower() for line in takewhile(bytes.strip, iter(incoming.readline, b""))]
        if not headers:
            return None
        length = next((int(line.split(b":")[1]) for line in headers if line.startswith(b"content-length:")), 0)
        body = incoming.read(length)
        if headers[0].startswith(b"get "):
            return self.models
        with self._lock:
            self.asked.append(body)
            number = len(self.asked)
        return self.answer(number, body)

    def _send(self, connection: socket.socket, raw: Raw) -> bool:
        """Send an answer; return whether another request may come on the connection."""
        for piece in raw.pieces:
            connection.sendall(piece)
            time.sleep(_PAUSE if len(raw.pieces) > 1 else 0)
        with self._lock:
            self.sent += 1
        while raw.end == "repeat" and not self._ending.is_set():
            connection.sendall(raw.pieces[-1])
        if raw.end == "hold":
            self._ending.wait(_TIMEOUT)
        if raw.end == "spoil":
            with socket.socket(fileno=os.dup(connection.fileno())) as below:
                below.sendall(b"no TLS at all\r\n" * 9)
        if raw.end == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return raw.end == "keep"
