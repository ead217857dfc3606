"""An output that offers several answers where one was asked for."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.alternatives import FILTER
from selfinstruct.languages import find_language


def _check(code: str, instruction: str, output: str, given: str = "") -> str | None:
    assert FILTER.check_instance
    return FILTER.check_instance(Draft(instruction, given, output), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Write a slogan for a bakery.", "Option 1: Fresh every day.\n\nOption 2: Bread with love."),
        ("en", "Write a slogan for a bakery.", "**Option A**\nFresh every day.\n\n**Option B**\nBread with love."),
        (
            "en",
            "Write an email to my boss about the delay.",
            "### Version 1 (formal)\nDear Ann,\n\n### Version 2\nHi Ann,",
        ),
        ("zh", "写一句面包店的广告语。", "版本一：天天新鲜。\n\n版本二：用心烘焙。"),
        ("zh", "写一句面包店的广告语。", "【方案1】天天新鲜。\n【方案2】用心烘焙。"),
        ("zh", "寫一句麵包店的廣告語。", "選項A：天天新鮮。\n選項B：用心烘焙。"),
    ],
)
def test_several_answers_are_rejected(code: str, instruction: str, output: str) -> None:
    assert _check(code, instruction, output)


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Give two slogans for a bakery.", "Option 1: Fresh every day.\nOption 2: Bread with love."),
        ("en", "Compare renting with buying.", "Option 1: rent.\nOption 2: buy."),
        ("en", "Which options does a tenant have?", "Option 1: pay.\nOption 2: leave."),
        ("en", "Write a slogan for a bakery.", "Option 1 is the best: fresh every day."),
        ("en", "Write the menu of a phone line.", "Press 1 for sales.\nOption 2 is for repairs."),
        ("zh", "给面包店写几句广告语。", "版本一：天天新鲜。\n版本二：用心烘焙。"),
        ("zh", "写一份说明，介绍软件的版本。", "版本1：新增搜索。\n版本2：修复问题。"),
    ],
)
def test_what_was_asked_for_is_kept(code: str, instruction: str, output: str) -> None:
    assert _check(code, instruction, output) is None


def test_labels_that_the_input_offers_are_kept() -> None:
    assert _check("en", "Mark the claim.", "Option 1: no\nOption 2: yes", "Option 1 is red. Option 2 is blue.") is None
