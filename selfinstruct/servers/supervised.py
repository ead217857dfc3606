"""A command that runs under a supervisor: it ends when we do, however we end."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, BinaryIO

from selfinstruct.core.errors import InputError
from selfinstruct.servers.marks import kill_marked, new_mark, send

# Of what it says, so many bytes are kept, and so many lines shown.
_KEPT = 16_384
_SHOWN = 12
# Longer than the supervisor waits for a server that is asked to end.
_PATIENCE = 15.0
_PROGRAM = "import sys; sys.path[:] = {path!r}; from selfinstruct.servers.supervisor import main; main()"


class Supervised:
    """A running command; `start` makes one, `end` ends it and all that it has started.

    It finds a folder of its own in the variable `SELFINSTRUCT_SERVER_FOLDER`, which goes with it.
    """

    def __init__(self, process: asyncio.subprocess.Process, mark: str, folder: str, log: BinaryIO | None) -> None:
        self._process = process
        self._mark = mark
        self._folder = folder
        self._log = log
        self._said = bytearray()
        self._end = asyncio.create_task(self._wait_for_end())
        self._clearance = asyncio.create_task(self._clear())

    @classmethod
    async def start(cls, command: Sequence[str], environment: Mapping[str, str], log: Path | None) -> "Supervised":
        """Start a command, with these variables beside ours; what it says is added to the file `log`."""
        mark, file = new_mark(), _opened(log)
        told = {"command": list(command), "environment": dict(environment), "mark": mark, "owner": os.getpid()}
        starting = asyncio.create_task(cls._started(told, mark, file))
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            await (await starting).end()
            raise

    @classmethod
    async def _started(cls, told: Mapping[str, object], mark: str, log: BinaryIO | None) -> "Supervised":
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _PROGRAM.format(path=sys.path)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        folder = mkdtemp(prefix="selfinstruct-")
        if process.stdin:
            process.stdin.write(json.dumps({**told, "folder": folder}).encode() + b"\n")
        return cls(process, mark, folder, log)

    @property
    def last_lines(self) -> list[str]:
        """The last lines that it has said."""
        # What redraws its line, such as a progress bar, has said what stands there in the end.
        lines = self._said.decode(errors="replace").replace("\r\n", "\n").split("\n")
        told = [line.rstrip("\r").rpartition("\r")[2].strip() for line in lines]
        return [line for line in told if line][-_SHOWN:]

    async def ended(self) -> int:
        """Wait until it has ended; return its exit code, 128 and more for a signal."""
        code = await asyncio.shield(self._end)
        # Its last words come a moment later.
        await asyncio.wait({self._clearance}, timeout=1.0)
        return code

    async def end(self) -> None:
        """End it with all that it has started; a cancellation waits until that is done."""
        await to_its_end(self._end_all())

    async def _end_all(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        await asyncio.wait({self._clearance}, timeout=_PATIENCE)
        if not self._clearance.done():
            send(self._process.pid, signal.SIGKILL)
        await self._clearance

    async def _wait_for_end(self) -> int:
        told = await self._process.stdout.readline() if self._process.stdout else b""
        # Without a word of its end, the supervisor was killed, and the command with it.
        code = int(told) if told else -signal.SIGKILL
        return code if code >= 0 else 128 - code

    async def _clear(self) -> None:
        """Follow what it says until nothing is left of it."""
        reading = asyncio.create_task(self._read())
        await self._end
        if self._process.stdout:
            await self._process.stdout.read()
        # Of a supervisor that was killed, something may be left.
        await asyncio.to_thread(kill_marked, self._mark)
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
        await reading
        await self._process.wait()
        if self._log:
            self._log.close()

    async def _read(self) -> None:
        while self._process.stderr and (said := await self._process.stderr.read(65_536)):
            self._said += said
            del self._said[:-_KEPT]
            if self._log:
                with suppress(OSError):
                    self._log.write(said)


async def to_its_end(ending: Coroutine[Any, Any, None]) -> None:
    """Wait for what must not stop halfway; a cancellation waits, too."""
    task = asyncio.create_task(ending)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled


def _opened(log: Path | None) -> BinaryIO | None:
    try:
        return log.open("ab", buffering=0) if log else None
    except OSError as error:
        raise InputError(f"‹serving.log› {log}: {error.strerror}; name a file that can be written") from None
