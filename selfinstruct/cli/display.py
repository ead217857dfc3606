"""How a run looks while it goes on."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.status import Status
from rich.table import Table
from rich.text import Text

from selfinstruct import Loop, Observer
from selfinstruct.cli.interrupts import interruptible, interruptible_once
from selfinstruct.cli.messages import printable, with_options
from selfinstruct.cli.summary import cost_lines, duration, failed_lines, rejected_line, spent_lines

_REFRESH_SECONDS = 0.2
_LINE_SECONDS = 10.0


class ConsoleObserver(Observer):
    """Shows progress: a live display where there is a terminal, else a line every 10 seconds. Hands on interrupts."""

    def __init__(self) -> None:
        self._console = Console()
        self._shown = ExitStack()
        self._status: Status | None = None
        self._last_line = time.monotonic()

    def waiting(self, line: str) -> None:
        """Show a line: in place on a terminal, else every 10 seconds."""
        self._show_in_place(line)

    def started(self, loop: Loop) -> None:
        """Begin to show how a run is coming along."""
        self._clear()
        self._loop = loop
        self._started = time.monotonic()
        self._accepted_before = loop.report.accepted
        self._shown.enter_context(interruptible(loop.interrupt))
        if self._console.is_terminal:
            live = self._shown.enter_context(Live(console=self._console, auto_refresh=False, transient=True))
            self._shown.enter_context(_background(self._refresh(live)))
        else:
            self._shown.enter_context(_background(self._print_lines()))

    def importing(self, interrupt: Callable[[], None]) -> None:
        """Hand on an interrupt."""
        self._shown.enter_context(interruptible_once(interrupt))

    def ended(self) -> None:
        """Clear the display away."""
        self._clear()

    def counted(self, count: int, what: str) -> None:
        """Show a count: in place on a terminal, else a line every 10 seconds."""
        self._show_in_place(f"{count:,} {what}")

    def noted(self, line: str) -> None:
        """Print a line that the user has to see; what was shown in place is over."""
        if self._status:
            self._status.stop()
            self._status = None
        with suppress(OSError):
            self._console.print(Text(printable(with_options(line))), soft_wrap=True)

    def _show_in_place(self, line: str) -> None:
        text = Text(printable(line), overflow="ellipsis", no_wrap=True)
        if self._console.is_terminal:
            if self._status is None:
                self._status = self._shown.enter_context(self._console.status(""))
            self._status.update(text)
        elif time.monotonic() - self._last_line > _LINE_SECONDS:
            self._last_line = time.monotonic()
            with suppress(OSError):
                self._console.print(text, soft_wrap=True)

    def __enter__(self) -> "ConsoleObserver":
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        self._shown.close()
        self._status = None

    async def _refresh(self, live: Live) -> None:
        while True:
            with suppress(OSError):
                live.update(self._panel(), refresh=True)
            await asyncio.sleep(_REFRESH_SECONDS)

    async def _print_lines(self) -> None:
        while True:
            await asyncio.sleep(_LINE_SECONDS)
            numbers = [*cost_lines(self._loop.report, self._loop.cost), *failed_lines(self._loop.faults)]
            with suppress(OSError):
                self._console.print(Text("; ".join(self._lines(numbers))), soft_wrap=True)

    def _panel(self) -> RenderableType:
        loop, report = self._loop, self._loop.report
        accepted = min(report.kept, report.target)
        grid = Table.grid(padding=(0, 1))
        grid.add_row(
            ProgressBar(total=report.target, completed=accepted, width=50), Text(f"{100 * accepted // report.target} %")
        )
        sent = report.requests.total() + loop.faults.total()
        # The blank line at the end takes the ^C that a terminal shows.
        lines = [*self._lines(spent_lines(report, loop.faults, sent, loop.cost)), ""]
        return Group(grid, *(Text(line, overflow="ellipsis", no_wrap=True) for line in lines))

    def _lines(self, numbers: Iterable[str]) -> list[str]:
        loop = self._loop
        lines = [self._head(), *numbers, rejected_line(loop.report), *loop.endpoints.not_asked]
        if loop.stopped_by:
            lines.append(
                f"stopping: {loop.stopped_by}; waiting for {loop.endpoints.in_flight} in flight (Ctrl-C ends now)"
            )
        return [printable(with_options(line)) for line in lines]

    def _head(self) -> str:
        loop, report = self._loop, self._loop.report
        new = report.accepted - self._accepted_before
        rate = new / max(time.monotonic() - self._started, 0.001)
        left = duration(max(0, report.target - report.kept) / rate) if new else "unknown"
        return (
            f"{report.kept:,} of {report.target:,} accepted · {rate:,.1f} a second · time left {left}"
            f" · {loop.endpoints.in_flight} of {loop.endpoints.concurrency} in flight"
        )


@contextmanager
def _background(work: Coroutine[None, None, None]) -> Iterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
