"""Caps and limits over real HTTP: the server counts what it was asked, and what its answers took."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from aiohttp import web

from tests.conftest import Command, RunFolder, unexpected
from tests.http.runs import generate, started, wait_until
from tests.support.misbehaving.wire import Question
from tests.support.misbehaving_server import MisbehavingServer

# Some of these are billed although no answer comes of them.
FAULTS = dict.fromkeys(("rate_limit", "server_error", "reset", "half_json", "null_content", "refused_prompt"), 0.04)
PRICES = ("--price-in", 2, "--price-out", 8)
# The most that a single request may take: bytes of its prompt and schema, and its max_tokens.
MOST = 10_000


def _tokens(server: MisbehavingServer) -> int:
    return sum(entry.tokens for entry in server.admitted)


def test_no_more_requests_are_sent_than_are_allowed(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        done = command(*generate(server, 5000, "--max-requests", 25, "--concurrency", 2))
    assert done.returncode == 1
    assert "(stopped: the cap is reached: --max-requests 25 are sent; raise it to go on)" in done.stdout
    told = "--max-requests 25 is too little: it will stop it at about "
    assert unexpected(done.stderr).startswith(told)
    assert (unexpected(done.stderr).count("\n"), len(server.asked)) == (1, 25)
    assert RunFolder(tmp_path / "run").records


@pytest.mark.parametrize("cap", [("--max-requests", 40), ("--max-cost", 0.3, *PRICES)], ids=str)
def test_what_little_a_cap_allows_becomes_tasks(command: Command, tmp_path: Path, cap: tuple[object, ...]) -> None:
    """Whatever the number of requests in flight, not all goes into instructions that wait for ever."""
    with MisbehavingServer(seconds=0.05) as server:
        done = command(*generate(server, 5000, *cap))
    assert done.returncode == 1
    waiting = re.search(r"  waiting +(\d+) ", done.stdout)
    assert len(RunFolder(tmp_path / "run").records) > (int(waiting[1]) if waiting else 0) / 2


def test_requests_that_fail_count_too(command: Command) -> None:
    with MisbehavingServer(faults=FAULTS) as server:
        done = command(*generate(server, 5000, "--max-requests", 40))
        assert (done.returncode, len(server.asked)) == (1, 40)
        done = command(*generate(server, 5000, "--max-requests", 40))
        assert (done.returncode, len(server.asked)) == (1, 40)
        done = command(*generate(server, 5000, "--max-requests", 55))
    assert (done.returncode, len(server.asked)) == (1, 55)


def test_what_may_be_billed_is_remembered_without_a_single_answer(command: Command) -> None:
    with MisbehavingServer(faults={"reset": 1.0}) as server:
        for _ in range(2):
            done = command(*generate(server, 30, "--max-requests", 10))
            assert (done.returncode, len(server.asked)) == (1, 10)


def test_no_more_tokens_are_used_than_are_allowed_and_few_are_left_over(command: Command) -> None:
    with MisbehavingServer() as server:
        done = command(*generate(server, 5000, "--max-tokens", 40_000))
    assert done.returncode == 1
    assert "the cap is reached: --max-tokens 40,000 leave no room for a request of up to " in done.stdout
    assert 40_000 - MOST < _tokens(server) <= 40_000


def test_no_more_money_is_spent_than_is_allowed(command: Command) -> None:
    with MisbehavingServer() as server:
        done = command(*generate(server, 5000, "--max-cost", 0.2, *PRICES))
    assert done.returncode == 1
    assert "the cap is reached: --max-cost 0.2 leaves no room for a request of up to 0.0" in done.stdout
    assert re.search(
        r"\n  selfinstruct generate -o \S+ -n 5000 --max-cost \S+  go on with a cap that is likely to be enough",
        done.stdout,
    )
    told = re.search(r"\ncost ([\d.]+)", done.stdout)
    assert told
    assert 0.1 < float(told[1]) <= 0.2
    assert _tokens(server) * 2 / 1e6 < float(told[1]) < _tokens(server) * 8 / 1e6


@pytest.mark.parametrize(
    "cap", [("--max-requests", 5), ("--max-tokens", 1_000), ("--max-cost", 0.005, *PRICES)], ids=str
)
def test_the_higher_cap_that_is_suggested_lets_the_run_go_on(command: Command, cap: tuple[object, ...]) -> None:
    """Also where more counts as spent than was billed, and than the cap."""
    with MisbehavingServer(faults={"reset": 0.5}) as server:
        command(*generate(server, 100, "--max-requests", 12, *PRICES))
        before = len(server.asked)
        done = command(*generate(server, 100, "--max-requests", 10**6, *cap))
        assert len(server.asked) == before
        suggested = re.search(r"\n  selfinstruct generate -o \S+ -n 100 (--\S+) (\S+)  go on with", done.stdout)
        assert suggested, done.stdout + done.stderr
        command(*generate(server, 100, "--max-requests", 10**6, *suggested.groups()))
    assert len(server.asked) > before


@pytest.mark.parametrize(("cap", "most"), [("--max-requests", 60), ("--max-tokens", 200_000)])
def test_caps_hold_over_kills_and_failures(command: Command, tmp_path: Path, cap: str, most: int) -> None:
    with MisbehavingServer(seconds=0.02, faults=FAULTS) as server:
        arguments = generate(server, 5000, cap, most, "--concurrency", 4)
        for requests in (8, 16, 24):
            with started(tmp_path, *arguments) as process:
                wait_until(lambda requests=requests: len(server.asked) >= requests, process)  # type: ignore[misc]
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
        done = command(*arguments)
    assert done.returncode == 1
    assert f"the cap is reached: {cap} " in done.stdout
    if cap == "--max-requests":
        # What was noted before it left may not have left when the process was killed.
        assert most - 3 * 4 <= len(server.asked) <= most
    else:
        assert _tokens(server) <= most


class GatewayGivesUp(MisbehavingServer):
    """A gateway that gives up on every third answer, which the model behind it writes and bills all the same."""

    billed = 0

    async def _work(self, request: web.Request, question: Question) -> web.StreamResponse:
        response = await super()._work(request, question)
        assert isinstance(response, web.Response)
        self.billed += json.loads(response.body)["usage"]["total_tokens"]  # type: ignore[arg-type]
        return response

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        response = await super()._complete(request)
        return web.Response(status=504, text="upstream timeout") if len(self.asked) % 3 == 0 else response


def test_what_is_billed_behind_a_gateway_that_gives_up_counts(command: Command) -> None:
    with GatewayGivesUp() as server:
        done = command(*generate(server, 5000, "--max-tokens", 150_000, "--concurrency", 2))
    assert done.returncode == 1, done.stderr
    assert 10_000 < server.billed <= 150_000


# --- limits a minute


@pytest.mark.parametrize("enforced", [5, None], ids=["enforced", "not enforced"])
def test_no_more_requests_leave_in_a_minute_than_are_allowed(tmp_path: Path, enforced: int | None) -> None:
    with (
        MisbehavingServer(requests_per_minute=enforced) as server,
        started(tmp_path, *generate(server, 5000, "--rpm", 5)) as process,
    ):
        wait_until(lambda: len(server.asked) >= 5, process)
        _let_it_go_on(process)
        assert (len(server.asked), server.sent) == (5, {"answer": 5})


def test_a_limit_a_minute_holds_over_a_restart(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        arguments = generate(server, 5000, "--rpm", 5)
        with started(tmp_path, *arguments) as process:
            wait_until(lambda: len(server.asked) >= 5, process)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        with started(tmp_path, *arguments) as process:
            _let_it_go_on(process)
            process.send_signal(signal.SIGINT)
            assert process.wait(240) == 130
        assert len(server.asked) == 5
        done = command(*generate(server, 20, "--rpm", 60000))
    assert done.returncode == 0, done.stderr


def test_no_more_tokens_are_asked_for_in_a_minute_than_are_allowed(tmp_path: Path) -> None:
    with (
        MisbehavingServer(tokens_per_minute=15_000) as server,
        started(tmp_path, *generate(server, 5000, "--tpm", 15_000)) as process,
    ):
        wait_until(lambda: len(server.delivered) >= 4, process)
        _let_it_go_on(process)
        assert server.sent["limit"] == 0
        assert _tokens(server) <= 15_000


def test_a_limit_that_no_request_keeps_is_told(command: Command) -> None:
    with MisbehavingServer() as server:
        done = command(*generate(server, 5, "--tpm", 1000))
    assert done.returncode == 2
    assert "--tpm 1,000: a single request may take up to " in done.stderr
    assert server.asked == []


def test_limits_that_only_the_server_knows_are_lived_with(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(requests_per_minute=12, window=0.5) as server:
        done = command(*generate(server, 60))
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "run").records) == 60


def _let_it_go_on(process: subprocess.Popen[str]) -> None:
    """Give a process time for what it must not do."""
    time.sleep(2)
    assert process.poll() is None


def test_a_cap_on_requests_holds_over_starts_that_got_no_answer(command: Command) -> None:
    with MisbehavingServer(faults={"server_error": 1.0}) as server:
        for _ in range(3):
            done = command(*generate(server, 5, "--max-requests", 5, "--model", "demo"))
            assert "--max-requests 5 are sent" in done.stdout + done.stderr
        assert len(server.asked) == 5
