"""Which form to ask in: the first one, and others only where a model does badly in it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from selfinstruct.core.forms import Form
from selfinstruct.core.tally import Tally
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step

# So many answers show how well a model does in a form.
TRIES = 3
# It does badly if it brings less than this share of what it is asked for, or of what its tokens would hold, had it
# written like the seed tasks.
_FEW, _FEW_FOR_THE_TOKENS = 1 / 4, 1 / 10
# Of ten instructions, SmolLM2-135M brings two or three in JSON; strong models bring nine. Outputs may well be several
# times as long as those of the seed tasks; instructions are not.
_FEW_INSTRUCTIONS, _FEW_INSTRUCTIONS_FOR_THE_TOKENS = 1 / 3, 1 / 4
# Once a form does well in a step, another one is tried with one request in so many.
_ONE_IN = 4
# A model that was weak once has to do so many times better than badly in all first forms to be asked in them again: one
# that hovers about the limit would go to and fro.
_CLEARLY = 2


class Ways:
    """The forms that each step may ask in, and what each has brought in this run.

    A model that does well in the first form of every step is asked in no other. Once it does badly in one of them,
    other forms are tried in each step, those that take least first: all of them at once until one does well, then the
    rest by and by. The one that brings most for its tokens is used. All that follows from the report, so that a run
    which goes on has learnt already. `worth` is how many tokens an answer should have for an item, by step.
    """

    def __init__(
        self, recipe: Recipe, forms: Mapping[str, Sequence[Form]], worth: Mapping[str, float], report: Report
    ) -> None:
        self._steps = {step.name: step for step in recipe.steps}
        self._forms = forms
        self._report = report
        self._worth = worth
        self._in_flight: Counter[tuple[str, str]] = Counter()
        self._not_taken: set[str] = set()

    def form(self, step: Step) -> Form:
        """Return the form for the next request of a step."""
        first, *others = self._usable(step.name)
        was_weak = any(self._is_tried(step.name, each) for each in others)
        if not self._is_weak(_CLEARLY if was_weak else 1):
            return first
        others.sort(key=lambda each: not each.few)
        # A form may suit one step and not another; but what was bad in the first one is asked of the others last.
        first_is_bad = self._does_badly_elsewhere(step.name, first)
        forms = [*others, first] if first_is_bad else [first, *others]
        good = [each for each in forms if self._is_tried(step.name, each) and not self._does_badly(step.name, each)]
        untried = [each for each in forms if self._asked(step.name, each) < TRIES]
        if good and first_is_bad:
            untried = [each for each in untried if each is not first]
        best = max(forms, key=lambda each: self._brings(step.name, each))
        return untried[0] if untried and not (good and self._are_trials_many(step.name, best)) else best

    def start(self, step: str, form: str) -> None:
        """Count a request as in flight."""
        self._in_flight[step, form] += 1

    def end(self, step: str, form: str) -> None:
        """Count a request as back."""
        self._in_flight[step, form] -= 1

    def leave_out(self, form: str) -> bool:
        """Use a form no more that the endpoint does not take; return whether every step has another one."""
        self._not_taken.add(form)
        return all(any(each.name not in self._not_taken for each in forms) for forms in self._forms.values())

    @property
    def is_weak(self) -> bool:
        """Whether the model does badly in the first form of a step."""
        return self._is_weak()

    def _is_weak(self, times: int = 1) -> bool:
        return any(self._does_badly(step, self._usable(step)[0], times) for step in self._forms)

    def _usable(self, step: str) -> list[Form]:
        return [each for each in self._forms[step] if each.name not in self._not_taken]

    def _tally(self, step: str, form: Form) -> Tally:
        return self._report.tallies.get((step, form.name), Tally())

    def _asked(self, step: str, form: Form) -> int:
        return self._tally(step, form).requests + self._in_flight[step, form.name]

    def _is_tried(self, step: str, form: Form) -> bool:
        return self._tally(step, form).requests >= TRIES

    def _are_trials_many(self, step: str, best: Form) -> bool:
        """Return whether one more request that is not asked in the best form would be more than one in so many."""
        asked = Counter({each.name: self._asked(step, each) for each in self._usable(step)})
        return (asked.total() - asked[best.name] + 1) * _ONE_IN > asked.total() + 1

    def _brings(self, step: str, form: Form) -> float:
        tally = self._tally(step, form)
        return tally.brought / max(1.0, tally.cost)

    def _does_badly(self, step: str, form: Form, times: int = 1) -> bool:
        """Return whether it brings too little, or not so many times as much as that."""
        tally = self._tally(step, form)
        if not self._is_tried(step, form):
            return False
        proposes = self._steps[step].proposes
        items = tally.requests * self._steps[step].asked_in(form).batch if proposes else tally.shown
        few, few_for_the_tokens = _FEW, _FEW_FOR_THE_TOKENS
        if proposes:
            few, few_for_the_tokens = _FEW_INSTRUCTIONS, _FEW_INSTRUCTIONS_FOR_THE_TOKENS
        is_long = tally.sound * self._worth[step] < times * few_for_the_tokens * tally.completion_tokens
        return is_long or tally.sound < times * few * items

    def _does_badly_elsewhere(self, step: str, form: Form) -> bool:
        return any(self._does_badly(other, form) for other in self._forms if other != step)
