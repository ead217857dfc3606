"""One file per recipe: which steps a run takes, with which sampling; the name is the value of `recipe`.

A recipe module defines `LANGUAGES`, the codes of those it is for, and `build(language, instances_per_task) -> Recipe`.
"""

import importlib
import pkgutil
from dataclasses import dataclass, replace
from types import ModuleType

from selfinstruct.core.errors import InputError
from selfinstruct.core.settings import Settings
from selfinstruct.languages import Language, find_language
from selfinstruct.steps import Step


@dataclass(frozen=True)
class Recipe:
    """The steps of a run.

    `proposes` asks for new instructions and shows `seed_demonstrations` and `accepted_demonstrations`; `works_on` are
    the steps that items wait for, from the first to the last that they may go through.
    """

    proposes: Step
    works_on: tuple[Step, ...]
    seed_demonstrations: int
    accepted_demonstrations: int


def recipe_names() -> list[str]:
    """Return the names of all recipes, sorted."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))


def build_recipe(name: str, language: Language, instances_per_task: int) -> Recipe:
    """Return the recipe of that name for a language."""
    if name not in recipe_names():
        raise InputError(f"‹recipe› {name}: unknown recipe; choose one of: {', '.join(recipe_names())}")
    if language.code not in languages_of(name):
        raise InputError(f"‹recipe› {name}: for ‹language› {' or '.join(languages_of(name))} only")
    recipe: Recipe = _module(name).build(language, instances_per_task)
    if instances_per_task > 1 and not recipe.works_on:
        raise InputError(f"‹instances_per_task› {instances_per_task}: ‹recipe› {name} writes tasks of one instance")
    return recipe


def recipe_of(settings: Settings) -> Recipe:
    """Return the recipe that the settings name, with seed tasks as its only demonstrations if they say so."""
    recipe = build_recipe(settings.recipe, find_language(settings.language), settings.instances_per_task)
    if not settings.seed_only:
        return recipe
    shown = recipe.seed_demonstrations + recipe.accepted_demonstrations
    return replace(recipe, seed_demonstrations=shown, accepted_demonstrations=0)


def languages_of(name: str) -> tuple[str, ...]:
    """Return the codes of the languages that a recipe is for."""
    languages: tuple[str, ...] = _module(name).LANGUAGES
    return languages


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
