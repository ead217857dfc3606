"""How a command shows what it does while it goes on: on the terminal, or line by line where there is none.

All of it goes to stderr; what a command prints in the end is its result, and goes to stdout.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager, suppress

from rich.console import Console
from rich.live import Live
from rich.status import Status
from rich.text import Text

from selfinstruct import Loop, Observer, Settlement
from selfinstruct.cli.interrupts import interruptible, interruptible_once
from selfinstruct.cli.messages import fitted, printable, with_options
from selfinstruct.cli.viewing import Watch

_REFRESH_SECONDS = 0.2
_LINE_SECONDS = 10.0


class ConsoleObserver(Observer):
    """Shows progress: live where there is a terminal, else a line every 10 seconds. Hands on interrupts."""

    def __init__(self) -> None:
        # Whatever FORCE_COLOR says: in a file, what is shown in place would be in the way.
        self._console = Console(stderr=True, force_terminal=sys.stderr.isatty())
        self._shown = ExitStack()
        self._status: Status | None = None
        self._watch: Watch | None = None
        self._last_line = time.monotonic()
        # Of a count that lines have told: what is counted, and the line to follow if it ends here.
        self._counted = self._unsaid = ""

    def waiting(self, line: str) -> None:
        """Show a line: in place on a terminal, else every 10 seconds."""
        self._show_in_place(line)

    def started(self, loop: Loop) -> None:
        """Begin to show how a run is coming along."""
        self._clear()
        self._watch = watch = Watch(loop, time.monotonic)
        self._shown.enter_context(interruptible(lambda: loop.give_up() if loop.interrupted else loop.interrupt()))
        if self._console.is_terminal:
            live = self._shown.enter_context(Live(console=self._console, auto_refresh=False, transient=True))
            self._shown.enter_context(_background(self._refresh(live, watch)))
        else:
            self._shown.enter_context(_background(self._print_lines(watch)))

    def settled(self, settlement: Settlement) -> None:
        """Take in what the display may show of it."""
        if self._watch:
            self._watch.settled(settlement)

    def importing(self, interrupt: Callable[[], None]) -> None:
        """Hand on an interrupt."""
        self._shown.enter_context(interruptible_once(interrupt))

    def ended(self) -> None:
        """Clear the display away."""
        self._clear()

    def counted(self, count: int, what: str) -> None:
        """Show a count: in place on a terminal, else a line every 10 seconds, and what it came to if there was one."""
        line = f"{what}: {count:,}"
        if what != self._counted:
            self._say_the_last()
        if self._show_in_place(line):
            self._counted, self._unsaid = what, ""
        elif self._counted:
            self._unsaid = line

    def doing(self, what: str) -> None:
        """Show what begins: in place on a terminal, else if no line came for 10 seconds."""
        self._show_in_place(f"{what} …")

    def noted(self, line: str) -> None:
        """Print a line that the user has to see; what was shown in place is over."""
        self._say_the_last()
        if self._status:
            self._status.stop()
            self._status = None
        self._print(line)

    def _say_the_last(self) -> None:
        if self._unsaid:
            self._print(self._unsaid)
        self._counted = self._unsaid = ""

    def _show_in_place(self, line: str) -> bool:
        """Show a line, and tell whether it will stay: in place it does not, and without a terminal few lines come."""
        if self._console.is_terminal:
            if self._status is None:
                self._status = self._shown.enter_context(self._console.status(""))
            self._status.update(Text(printable(line), overflow="ellipsis", no_wrap=True))
            return False
        if time.monotonic() - self._last_line > _LINE_SECONDS:
            self._print(line)
            return True
        return False

    def __enter__(self) -> "ConsoleObserver":
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        self._say_the_last()
        self._shown.close()
        self._status = None

    async def _refresh(self, live: Live, watch: Watch) -> None:
        while True:
            with suppress(OSError):
                live.update(watch.view(), refresh=True)
            await asyncio.sleep(_REFRESH_SECONDS)

    async def _print_lines(self, watch: Watch) -> None:
        while True:
            await asyncio.sleep(_LINE_SECONDS)
            self._print(watch.in_one_line())

    def _print(self, line: str) -> None:
        self._last_line = time.monotonic()
        with suppress(OSError):
            for each in fitted([with_options(line)], sys.stderr):
                self._console.print(Text(each), soft_wrap=True)


@contextmanager
def _background(work: Coroutine[None, None, None]) -> Iterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
