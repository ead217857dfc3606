"""The recipe of BELLE: whole tasks in Chinese, 10 a request, after 3 demonstrations; temperature 1.0.

The prompt names nine kinds of task, as the ancestor's does. The ancestor shows seed tasks only, which `seed_only`
does, too; here one of the three is an accepted task.
"""

from selfinstruct.core.values import Sampling
from selfinstruct.languages import Language
from selfinstruct.recipes import Recipe, RecipePlugin
from selfinstruct.steps.tasks import WholeTasks


def _build(language: Language, instances_per_task: int) -> Recipe:
    """Return the recipe; a task has one instance, however many are allowed."""
    sampling = Sampling(temperature=1.0, top_p=1.0, max_tokens=4096)
    return Recipe(
        proposes=WholeTasks(batch=10, sampling=sampling, language=language),
        works_on=(),
        seed_demonstrations=2,
        accepted_demonstrations=1,
    )


RECIPE = RecipePlugin(about="whole tasks, 10 a request", build=_build, languages=("zh",))
