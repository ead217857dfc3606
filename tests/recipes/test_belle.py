"""BELLE's figures."""

import pytest

from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.values import Api, Sampling
from selfinstruct.languages import find_language
from selfinstruct.recipes import RECIPES, build_recipe
from selfinstruct.steps.templates import Prompts
from tests.support.completions import NO_HINT

KINDS = "头脑风暴 开放式问答 根据材料问答 改写 信息抽取 文本生成 分类 对话 摘要".split()


def test_it_asks_for_10_whole_tasks_after_3_demonstrations() -> None:
    recipe = build_recipe("belle", find_language("zh"), 1)
    assert RECIPES.find("belle").languages == ("zh",)
    assert (recipe.proposes.name, recipe.proposes.batch, recipe.works_on) == ("tasks", 10, ())
    assert recipe.seed_demonstrations + recipe.accepted_demonstrations == 3
    assert recipe.proposes.sampling == Sampling(temperature=1.0, top_p=1.0, max_tokens=4096)
    prompt = recipe.proposes.prompt(Prompts(prompts_folder() / "zh", "chat"), ["甲", "乙", "丙"], NO_HINT)
    assert "写任务4到任务13" in prompt


@pytest.mark.parametrize("api", ["chat", "completions"])
def test_the_prompt_names_nine_kinds_of_task(api: Api) -> None:
    recipe = build_recipe("belle", find_language("zh"), 1)
    prompt = recipe.proposes.prompt(Prompts(prompts_folder() / "zh", api), ["甲"], NO_HINT)
    assert len(KINDS) == 9
    assert all(kind in prompt for kind in KINDS)
