"""One file per recipe: which steps a run takes, with which sampling; the name is the value of `recipe`.

A recipe module defines `RECIPE`, a `RecipePlugin`; other packages add theirs as entry points `selfinstruct.recipes`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Plugins
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import ACCEPTED, Item
from selfinstruct.languages import Language, find_language
from selfinstruct.steps import Step
from selfinstruct.steps.findings import Finding


@dataclass(frozen=True)
class Recipe:
    """The steps of a run.

    `proposes` asks for new instructions and shows `seed_demonstrations` and `accepted_demonstrations`; `works_on` are
    the steps that items may go through, in the order of their places.
    """

    proposes: Step
    works_on: tuple[Step, ...]
    seed_demonstrations: int
    accepted_demonstrations: int

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, from the first to the last."""
        return (self.proposes, *self.works_on)

    def stage_after(self, place: int, item: Item) -> str:
        """Return the stage of an item that has come as far as a place: the next step that takes it, or `accepted`."""
        return next((step.name for step in self.works_on if step.place > place and step.takes(item)), ACCEPTED)

    def finds(self, kind: type[Finding]) -> bool:
        """Return whether any step has findings of this kind."""
        return any(kind in step.finds for step in self.steps)


@dataclass(frozen=True)
class RecipePlugin:
    """A recipe as it is found by its name.

    `about` is a phrase for help pages; `languages` are the codes of its languages, () for any. `build` returns
    the recipe for a language and a number of instances that a task may keep.
    """

    about: str
    build: Callable[[Language, int], Recipe]
    languages: tuple[str, ...] = ()


RECIPES = Plugins("recipe", "recipe", __name__, "RECIPE", RecipePlugin)


def build_recipe(name: str, language: Language, instances_per_task: int) -> Recipe:
    """Return the recipe of that name for a language; `InputError` if there is none."""
    plugin = RECIPES.find(name)
    if plugin.languages and language.code not in plugin.languages:
        raise InputError(f"‹recipe› {name}: for ‹language› {' or '.join(plugin.languages)} only; choose another recipe")
    recipe = plugin.build(language, instances_per_task)
    if instances_per_task > 1 and not recipe.works_on:
        raise InputError(f"‹instances_per_task› {instances_per_task}: ‹recipe› {name} writes tasks of one instance")
    return recipe


def recipe_of(settings: Settings) -> Recipe:
    """Return the recipe that the settings name, with seed tasks as the only demonstrations if `seed_only` is set."""
    recipe = build_recipe(settings.recipe, find_language(settings.language), settings.instances_per_task)
    if not settings.seed_only:
        return recipe
    shown = recipe.seed_demonstrations + recipe.accepted_demonstrations
    return replace(recipe, seed_demonstrations=shown, accepted_demonstrations=0)
