"""What a judge says of a record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

from selfinstruct.core.counts import Count

# What a judge answers with yes or no, and the marks that it gives, from 0 to the highest.
QUESTIONS = ("valid", "input_fits", "output_right")
MARKS = ("helpfulness", "correctness", "clarity")
HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Score:
    """What a judge says of an instruction with one of its instances, and why.

    `valid`, `input_fits` and `output_right` answer what Self-Instruct asked of 200 of its tasks; the marks go from 0 to
    5. `model` is the judge. Where it was asked more than once, `verdicts` are what it said each time: the marks are
    their means then, each answer is that of the majority, and the reason that of the lowest one. What a reward model
    says is one number, the `reward`, which has no scale and may be negative; the marks and answers mean nothing then.
    """

    valid: bool
    input_fits: bool
    output_right: bool
    helpfulness: float
    correctness: float
    clarity: float
    reason: str
    model: str = ""
    verdicts: tuple["Score", ...] = ()
    reward: float | None = None

    @classmethod
    def of_reward(cls, reward: float, model: str) -> "Score":
        """Return what a reward model says."""
        return cls(True, True, True, 0.0, 0.0, 0.0, "", model, reward=reward)

    @property
    def count(self) -> int:
        """Of how many verdicts it is made."""
        return len(self.verdicts) or 1

    @property
    def spread(self) -> float:
        """How far the highest verdict lies above the lowest; 0 for one alone."""
        values = [each.value for each in self.verdicts] or [0.0]
        return max(values) - min(values)

    @property
    def value(self) -> float:
        """The mean of the marks, or the reward."""
        if self.reward is not None:
            return self.reward
        return mean((self.helpfulness, self.correctness, self.clarity))

    @property
    def is_all_valid(self) -> bool:
        """Whether all three questions are answered with yes."""
        return self.valid and self.input_fits and self.output_right

    def in_words(self) -> str:
        """Return the marks and the reason in one line, or the reward."""
        if self.reward is not None:
            return f"reward {self.reward:.4g}"
        marks = ", ".join(f"{name} {getattr(self, name):.2g}" for name in MARKS)
        noes = [name for name in QUESTIONS if not getattr(self, name)]
        answers = f"; no: {', '.join(noes)}" if noes else ""
        several = f"; {Count(self.count):verdict}, {self.spread:.2g} apart" if self.verdicts else ""
        return f"{self.value:.2g} of {HIGHEST} ({marks}{answers}{several}): {' '.join(self.reason.split())}"


def with_verdict(scores: Sequence[Score], place: int, verdict: Score) -> tuple[Score, ...]:
    """Return the scores of instances once one more verdict is there, on the one at this place."""
    if place == len(scores):
        return (*scores, verdict)
    return tuple(
        _mean((*(each.verdicts or (each,)), verdict)) if at == place else each for at, each in enumerate(scores)
    )


def next_to_judge(scores: Sequence[Score], instances: int, verdicts: int) -> int | None:
    """Return the place of the instance that is judged next, None once each has so many verdicts.

    It is the first of those with the fewest, so that the order does not depend on how many are wanted.
    """
    counts = [each.count for each in scores] + [0] * (instances - len(scores))
    fewest = min(counts, default=verdicts)
    return counts.index(fewest) if fewest < verdicts else None


def _mean(verdicts: tuple[Score, ...]) -> Score:
    worst = min(verdicts, key=lambda each: each.value)
    marks = {name: mean(getattr(each, name) for each in verdicts) for name in MARKS}
    answers = {name: 2 * sum(getattr(each, name) for each in verdicts) > len(verdicts) for name in QUESTIONS}
    models = ", ".join(dict.fromkeys(each.model for each in verdicts))
    return replace(worst, **marks, **answers, model=models, verdicts=verdicts)


def lowest(scores: Sequence[Score | None]) -> float | None:
    """Return the lowest value of the scores of a task, None if it has none."""
    return min((each.value for each in scores if each), default=None)
