"""The server that misbehaves on purpose does what it says, so that tests and benchmarks may rely on it."""

import asyncio
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

import httpx
import pytest

from selfinstruct.core.values import Api
from tests.conftest import environment
from tests.support.misbehaving import wire
from tests.support.misbehaving.limits import most_in_any_window
from tests.support.misbehaving_server import (
    ANSWERS,
    ASK_AGAIN,
    CANNED,
    ENDLESS,
    FAULTS,
    OTHERS,
    LogNormal,
    MisbehavingServer,
)

REFUSAL = "I'm sorry, but I can't help with that."
SHOWS: dict[str, Callable[[httpx.Response], bool]] = {
    "rate_limit": lambda sent: sent.status_code == 429 and float(sent.headers["retry-after"]) > 0,
    "rate_limit_bare": lambda sent: sent.status_code == 429 and "retry-after" not in sent.headers,
    "server_error": lambda sent: sent.status_code == 500,
    "unavailable": lambda sent: sent.status_code == 503 and float(sent.headers["retry-after"]) > 0,
    "overloaded": lambda sent: sent.status_code == 529,
    "html_page": lambda sent: sent.status_code == 502 and sent.text.startswith("<html>"),
    "half_json": lambda sent: sent.text.startswith("{") and not sent.text.endswith("}"),
    "wrong_shape": lambda sent: "choices" not in sent.json(),
    "null_content": lambda sent: _content(sent) is None,
    "empty_content": lambda sent: _content(sent) == "",
    "rubbish": lambda sent: len(_content(sent)) == 300,
    "refusal": lambda sent: REFUSAL in (_content(sent), _message(sent).get("refusal")) and _content(sent) != CANNED,
    "refusal_text": lambda sent: _content(sent) == REFUSAL,
    "length": lambda sent: _is_cut(sent, "length"),
    "content_filter": lambda sent: _is_cut(sent, "content_filter"),
    "reasoning_content": lambda sent: (
        _content(sent) == CANNED
        and ("reasoning_content" in _message(sent) or "text" in _message(sent))
        and 0 < sent.json()["usage"]["completion_tokens_details"]["reasoning_tokens"] < _tokens(sent)
    ),
    "think": lambda sent: _content(sent).startswith("<think>\n") and _content(sent).endswith(f"\n</think>\n\n{CANNED}"),
    "refused_prompt": lambda sent: sent.status_code == 400,
    "odd": lambda sent: sent.json()["model"] == "odd",
}
BREAKS: dict[str, type[httpx.TransportError]] = {
    "reset": httpx.TransportError,
    "nothing": httpx.TransportError,
    "hang": httpx.ReadTimeout,
    "malformed": httpx.RemoteProtocolError,
}


@pytest.mark.parametrize("api", ["chat", "completions"])
@pytest.mark.parametrize("fault", sorted((FAULTS | ENDLESS).keys() - {"drip"}))
def test_a_fault_is_what_it_says_and_only_whole_answers_are_delivered(fault: str, api: Api) -> None:
    with MisbehavingServer(faults={fault: 1.0}, odd={"model": "odd"}, canned=True) as server:
        if fault in BREAKS:
            with pytest.raises(BREAKS[fault]):
                _ask(server, api, timeout=httpx.Timeout(20, read=0.3 if fault == "hang" else 20))
        else:
            sent = _ask(server, api)
            assert SHOWS[fault](sent)
    assert server.sent == {fault: 1}
    if fault in ANSWERS:
        assert server.delivered == [_content(sent) or _message(sent).get("refusal") or ""]
    else:
        assert server.delivered == []


def test_what_drips_says_nothing_for_ever() -> None:
    with MisbehavingServer(faults={"drip": 1.0}) as server:
        with httpx.stream("POST", **_request(server, "chat"), timeout=20) as sent:
            assert b"".join(islice(sent.iter_raw(), 3)).strip() == b""
        assert (server.sent, server.delivered) == ({"drip": 1}, [])


def test_every_fault_is_of_one_kind() -> None:
    assert len(FAULTS | ENDLESS) == len(ASK_AGAIN) + len(ANSWERS) + len(OTHERS) + len(ENDLESS)


def test_deliveries_tell_which_answer_went_to_which_prompt() -> None:
    with MisbehavingServer() as server:
        sent = [_ask(server, prompt=f"Come up with task {number}.") for number in (1, 2)]
    assert [delivery[1:] for delivery in server.deliveries] == [
        (1, "Come up with task 1.", _content(sent[0])),
        (2, "Come up with task 2.", _content(sent[1])),
    ]
    assert server.delivered == [delivery.text for delivery in server.deliveries]
    assert server.deliveries[0].time < server.deliveries[1].time


def test_limits_are_told_and_kept() -> None:
    with MisbehavingServer(canned=True, requests_per_minute=3, tokens_per_minute=10_000) as server:
        good = [_ask(server) for _ in range(3)]
        refused = _ask(server)
    spent = [sent.json()["usage"]["total_tokens"] for sent in good]
    assert [sent.headers["x-ratelimit-remaining-requests"] for sent in [*good, refused]] == ["2", "1", "0", "0"]
    assert refused.headers["x-ratelimit-remaining-tokens"] == str(10_000 - sum(spent))
    assert re.fullmatch(r"(1m0|\d\d?(\.\d+)?)s", refused.headers["x-ratelimit-reset-tokens"])
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "rate_limit_exceeded")
    assert 0 < float(refused.headers["retry-after"]) <= 60
    assert server.sent == {"answer": 3, "limit": 1}
    assert [entry.tokens for entry in server.admitted] == spent


@pytest.mark.parametrize("limit", [{"requests_per_minute": 3}, {"tokens_per_minute": 1500}], ids=str)
def test_who_waits_as_told_is_let_in(limit: dict[str, Any]) -> None:
    with MisbehavingServer(canned=True, window=0.5, **limit) as server:
        for _ in range(8):
            sent = _ask(server)
            if sent.status_code == 429:
                time.sleep(float(sent.headers["retry-after"]))
                assert _ask(server).status_code == 200
    requests, tokens = most_in_any_window(server.admitted, 0.5)
    assert requests <= limit.get("requests_per_minute", requests)
    assert tokens <= limit.get("tokens_per_minute", tokens)
    assert len(server.admitted) == server.sent["answer"] == 8


def test_a_prompt_beyond_the_context_is_refused() -> None:
    with MisbehavingServer(canned=True, context=600) as server:
        assert _ask(server, max_tokens=500).status_code == 200
        refused = _ask(server, max_tokens=600)
    assert refused.status_code == 400
    error = refused.json()["error"]
    assert (error["code"], error["param"]) == ("context_length_exceeded", "messages")
    assert error["message"].startswith("This model's maximum context length is 600 tokens. However, ")


def test_capacity_is_kept_and_who_is_gone_holds_no_place_and_got_no_answer() -> None:
    async def go_while_at_capacity() -> httpx.Response:
        async with httpx.AsyncClient(timeout=20) as client:
            held = [asyncio.create_task(client.post(**_request(server))) for _ in range(2)]
            while server.busiest < 2:
                await asyncio.sleep(0.01)
            refused = await client.post(**_request(server))
            for task in held:
                task.cancel()
            await asyncio.gather(*held, return_exceptions=True)
            return refused

    with MisbehavingServer(canned=True, capacity=2, seconds=1000) as server:
        assert asyncio.run(go_while_at_capacity()).status_code == 503
        server.seconds, server.capacity = 0, 1
        while _ask(server, prompt="Who is left?").status_code == 503:
            time.sleep(0.01)
    assert server.busiest == 2
    assert [delivery.prompt for delivery in server.deliveries] == ["Who is left?"]
    assert server.latencies == [1000, 1000, 0]


def test_delays_have_their_percentiles() -> None:
    cuts = quantiles((LogNormal(2, 30).draw(random) for random in [Random(1)] for _ in range(50_000)), n=100)
    assert cuts[49] == pytest.approx(2, rel=0.05)
    assert cuts[98] == pytest.approx(30, rel=0.1)


def test_delays_are_kept_and_the_same_by_seed() -> None:
    def delays(seed: int, **faults: float) -> list[float]:
        with MisbehavingServer(canned=True, latency=LogNormal(0.005, 0.05), seed=seed, faults=faults) as server:
            started = time.monotonic()
            for _ in range(10):
                _ask(server)
        assert time.monotonic() - started > 0.9 * sum(server.latencies)
        return server.latencies

    assert delays(1) == delays(1, server_error=0.5) != delays(2)


def test_a_schema_reaches_the_model_unless_it_is_refused() -> None:
    schema = {"type": "object", "properties": {"tasks": {"type": "array"}}}
    asked = {"type": "json_schema", "json_schema": {"name": "tasks", "schema": schema, "strict": True}}
    body = {"model": "demo", "messages": [{"role": "user", "content": "?"}], "response_format": asked}
    assert wire.read(1, body).request.schema == schema
    with MisbehavingServer(canned=True, refuses=("response_format",)) as server:
        refused = _ask(server, response_format=asked)
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "response_format")


def test_it_starts_from_the_command_line_and_tells_what_it_sent() -> None:
    script = Path(__file__).with_name("misbehaving_server.py")
    options = "--port 0 --canned --latency 0.001,0.01 --fault think=1 --rpm 5 --model m --key k --seed 3".split()
    process = subprocess.Popen(
        [sys.executable, script, *options], env=environment(), stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout
    found = re.fullmatch(r"serving m at (http://127\.0\.0\.1:\d+)/v1; Ctrl-C to end\n", process.stdout.readline())
    assert found
    assert httpx.get(f"{found[1]}/health").text == "ok"
    with httpx.Client(base_url=f"{found[1]}/v1", headers={"Authorization": "Bearer k"}, timeout=20) as client:
        assert client.get("/models").json()["data"] == [{"id": "m"}]
        sent = client.post("/completions", json={"model": "m", "prompt": "?"})
    assert SHOWS["think"](sent)
    assert sent.headers["x-ratelimit-limit-requests"] == "5"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=20)[0] == "asked 1, delivered 1, sent {'think': 1}\n"
    assert process.returncode == 0


def _request(server: MisbehavingServer, api: Api = "chat", prompt: str = "?", **more: Any) -> dict[str, Any]:
    asked = {"messages": [{"role": "user", "content": prompt}]} if api == "chat" else {"prompt": prompt}
    path = "chat/completions" if api == "chat" else "completions"
    return {"url": f"{server.url}/{path}", "json": {"model": "demo", **asked, **more}}


def _ask(server: MisbehavingServer, *asked: Any, timeout: httpx.Timeout | float = 20, **more: Any) -> httpx.Response:
    return httpx.post(**_request(server, *asked, **more), timeout=timeout)


def _message(sent: httpx.Response) -> dict[str, Any]:
    """Return what holds the content: the message, or in plain completions the choice."""
    choice = sent.json()["choices"][0]
    message: dict[str, Any] = choice.get("message", choice)
    return message


def _content(sent: httpx.Response) -> Any:
    message = _message(sent)
    return message["text"] if "text" in message else message["content"]


def _tokens(sent: httpx.Response) -> int:
    tokens: int = sent.json()["usage"]["completion_tokens"]
    return tokens


def _is_cut(sent: httpx.Response, reason: str) -> bool:
    choice = sent.json()["choices"][0]
    return choice["finish_reason"] == reason and 0 < len(_content(sent)) < len(CANNED)
