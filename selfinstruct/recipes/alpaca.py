"""The recipe of Stanford Alpaca: whole tasks, 20 a request, after 3 demonstrations; temperature 1.0.

The ancestor shows seed tasks only, which `seed_only` does, too; here one of the three is an accepted task.
"""

from functools import partial

from selfinstruct.core.values import Sampling
from selfinstruct.languages import Language
from selfinstruct.recipes import Recipe, RecipePlugin
from selfinstruct.steps.tasks import WholeTasks


def whole_tasks(batch: int, language: Language, instances_per_task: int) -> Recipe:
    """Return a recipe of `batch` whole tasks a request; a task has one instance, however many are allowed."""
    sampling = Sampling(temperature=1.0, top_p=1.0, max_tokens=4096)
    return Recipe(
        proposes=WholeTasks(batch=batch, few=3, sampling=sampling, language=language),
        works_on=(),
        seed_demonstrations=2,
        accepted_demonstrations=1,
    )


RECIPE = RecipePlugin(about="whole tasks, 20 a request", build=partial(whole_tasks, 20), languages=("en",))
