"""What a run shows on a terminal while it goes on: a funnel that fills, and a few lines below it.

How to stop is the last line, and stays whole at any size; of the others, those that matter least go first where there
is no room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from selfinstruct.cli.messages import printable, with_options
from selfinstruct.cli.wrapping import cut

_LONGEST_BAR = 60
_SHARES = 5
_EIGHTHS = " ▏▎▍▌▋▊▉"
# In a terminal that shows plain ASCII only.
_PLAIN = str.maketrans({"·": "|", "→": ">", "…": "~", "–": "-"})


@dataclass(frozen=True)
class Stage:
    """How many candidates have come as far as a stage."""

    name: str
    count: int


@dataclass(frozen=True)
class Line:
    """A line below the funnel; those with the highest `rank` go first where there is no room for all."""

    text: str
    rank: int
    style: str = ""


@dataclass(frozen=True)
class View:
    """A run at one moment: the line above the funnel, the funnel, the lines below it, and how to stop.

    A bar is full at the `target`, or at the count of the first stage once that is more; the last one has room up to
    the target only.
    """

    head: str
    stages: Sequence[Stage]
    target: int
    lines: Sequence[Line]
    how_to_stop: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        height = (options.height or console.height) - 1
        plain = options.ascii_only or console.legacy_windows
        # The head, how to stop, and the empty line that takes the ^C of a terminal stay in any case.
        room = height - 3
        kept = sorted(self.lines, key=lambda line: line.rank)[: max(0, room - len(self.stages))]
        yield _fitted(self.head, "bold", options, plain)
        if room >= len(self.stages):
            yield from self._funnel(options, plain)
        for line in self.lines:
            if line in kept:
                yield _fitted(line.text, line.style, options, plain)
        yield _fitted(self.how_to_stop, "yellow", options, plain)
        yield Text()

    def _funnel(self, options: ConsoleOptions, plain: bool) -> Iterator[Text]:
        names = max(len(stage.name) for stage in self.stages)
        counts = max(len(f"{stage.count:,}") for stage in self.stages)
        room = max(0, min(_LONGEST_BAR, options.max_width - names - counts - _SHARES - 4))
        top = self.stages[0].count
        full = max(1, top, self.target)
        for at, stage in enumerate(self.stages):
            is_last = at == len(self.stages) - 1
            bar = _bar(stage.count / full, room, plain)
            track = round(self.target / full * room) if is_last else room
            share = f"{100 * stage.count / top:.0f} %" if at and top else ""
            row = Text(f"{stage.name:<{names}} {stage.count:>{counts},} ", no_wrap=True, overflow="crop")
            row.append(bar, "green" if is_last else "cyan")
            row.append((("." if plain else "·") * (track - len(bar))).ljust(room - len(bar)), "dim")
            row.append(f"{share:>{_SHARES + 1}}")
            yield row


def _bar(share: float, width: int, plain: bool) -> str:
    if plain:
        return "#" * round(min(1.0, share) * width)
    eighths = round(min(1.0, share) * width * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _fitted(line: str, style: str, options: ConsoleOptions, plain: bool) -> Text:
    shown = printable(with_options(line))
    fits = cut(shown, options.max_width)
    return Text(fits.translate(_PLAIN) if plain else fits, style, no_wrap=True)
