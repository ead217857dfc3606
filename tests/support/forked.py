"""The command line as a process of its own that begins where everything is imported: forked from one that did it once.

To import the program and read jieba's dictionary takes most of the time of a short command. What a fresh interpreter
makes of the environment (`PYTHON…`, the locale) needs a fresh one.
"""

import atexit
import multiprocessing
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from selfinstruct.__main__ import main

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.support.preloaded"])


def run_forked(
    arguments: Sequence[str], folder: Path, variables: Mapping[str, str], timeout: float
) -> "subprocess.CompletedProcess[str]":
    """Run the command line with these arguments in a folder, and return what came of it, as `subprocess.run` does."""
    with TemporaryDirectory() as streams:
        paths = [Path(streams, name) for name in ("stdout", "stderr")]
        process = _processes.Process(target=_run, args=([*arguments], folder, dict(variables), paths))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired([*arguments], timeout)
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    return subprocess.CompletedProcess([*arguments], process.exitcode, *texts)


def _run(arguments: list[str], folder: Path, variables: dict[str, str], paths: list[Path]) -> None:
    for number, path in enumerate(paths, 1):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    warnings.simplefilter("default")
    sys.argv = ["selfinstruct", *arguments]
    try:
        main()
    finally:
        # A process of multiprocessing ends without them.
        atexit._run_exitfuncs()
