"""One file per recipe: which steps a run takes, with which sampling; the name is the value of `recipe`.

A recipe module defines `RECIPE`, a `RecipePlugin`; other packages add theirs as entry points `selfinstruct.recipes`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Plugins
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import ACCEPTED, Item
from selfinstruct.languages import Language, find_language
from selfinstruct.steps import Step
from selfinstruct.steps.findings import Another, Finding
from selfinstruct.steps.further_output import further_outputs
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.steps.judge import Judge
from selfinstruct.steps.reward import Reward


@dataclass(frozen=True)
class Recipe:
    """The steps of a run.

    `proposes` asks for new instructions and shows `seed_demonstrations` and `accepted_demonstrations`; `works_on` are
    the steps that items may go through, in the order of their places. One that `is_for_judging` proposes nothing: the
    judge works on tasks that are there already.
    """

    proposes: Step
    works_on: tuple[Step, ...]
    seed_demonstrations: int
    accepted_demonstrations: int
    is_for_judging: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, from the first to the last."""
        return (self.proposes, *self.works_on)

    def stage_after(self, place: int, item: Item) -> str:
        """Return the stage of an item that has come as far as a place: the next step that takes it, or `accepted`."""
        return next((step.name for step in self.works_on if step.place > place and step.takes(item)), ACCEPTED)

    def step(self, stage: str) -> Step | None:
        """Return the step that items in this stage wait for."""
        return next((step for step in self.works_on if step.name == stage), None)

    @property
    def chooses(self) -> bool:
        """Whether an input may have several outputs, of which the judge takes the best."""
        return self.finds(Another)

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


def _recipes_for(language: Language) -> Iterator[str]:
    for name in RECIPES.names():
        # One that cannot be used is none to be named.
        with suppress(InputError):
            if language.code in (RECIPES.find(name).languages or (language.code,)):
                yield name


def build_recipe(
    name: str, language: Language, instances_per_task: int, *, judges: int = 0, best_of: int = 1, reward: bool = False
) -> Recipe:
    """Return the recipe of that name for a language, with a judge after its steps that gives so many verdicts, if any.

    With `reward`, that is a reward model. It gets `best_of` outputs for an input to choose from. `InputError` if there
    is no such recipe.
    """
    plugin = RECIPES.find(name)
    if plugin.languages and language.code not in plugin.languages:
        only = " or ".join(plugin.languages)
        others = " or ".join(_recipes_for(language))
        raise InputError(
            f"‹recipe› {name}: is for ‹language› {only} only; name that, or take ‹recipe› {others} for {language.code}"
        )
    recipe = plugin.build(language, instances_per_task)
    if instances_per_task > 1 and not recipe.works_on:
        raise InputError(f"‹instances_per_task› {instances_per_task}: ‹recipe› {name} writes tasks of one instance")
    if not judges:
        return recipe
    require_no_judge(recipe, name)
    if best_of > 1 and instances_per_task > 1:
        raise InputError(f"‹best_of› {best_of}: is for tasks of one instance; leave ‹instances_per_task› out")
    steps = (*recipe.works_on, *further_outputs(language, best_of), _judge(language, judges, reward=reward))
    return replace(recipe, works_on=tuple(sorted(steps, key=lambda step: step.place)))


def require_no_judge(recipe: Recipe, name: str) -> None:
    """Raise `InputError` if a recipe has a step of its own that goes by the name of ours."""
    if any(step.name == JUDGE and not step.is_judge for step in recipe.steps):
        raise InputError(f"‹judge›: ‹recipe› {name} has a step {JUDGE} of its own; leave it out")


def judging_recipe(name: str | None, language: Language, judges: int = 1, *, reward: bool = False) -> Recipe:
    """Return the recipe of which only the judge works, on tasks that are there already."""
    recipe = build_recipe(name or Settings.recipe, language, 1)
    return replace(recipe, works_on=(_judge(language, judges, reward=reward),), is_for_judging=True)


def _judge(language: Language, verdicts: int, *, reward: bool) -> Step:
    return Reward() if reward else Judge.of(language, verdicts)


def steps_named(recipe: str | None, language: str) -> Mapping[str, str]:
    """Return how people are told of the steps of a recipe, by their names; {} if it is not installed here any more."""
    try:
        steps = build_recipe(recipe or Settings.recipe, find_language(language), 1).steps
    except InputError:
        return {}
    return {step.name: step.about for step in steps}


def recipe_of(settings: Settings) -> Recipe:
    """Return the recipe that the settings name, with seed tasks as the only demonstrations if `seed_only` is set."""
    language = find_language(settings.language)
    recipe = build_recipe(
        settings.recipe,
        language,
        settings.instances_per_task,
        judges=settings.judge and settings.judges,
        best_of=settings.best_of,
        reward=settings.reward,
    )
    if not settings.seed_only:
        return recipe
    shown = recipe.seed_demonstrations + recipe.accepted_demonstrations
    return replace(recipe, seed_demonstrations=shown, accepted_demonstrations=0)
