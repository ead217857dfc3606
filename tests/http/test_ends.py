"""How runs over real HTTP end before their time: killed, interrupted, refused; and that nothing paid for is lost."""

import asyncio
import os
import resource
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from aiohttp import web

import selfinstruct
from tests.conftest import Command, RunFolder, command_line, environment, unexpected
from tests.http.runs import generate, started, stored_form, stored_texts, wait_until
from tests.support.misbehaving.wire import Question
from tests.support.misbehaving_server import MisbehavingServer

COST = ("--max-cost", 1, "--price-in", 1, "--price-out", 1)


def test_a_killed_run_goes_on_and_loses_only_what_was_in_flight(tmp_path: Path) -> None:
    random, concurrency, run = Random(3), 4, tmp_path / "run"
    with MisbehavingServer(seconds=0.02) as server:
        arguments = generate(server, 300, "--lang", "zh", "--concurrency", concurrency)
        for _ in range(5):
            asked = len(server.asked) + random.randint(5, 9)
            with started(tmp_path, *arguments) as process:
                wait_until(lambda asked=asked: len(server.asked) >= asked, process)  # type: ignore[misc]
                time.sleep(random.uniform(0, 0.02))
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
            assert stored_texts(run)
        done = subprocess.run(command_line(*arguments), cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL)
    assert done.returncode == 0
    records = RunFolder(run).records
    assert len(records) == 300
    assert len({record["instruction"] for record in records}) == 300
    delivered, stored = Counter(map(stored_form, server.delivered)), Counter(stored_texts(run))
    assert not stored - delivered
    assert (delivered - stored).total() <= 5 * concurrency


def test_ctrl_c_once_keeps_what_comes_in_and_writes_the_files(tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.3) as server, _growing(server, 12, tmp_path) as process:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 130
    assert "interrupted" in output
    assert Counter(stored_texts(tmp_path / "run")) == Counter(server.delivered)
    assert (tmp_path / "run" / "alpaca_data.json").exists()


def test_ctrl_c_twice_ends_now(tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.1) as server, _growing(server, 12, tmp_path) as process:
        server.seconds = 600
        wait_until(lambda: server.latencies.count(600) == 4, process)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=240)
    assert process.returncode == 130
    assert (tmp_path / "run" / "alpaca_data.json").exists()


def test_ctrl_c_ends_the_wait_for_a_server_that_is_overloaded(tmp_path: Path) -> None:
    with MisbehavingServer(faults={"overloaded": 1.0}) as server, _growing(server, 8, tmp_path) as process:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 130
    assert "0 of 5,000 tasks (stopped: interrupted; run it again to go on)" in output


@pytest.mark.parametrize(
    ("server", "arguments", "told"),
    [
        (MisbehavingServer(key="right"), ("--model", "demo"), "refuses the key"),
        (MisbehavingServer(), ("--model", "gpt-none"), "'gpt-none'"),
        (MisbehavingServer(), ("--model", "gpt-none"), "check --model ("),
        (MisbehavingServer(quota=0), ("--model", "demo"), "no quota left"),
        (MisbehavingServer(), ("--model", "gpt-none", *COST), "'gpt-none'"),
    ],
    ids=["wrong key", "unknown model", "what is served", "no quota", "unknown model, with a cap"],
)
def test_what_no_retry_can_mend_ends_at_once(
    command: Command, tmp_path: Path, server: MisbehavingServer, arguments: tuple[str, ...], told: str
) -> None:
    with server:
        done = command(*generate(server, 10, *arguments), OPENAI_API_KEY="wrong")
    assert done.returncode == 2
    assert told in done.stderr
    assert unexpected(done.stderr).count("\n") == 1
    assert len(server.asked) <= 16
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("server", "arguments"),
    [(MisbehavingServer(key="right"), ()), (MisbehavingServer(), ("--model", "gpt-none"))],
    ids=["wrong key", "unknown model"],
)
def test_a_run_does_not_go_on_with_what_nobody_has_answered_to(
    command: Command, tmp_path: Path, server: MisbehavingServer, arguments: tuple[str, ...]
) -> None:
    with MisbehavingServer() as sound:
        assert command(*generate(sound, 10)).returncode == 0
    with selfinstruct.open_run(tmp_path / "run") as run:
        before = run.grown_with
    with server:
        done = command(*generate(server, 20, *arguments, "--max-requests", 900), OPENAI_API_KEY="wrong")
    assert done.returncode == 2, done.stderr
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert (run.grown_with.connection, run.grown_with.caps) == (before.connection, before.caps)


def test_a_new_run_that_counts_its_requests_knows_no_model_that_nobody_knows(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        done = command(*generate(server, 10, "--model", "gpt-none", "--max-requests", 900))
    assert done.returncode == 2
    # What it has sent counts towards its cap.
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert (run.report.attempts > 0, run.grown_with.connection.model) == (True, None)


def test_quota_that_runs_out_keeps_what_was_paid_for(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(quota=12) as server:
        done = command(*generate(server, 500, "--concurrency", 2))
        assert (done.returncode, unexpected(done.stderr).count("\n")) == (2, 1)
        assert Counter(stored_texts(tmp_path / "run")) == Counter(server.delivered)
        kept = RunFolder(tmp_path / "run").records
        server.quota = None
        done = command(*generate(server, 100))
    assert done.returncode == 0
    assert RunFolder(tmp_path / "run").records[: len(kept)] == kept


@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_an_answer_that_never_ends_is_not_waited_for(command: Command, fault: str) -> None:
    with MisbehavingServer(faults={fault: 1.0}) as server:
        done = command(*generate(server, 5, "--timeout", 0.5, "--give-up-after", 2))
        assert done.returncode == 1
        assert "no answer for 2 s; the last try: " in done.stderr
        assert "no answer in 0.5 s" in done.stderr
        done = command(*generate(server, 5, "--give-up-after", 1))
    assert done.returncode == 1
    assert "no answer for 1 s" in done.stderr


def test_an_unreachable_endpoint_is_told_in_one_line(command: Command, tmp_path: Path) -> None:
    done = command("generate", "--n", 5, "--base-url", "http://127.0.0.1:9/v1", "--model", "m", "--output", "run")
    assert done.returncode == 2
    assert "http://127.0.0.1:9/v1" in done.stderr
    assert unexpected(done.stderr).count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_the_model_is_found_where_only_one_is_served(command: Command) -> None:
    with MisbehavingServer(models=("a", "b")) as server:
        done = command("generate", "--n", 5, "--base-url", server.url)
    assert done.returncode == 2
    assert "--model (a, b)" in done.stderr


def test_the_models_are_named_the_most_used_first(command: Command) -> None:
    with MisbehavingServer(models=("a", "b")) as server:
        for model, n in (("a", 10), ("b", 60)):
            command(*generate(server, n, "--model", model))
    assert " · openai · b · a\n" in command("status", "run").stdout


@contextmanager
def _growing(server: MisbehavingServer, requests: int, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a long run and wait until it has asked so often."""
    with started(folder, *generate(server, 5000, "--concurrency", 4)) as process:
        wait_until(lambda: len(server.asked) >= requests, process)
        yield process


def test_few_descriptors_are_enough(tmp_path: Path) -> None:
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (110, 110))  # noqa: E731
    with MisbehavingServer(seconds=0.05) as server:
        arguments = command_line(*generate(server, 300, "--concurrency", 300, "--random-seed", 1))
        done = subprocess.run(
            arguments, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=240, preexec_fn=few
        )
        assert (done.returncode, unexpected(done.stderr)) == (0, "")
        assert server.busiest <= 110 - 64
        assert server.sent["answer"] == len(server.asked)
    assert "failed" not in done.stdout


class AnswersTheMany(MisbehavingServer):
    """Holds all answers back until more requests are in flight than a low limit allows, however long they take."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._are_many = asyncio.Event()

    async def _work(self, request: web.Request, question: Question) -> web.StreamResponse:
        if self.busiest > 80:
            self._are_many.set()
        await self._are_many.wait()
        return await super()._work(request, question)


def test_the_limit_of_descriptors_is_raised_as_far_as_it_goes(tmp_path: Path) -> None:
    low = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (80, 1000))  # noqa: E731
    with AnswersTheMany() as server:
        arguments = command_line(*generate(server, 1500, "--concurrency", 150))
        with subprocess.Popen(
            arguments,
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=low,
        ) as process:
            try:
                wait_until(lambda: server.busiest > 80, process)
            finally:
                process.kill()
