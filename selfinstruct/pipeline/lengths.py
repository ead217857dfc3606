"""How long the answers of a step are, so that one that never ends is cut before it takes as much as it may."""

from collections import defaultdict, deque
from math import ceil
from statistics import quantiles

from selfinstruct.core.values import Completion, LogLine
from selfinstruct.text.loops import before_loop, ends_in_loop

# So many of the last answers are looked at, and so few do not tell.
_LATEST, _ENOUGH = 50, 8
# Of a weak model, less has to be enough.
_ENOUGH_OF_WEAK = 3
# An answer may be so many times as long as nearly all are, and always as long as this.
_TIMES, _LEAST = 3, 256


class Lengths:
    """The tokens that the latest answers took, by step and form; of one that ended in a loop, those before it."""

    def __init__(self) -> None:
        self._taken: defaultdict[tuple[str, str], deque[int]] = defaultdict(lambda: deque(maxlen=_LATEST))
        self._loops = False

    def learn(self, line: LogLine, completion: Completion) -> None:
        """Learn from an answer; one that was cut counts with what it took, so that the next ones get more."""
        tokens = completion.usage.completion_tokens
        if completion.cut and ends_in_loop(completion.text):
            self._loops = True
            tokens = ceil(tokens * before_loop(completion.text))
        if line.form and completion.usage.completion_tokens:
            self._taken[line.step, line.form].append(tokens)

    def limit(self, step: str, form: str, expected: float, *, is_weak: bool = False) -> int | None:
        """Return how many tokens an answer needs at most, None if that is not known.

        `expected` is how many it should have; that has to do for a model that loops, or does badly, until it has
        answered.
        """
        taken, is_weak = self._taken[step, form], is_weak or self._loops
        if len(taken) >= (_ENOUGH_OF_WEAK if is_weak else _ENOUGH):
            return max(_LEAST, round(_TIMES * quantiles(taken, n=20)[-1]))
        return max(_LEAST, round(_TIMES * expected)) if is_weak else None
