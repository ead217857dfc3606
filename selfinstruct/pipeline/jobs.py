"""From a step and its items to the request that is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from selfinstruct.core.values import Hint, Item, Request, Sampling, Task
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pool.pool import Pool
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

    `models` names the model of a step where that is not the backend's own, `sampling` what differs from the recipe in
    how a step samples; `structured` asks for JSON.
    """

    def __init__(
        self,
        *,
        pool: Pool,
        recipe: Recipe,
        sizes: Sizes,
        prompts: Prompts,
        models: Mapping[str, str],
        sampling: Mapping[str, Mapping[str, float]],
        structured: bool,
        random_seed: int,
        first: int,
    ) -> None:
        self._pool = pool
        self._recipe = recipe
        self._sizes = sizes
        self._prompts = prompts
        self._models = models
        self._sampling = sampling
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
            hint = self._pool.variety.draw(random)
        texts = [step.show(each) for each in shown]
        request = Request(
            prompt=step.prompt(self._prompts, texts, **self._pool.variety.told(hint)),
            sampling=self._sampled(step),
            api=self._prompts.api,
            stop=step.stop(texts),
            schema=step.schema(texts) if self._structured else None,
            model=self._models.get(step.name, ""),
            kind=step.name,
        )
        return Job(number, step, items, tuple(each.id for each in shown), hint, request)

    def _sampled(self, step: Step) -> Sampling:
        changes: dict[str, Any] = {**self._sampling.get(step.name, {}), "max_tokens": self._sizes.max_tokens(step)}
        return replace(step.sampling, **changes)

    def _demonstrations(self, random: Random, step: Step) -> list[Task]:
        recipe = self._recipe
        drawn = self._pool.demonstrations(random, recipe.seed_demonstrations, recipe.accepted_demonstrations)
        return drawn[: self._sizes.items(step)]
