"""Runs a server, and ends it with all that it has started once whoever wants it is gone.

A process of its own, in a session of its own. It is told what to run in a line of JSON on its standard input. That is a
pipe: however its owner dies, the other end closes, and it knows. What the server says goes to its standard error.

It is no child of its owner but a grandchild: Ray kills the children of a process that it ends, and a supervisor that is
killed cannot end what its server has started.
"""

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from selfinstruct.servers.marks import VARIABLE, marked, send

_IS_LINUX = sys.platform.startswith("linux")
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
# How long a server may take to end in good order.
_PATIENCE = 5.0
_TICK = 1.0
_CANNOT_START = 127


def main() -> NoReturn:
    """Run a server until it ends or is not wanted any more, print its exit code, and end what is left of it."""
    told = json.loads(sys.stdin.buffer.readline() or "null")
    if not told:
        sys.exit(0)
    parent = _become_a_grandchild(told["owner"])
    wake = _let_signals_wake_us()
    prctl = _prctl()
    # What the server's children leave behind becomes ours, and can be ended.
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    os.environ |= {VARIABLE: told["mark"], "SELFINSTRUCT_SERVER_FOLDER": told["folder"]}
    try:
        server = subprocess.Popen(
            told["command"],
            env={**os.environ, **told["environment"]},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            # If we are killed, it is, too.
            preexec_fn=lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL),
        )
    except OSError as error:
        print(f"{error.filename or told['command'][0]}: {error.strerror}", file=sys.stderr)
        print(_CANNOT_START)
        sys.exit()
    try:
        code = _watch(server.pid, parent, wake)
        # Nobody reads it if the owner is dead.
        with suppress(OSError):
            print(code, flush=True)
    finally:
        _end_all(told["mark"])
        shutil.rmtree(told["folder"], ignore_errors=True)
        os._exit(0)


def _become_a_grandchild(owner: int) -> int:
    """Go on in a child, and return its parent: this process, which ends with it, or as soon as the owner has died."""
    parent = os.getpid()
    alive, held = os.pipe()
    if os.fork():
        os.close(held)
        while not select.select([alive], [], [], _TICK)[0] and os.getppid() == owner:
            pass
        os._exit(0)
    os.close(alive)
    return parent


def _prctl() -> Callable[[int, int], object]:
    if not _IS_LINUX:
        return lambda *_: None
    function = ctypes.CDLL(None).prctl
    return lambda what, value: function(what, value, 0, 0, 0)


def _let_signals_wake_us() -> int:
    """Let the end of a child, and a request to end, be read from a pipe; nothing else is to end us."""
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    return wake


def _watch(server: int, parent: int, wake: int) -> int:
    """Return the exit code of the server once it has ended, as a shell tells it; 0 if it is not wanted any more."""
    while True:
        ready, _, _ = select.select([sys.stdin, wake], [], [], _TICK)
        said = os.read(wake, 4096) if wake in ready else b""
        if (code := _reap(server)) is not None:
            return code
        # A process that the owner has forked may hold the pipe open; then the one between it and us ends.
        if sys.stdin in ready or signal.SIGTERM in said or os.getppid() != parent:
            return 0


def _reap(server: int) -> int | None:
    """Forget all children that have ended; return the exit code of the server if it is among them."""
    code = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if not pid:
            return code
        if pid == server:
            ended = os.waitstatus_to_exitcode(status)
            code = ended if ended >= 0 else 128 - ended


def _end_all(mark: str) -> None:
    """End all that bears the mark or has become a child of ours; what does not end in good order is killed."""
    asked: set[int] = set()
    give_up_at = time.monotonic() + _PATIENCE
    while True:
        _reap(0)
        left = {*marked(mark), *_children()} - {os.getpid()}
        if not left:
            return
        is_patient = time.monotonic() < give_up_at
        for pid in left - asked if is_patient else left:
            send(pid, signal.SIGTERM if is_patient else signal.SIGKILL)
        asked |= left
        time.sleep(0.05)


def _children() -> Sequence[int]:
    """Return our own children, where the system tells: those that have cleared their environment bear no mark."""
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []
