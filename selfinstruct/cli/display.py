"""How a run looks: the progress while it goes on, the summary when it has ended."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from selfinstruct.cli.messages import printable, with_options
from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.pipeline.run import Run
from selfinstruct.report.numbers import Report
from selfinstruct.seeds.checking import Finding

T = TypeVar("T")
_REFRESH_SECONDS = 0.2
_LINE_SECONDS = 10.0


class ProgressDisplay:
    """A live display where there is a terminal, else a line every 10 seconds."""

    def __init__(self, console: Console, run: Run) -> None:
        self._console = console
        self._run = run
        self._started = time.monotonic()
        self._accepted_before = run.report.accepted

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the display up to date as long as the context lasts; needs a running event loop."""
        if not self._console.is_terminal:
            with _background(self._print_lines()):
                yield
            return
        live = Live(console=self._console, auto_refresh=False, transient=True)
        with live, _background(self._refresh(live)):
            yield

    async def _refresh(self, live: Live) -> None:
        while True:
            live.update(self._panel(), refresh=True)
            await asyncio.sleep(_REFRESH_SECONDS)

    async def _print_lines(self) -> None:
        while True:
            await asyncio.sleep(_LINE_SECONDS)
            run = self._run
            lines = [self._head(), *_cost(run.report, run.cost), *_failed(run.faults), _rejected(run.report)]
            lines += [*run.endpoints.not_asked, *self._stopping()]
            with suppress(OSError):
                self._console.print(Text(printable(with_options("; ".join(lines)))), soft_wrap=True)

    def _panel(self) -> RenderableType:
        run = self._run
        accepted = min(run.report.accepted, run.target)
        grid = Table.grid(padding=(0, 1))
        grid.add_row(
            ProgressBar(total=run.target, completed=accepted, width=50), Text(f"{100 * accepted // run.target} %")
        )
        sent = run.report.requests.total() + run.faults.total()
        lines = [self._head(), *_spent(run.report, run.faults, sent, run.cost), _rejected(run.report)]
        lines += [*run.endpoints.not_asked, *self._stopping()]
        # The blank line at the end takes the ^C that a terminal shows.
        return Group(
            grid, *(Text(printable(with_options(line)), overflow="ellipsis", no_wrap=True) for line in [*lines, ""])
        )

    def _stopping(self) -> list[str]:
        run = self._run
        if not run.ended_by:
            return []
        return [f"stopping: {run.ended_by}; waiting for {run.endpoints.in_flight} in flight (Ctrl-C ends now)"]

    def _head(self) -> str:
        run = self._run
        new = run.report.accepted - self._accepted_before
        rate = new / max(time.monotonic() - self._started, 0.001)
        left = duration(max(0, run.target - run.report.accepted) / rate) if new else "unknown"
        return (
            f"{run.report.accepted:,} of {run.target:,} accepted · {rate:,.1f} a second · time left {left}"
            f" · {run.endpoints.in_flight} of {run.endpoints.concurrency} in flight"
        )


def counted(console: Console, counts: Iterable[int], what: str) -> None:
    """Go through growing counts and show the last one."""
    with _count_shown(console, what) as show:
        for count in counts:
            show(count)


def watched(console: Console, values: Iterable[T], what: str) -> Iterator[T]:
    """Yield the values, and show how many there have been."""
    with _count_shown(console, what) as show:
        for count, value in enumerate(values, 1):
            yield value
            show(count)


@contextmanager
def _count_shown(console: Console, what: str) -> Iterator[Callable[[int], None]]:
    """Give a function that shows a count: in place on a terminal, else a line every 10 seconds."""
    last_shown = time.monotonic()
    with console.status("") if console.is_terminal else nullcontext() as status:

        def show(count: int) -> None:
            nonlocal last_shown
            if status:
                status.update(f"{count:,} {what}")
            elif time.monotonic() - last_shown > _LINE_SECONDS:
                last_shown = time.monotonic()
                console.print(f"{count:,} {what}")

        yield show


@contextmanager
def _background(work: Coroutine[None, None, None]) -> Iterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()


def summary(report: Report, *, state: str, files: Sequence[str], note: str, detail: bool = False) -> list[str]:
    """Return the lines of a summary: the funnel, what it took, the files, and the backend's note.

    With `detail` also how much of the time went into finding near-duplicates.
    """
    done = min(report.accepted, report.target)
    settings = report.settings
    origin = filter(None, (*map(settings.get, ("--lang", "--recipe", "--backend")), *report.models))
    rows = [f"{label:<12}{count:>9,}  {told}".rstrip() for label, count, told in _funnel(report)]
    rate = f", {report.accepted / report.seconds:,.1f} tasks a second" if report.seconds else ""
    return [
        f"{done:,} of {report.target:,} tasks" + (f" ({state})" if state else ""),
        " · ".join(origin),
        *rows,
        *(_spent(report, report.faults, report.attempts, report.cost) if report.attempts else []),
        f"time {duration(report.seconds)}{rate}",
        *([_dedup_share(report)] if detail else []),
        *files,
        *([note] if note else []),
    ]


def file_line(path: Path, verb: str, records: int | None = None) -> str:
    """Return the line that tells of a file or folder: what was done, where it is, its size, when it was written."""
    counted = "" if records is None else f"{records:,} records, "
    size = sum(each.stat().st_size for each in (path, *path.rglob("*")) if each.is_file())
    written = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(path.stat().st_mtime))
    return f"{verb} {path} ({counted}{size:,} bytes, {written})"


def seed_table(file: Path, findings: Sequence[Finding], language: str) -> RenderableType:
    """Return what `seeds check` shows: that the file is valid, a row for each rule, then what misses it."""
    table = Table("", "rule", "found", "wanted", box=None, pad_edge=False)
    for finding in findings:
        mark = Text("met", style="green") if finding.met else Text("missed", style="bold")
        table.add_row(mark, finding.rule, finding.found, finding.wanted)
    missed = (Text(f"{finding.rule}: {each}") for finding in findings for each in finding.missed)
    head = f"{file}: {findings[0].found} seed tasks in {language}, valid, usable with --seeds"
    return Group(Text(head), Text("Beside what is asked of the sets that come along:"), table, *missed)


def _funnel(report: Report) -> Iterator[tuple[str, int, str]]:
    yield "candidates", report.candidates, f"instructions proposed or imported, beside {report.seeds} seed tasks"
    rejected = report.rejected("instruction")
    yield "  rejected", rejected.total(), _listed(rejected)
    yield "claimed", report.claimed, "sound instructions, new to the pool"
    dropped = report.rejected("task")
    yield "  dropped", report.dropped, _listed(dropped)
    if report.waiting:
        yield "  waiting", report.waiting, "for their next step"
    beyond = report.accepted - report.target
    yield "accepted", report.accepted, f"{beyond} beyond the target, kept for a larger --n" if beyond > 0 else ""
    instances = report.rejected("instance", "completion")
    if instances:
        yield "  not kept", instances.total(), f"instances and completions: {_listed(instances)}"


def _spent(report: Report, faults: Counter[str], sent: int, cost: float | None) -> list[str]:
    """Return the lines on requests, each that was sent accounted for, and on what they took."""
    steps: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for (step, finish_reason), count in report.requests.items():
        steps[step] += count
        ends[_ENDS.get(finish_reason, "")] += count
    del ends[""]
    told = f": {_listed(steps)}" + (f"; {_listed(ends)}" if ends else "") if steps else ""
    of_all = f" of {sent:,} sent" if sent != steps.total() else ""
    lost = sent - steps.total() - faults.total()
    return [
        f"requests answered {steps.total():,}{of_all}{told}",
        *_failed(faults),
        *([f"requests lost {lost:,}: still in flight, given up, or their process was ended"] if lost > 0 else []),
        _tokens(report),
        *_cost(report, cost),
    ]


_ENDS = {"length": "cut by length", "content_filter": "cut by the content filter", PROMPT_REFUSED: "refused"}


def _tokens(report: Report) -> str:
    usage = report.usage
    tokens = usage.prompt_tokens + usage.completion_tokens
    of_these = {"cached": usage.cached_tokens, "reasoning": usage.reasoning_tokens}
    special = ", ".join(f"{count:,} {name}" for name, count in of_these.items() if count)
    each = f" ({tokens / report.accepted:,.0f} a task)" if report.accepted else ""
    among = f", among them {special}" if special else ""
    return f"tokens {usage.prompt_tokens:,} prompt + {usage.completion_tokens:,} completion{among}{each}"


def _cost(report: Report, cost: float | None) -> list[str]:
    """Return the line on money, if prices are known: what was spent, and what all will have cost."""
    if cost is None:
        return []
    left = report.target > report.accepted > 0
    expected = f", {cost / report.accepted * report.target:,.4f} expected in all" if left else ""
    return [f"cost {cost:,.4f} at most{expected}"]


def _dedup_share(report: Report) -> str:
    share = report.dedup_seconds / report.seconds if report.seconds else 0.0
    return f"  of which near-duplicates {duration(report.dedup_seconds)} ({share:.1%}), tokenising included"


def _failed(faults: Counter[str]) -> list[str]:
    return [f"requests failed {faults.total():,}: {_listed(faults)}"] if faults else []


def _rejected(report: Report) -> str:
    return f"rejected: {_listed(report.rejected('instruction', 'task', 'instance'), most=5) or 'nothing yet'}"


def _listed(counts: Counter[str], most: int | None = None) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common(most))


def duration(seconds: float) -> str:
    """Return a time as people read it: `3.2 s`, `0:05:12`."""
    return f"{seconds:.1f} s" if seconds < 60 else str(timedelta(seconds=round(seconds)))
