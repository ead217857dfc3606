"""An output must be one of the labels that its instruction names beyond doubt."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.label_not_named import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Label the tweet as sarcastic or sincere.", "neutral"),
        ("en", "Label the tweet as sarcastic or sincere.", "sarcastic (because of the tone)"),
        ("en", "Sort the complaint into billing, delivery or quality.", "billing/delivery"),
        ("en", "Tell whether the claim about Rome is true or false.", "neutral"),
        ("en", "Which option is right? Answer A, B or C.", "D"),
        ("en", "Is it spam? Answer “yes” or “no”.", "Yes, because it sells pills."),
        ("zh", "把投诉分到账单、配送或质量一类。", "账单、配送"),
        ("zh", "关于长城的说法，判断对还是错。", "中立"),
        ("zh", "这样做合法吗？填“是”或“否”。", "不确定"),
        ("zh", "判断这条评论的口气（正面/负面）。", "中性"),
    ],
)
def test_what_is_none_of_the_labels_is_rejected(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "x", output), find_language(code)) == output


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Label the tweet as sarcastic or sincere.", "Sincere."),
        ("en", "Classify the sentence as fact or opinion.", "The sentence is an opinion."),
        ("en", "Which option is right? Answer A, B or C.", "B (Paris)"),
        ("en", "Classify the words as noun, verb or both; if unsure, say unclear.", "unclear"),
        ("en", "Tell whether the claim is true or false, and why.", "It cannot be told."),
        ("en", "Write a function that tells whether a review is positive or negative.", "def f(): ..."),
        ("en", "Turn the sentence into a yes or no question.", "Is it late?"),
        ("zh", "把动物分类为哺乳动物或鸟。", "鸟类"),
        ("zh", "判断每句话是真还是假。", "第一句对。"),
    ],
)
def test_labels_and_what_names_none_for_sure_stay(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "x", output), find_language(code)) is None
