"""Self-Instruct's recipe, and after it a step that gives each instance a score and drops those below 2."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from selfinstruct import (
    RECIPES,
    Completion,
    Finding,
    Item,
    Language,
    Nothing,
    Objection,
    Place,
    Prompts,
    Recipe,
    RecipePlugin,
    Review,
    Sampling,
    Step,
    Task,
    object_schema,
    read_items,
)

_LOWEST = 2
_COLD = Sampling(temperature=0.0, top_p=1.0, max_tokens=256)


@dataclass(frozen=True, kw_only=True)
class Scores(Step):
    """The step that scores the first instance of each of `batch` items."""

    batch: int = 4
    sampling: Sampling = _COLD
    name: str = "scores"
    label: str = "scores"
    place: int = Place.REVIEW
    finds: ClassVar = (Review, Nothing)

    def show(self, shown: Task | Item) -> str:
        assert isinstance(shown, Item)
        return f"{shown.instruction}\n{shown.written[0].input}\n{shown.written[0].output}"

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        tasks = "\n\n".join(f"{number}. {text}" for number, text in enumerate(shown, 1))
        return f"Give each of these tasks a score from 0 to 5.\n\n{tasks}"

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        score = object_schema(number={"type": "integer"}, score={"type": "integer"})
        return object_schema(scores={"type": "array", "items": score})

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        answers = read_items(completion.text, "scores", lambda _: False) or []
        scores = {each.get("number"): each.get("score") for each in answers if isinstance(each, dict)}
        return [self._finding(place, scores.get(place + 1)) for place, _ in enumerate(items)]

    def _finding(self, place: int, score: object) -> Finding:
        if not isinstance(score, int):
            return Nothing(place, "unscored", "no score in the completion")
        return Review(place, {0: Objection("low_score", f"{score} of 5")} if score < _LOWEST else {})


def _build(language: Language, instances_per_task: int) -> Recipe:
    recipe = RECIPES.find("self-instruct").build(language, instances_per_task)
    return replace(recipe, works_on=(*recipe.works_on, Scores()))


RECIPE = RecipePlugin(about="as self-instruct, with scores", build=_build)
