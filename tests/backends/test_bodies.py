"""Whatever body comes over HTTP, it is an answer or an error of ours in one line, and takes little memory."""

import asyncio
import gzip
import json
import resource
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest
from aiohttp import web

from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError, Unavailable
from selfinstruct.core.values import Completion, Reply, Request, Sampling, Usage
from tests.backends.opened import opened
from tests.support.misbehaving_server import MisbehavingServer

KEY = "sk-hush-0123456789"
_REQUEST = Request("Say yes.", Sampling(0.0, 1.0, 16), kind="check")
Made = tuple[int, dict[str, str], bytes]


def _answer(**more: Any) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": "1. Sing."}, "finish_reason": "stop"}
    return {"id": "x", "model": "m", "choices": [choice], "usage": {"prompt_tokens": 3, "completion_tokens": 4}} | more


def _choice(random: Random, **more: Any) -> dict[str, Any]:
    return _answer(choices=[{**_answer()["choices"][0], **more}] * random.randint(1, 3))


def _stream(random: Random, *, end: bytes) -> bytes:
    pieces = [{"choices": [{"delta": {"content": random.choice(["a", "你", "\x00", ""])}}]} for _ in range(5)]
    return b"".join(f"data: {json.dumps(piece)}\n\n".encode() for piece in pieces) + end


def _flipped(random: Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _value(random: Random, depth: int = 0) -> Any:
    """Return a value that may stand where another is expected."""
    leaves: list[Any] = [None, True, -1, 10**400, 1e308, float("nan"), "", "\ud800", "\u202e\x1b[2J", [], {}]
    if depth > 3 or random.random() < 0.4:
        return random.choice(leaves)
    if random.random() < 0.5:
        return [_value(random, depth + 1) for _ in range(random.randint(0, 3))]
    names = ["choices", "message", "content", "error", "code", "usage", "delta", "text", "base_resp", "status_code"]
    return {name: _value(random, depth + 1) for name in random.sample(names, 3)}


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


KINDS: dict[str, Callable[[Random], bytes]] = {
    "nothing": lambda _: b"",
    "white space": lambda random: b" \r\n\t" * random.randint(1, 5000),
    "zeros": lambda random: b"\0" * random.randint(1, 5000),
    "noise": lambda random: random.randbytes(random.randint(1, 3000)),
    "cut": lambda random: _json(_answer())[: random.randint(1, 150)],
    "flipped": lambda random: _flipped(random, _json(_answer())),
    "twice": lambda random: _json(_answer()) * random.randint(2, 4),
    "more after it": lambda random: _json(_answer()) + random.choice([b"}", b"x", b"\0", b"<html>"]),
    "a byte order mark": lambda random: random.choice([b"\xef\xbb\xbf", b"\xff\xfe"]) + _json(_answer()),
    "UTF-16": lambda random: json.dumps(_answer()).encode(random.choice(["utf-16", "utf-16-le", "utf-32"])),
    "GBK": lambda _: json.dumps(_answer(model="模型"), ensure_ascii=False).encode("gbk"),
    "deep": lambda random: random.choice([b"[", b'{"choices":', b'[{"a":']) * random.randint(10_000, 100_000),
    "deep stream": lambda random: b"data: " + b"[" * random.randint(1000, 100_000) + b"\n\n",
    "long number": lambda random: _json(_answer()).replace(b"4", b"4" * random.randint(20, 6000)),
    "any number": lambda random: _json(_answer(usage=dict.fromkeys(_answer()["usage"], _value(random)))),
    "any value": lambda random: _json(_value(random)),
    "any choices": lambda random: _json(_answer(choices=_value(random))),
    "any choice": lambda random: _json(_answer(choices=[_value(random)])),
    "any message": lambda random: _json(_choice(random, message=_value(random))),
    "any content": lambda random: _json(_choice(random, message={"content": _value(random)})),
    "any part": lambda random: _json(_choice(random, message={"content": [_value(random), {"text": "a"}]})),
    "any end": lambda random: _json(_choice(random, finish_reason=_value(random))),
    "any native end": lambda random: _json(_choice(random, native_finish_reason=_value(random))),
    "any model": lambda random: _json(_answer(model=_value(random))),
    "any error": lambda random: _json({"error": _value(random)}),
    "any error beside": lambda random: _json(_answer(error=_value(random))),
    "any code": lambda random: _json({"error": {"message": _value(random), "code": _value(random)}}),
    "any base_resp": lambda random: _json({"choices": None, "base_resp": _value(random)}),
    "any text of an error": lambda random: _json({"message": [_value(random)], "code": _value(random)}),
    "a page": lambda random: b"<html><title>" + random.randbytes(20) + b'"choices"' * random.randint(0, 9),
    "a text": lambda random: random.choice(["Unauthorized", "busy\nbusy", "<400> bad", "余额不足", "\x1b[2J"]).encode(),
    "a long text": lambda random: random.choice([b"error ", b"a", b"<", b"data"]) * random.randint(1000, 100_000),
    "a stream cut": lambda random: _stream(random, end=random.choice([b"", b"data: {", b"data:", b"\xff"])),
    "a stream of others": lambda random: b"data: " + _json(_value(random)) + b"\n\ndata: " + _json(_value(random)),
    "comments": lambda random: b": wait\n\n" * random.randint(1, 1000),
    "lines of JSON": lambda random: b"\n".join([_json(_answer())] * random.randint(2, 5)),
    "control characters": lambda random: _json(_choice(random)).replace(b"Sing", bytes(range(1, 32))),
}
_VARIANTS = 7


@dataclass
class Playing(MisbehavingServer):
    """A server that plays what it has by its number, which is the name of the model."""

    made: list[Made] = field(default_factory=list)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        status, headers, body = self.made[int((await request.json())["model"])]
        return web.Response(body=body, status=status, headers=headers)


def ask_all(made: list[Made], **connection: Any) -> list[Completion | BackendError]:
    """Return what is made of each body; anything but a `BackendError` is raised."""
    return [_read(each) if isinstance(each, Reply) else each for each in replies(made, **connection)]


def _read(reply: Reply) -> Completion | BackendError:
    try:
        return wire.read(reply.body)
    except BackendError as error:
        return error


def replies(made: list[Made], **connection: Any) -> list[Reply | BackendError]:
    """Return what the backend returns for each body; anything but a `BackendError` is raised."""

    async def ask(url: str) -> list[Reply | BackendError]:
        backend = opened("openai", url, model="m", form="text", **connection)
        found: list[Reply | BackendError] = []
        try:
            for number in range(len(made)):
                try:
                    found.append(await backend.complete(replace(_REQUEST, model=str(number))))
                except BackendError as error:
                    found.append(error)
        finally:
            await backend.close()
        return found

    with Playing(made=made) as server:
        return asyncio.run(ask(server.url))


def _sent(kind: str, number: int) -> Made:
    random = Random(f"{kind} {number}")
    status = random.choice([200, 200, 200, 200, 201, 400, 403, 429, 500])
    type_ = random.choice(["application/json", "text/html", "text/event-stream", "text/plain", "x"])
    return status, {"Content-Type": type_}, KINDS[kind](random)


@pytest.fixture(scope="module")
def told() -> dict[str, list[Completion | BackendError]]:
    found = iter(ask_all([_sent(kind, number) for kind in KINDS for number in range(_VARIANTS)]))
    return {kind: [next(found) for _ in range(_VARIANTS)] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_malformed_body_is_an_answer_or_told_in_one_line(
    told: dict[str, list[Completion | BackendError]], kind: str
) -> None:
    for each in told[kind]:
        if isinstance(each, Completion):
            f"{each.text}{each.finish_reason}{each.model}".encode()
            assert each.text.strip()
        else:
            assert "\n" not in str(each)
            assert len(str(each)) < 600


# --- size


def _packed(size: int, how: str) -> bytes:
    packer = zlib.compressobj(wbits=31 if how == "gzip" else 15)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(size // 2**20)) + packer.flush()


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
@pytest.mark.parametrize("how", ["gzip", "deflate"])
@pytest.mark.parametrize("status", [200, 500])
def test_a_small_body_that_unpacks_to_a_large_one_is_given_up(how: str, status: int) -> None:
    body = _packed(2**28, how)
    assert len(body) < 300_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (error,) = ask_all([(status, {"Content-Encoding": how}, body)])
    assert isinstance(error, Unavailable)
    assert "more than 16 MiB, unpacked" in str(error)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * (1 if sys.platform == "darwin" else 1024)
    assert grown < 2**27


def test_a_packed_answer_is_read() -> None:
    body = wire.write("Sing.", "stop", Usage(), "m")
    (read,) = ask_all([(200, {"Content-Encoding": "gzip"}, gzip.compress(body))])
    assert isinstance(read, Completion)
    assert read.text == "Sing."


# --- keys


@pytest.mark.parametrize(
    "body",
    [
        _json(_answer(model=f"m {KEY}")),
        _json(_choice(Random(1), message={"content": f"The key is {KEY}."})),
        _json(_choice(Random(1), message={"content": f"{KEY}"}, finish_reason=KEY)),
        _json({"error": {"message": f"no {KEY}", "code": KEY}}),
        f'<html><title>{KEY}</title> "choices"</html>'.encode(),
        f"bad key {KEY}".encode(),
        f"data: {json.dumps(_answer(model=KEY))}\n\n".encode(),
        b'{"note": "' + "".join(f"\\u{ord(char):04x}" for char in KEY).encode() + b'"}',
    ],
    ids=range(8),
)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_a_key_is_in_nothing_that_comes_of_a_body(body: bytes, status: int) -> None:
    (each,) = ask_all([(status, {}, body)], api_key=KEY)
    shown = f"{each.text}{each.finish_reason}{each.model}" if isinstance(each, Completion) else str(each)
    assert KEY[3:] not in shown
    assert "***" in shown or not isinstance(each, Completion)


@pytest.mark.parametrize("stream", [False, True], ids=["one value", "a stream"])
def test_a_key_that_is_a_plain_word_stays_in_texts_alone(stream: bool) -> None:
    answer = _answer(model="m password", note={"key": ["password"]})
    choice = {"delta": {"content": "A password."}} if stream else {"message": {"content": "A password."}}
    body = _json(answer | {"choices": [choice | {"finish_reason": "stop"}]})
    (kept,) = replies([(200, {}, b"data: " + body if stream else body)], api_key="password")
    assert isinstance(kept, Reply)
    assert kept.body.count(b"password") == 1
    read = wire.read(kept.body)
    assert (read.text, read.model) == ("A password.", "m ***")
