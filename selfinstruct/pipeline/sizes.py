"""How much a request of each step may hold, so that prompt and answer fit into the context of the model."""

from collections.abc import Callable, Mapping

from selfinstruct.core.forms import TEXT, Form
from selfinstruct.core.settings import Asking
from selfinstruct.core.values import Completion, LogLine
from selfinstruct.pipeline.lengths import Lengths
from selfinstruct.recipes import Recipe
from selfinstruct.steps import Step

_FEWEST_TOKENS = 128


class Sizes:
    """The number of demonstrations or items in a prompt, and of tokens in an answer, by step and form of asking.

    They begin as the recipe has them, or with the `max_tokens` that the user wants, and get smaller each time a model
    says that a request is too long for it: first the prompt shows less; if even one item is too much, then the answer
    is to be shorter, and the prompt shows as much as at first. Where the answer alone is too long, that gets shorter.
    Within that, an answer may be as long as those before suggest. `worth` is how many tokens an answer should have for
    an item, by step, and `is_weak` tells whether the model does badly.
    """

    def __init__(
        self,
        recipe: Recipe,
        asking: Asking,
        worth: Mapping[str, float] | None = None,
        is_weak: Callable[[], bool] = lambda: False,
    ) -> None:
        demonstrations = recipe.seed_demonstrations + recipe.accepted_demonstrations
        self._most = {step.name: step.batch for step in recipe.works_on} | {recipe.proposes.name: demonstrations}
        self._items = dict(self._most)
        self._tokens = {
            step.name: int(asking.sampling_of(step.label, step.name).get("max_tokens", step.sampling.max_tokens))
            for step in recipe.steps
        }
        self._worth = worth or {}
        self._is_weak = is_weak
        self._lengths = Lengths()

    @property
    def is_weak(self) -> bool:
        """Whether the model does badly."""
        return self._is_weak()

    def items(self, step: Step, form: Form = TEXT) -> int:
        """Return how many demonstrations a proposal shows, or how many items another step works on."""
        most = self._items[step.name]
        return min(most, step.few) if form.few else most

    def max_tokens(self, step: Step, form: Form = TEXT) -> int:
        """Return how many tokens the answer may have."""
        expected = self._worth.get(step.name, step.sampling.max_tokens) * step.asked_in(form).batch
        # What only goes on with a text does not reason first, and often has no end.
        is_weak = form.api == "completions" or self.is_weak
        limit = self._lengths.limit(step.name, form.name, expected, is_weak=is_weak)
        return self._tokens[step.name] if limit is None else min(self._tokens[step.name], limit)

    def learn(self, line: LogLine, completion: Completion) -> None:
        """Learn from an answer how long answers are."""
        self._lengths.learn(line, completion)

    def shorten(self, step: Step, items: int, max_tokens: int, *, answer: bool = False) -> bool:
        """Make requests of a step smaller than one that was too long; return whether that was possible.

        `answer` says that only the answer was.
        """
        if self._items[step.name] < items or self._tokens[step.name] < max_tokens:
            return True
        if items > 1 and not answer:
            self._items[step.name] = items // 2
        elif max_tokens // 2 >= _FEWEST_TOKENS:
            self._tokens[step.name] = max_tokens // 2
            self._items[step.name] = self._most[step.name]
        else:
            return False
        return True
