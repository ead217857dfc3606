"""Runs a command to its end, and tells why it has failed."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress

_ERROR = re.compile(r"\b\w*(Error|Exception)\b.*|.*\bout of memory\b.*", re.IGNORECASE)
_MOST_SAID, _LINES_KEPT = 200, 400


def run(command: Sequence[str], follow: Callable[[str], None]) -> tuple[str, str]:
    """Run a command, and say what it says, line by line; return how it ended, "" if in good order, and why."""
    kept: deque[str] = deque(maxlen=_LINES_KEPT)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        return "cannot be started", str(error)

    def listen() -> None:
        for line in process.stdout or ():
            sys.stderr.write(line)
            sys.stderr.flush()
            kept.append(line.strip())
            follow(line)

    listening = threading.Thread(target=listen)
    listening.start()
    code = process.wait()
    # Its engine is a process of its own, and holds the memory.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    listening.join()
    how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
    return how if code else "", _why([line for line in kept if line])


def _why(lines: Sequence[str]) -> str:
    """Return what a program that has failed says last of its error, or else its last line."""
    errors = [at for at, line in enumerate(lines) if _ERROR.search(line) and "above" not in line]
    last = lines[errors[-1] :] if errors else lines[-1:]
    found = _ERROR.search(last[0]) if errors else None
    return " ".join([found[0], *last[1:3]] if found else last)[:_MOST_SAID].rstrip(".") or "it said nothing"
