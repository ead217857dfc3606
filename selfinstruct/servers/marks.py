"""Processes known by a mark: a variable of their environment, which all that they start inherits.

A mark names its owner, so that what an owner that died has left can be found, and no number of a process that another
one has by now is ever ended.
"""

import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

VARIABLE = "SELFINSTRUCT_SERVER"
_PROC = Path("/proc")


def new_mark() -> str:
    """Return a mark whose owner is this process."""
    return f"{_life(os.getpid())}:{secrets.token_hex(8)}"


def marked(mark: str) -> list[int]:
    """Return the processes that bear a mark."""
    return [pid for pid, its in _marks() if its == mark]


def kill_marked(mark: str) -> None:
    """End all processes that bear a mark, at once."""
    while pids := marked(mark):
        for pid in pids:
            send(pid, signal.SIGKILL)


def kill_left() -> None:
    """End all processes whose owner has died."""
    for mark in {mark for _, mark in _marks()}:
        life, _, _ = mark.rpartition(":")
        pid, _, _ = life.partition("-")
        if not pid.isdecimal() or _life(int(pid)) != life:
            kill_marked(mark)


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process, which may have ended."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _life(pid: int) -> str:
    """Return what tells a process from an earlier or later one of the same number: that, and when it began."""
    if _PROC.is_dir():
        try:
            # The name in the parentheses may hold anything.
            return f"{pid}-{(_PROC / str(pid) / 'stat').read_text(errors='replace').rpartition(')')[2].split()[19]}"
        except OSError:
            return ""
    return f"{pid}-{''.join(_ps('-o', 'lstart=', '-p', str(pid)).split())}"


def _marks() -> Iterator[tuple[int, str]]:
    """Yield each process that bears a mark, with that."""
    prefix = f"{VARIABLE}="
    for pid, words in _environments():
        for word in words:
            if word.startswith(prefix):
                yield pid, word.removeprefix(prefix)


def _environments() -> Iterator[tuple[int, list[str]]]:
    """Yield each process that we may look into, with its environment, or words among which that is."""
    if _PROC.is_dir():
        for folder in _PROC.iterdir():
            if folder.name.isdecimal():
                try:
                    yield int(folder.name), (folder / "environ").read_text(errors="replace").split("\0")
                except OSError:
                    continue
        return
    for line in _ps("axeww", "-o", "pid=,command=").splitlines():
        pid, *words = line.split()
        yield int(pid), words


def _ps(*args: str) -> str:
    return subprocess.run(["ps", *args], capture_output=True, check=False, text=True, errors="replace").stdout
