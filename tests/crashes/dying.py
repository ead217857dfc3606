"""A process that kills itself at a chosen call: between two lines of code nobody is quick enough from outside."""

import subprocess
import sys

from tests.conftest import environment, unexpected

_SCRIPT = """
import os, runpy, signal, sys
from selfinstruct.storage.store import Store

call, calls, method = int(sys.argv.pop(1)), 0, sys.argv.pop(1)
original = getattr(Store, method)

def dying(*arguments, **options):
    global calls
    calls += 1
    if calls == call:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*arguments, **options)

setattr(Store, method, dying)
runpy.run_module("selfinstruct", run_name="__main__", alter_sys=True)
"""


def die_at(call: int, method: str, *arguments: object) -> None:
    """Run the command line in a process that dies when it calls a method of the store for that many times."""
    given = [sys.executable, "-c", _SCRIPT, str(call), method, *map(str, arguments)]
    done = subprocess.run(given, env=environment(), capture_output=True, text=True, timeout=240)
    assert (done.returncode, unexpected(done.stderr)) == (-9, "")
