"""A program run once on the loopback server: started in a folder of its own, watched, and killed if that is wanted."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from selfinstruct.core.resources import seed_file
from tests.support.misbehaving_server import MisbehavingServer

_HERE = Path(__file__).parent
_GLANCE = 0.25
_KEPT = ("PATH", "LANG", "PYTHONPATH", "TIKTOKEN_CACHE_DIR")


@dataclass(frozen=True)
class Program:
    """A program that is compared: its name, the Python of its environment, and whether it has a cap to be given."""

    name: str
    python: Path
    has_cap: bool = False

    @property
    def runner(self) -> Path:
        """The script that runs it, as its documentation has it."""
        return _HERE / "runners" / f"with_{self.name}.py"


@dataclass(frozen=True)
class Session:
    """How a session ended: its exit code (None: it was killed, or hung), seconds, CPU seconds, peak memory in MB.

    `load` is how many processes wanted a processor meanwhile, on average, by the kernel's count of a minute.
    """

    code: int | None
    seconds: float
    cpu: float
    memory: float
    load: float
    told: str


def run(
    program: Program,
    server: MisbehavingServer,
    folder: Path,
    arguments: list[str],
    limit: float,
    kill_if: Callable[[], bool] = lambda: False,
) -> Session:
    """Run a program until it ends; after `limit` seconds, or as soon as `kill_if` says so, kill it with all it started.

    Its home is the folder too, so that all that it keeps is found there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before, began, peak = _children(), time.monotonic(), 0.0
    loads = [os.getloadavg()[0]]
    with (folder / "told.txt").open("ab") as told:
        process = subprocess.Popen(
            [program.python, program.runner, server.url, *arguments[:1], seed_file("en"), *arguments[1:]],
            cwd=folder,
            env=_environment(folder),
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
        while process.poll() is None and time.monotonic() - began < limit and not kill_if():
            peak = max(peak, _memory(process.pid))
            loads.append(os.getloadavg()[0])
            time.sleep(_GLANCE)
        code = process.poll()
        _kill(process.pid)
        process.wait()
    seconds, cpu = time.monotonic() - began, _children() - before
    last = (folder / "told.txt").read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
    return Session(code, seconds, cpu, peak, sum(loads) / len(loads), last[:300])


def _environment(folder: Path) -> dict[str, str]:
    """Return what a program needs of the environment; nothing of it asks anyone but the server."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = {"HOME": str(folder), "HF_HUB_OFFLINE": "1", "TELEMETRY_ENABLED": "0", "NEMO_TELEMETRY_ENABLED": "false"}
    return kept | own | {"PYTHONUNBUFFERED": "1"}


def _children() -> float:
    """Return the CPU seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> float:
    """Return the memory of a process and those it started, in MB; what they share is counted once."""
    total = 0
    try:
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            total += each.memory_full_info().pss
    except (psutil.Error, ProcessLookupError):
        return 0.0
    return total / 1e6


def _kill(group: int) -> None:
    """Kill all processes of a session that are left."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
