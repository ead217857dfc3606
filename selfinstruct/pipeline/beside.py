"""What a loop learns beside its completions: what reviewers decide meanwhile, and whether the run saturates."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from selfinstruct.core.counts import Count
from selfinstruct.core.endings import cut_by
from selfinstruct.core.errors import SelfInstructError
from selfinstruct.core.forms import FormName
from selfinstruct.decisions.following import Followed
from selfinstruct.pool.pool import Pool
from selfinstruct.report.course import Stretch, course
from selfinstruct.report.ideas import Ideas
from selfinstruct.report.numbers import Report
from selfinstruct.report.trend import Following, Trend
from selfinstruct.storage.store import Store

# So many answers tell whether nearly all of them are cut.
_ENOUGH, _NEARLY_ALL = 12, 0.9
_CONTINUATION: FormName = "continuation"


class Beside:
    """Follows the decisions on a run, and its trend; `stretches` are those of earlier sessions."""

    def __init__(self, store: Store, report: Report, pool: Pool, stretches: Sequence[Stretch]) -> None:
        self._store, self._report, self._pool = store, report, pool
        self._trend = Following(report, stretches)
        self._decisions = Followed(store.folder)
        self._is_warned = self._is_warned_of_cuts = False

    def take_in_decisions(self) -> None:
        """Let what reviewers have decided meanwhile count, for what prompts show and for the target."""
        # A line that is no decision is named at the next start.
        with suppress(SelfInstructError):
            if (standings := self._decisions.news()) is not None:
                self._pool.review(standings)
                self._report.follow(standings, self._pool.decided(standings))

    @property
    def ideas(self) -> Ideas | None:
        """How many of the latest candidates are new, beside the first ones; None if there are too few to tell."""
        return self._trend.ideas

    def warnings(self) -> Iterator[str]:
        """Yield in one line each that the run saturates, and that answers are cut, once that is so."""
        if not self._is_warned_of_cuts and (told := self._cuts()):
            self._is_warned_of_cuts = True
            yield told
        is_step = self._trend.note()
        if is_step and not self._is_warned and (told := self._saturation()):
            self._is_warned = True
            yield told

    def told_now(self) -> list[str]:
        """Return in one line each that the run saturates, with what is to come from here, and that answers are cut."""
        return [told for told in (self._saturation(), self._cuts()) if told]

    def _cuts(self) -> str:
        """Return in one line that nearly all answers were cut by length, where that is not the way of asking."""
        if {form for _, form in self._report.tallies} == {_CONTINUATION}:
            # A base model never ends by itself.
            return ""
        answers = self._report.requests.total()
        cut = sum(count for (_, reason), count in self._report.requests.items() if cut_by(reason) == "length")
        if answers < _ENOUGH or cut < _NEARLY_ALL * answers:
            return ""
        return (
            f"{cut:,} of {Count(answers):answer} were cut by length; does the endpoint, or a proxy before it, allow"
            " fewer tokens than are asked for?"
        )

    def _saturation(self) -> str:
        """Return in one line that the run saturates, with what is to come from here; "" if it does not."""
        if not (ideas := self.ideas) or not ideas.are_running_out:
            return ""
        return Trend.of(course(self._store, self._report), ideas).warning()
