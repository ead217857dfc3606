"""The openai backend over real HTTP on loopback, against a server that misbehaves on purpose."""

import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import Command, RunFolder, command_line, environment
from tests.misbehaving_server import FAULTS, MisbehavingServer

MIX = dict.fromkeys(set(FAULTS) - {"rate_limit_bare", "refused_prompt", "odd"}, 0.02) | {"refused_prompt": 0.005}


@pytest.mark.parametrize("api", ["chat", "completions"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_server_that_misbehaves_still_yields_n_good_records(
    command: Command, tmp_path: Path, lang: str, api: str
) -> None:
    with MisbehavingServer(faults=MIX) as server:
        done = command(
            "generate", "--lang", lang, "--n", 120, "--base-url", server.url, "--api", api, "--output", "run"
        )
    assert done.returncode == 0, done.stderr
    records = RunFolder(tmp_path / "run").records
    assert len(records) == 120
    assert len({record["instruction"] for record in records}) == 120
    assert all(record["output"] for record in records)
    assert server.sent.total() > server.sent["answer"]


def test_every_delivered_completion_is_on_disk_once(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(faults=MIX) as server:
        command("generate", "--n", 100, "--base-url", server.url, "--output", "run")
    assert Counter(_stored_texts(tmp_path / "run")) == Counter(_stored_form(text) for text in server.delivered)


def test_a_killed_run_goes_on_and_loses_only_what_was_in_flight(tmp_path: Path) -> None:
    random, concurrency, run = Random(3), 4, tmp_path / "run"
    with MisbehavingServer(seconds=0.02) as server:
        arguments = ("generate", "--lang", "zh", "--n", 300, "--base-url", server.url, "--concurrency", concurrency)
        for _ in range(5):
            asked = len(server.asked) + random.randint(5, 9)
            process = subprocess.Popen(
                command_line(*arguments, "--output", run), env=environment(), stdout=subprocess.DEVNULL
            )
            while len(server.asked) < asked:
                assert process.poll() is None
                time.sleep(random.uniform(0, 0.02))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert _stored_texts(run)
        done = subprocess.run(command_line(*arguments, "--output", run), env=environment(), stdout=subprocess.DEVNULL)
    assert done.returncode == 0
    records = RunFolder(run).records
    assert len(records) == 300
    assert len({record["instruction"] for record in records}) == 300
    delivered, stored = Counter(map(_stored_form, server.delivered)), Counter(_stored_texts(run))
    assert not stored - delivered
    assert (delivered - stored).total() <= 5 * concurrency


def test_ctrl_c_once_keeps_what_comes_in_and_writes_the_files(tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.3) as server:
        process = _start_and_wait_for(server, 12, tmp_path)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "interrupted" in output
    assert Counter(_stored_texts(tmp_path / "run")) == Counter(server.delivered)
    assert (tmp_path / "run" / "alpaca_data.json").exists()


def test_ctrl_c_twice_ends_now(tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.1) as server:
        process = _start_and_wait_for(server, 12, tmp_path)
        server.seconds = 60
        asked = len(server.asked)
        while len(server.asked) < asked + 4:
            time.sleep(0.01)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
        assert time.monotonic() - started < 30
    assert process.returncode == 130
    assert (tmp_path / "run" / "alpaca_data.json").exists()


@pytest.mark.parametrize(
    ("server", "arguments", "told"),
    [
        (MisbehavingServer(key="right"), (), "refuses the key"),
        (MisbehavingServer(), ("--model", "gpt-none"), "'gpt-none'"),
        (MisbehavingServer(quota=0), (), "no quota left"),
    ],
    ids=["wrong key", "unknown model", "no quota"],
)
def test_what_no_retry_can_mend_ends_at_once(
    command: Command, tmp_path: Path, server: MisbehavingServer, arguments: tuple[str, ...], told: str
) -> None:
    with server:
        model = () if arguments else ("--model", "demo")
        done = command(
            "generate",
            "--n",
            10,
            "--base-url",
            server.url,
            "--output",
            "run",
            *model,
            *arguments,
            OPENAI_API_KEY="wrong",
        )
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert len(server.asked) <= 16
    assert not (tmp_path / "run").exists()


def test_quota_that_runs_out_keeps_what_was_paid_for(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(quota=12) as server:
        done = command("generate", "--n", 500, "--base-url", server.url, "--output", "run", "--concurrency", 2)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert Counter(_stored_texts(tmp_path / "run")) == Counter(server.delivered)
        kept = RunFolder(tmp_path / "run").records
        server.quota = None
        done = command("generate", "--n", 100, "--base-url", server.url, "--output", "run")
    assert done.returncode == 0
    assert RunFolder(tmp_path / "run").records[: len(kept)] == kept


def test_an_unreachable_endpoint_is_told_in_one_line(command: Command, tmp_path: Path) -> None:
    done = command("generate", "--n", 5, "--base-url", "http://127.0.0.1:9/v1", "--model", "m", "--output", "run")
    assert done.returncode == 2
    assert "http://127.0.0.1:9/v1" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_the_model_is_found_where_only_one_is_served(command: Command) -> None:
    with MisbehavingServer(models=("a", "b")) as server:
        done = command("generate", "--n", 5, "--base-url", server.url)
    assert done.returncode == 2
    assert "--model (a, b)" in done.stderr


def test_thirty_requests_without_anything_new_end_the_run(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(faults={"rubbish": 1.0}) as server:
        done = command("generate", "--n", 5, "--base-url", server.url, "--output", "run", "--concurrency", 1)
    assert done.returncode == 1
    assert "30 instructions requests in a row brought nothing new" in done.stdout
    assert len(server.asked) == 30
    assert RunFolder(tmp_path / "run").records == []


def test_a_run_without_any_completion_says_why(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(faults={"refused_prompt": 1.0}) as server:
        done = command("generate", "--n", 5, "--base-url", server.url, "--output", "run")
    assert done.returncode == 1
    assert "0 of 5 tasks (stopped: 30 instructions requests in a row brought nothing new; the last one: " in done.stdout
    assert "The prompt was filtered" in done.stdout
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"content": [{"type": "text", "text": "1. Name a fruit that floats."}]},
        {"content": 7},
        {"content": {"text": "no"}},
        {"tokens": 10**30},
        {"tokens": float("inf")},
        {"tokens": "many"},
        {"model": "half \ud800"},
        {"model": {"name": "m"}},
        {"finish_reason": {"type": "stop"}},
        {"finish_reason": None},
    ],
    ids=str,
)
def test_answers_of_odd_shapes_never_stop_the_run(command: Command, tmp_path: Path, change: dict[str, Any]) -> None:
    with MisbehavingServer(faults={"odd": 0.3}, odd=change) as server:
        done = command("generate", "--n", 20, "--base-url", server.url, "--output", "run")
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "run").records) == 20


def test_parameters_that_a_model_refuses_are_left_out(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(refuses=("max_tokens", "temperature", "top_p")) as server:
        done = command("generate", "--n", 20, "--base-url", server.url, "--output", "run", "--concurrency", 1)
    assert done.returncode == 0, done.stderr
    assert len(server.asked) == server.sent["answer"] + 3
    assert len(RunFolder(tmp_path / "run").records) == 20


def test_text_of_the_server_does_not_play_with_the_terminal(command: Command) -> None:
    with MisbehavingServer(models=("m\x1b]0;owned\x07\nwrote /etc/passwd",)) as server:
        done = command("generate", "--n", 10, "--base-url", server.url, "--output", "run")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\nwrote /etc" not in done.stdout


def test_the_models_are_named(command: Command) -> None:
    with MisbehavingServer(models=("a", "b")) as server:
        for model, n in (("a", 10), ("b", 60)):
            command("generate", "--n", n, "--base-url", server.url, "--model", model, "--output", "run")
    assert " · openai · a · b\n" in command("status", "run").stdout


def test_the_key_is_nowhere_in_the_run_folder(command: Command, tmp_path: Path) -> None:
    key = "sk-secret-0123456789"
    with MisbehavingServer(key=key) as server:
        done = command("generate", "--n", 20, "--base-url", server.url, "--output", "run", OPENAI_API_KEY=key)
    assert done.returncode == 0, done.stderr
    assert key not in done.stdout + done.stderr
    assert not [path for path in (tmp_path / "run").iterdir() if key.encode() in path.read_bytes()]


def _start_and_wait_for(server: MisbehavingServer, requests: int, folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        command_line("generate", "--n", 5000, "--base-url", server.url, "--output", folder / "run", "--concurrency", 4),
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    while len(server.asked) < requests:
        assert process.poll() is None
        time.sleep(0.01)
    return process


def _stored_texts(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        return [text for (text,) in db.execute("SELECT text FROM completions")]


def _stored_form(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
