"""Answers that are no HTTP, or not the HTTP that they say they are, by name."""

import gzip
from collections.abc import Iterator

from tests.support.raw_server import Raw, whole

_OK = "HTTP/1.1 200 OK"
_JSON = "content-type: application/json"
_CHUNKED = "transfer-encoding: chunked"
# Only the end of the connection tells a client that no more is to come.
_UNTIL_CLOSED = frozenset(
    {"nothing", "half, then nothing", "content-length too large", "chunks too large", "chunks without an end",
     "no length", "HTTP/1.0"}
)  # fmt: skip


def kinds_that_end(body: bytes) -> dict[str, Raw]:
    """Return malformed answers in the place of one with this body; none keeps the client waiting."""
    packed, length = gzip.compress(body), f"content-length: {len(body)}"
    pieces = {
        **_wrong_lengths(body),
        **_wrong_chunks(body),
        **_wrong_heads(body, length),
        "nothing": b"",
        "HTTP/0.9": body,
        "an HTML page without a head": b"<html>Bad gateway</html>",
        "SSH": b"SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/2": b"\0\0\x12\x04\0\0\0\0\0\0\3\0\0\0\x80\0\4\0\1\0\0\0\5\0\xff\xff",
        "random bytes": bytes(range(256)) * 8,
        "half a gzip": _head(_OK, _JSON, "content-encoding: gzip", f"content-length: {len(packed) // 2}")
        + packed[: len(packed) // 2],
        "no gzip": _head(_OK, _JSON, "content-encoding: gzip", length) + body,
        "gzip only once": _head(_OK, _JSON, "content-encoding: gzip, gzip", f"content-length: {len(packed)}") + packed,
        "gzip that is not told": whole(packed),
        "no deflate": _head(_OK, _JSON, "content-encoding: deflate", length) + body,
        "no UTF-8": whole(body.replace(b"e", b"\xff\xfe\x80")),
        "half, then nothing": whole(body)[: len(whole(body)) // 2],
        "bytes after it": whole(body) + b"more",
        "deep JSON": whole(b"[" * 100_000),
        "a long number": whole(b'{"choices": ' + b"9" * 5000 + b"}"),
    }
    return {name: Raw((piece,), "close" if name in _UNTIL_CLOSED else "keep") for name, piece in pieces.items()} | {
        "a reset at once": Raw((b"",), "reset"),
        "a reset after half": Raw((whole(body)[: len(whole(body)) // 2],), "reset"),
    }


def endless_kinds(body: bytes) -> dict[str, Raw]:
    """Return answers that only the client's own time limit ends."""
    return {
        "nothing": Raw((b"",), "hold"),
        "half": Raw((whole(body)[: len(whole(body)) // 2],), "hold"),
        "too few bytes": Raw((_head(_OK, _JSON, f"content-length: {len(body) + 9}") + body,), "hold"),
        "no last chunk": Raw((_head(_OK, _JSON, _CHUNKED) + b"%x\r\n" % len(body) + body,), "hold"),
        "continue, for ever": Raw((_head("HTTP/1.1 100 Continue"),), "repeat"),
        "early hints, for ever": Raw((_head("HTTP/1.1 103 Early Hints", "link: </a>"),), "repeat"),
        "headers, for ever": Raw((f"{_OK}\r\n".encode(), b"x-more: a\r\n"), "hold"),
    }


def sound_but_odd(body: bytes) -> dict[str, Raw]:
    """Return answers that are unusual, but whole."""
    packed, length = gzip.compress(body), f"content-length: {len(body)}"
    pieces = {
        "UTF-16": whole(body.decode().encode("utf-16")),
        "gzip": _head(_OK, _JSON, "content-encoding: gzip", f"content-length: {len(packed)}") + packed,
        "chunks": _head(_OK, _JSON, _CHUNKED) + b"5\r\n" + body[:5] + b"\r\n%x;a=b\r\n" % (len(body) - 5) + body[5:]
        + b"\r\n0\r\nx-trailer: 1\r\n\r\n",
        "no length": _head(_OK, _JSON) + body,
        "HTTP/1.0": _head("HTTP/1.0 200 OK", _JSON) + body,
        "no reason": _head("HTTP/1.1 200", length) + body,
        "continue before it": _head("HTTP/1.1 100 Continue") * 9 + whole(body),
        "early hints before it": _head("HTTP/1.1 103 Early Hints", "link: </a>") * 3 + whole(body),
        "an unknown encoding": _head(_OK, _JSON, "content-encoding: bogus", length) + body,
        "an unknown charset": _head(_OK, "content-type: application/json; charset=bogus", length) + body,
        "a folded header": _head(_OK, "x-a: b\r\n c", length) + body,
        "a header in Latin-1": _head(_OK, "x-a: \xe9\xff", length) + body,
        "a bad cookie": _head(_OK, "set-cookie: a=b; expires=Fri, 99 Dec 99999 25:61:61 GMT; domain=..", length) + body,
        "a byte order mark": whole(b"\xef\xbb\xbf" + body),
        "line breaks before it": whole(b"\n" * 500 + body),
    }  # fmt: skip
    return {name: Raw((piece,), "close" if name in _UNTIL_CLOSED else "keep") for name, piece in pieces.items()}


def cut_short(body: bytes) -> Iterator[Raw]:
    """Yield an answer whose connection is closed after each of its bytes but the last."""
    sent = whole(body)
    for length in range(len(sent)):
        yield Raw((sent[:length],))


def _wrong_lengths(body: bytes) -> dict[str, bytes]:
    lengths = {
        "too small": f"{len(body) - 20}", "too large": f"{len(body) + 20}", "negative": "-5", "signed": "+5",
        "no number": "many", "5,000 digits": "9" * 5000, "two": f"3\r\ncontent-length: {len(body)}",
        "beside chunks": f"{len(body)}\r\n{_CHUNKED}",
    }  # fmt: skip
    return {
        f"content-length {name}": _head(_OK, _JSON, f"content-length: {length}") + body
        for name, length in lengths.items()
    }


def _wrong_chunks(body: bytes) -> dict[str, bytes]:
    sizes = {"no number": b"zz", "negative": b"-5", "huge": b"F" * 300, "too small": b"%x" % (len(body) // 2)}
    sizes |= {"too large": b"%x" % (len(body) + 99)}
    chunks = {name: size + b"\r\n" + body + b"\r\n0\r\n\r\n" for name, size in sizes.items()}
    chunks["without an end"] = b"%x\r\n" % len(body) + body
    chunks["inside gzip"] = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    coding = {"inside gzip": "transfer-encoding: gzip, chunked\r\ncontent-encoding: gzip"}
    return {f"chunks {name}": _head(_OK, _JSON, coding.get(name, _CHUNKED)) + chunk for name, chunk in chunks.items()}


def _wrong_heads(body: bytes, length: str) -> dict[str, bytes]:
    headers = {
        "a header of 9 KB": "x-long: " + "a" * 9000, "a header of 1 MB": "x-long: " + "a" * 1_000_000,
        "20,000 headers": "\r\n".join(f"x-{n}: a" for n in range(20_000)), "a header without a colon": "this has none",
        "a header with a space in its name": "bad name: x", "a header without a name": ": x",
        "a header with a NUL": "x: a\0b",
    }  # fmt: skip
    lines = {
        "garbage": "garbage", "another version": "HTTP/9.9 200 OK", "a short status": "HTTP/1.1 20 OK",
        "a long status": "HTTP/1.1 2000 OK", "no number as status": "HTTP/1.1 abc OK",
        "a negative status": "HTTP/1.1 -200 OK", "status 0": "HTTP/1.1 000 OK", "a long reason": f"{_OK}{'K' * 9000}",
        "switching protocols": "HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade",
        "no content": "HTTP/1.1 204 No Content", "not modified": "HTTP/1.1 304 Not Modified",
        "status 999": "HTTP/1.1 999 Odd",
    }  # fmt: skip
    return {name: _head(_OK, _JSON, header, length) + body for name, header in headers.items()} | {
        name: _head(line, _JSON, length) + body for name, line in lines.items()
    }


def _head(*lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
