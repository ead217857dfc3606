"""What a loop learns beside its completions: what reviewers decide meanwhile, and whether the run saturates."""

from contextlib import suppress

from selfinstruct.core.errors import SelfInstructError
from selfinstruct.decisions.following import Followed
from selfinstruct.pool.pool import Pool
from selfinstruct.report.course import course
from selfinstruct.report.ideas import Ideas
from selfinstruct.report.numbers import Report
from selfinstruct.report.trend import Following, Trend
from selfinstruct.storage.store import Store


class Beside:
    """Follows the decisions on a run, and its trend."""

    def __init__(self, store: Store, report: Report, pool: Pool) -> None:
        self._store, self._report, self._pool = store, report, pool
        self._trend = Following(report, course(store, report).stretches)
        self._decisions = Followed(store.folder)
        self._is_warned = False

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

    def warning(self) -> str:
        """Return in one line that the run saturates, once it does; "" before, and after that."""
        is_step = self._trend.note()
        if not is_step or self._is_warned or not (ideas := self.ideas) or not ideas.are_running_out:
            return ""
        self._is_warned = True
        return self.told_now()

    def told_now(self) -> str:
        """Return in one line that the run saturates, with what is to come from here; "" if it does not."""
        if not (ideas := self.ideas) or not ideas.are_running_out:
            return ""
        return Trend.of(course(self._store, self._report), ideas).warning()
