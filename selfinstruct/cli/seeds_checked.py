"""What `seeds check` shows of a seed file."""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from selfinstruct import SeedReport
from selfinstruct.cli.messages import printable
from selfinstruct.core.counts import Count

_ADVICE = "What follows is advice for a full set such as our own; a small one, or one of its own kind, may miss it:"


def seed_table(file: Path, found: SeedReport) -> RenderableType:
    """Return what `seeds check` shows: that the file is valid, a row for each rule, then what misses it."""
    table = Table("", "rule", "found", "wanted", box=None, pad_edge=False)
    for finding in found.findings:
        mark = Text("met", style="green") if finding.met else Text("missed", style="bold")
        table.add_row(mark, *(Text(printable(each)) for each in (finding.rule, finding.found, finding.wanted)))
    missed = (Text(printable(f"{finding.rule}: {each}")) for finding in found.findings for each in finding.missed)
    but = "; some are near-duplicates of each other, see below" if found.has_near_duplicates else ""
    head = f"{file}: {Count(found.tasks):seed task} in {found.language}, valid, usable with --seeds{but}"
    return Group(Text(printable(head)), Text(_ADVICE), table, *missed)
