"""How long answers should be, going by the seed tasks."""

from collections.abc import Sequence
from statistics import mean

from selfinstruct.core.values import Item, Task
from selfinstruct.recipes import Recipe
from selfinstruct.steps import Step


def worth_of(recipe: Recipe, seeds: Sequence[Task]) -> dict[str, float]:
    """Return how many tokens an answer of each step has for an item, if it is written like the seed tasks."""
    return {step.name: mean(map(step.answer_tokens, alike(step, seeds))) for step in recipe.steps}


def alike(step: Step, seeds: Sequence[Task]) -> Sequence[Task]:
    """Return the seed tasks of the kind that goes through a step, all of them if none does."""
    return [task for task in seeds if step.takes(stand_in(task))] or seeds


def stand_in(task: Task) -> Item:
    """Return the item that a seed task would be."""
    return Item(task.id, task.instruction, "", task.is_classification, written=task.instances)
