"""From a step and its items to the request that is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from selfinstruct.core.settings import Asking
from selfinstruct.core.values import Hint, Item, Question, Request, Sampling, Task
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

    `items` are what the step works on (none: it proposes), `shown` the ids of all that the prompt shows, items or
    demonstrations, `hint` what a proposal is to lean towards.
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


class JobMaker:
    """Draws demonstrations and renders prompts; the same random seed and pool make the same jobs.

    `structured` asks for JSON of a step's schema; `first` is the number of the first job.
    """

    def __init__(
        self,
        *,
        pool: Pool,
        recipe: Recipe,
        sizes: Sizes,
        prompts: Prompts,
        variety: Variety,
        language: Language,
        asking: Asking,
        structured: bool,
        random_seed: int,
        first: int,
    ) -> None:
        self._pool = pool
        self._recipe = recipe
        self._sizes = sizes
        self._prompts = prompts
        self._variety = variety
        self._language = language
        self._asking = asking
        self._structured = structured
        self._random_seed = random_seed
        self._next = first

    def make(self, step: Step, items: tuple[Item, ...]) -> Job:
        """Return the next job: of a step that works on items, or, without items, of the one that proposes."""
        number, hint = self._next, Hint()
        shown: Sequence[Item | Task] = items
        self._next += 1
        if not items:
            # Repeatable for a given random seed, and different for every request.
            random = Random(f"{self._random_seed}:{number}")
            shown = self._demonstrations(random, step)
            hint = self._variety.draw(random, self._pool.hints)
        request = self._request(step, shown, hint)
        return Job(number, step, items, tuple(each.id for each in shown), hint, request)

    def _request(self, step: Step, shown: Sequence[Item | Task], hint: Hint) -> Request:
        texts = [step.show(each) for each in shown]
        return Request(
            prompt=step.prompt(self._prompts, texts, self._variety.in_words(hint)),
            sampling=self._sampling(step),
            api=self._prompts.api,
            system=self._asking.system,
            stop=step.stop(texts),
            schema=step.schema(texts),
            structured=self._structured,
            model=self._asking.model_of(step.label, step.name),
            kind=step.name,
            question=Question(
                language=self._language.code,
                texts=tuple(each.instruction for each in shown),
                count=step.count,
                proposes=step.proposes,
                in_text=partial(step.in_text, texts),
            ),
        )

    def _sampling(self, step: Step) -> Sampling:
        changes = self._asking.sampling_of(step.label, step.name)
        return replace(step.sampling, **(changes | {"max_tokens": self._sizes.max_tokens(step)}))

    def _demonstrations(self, random: Random, step: Step) -> list[Task]:
        recipe = self._recipe
        drawn = self._pool.demonstrations(random, recipe.seed_demonstrations, recipe.accepted_demonstrations)
        return drawn[: self._sizes.items(step)]
