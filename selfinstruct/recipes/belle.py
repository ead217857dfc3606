"""The recipe of BELLE: whole tasks in Chinese, 10 a request, after 3 demonstrations; temperature 1.0.

The prompt names nine kinds of task, as the ancestor's does. The ancestor shows seed tasks only, which `seed_only`
does, too; here one of the three is an accepted task.
"""

from functools import partial

from selfinstruct.recipes import RecipePlugin
from selfinstruct.recipes.alpaca import whole_tasks

RECIPE = RecipePlugin(about="whole tasks, 10 a request", build=partial(whole_tasks, 10), languages=("zh",))
