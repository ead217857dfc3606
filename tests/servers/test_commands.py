"""`--serve` on the command line: a run with a server of its own, and what is left of both, whoever dies."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import selfinstruct
from tests.conftest import Command, RunFolder, command_line
from tests.servers.conftest import Family, Programs

_DEMO = ("--serve-arg=--demo", "--serve-arg=0.02")


def served(programs: Programs, *habits: str) -> list[str]:
    return ["--serve", "llama.cpp", "--model", str(programs.model), *(f"--serve-arg={each}" for each in habits)]


def until(happens: Callable[[], object]) -> None:
    """Wait until something happens; the time limit of tests ends what hangs."""
    while not happens():
        time.sleep(0.02)


def test_a_run_starts_its_server_and_goes_on_with_it(
    command: Command, programs: Programs, family: Family, tmp_path: Path
) -> None:
    model = os.path.relpath(programs.model, tmp_path)
    # Nobody listens there; the server of the run's own is what is asked.
    elsewhere = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "http_proxy": "http://127.0.0.1:9"}
    log = tmp_path / "server.log"
    first = command(
        *("generate", "--n", 5, "--output", "run", "--serve", "llama.cpp", "--model", model, *_DEMO),
        *("--serve-log", log, "--serve-context", "6000"),
        **elsewhere,
    )
    assert first.returncode == 0, first.stderr
    assert re.search(r"^llama\.cpp: ready on port \d+, context 6,000 tokens, 4 slots$", first.stderr, re.MULTILINE)
    assert "loading" in log.read_text()
    (tmp_path / "other").mkdir()
    again = command("generate", "--n", 8, "--output", "run")
    assert again.returncode == 0, again.stderr
    assert f"--model {programs.model} --serve llama.cpp --serve-arg --demo" in again.stdout
    assert "--base-url" not in again.stdout
    assert len(RunFolder(tmp_path / "run").records) == 8
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert "model" in run.report.model_names(str)
    assert not family.members()
    programs.model.unlink()
    # Where nothing is to be asked, no server is needed.
    assert command("generate", "--n", 8, "--output", "run").returncode == 0


def test_answers_fit_into_the_context_of_the_server(command: Command, programs: Programs, tmp_path: Path) -> None:
    done = command("generate", "--n", 4, "--output", "run", *served(programs), *_DEMO)
    assert done.returncode == 0, done.stderr
    # An answer of 4,096 tokens would not fit beside its prompt.
    assert "too long" not in done.stdout


def test_check_starts_a_server_too(command: Command, programs: Programs, family: Family) -> None:
    done = command("check", *served(programs, "--load-seconds", "0.5"))
    assert done.returncode == 0, done.stderr
    assert re.search(r"^llama\.cpp\n  models       works  model\n.*\n  chat         works ", done.stdout, re.MULTILINE)
    assert not family.members()


def test_one_that_ends_while_it_loads_is_told_with_its_last_words(command: Command, programs: Programs) -> None:
    done = command("generate", "--n", 3, *served(programs, "--exit", "1"))
    assert done.returncode == 2
    # Before it, there may be lines on what is waited for.
    assert done.stderr.splitlines()[-4:] == [
        "selfinstruct: error: llama.cpp ended with exit code 1 before it was ready",
        "  loading",
        "  there is not enough memory",
        "  for model",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--replicas", "2"], "--replicas: is for a server of the run's own; name that with --serve"),
        (["--serve", "llama.cpp"], "--serve llama.cpp: needs the --model that it is to serve"),
        (["--serve", "llama.cpp", "--base-url", "http://x/v1"], "leave out --base-url"),
        (["--serve", "llama.cpp", "--model", "x.gguf"], "x.gguf: llama.cpp serves a GGUF file; there is no file of"),
        (["--serve", "nothing", "--model", "x"], "--serve nothing: unknown server; choose one of: chatglm"),
    ],
)
def test_what_does_not_go_together_is_told(command: Command, arguments: list[str], message: str) -> None:
    for more in ([], ["--dry-run"]):
        done = command("generate", "--n", 3, *arguments, *more)
        assert done.returncode == 2
        assert message in done.stderr


def test_a_dry_run_estimates_before_it_says_what_is_missing(command: Command, programs: Programs) -> None:
    arguments = ("generate", "--n", 100, "--serve", "llama.cpp", "--dry-run", "--model")
    done = command(*arguments, "x.gguf")
    assert done.returncode == 2
    assert done.stdout.startswith("100 tasks to grow")
    assert "if 4 requests at a time" in done.stdout
    assert "cost" not in done.stdout
    assert done.stderr.endswith("there is no file of this name\n")
    assert done.stderr.count("\n") == 1
    done = command(*arguments, programs.model, "--serve-python", programs.bin / "python", "--replicas", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert "if 8 requests at a time" in done.stdout


def test_an_address_takes_the_place_of_the_server(command: Command, programs: Programs, tmp_path: Path) -> None:
    command("generate", "--n", 3, "--output", "run", *served(programs), *_DEMO)
    done = command("generate", "--n", 4, "--output", "run", "--base-url", "http://127.0.0.1:9/v1", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "--serve" not in done.stdout


@pytest.mark.parametrize("moment", ["starting", "loading", "asking"])
@pytest.mark.parametrize("victim", ["selfinstruct generate", "supervisor import", "fake_server.py"])
def test_whoever_is_killed_nothing_is_left(
    programs: Programs, family: Family, tmp_path: Path, victim: str, moment: str
) -> None:
    habits = ["--with-family", *(["--load-seconds", "60"] if moment == "loading" else ["--demo", "0.02"])]
    target = ("generate", "--n", 20_000, "--output", tmp_path / "run")
    process = subprocess.Popen(
        command_line(*target, *served(programs, *habits)),
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: family.members(having=victim))
    if moment == "loading":
        until(lambda: len(family.members(having="time.sleep(600)")) == 3)
    if moment == "asking":
        until(lambda: (tmp_path / "run").exists() and _answered(tmp_path / "run"))
    if moment == "asking" and victim != "selfinstruct generate":
        # Once is not enough: it is started again, and the run goes on.
        kill_all(family, victim)
        assert process.stderr
        said = iter(process.stderr.readline, "")
        assert any("was killed by signal 9 while it was needed; it is started again" in line for line in said)
        assert any("ready on port" in line for line in said)
        before = _answered(tmp_path / "run")
        until(lambda: _answered(tmp_path / "run") > before)
    kill_all(family, victim)
    out, errors = process.communicate()
    until(lambda: not family.members())
    if victim == "selfinstruct generate":
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == (1 if moment == "asking" else 2), out + errors
        assert "llama.cpp was killed by signal 9" in errors
    if moment == "asking":
        assert _answered(tmp_path / "run")


def kill_all(family: Family, having: str) -> None:
    for pid in family.members(having=having):
        os.kill(pid, signal.SIGKILL)


def _answered(folder: Path) -> int:
    run = selfinstruct.find_run(folder)
    if not run:
        return 0
    with run:
        return run.report.requests.total() + run.report.unsettled.total()


def test_an_interrupt_while_it_loads_ends_it(programs: Programs, family: Family, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command_line("generate", "--n", 3, "--output", tmp_path / "run", *served(programs, "--load-seconds", "60")),
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: family.members(having="fake_server.py"))
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert not family.members()
