"""Whether a run saturates: how many of its latest candidates are new, beside its first ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfinstruct.report.course import Course, Outlook, Stretch, enough_of, ideas_of, told
from selfinstruct.report.ideas import Ideas
from selfinstruct.report.numbers import Report

# Between two points at which the numbers are noted are at least so many candidates, and this share of all.
_FEWEST = 10
_SHARE = 0.005


@dataclass(frozen=True)
class Trend:
    """The first and the latest candidates of a run, and what follows for those to come; None for what is not known.

    The `ideas` say how many of both were new.
    """

    first: Stretch | None = None
    recent: Stretch | None = None
    outlook: Outlook | None = None
    ideas: Ideas | None = None

    @classmethod
    def of(cls, course: Course, ideas: Ideas | None = None) -> "Trend":
        """Return the trend of a run that went like this; its `ideas` are counted, if they are not known already."""
        return cls(course.first, course.recent, course.outlook, ideas or ideas_of(course.first, course.recent))

    @property
    def is_saturating(self) -> bool:
        """Whether the model runs out of new ideas."""
        return self.ideas is not None and self.ideas.are_running_out

    def lines(self) -> list[str]:
        """Return in words how many of the latest candidates are new beside the first, and what the next will take."""
        return told(self.ideas, self.recent, self.outlook)

    def warning(self) -> str:
        """Return in one line that the run saturates, and what helps."""
        advice = "Other seeds (‹seeds›), another ‹model› or a higher temperature (‹sampling›) bring new ideas."
        return " ".join(["the run saturates:", *self.lines(), advice])


class Following:
    """Follows the report of a run that goes on; `stretches` are those of earlier sessions."""

    def __init__(self, report: Report, stretches: Sequence[Stretch] = ()) -> None:
        self._report = report
        # How many candidates there were, and how many of them were new; imported ones do not count.
        points = [(report.candidates, report.claimed)]
        for each in reversed(stretches):
            if each.requests:
                candidates, claimed = points[-1]
                points.append((candidates - each.candidates, claimed - each.claimed))
        self._points = points[::-1]

    def note(self) -> bool:
        """Note how far the run has come, if that is a step farther; tell whether it is."""
        candidates = self._report.candidates
        is_step = candidates - self._points[-1][0] >= max(_FEWEST, _SHARE * candidates)
        if is_step:
            self._points.append((candidates, self._report.claimed))
        return is_step

    @property
    def ideas(self) -> Ideas | None:
        """How many candidates are new at this moment; None as long as there are too few to tell."""
        (began, at_first), (now, claimed) = self._points[0], self._points[-1]
        enough = enough_of(now - began)
        if now - began < 2 * enough:
            return None
        first = next(each for each in self._points if each[0] - began >= enough)
        last = next(each for each in reversed(self._points) if now - each[0] >= enough)
        shares = (first[1] - at_first) / (first[0] - began), (claimed - last[1]) / (now - last[0])
        return Ideas(enough, *(round(enough * share) for share in shares))
