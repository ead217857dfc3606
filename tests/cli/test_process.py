"""The command line as a process: interrupted at any call, with streams that are closed, full or read by nobody."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import Command, RunFolder, command_line, environment, unexpected

RUN = ("generate", "--n", 12, "--backend", "demo", "--random-seed", 1, "--output", "run")
# Counts the calls of functions (from the first call of `since` on, if there is one), and sends itself signals at one of
# them: nobody is as quick from outside.
_SCRIPT = """
import os, signal, sys

at, times, number, counted = int(sys.argv.pop(1)), int(sys.argv.pop(1)), int(sys.argv.pop(1)), 0
since = sys.argv.pop(1)

def counting(frame, event, argument):
    global counted, since
    if since and frame.f_code.co_qualname == since:
        since = ""
    counted += event == "call" and not since
    if event == "call" and at <= counted < at + times:
        os.kill(os.getpid(), number)

from selfinstruct.__main__ import main
sys.argv[0] = "selfinstruct"
sys.setprofile(counting)
try:
    main()
finally:
    sys.setprofile(None)
    if not at:
        print(counted)
"""


def interrupted(
    folder: Path, at: int, times: int, *arguments: object, since: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run a command that gets SIGINT at a call and at those after it, counted from its start or `since` a call."""
    given = [sys.executable, "-c", _SCRIPT, str(at), str(times), "2", since, *map(str, arguments)]
    return subprocess.run(given, cwd=folder, env=environment(), capture_output=True, text=True, timeout=240)


@pytest.mark.parametrize(
    ("arguments", "times"),
    [(RUN, 1), (RUN, 200), (("seeds", "check", "seeds.jsonl"), 1)],
    ids=["generate", "generate, a storm", "seeds check"],
)
def test_interrupts_at_any_call_end_without_a_traceback(
    tmp_path: Path, arguments: Sequence[object], times: int
) -> None:
    (tmp_path / "seeds.jsonl").write_text('{"instruction": "Sing a song.", "instances": [{"output": "la"}]}\n')
    calls = int(interrupted(tmp_path, 0, 0, *arguments).stdout.split()[-1])
    assert calls > 10_000
    for share in (0.001, 0.3, 0.5, 0.7, 0.85, 0.95, 0.999):
        for old in tmp_path.glob("run/*"):
            old.unlink()
        done = interrupted(tmp_path, int(share * calls), times, *arguments)
        assert done.returncode in (0, 130), (share, done.stderr)
        assert unexpected(done.stderr) == ""


def test_what_was_interrupted_early_goes_on(tmp_path: Path, command: Command) -> None:
    """Between the making of the folder and the first request, too: nothing is left in the way of the same command."""
    assert command(*RUN).returncode == 0
    expected = RunFolder(tmp_path / "run").records
    for at in (1, 300, 30_000):
        shutil.rmtree(tmp_path / "run")
        assert interrupted(tmp_path, at, 1, *RUN, since="RunFolder.create_or_open").returncode == 130
        assert command(*RUN).returncode == 0
        assert RunFolder(tmp_path / "run").records == expected


COMMANDS: dict[str, tuple[object, ...]] = {
    "help": ("--help",),
    "version": ("--version",),
    "page": ("generate", "--help"),
    "no command": (),
    "generate": RUN,
    "dry run": (*RUN, "--dry-run"),
    "status": ("status", "run"),
    "export": ("export", "run", "--format", "sharegpt"),
    "replay": ("replay", "run", "--output", "again"),
    "import": ("import", "run/alpaca_data.json", "--output", "imported"),
    "seeds": ("seeds", "check", "run/seeds.jsonl"),
    "check": ("check", "--base-url", "http://127.0.0.1:9/v1", "--model", "m"),
    "bad input": ("status", "nowhere"),
    "usage": ("generate", "--n", "many"),
}


@pytest.mark.parametrize(
    ("name", "shut"),
    [(name, shut) for name in COMMANDS for shut in ("<&- >&- 2>&-", "| true")]
    + [(name, shut) for name in ("status", "usage") for shut in (">&-", "2>&-", ">/dev/full", "2>/dev/full")],
)
def test_streams_that_lead_nowhere_end_in_no_traceback(tmp_path: Path, name: str, shut: str, run_of: Path) -> None:
    subprocess.run(["cp", "-r", str(run_of), str(tmp_path / "run")], check=True)
    line = f"'{sys.executable}' -m selfinstruct {' '.join(map(str, COMMANDS[name]))} {shut}"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert name == "no command" or done.stderr.count("\n") <= 1, done.stderr
    if name in ("generate", "export"):
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def run_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run folder with a seed file in it."""
    folder = tmp_path_factory.mktemp("made")
    subprocess.run(command_line(*RUN), cwd=folder, env=environment(), stdout=subprocess.DEVNULL, check=True)
    task = '{"instruction": "Sing a song.", "instances": [{"output": "la"}]}\n'
    (folder / "run" / "seeds.jsonl").write_text(task, encoding="utf-8")
    return folder / "run"


def test_an_error_that_nobody_has_thought_of_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import selfinstruct.api\nselfinstruct.api.open_run = lambda _: 1 / 0\n", encoding="utf-8"
    )
    call: Callable[..., subprocess.CompletedProcess[str]] = lambda **more: subprocess.run(  # noqa: E731
        command_line("status", "run"),
        env=environment(PYTHONPATH=os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", ""))), **more),
        capture_output=True,
        text=True,
        timeout=240,
    )
    done = call()
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "ZeroDivisionError: division by zero; this is our fault" in done.stderr
    assert "Traceback" in call(SELFINSTRUCT_TRACEBACK="1").stderr
