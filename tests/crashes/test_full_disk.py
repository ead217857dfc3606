"""A disk that is full or read-only, a run in use: one line says so, and nothing that was recorded suffers."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.conftest import RunFolder, command_line, environment, unexpected
from tests.crashes.inprocess import Main, main_of
from tests.crashes.ordeal import read_log, stored_bodies
from tests.support.disks import mount, small_disk
from tests.support.misbehaving_server import MisbehavingServer

# The command line in a process whose files cannot grow beyond a size.
LIMITED = """
import resource, runpy, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
runpy.run_module("selfinstruct", run_name="__main__", alter_sys=True)
"""


def test_a_full_disk_ends_the_run_and_loses_only_what_was_in_flight(main: Main, tmp_path: Path) -> None:
    run, concurrency = tmp_path / "run", 4
    with MisbehavingServer(seconds=0.005) as server:
        url = ("--base-url", server.url, "--model", "demo", "--concurrency", concurrency)
        arguments = ("generate", "--n", 150, "--output", run, *url)
        _require_one_line(
            _limited(1_500_000, *arguments), f"{run}: the run file run.sqlite cannot be used: disk I/O error"
        )
        recorded = _require_an_intact_file(run)
        assert len(server.deliveries) - recorded <= concurrency
        done = main(*arguments)
        assert done.returncode == 0, done.stderr
    assert len(RunFolder(run).records) == 150
    assert len(read_log(run)) > recorded
    assert len(server.deliveries) - len(stored_bodies(run)) <= concurrency


@pytest.mark.parametrize("limit", [1_000, 20_000, 70_000])
def test_a_disk_that_is_full_from_the_start_is_told_in_one_line(main: Main, tmp_path: Path, limit: int) -> None:
    arguments = ("generate", "--n", 20, "--backend", "demo", "--output", tmp_path / "run")
    _require_one_line(_limited(limit, *arguments), str(tmp_path / "run"))
    assert main(*arguments).returncode == 0
    assert len(RunFolder(tmp_path / "run").records) == 20


def test_a_training_file_for_which_there_is_no_room_leaves_the_old_one(main: Main, tmp_path: Path) -> None:
    arguments = ("generate", "--n", 250, "--backend", "demo", "--output", tmp_path / "run")
    assert main(*arguments).returncode == 0
    path = tmp_path / "run" / "alpaca_data.json"
    before = path.read_bytes()
    assert len(before) > 110_000
    _require_one_line(_limited(100_000, *arguments), f"{path}: cannot be written: File too large")
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir() if each.suffix != ".sqlite") == [
        "alpaca_data.json", "rejected.jsonl", "run.lock",
    ]  # fmt: skip
    assert main(*arguments).returncode == 0
    assert path.read_bytes() == before


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    return main_of(monkeypatch, capsys)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as place:
        yield place


def test_a_small_disk_that_gets_full_is_told_and_a_larger_one_goes_on(main: Main, disk: Path) -> None:
    run = disk / "run"
    arguments = ("generate", "--n", 200, "--backend", "demo", "--output", run)
    # Whichever file comes to its end last.
    _require_one_line(
        main(*arguments), "run.sqlite cannot be used: database or disk is full", "No space left on device"
    )
    recorded = _require_an_intact_file(run)
    assert recorded
    assert " of 200 tasks" in main("status", run).stdout
    assert mount("-o", "remount,size=64m", disk)
    assert main(*arguments).returncode == 0
    assert len(RunFolder(run).records) == 200
    assert len(read_log(run)) > recorded


def test_a_run_on_a_full_disk_can_be_looked_at_and_saved_elsewhere(main: Main, disk: Path, tmp_path: Path) -> None:
    run = disk / "run"
    done = main("generate", "--n", 20, "--backend", "demo", "--output", run)
    with suppress(OSError), (disk / "fill").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 12))
    assert main("status", run).stdout == done.stdout.replace("wrote ", "holds ")
    saved = main("export", run, "--format", "alpaca", "--output", tmp_path / "saved.json")
    assert saved.returncode == 0, saved.stderr
    assert (tmp_path / "saved.json").read_bytes() == (run / "alpaca_data.json").read_bytes()
    _require_one_line(main("generate", "--n", 30, "--backend", "demo", "--output", run), "full", "No space left")
    (disk / "fill").unlink()
    assert main("generate", "--n", 20, "--backend", "demo", "--output", run).returncode == 0


def test_a_read_only_run_is_not_worked_on_but_can_be_looked_at(main: Main, disk: Path) -> None:
    run, arguments = disk / "run", ("--n", 20, "--backend", "demo", "--output")
    done = main("generate", *arguments, run)
    before = {path.name: path.read_bytes() for path in run.iterdir()}
    assert mount("-o", "remount,ro", disk)
    for folder in (run, disk / "new"):
        told = f"{folder}: cannot write here: Read-only file system; choose another --output"
        _require_one_line(main("generate", *arguments, folder), told)
        _require_one_line(main("import", run / "alpaca_data.json", "--output", folder), told)
    assert main("status", run).stdout == done.stdout.replace("wrote ", "holds ")
    rebuilt = main("replay", run, "--output", disk.parent / "rebuilt")
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert {path.name: path.read_bytes() for path in run.iterdir()} == before


def test_a_run_that_was_killed_can_be_looked_at_on_a_read_only_disk(main: Main, disk: Path) -> None:
    run = disk / "run"
    with MisbehavingServer(seconds=0.01) as server:
        process = subprocess.Popen(
            command_line(*_over_http(server, run, 500)), env=environment(), stdout=subprocess.DEVNULL
        )
        _wait_for(server, 8, process)
        process.kill()
        process.wait()
    assert mount("-o", "remount,ro", disk)
    done = main("status", run)
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    assert " of 500 tasks" in done.stdout


def test_a_second_process_is_refused_and_the_first_goes_on_unharmed(main: Main, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with MisbehavingServer(seconds=0.02) as server:
        arguments = _over_http(server, run, 40)
        process = subprocess.Popen(
            command_line(*arguments), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        _wait_for(server, 4, process)
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        try:
            refused = [main(*each) for each in (arguments, ("import", _task(tmp_path), "--output", run))]
            looked_at = main("status", run)
        finally:
            process.send_signal(signal.SIGCONT)
        _, errors = process.communicate(timeout=240)
    for done in refused:
        _require_one_line(done, f"{run}: in use by another selfinstruct process")
    assert "of 40 tasks (being worked on)" in looked_at.stdout
    assert (process.returncode, errors) == (0, "")
    assert len(RunFolder(run).records) == 40
    # All that was asked, the first process has asked.
    assert len(stored_bodies(run)) == len(server.deliveries) == len(server.asked)


def _over_http(server: MisbehavingServer, run: Path, n: int) -> tuple[object, ...]:
    url = ("--base-url", server.url, "--model", "demo", "--concurrency", 2)
    return "generate", "--n", n, "--output", run, *url


def _wait_for(
    server: MisbehavingServer, requests: int, process: "subprocess.Popen[str] | subprocess.Popen[bytes]"
) -> None:
    while len(server.asked) < requests:
        assert process.poll() is None
        time.sleep(0.005)


def _task(folder: Path) -> Path:
    path = folder / "task.jsonl"
    path.write_text('{"instruction": "Name three rivers of Europe.", "input": "", "output": "Rhine, Oder, Ebro"}\n')
    return path


def _limited(limit: int, *arguments: object) -> "subprocess.CompletedProcess[str]":
    given = [sys.executable, "-c", LIMITED, str(limit), *map(str, arguments)]
    return subprocess.run(given, env=environment(), capture_output=True, text=True, timeout=240)


def _require_one_line(done: "subprocess.CompletedProcess[str]", *told: str) -> None:
    """Require an error that is told in one line, in one of these ways."""
    assert done.returncode == 2
    assert done.stderr.startswith("selfinstruct: error: ")
    assert any(each in done.stderr for each in told), done.stderr
    assert unexpected(done.stderr).count("\n") == 1


def _require_an_intact_file(run: Path) -> int:
    """Return how many completions are recorded in a file that has no damage."""
    with closing(sqlite3.connect(run / "run.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return len(read_log(run))
