"""From a step and its items to the request that is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from selfinstruct.core.settings import Asking
from selfinstruct.core.values import Hint, Item, Question, Request, Task
from selfinstruct.languages import Language
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe
from selfinstruct.steps import Step
from selfinstruct.steps.templates import Prompts


@dataclass(frozen=True)
class Job:
    """One request to be made.

    `items` are what the step works on (none if it proposes), `shown` the ids of the items or demonstrations in the
    prompt, `hint` what a proposal is to lean towards.
    """

    number: int
    step: Step
    items: tuple[Item, ...]
    shown: tuple[str, ...]
    hint: Hint
    request: Request

    @property
    def lead(self) -> str:
        """The last line of the prompt, which a plain completion continues."""
        return self.request.prompt.rpartition("\n")[2] if self.request.api == "completions" else ""


@dataclass(kw_only=True)
class JobMaker:
    """Draws demonstrations and renders prompts; the same random seed and pool make the same jobs.

    `structured` asks for JSON of a step's schema; `number` is that of the next job.
    """

    pool: Pool
    recipe: Recipe
    sizes: Sizes
    prompts: Prompts
    variety: Variety
    language: Language
    asking: Asking
    structured: bool
    random_seed: int
    number: int

    def make(self, step: Step, items: tuple[Item, ...]) -> Job:
        """Return the next job, of a step that works on items or, without items, of the one that proposes."""
        number, hint = self.number, Hint()
        shown: Sequence[Item | Task] = items
        self.number += 1
        if not items:
            # Repeatable for a given random seed, and different for every request.
            random, recipe = Random(f"{self.random_seed}:{number}"), self.recipe
            drawn = self.pool.demonstrations(random, recipe.seed_demonstrations, recipe.accepted_demonstrations)
            shown = drawn[: self.sizes.items(step)]
            hint = self.variety.draw(random, self.pool.hints)
        request = self._request(step, shown, hint)
        return Job(number, step, items, tuple(each.id for each in shown), hint, request)

    def _request(self, step: Step, shown: Sequence[Item | Task], hint: Hint) -> Request:
        texts = [step.show(each) for each in shown]
        changes = self.asking.sampling_of(step.label, step.name) | {"max_tokens": self.sizes.max_tokens(step)}
        return Request(
            prompt=step.prompt(self.prompts, texts, self.variety.in_words(hint)),
            sampling=replace(step.sampling, **changes),
            api=self.prompts.api,
            system=self.asking.system,
            stop=step.stop(texts),
            schema=step.schema(texts),
            structured=self.structured,
            model=self.asking.model_of(step.label, step.name),
            kind=step.name,
            question=Question(
                language=self.language.code,
                texts=tuple(each.instruction for each in shown),
                count=step.count,
                proposes=step.proposes,
                in_text=partial(step.in_text, texts),
            ),
        )
