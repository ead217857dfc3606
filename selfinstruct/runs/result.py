"""What came of working on a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from selfinstruct.core.errors import SelfInstructError
from selfinstruct.report.numbers import Report
from selfinstruct.report.scores import Scores


@dataclass(frozen=True)
class JudgingResult:
    """How far the tasks of a run are judged: so many are `judged`, and so many `left` to ask about.

    On those that are `unjudged` the judge was asked in vain; another one may still judge them.
    """

    judged: int
    unjudged: int
    left: int


@dataclass(frozen=True)
class Result:
    """What came of working on a run: its folder and numbers, and the files that were written.

    `stopped_by` says why the run stopped short of its target, "" if it did not; `error` is the error that made it stop,
    if one did, and `interrupted` whether the user did. `has_left` says that the rest is out in batches, `is_untouched`
    that there was nothing to do, `is_judged` that its tasks were judged, and nothing else. `notes` are lines on what
    was left out (endpoints that could not be asked, values that are not tasks), on files that were changed by hand and
    are kept beside those that were written, and on a model that runs out of new ideas. Where a cap is reached, `enough`
    is one that lets the run move on, by its name in `Caps`. `judged` is what a judge said of the records, None if there
    was none, and `judging` how far they are judged, None where nobody was to judge.
    """

    folder: Path
    report: Report
    files: tuple[Path, ...] = ()
    stopped_by: str = ""
    error: Exception | None = None
    interrupted: bool = False
    has_left: bool = False
    is_untouched: bool = False
    is_judged: bool = False
    notes: tuple[str, ...] = ()
    enough: Mapping[str, float] = field(default_factory=dict)
    judged: Scores | None = None
    judging: JudgingResult | None = None

    @property
    def exit_code(self) -> int:
        """0 if the target is reached, all is judged or the rest is out in batches, 130 if the user interrupted before.

        Else 2 or 1. 2 stands for what has to be changed first.
        """
        stopped = self.error.exit_code if isinstance(self.error, SelfInstructError) else 2 if self.error else 1
        is_done = not self.stopped_by if self.is_judged else self.report.is_complete
        return 0 if is_done or self.has_left else 130 if self.interrupted else stopped
