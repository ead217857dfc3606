"""A command under a supervisor: what it says, how it ends, and that nothing is left of it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.servers import marks
from selfinstruct.servers.supervised import Supervised
from tests.servers.conftest import Family, in_loop

_STUBBORN = "import signal, sys, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"


async def started(*command: str, log: Path | None = None) -> Supervised:
    return await Supervised.start(command, {"GREETING": "hello"}, log)


async def said(process: Supervised, text: str) -> None:
    """Wait until a command has said something."""
    while not any(text in line for line in process.last_lines):
        await asyncio.sleep(0.05)


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


@in_loop
async def test_it_is_told_how_a_command_ends_and_what_it_said(family: Family, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("an earlier one\n")
    code = "import os, sys; print(os.environ['GREETING']); print('10 %\\r20 %\\r100 %', file=sys.stderr); sys.exit(7)"
    process = await started(*python(code), log=log)
    assert await process.ended() == 7
    await process.end()
    assert sorted(process.last_lines) == ["100 %", "hello"]
    assert log.read_text().startswith("an earlier one\n")
    assert "hello\n" in log.read_text()


@in_loop
async def test_of_a_long_log_the_end_is_kept(family: Family) -> None:
    process = await started(*python("for n in range(100_000): print(f'line {n}')"))
    assert await process.ended() == 0
    await process.end()
    assert process.last_lines[-1] == "line 99999"
    assert len(process.last_lines) == 12


@in_loop
async def test_what_cannot_be_started_says_so(family: Family) -> None:
    process = await started("/nowhere/to/be/found")
    assert await process.ended() == 127
    await process.end()
    assert process.last_lines == ["/nowhere/to/be/found: No such file or directory"]


@in_loop
async def test_a_log_that_cannot_be_written_is_told(family: Family, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"‹serving.log› .*: Is a directory; name a file"):
        await started("true", log=tmp_path)


@in_loop
async def test_what_ignores_a_request_to_end_is_killed_with_its_family(family: Family) -> None:
    code = (
        f"import os, subprocess, sys; child = [sys.executable, '-c', {_STUBBORN!r}]\n"
        "subprocess.Popen(child); subprocess.Popen(child, start_new_session=True)\n"
        # It bears no mark.
        f"subprocess.Popen(child, env={family.variables!r})\n"
        f"exec({_STUBBORN!r})"
    )
    process = await started(*python(code))
    while len(family.members(having="SIG_IGN")) < 4:
        await asyncio.sleep(0.05)
    await said(process, "up")
    await process.end()
    assert not family.members()


@pytest.mark.parametrize("whose", ["time.sleep(600)", "supervisor"])
@in_loop
async def test_a_death_is_noticed(family: Family, whose: str) -> None:
    child = f"[{sys.executable!r}, '-c', 'import time; time.sleep(599)']"
    code = f"import subprocess, time; subprocess.Popen({child}, start_new_session=True); print('up', flush=True)"
    process = await started(*python(f"{code}; time.sleep(600)"))
    await said(process, "up")
    for pid in family.members(having=whose):
        os.kill(pid, signal.SIGKILL)
    assert await process.ended() == 128 + signal.SIGKILL
    await process.end()
    assert not family.members()


def test_what_an_owner_that_died_has_left_is_ended(family: Family) -> None:
    mark = subprocess.run(
        [sys.executable, "-c", "from selfinstruct.servers.marks import new_mark; print(new_mark())"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    ).stdout.strip()
    left = subprocess.Popen(python(_STUBBORN), env={**os.environ, marks.VARIABLE: mark}, stdout=subprocess.PIPE)
    ours = subprocess.Popen(
        python(_STUBBORN), env={**os.environ, marks.VARIABLE: marks.new_mark()}, stdout=subprocess.PIPE
    )
    for each in (left, ours):
        assert each.stdout
        assert each.stdout.readline() == b"up\n"
        each.stdout.close()
    marks.kill_left()
    assert left.wait() == -signal.SIGKILL
    assert ours.poll() is None
    ours.kill()
    ours.wait()


def test_without_proc_processes_are_found_all_the_same(family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    if subprocess.run(["sh", "-c", "command -v ps"], capture_output=True, check=False).returncode:
        pytest.skip("there is no ps")
    monkeypatch.setattr(marks, "_PROC", Path("/nowhere"))
    # Owners are told another way now: those of others would look dead.
    monkeypatch.setattr(marks, "VARIABLE", f"{marks.VARIABLE}_WITHOUT_PROC")
    mark = marks.new_mark()
    process = subprocess.Popen(python("import time; time.sleep(600)"), env={**os.environ, marks.VARIABLE: mark})
    while not marks.marked(mark):
        time.sleep(0.05)
    assert marks.marked(mark) == [process.pid]
    marks.kill_left()
    assert process.poll() is None
    marks.kill_marked(mark)
    assert process.wait() == -signal.SIGKILL
