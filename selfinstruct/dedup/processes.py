"""Parts of the index in processes of this machine.

    python -m selfinstruct.dedup.processes THRESHOLD

is such a process. It ends when its standard input does, so that it never outlives its owner.
"""

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress

from selfinstruct.dedup.numbering import Numbered
from selfinstruct.dedup.shard import Neighbour, Shard
from selfinstruct.dedup.shards import ShardLost

# Seconds that a process has to end once its input has.
_PATIENCE = 5.0


class Process:
    """A part of the index in a process of its own, which finds our modules as we do; `ShardLost` if it cannot start."""

    def __init__(self, threshold: float) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-P", "-m", "selfinstruct.dedup.processes", repr(threshold)]
        pipe = subprocess.PIPE
        try:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                command, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise ShardLost(error.strerror or str(error)) from error

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, added: Numbered, asked: Numbered) -> None:
        """Send sequences to be added, and others to look for."""
        assert self._process.stdin
        try:
            pickle.dump((added, asked), self._process.stdin, protocol=5)
            self._process.stdin.flush()
        except OSError as error:
            raise ShardLost(self._told()) from error

    def answer(self) -> list[Neighbour | None]:
        """Wait for what it has found."""
        assert self._process.stdout
        try:
            found: list[Neighbour | None] = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise ShardLost(self._told()) from error
        return found

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        assert self._process.stdout
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def _told(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            return f"its process ended with {self._process.wait(_PATIENCE)}"
        return "its process does not take anything any more"


def main(threshold: str) -> None:
    """Add and look as the owner says, until there is no owner any more."""
    # Ctrl-C goes to all processes of a terminal; the owner says when it is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shard, source, sink = Shard(float(threshold)), sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, BrokenPipeError):
        while True:
            added, asked = pickle.load(source)
            shard.extend(added)
            shard.ask(asked)
            pickle.dump(shard.answer(), sink, protocol=5)
            sink.flush()
    # What is left in the buffer has no reader.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
