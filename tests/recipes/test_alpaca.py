"""Stanford Alpaca's figures."""

from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.values import Sampling
from selfinstruct.languages import find_language
from selfinstruct.recipes import RECIPES, build_recipe
from selfinstruct.steps.templates import Prompts
from tests.support.completions import NO_HINT


def test_it_asks_for_20_whole_tasks_after_3_demonstrations() -> None:
    recipe = build_recipe("alpaca", find_language("en"), 1)
    assert RECIPES.find("alpaca").languages == ("en",)
    assert (recipe.proposes.name, recipe.proposes.batch, recipe.works_on) == ("tasks", 20, ())
    assert recipe.seed_demonstrations + recipe.accepted_demonstrations == 3
    assert recipe.proposes.sampling == Sampling(temperature=1.0, top_p=1.0, max_tokens=4096)
    prompt = recipe.proposes.prompt(Prompts(prompts_folder() / "en", "chat"), ["a", "b", "c"], NO_HINT)
    assert "the tasks 4 to 23" in prompt
