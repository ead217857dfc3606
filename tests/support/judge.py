"""A step and two recipes of strangers: a judge stands between writing and accepting. Nothing of ours knows its name."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from selfinstruct.core.values import Completion, Instance, Item, Reply, Request, Sampling, Task
from selfinstruct.languages import Language
from selfinstruct.recipes import Recipe, RecipePlugin, build_recipe
from selfinstruct.recipes.alpaca import RECIPE as ALPACA
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Nothing, Objection, Review
from selfinstruct.steps.templates import Prompts
from tests.support.packages import install, on_path
from tests.support.scripted import Echo, said

SAMPLING = Sampling(temperature=0.0, top_p=1.0, max_tokens=256)


@dataclass(frozen=True, kw_only=True)
class Judge(Step):
    """Names the written instances that are wrong, by their places: `{"wrong": [[], [1]]}`, a list for each item."""

    batch: int = 4
    sampling: Sampling = SAMPLING
    name: str = "judge"
    label: str = "judge"
    place: int = Place.REVIEW
    finds: ClassVar[tuple[type[Finding], ...]] = (Review, Nothing)

    def show(self, shown: Task | Item) -> str:
        instances = shown.instances if isinstance(shown, Task) else shown.written
        return json.dumps([shown.instruction, *([each.input, each.output] for each in instances)])

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        return "\n".join(("Which outputs are wrong?", *shown))

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        wrong = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
        return {"type": "object", "properties": {"wrong": wrong}, "required": ["wrong"], "additionalProperties": False}

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        wrong: list[list[int]] = json.loads(completion.text)["wrong"] if completion.text.startswith("{") else []
        return [
            Review(place, {each: Objection("wrong", f"number {each}") for each in wrong[place]})
            if place < len(wrong)
            else Nothing(place, "not_judged", "no verdict")
            for place in range(len(items))
        ]


def _judged(language: Language, instances_per_task: int) -> Recipe:
    recipe = build_recipe("self-instruct", language, instances_per_task)
    return replace(recipe, works_on=(*recipe.works_on, Judge()))


def _whole_and_judged(language: Language, instances_per_task: int) -> Recipe:
    return replace(ALPACA.build(language, instances_per_task), works_on=(Judge(),))


JUDGED = RecipePlugin(about="instructions, instances, a judge", build=_judged)
WHOLE_AND_JUDGED = RecipePlugin(about="whole tasks, a judge", build=_whole_and_judged)


class Judging(Echo):
    """An echo that also judges: an output is wrong if `is_wrong` says so of its instruction."""

    def is_wrong(self, instruction: str) -> bool:
        return len(instruction) % 5 == 0

    async def complete(self, request: Request) -> Reply:
        if request.kind != "judge":
            return await super().complete(request)
        await self.answering()
        assert request.question
        return said(json.dumps({"wrong": [[0] if self.is_wrong(each) else [] for each in request.question.texts]}))


def written(*outputs: str) -> tuple[Instance, ...]:
    """Return instances with these outputs."""
    return tuple(Instance("", output) for output in outputs)


@contextmanager
def strangers_installed(folder: Path) -> Iterator[None]:
    """Let a package of strangers be installed that has the recipes `judged` and `whole-and-judged`."""
    recipes = {"judged": f"{__name__}:JUDGED", "whole-and-judged": f"{__name__}:WHOLE_AND_JUDGED"}
    install(folder, "strangers", "recipes", recipes)
    with on_path(folder):
        yield
