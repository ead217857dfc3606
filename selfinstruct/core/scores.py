"""What a judge says of a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

# Marks that a judge gives, from 0 to the highest.
MARKS = ("helpfulness", "correctness", "clarity")
HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Score:
    """What a judge says of an instruction with one of its instances, and why.

    `valid`, `input_fits` and `output_right` answer what Self-Instruct asked of 200 of its tasks; the marks go from 0 to
    5. `model` is the judge.
    """

    valid: bool
    input_fits: bool
    output_right: bool
    helpfulness: float
    correctness: float
    clarity: float
    reason: str
    model: str = ""

    @property
    def value(self) -> float:
        """The mean of the marks."""
        return mean((self.helpfulness, self.correctness, self.clarity))

    @property
    def is_all_valid(self) -> bool:
        """Whether all three questions are answered with yes."""
        return self.valid and self.input_fits and self.output_right

    def in_words(self) -> str:
        """Return the marks and the reason in one line."""
        marks = ", ".join(f"{name} {getattr(self, name):g}" for name in MARKS)
        noes = [name for name in ("valid", "input_fits", "output_right") if not getattr(self, name)]
        answers = f"; no: {', '.join(noes)}" if noes else ""
        return f"{self.value:.2g} of {HIGHEST} ({marks}{answers}): {' '.join(self.reason.split())}"


def lowest(scores: Sequence[Score | None]) -> float | None:
    """Return the lowest value of the scores of a task, None if it has none."""
    return min((each.value for each in scores if each), default=None)
