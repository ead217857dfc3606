"""What a run keeps away from, such as an evaluation set, and which candidates came too close to it."""

from dataclasses import dataclass

from selfinstruct.core.values import Rejection
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

_SHOWN = 10


@dataclass(frozen=True)
class Avoided:
    """How many instructions a run keeps away from, how many candidates were too similar to one, and some of these."""

    instructions: int
    candidates: int
    examples: tuple[Rejection, ...]


def avoided(store: Store, report: Report) -> Avoided | None:
    """Return what keeping away has found; None if the run keeps away from nothing."""
    if not report.settings.avoid:
        return None
    examples = store.examples("instruction", "avoided", _SHOWN)
    return Avoided(len(report.settings.avoid), report.rejected("instruction")["avoided"], tuple(examples))
