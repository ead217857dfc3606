"""An input with two different outputs makes both worthless, unless there is nothing they could contradict."""

import pytest

from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters.conflicting_outputs import check_instance
from selfinstruct.languages import find_language


def _details(code: str, *siblings: tuple[str, str]) -> list[str | None]:
    instances = tuple(Instance(given, output) for given, output in siblings)
    drafts = [Draft("…", each.input, each.output, siblings=instances) for each in instances]
    return [check_instance(draft, find_language(code)) for draft in drafts]


@pytest.mark.parametrize(
    ("code", "given", "one", "other"),
    [
        ("en", "The soup was cold.", "negative", "positive"),
        ("zh", "汤是凉的。", "差评", "好评"),
        ("en", "", "yes", "no"),
        ("zh", "", "是", "不是"),
    ],
)
def test_both_sides_of_a_contradiction_are_rejected(code: str, given: str, one: str, other: str) -> None:
    detail = "2 outputs for one input"
    assert _details(code, (given, one), ("sound", "neutral"), (given, other)) == [detail, None, detail]


@pytest.mark.parametrize(
    ("code", "siblings"),
    [
        ("en", [("The soup was cold.", "negative"), ("The soup was hot.", "positive")]),
        ("en", [("The soup was cold.", "negative"), ("The soup was cold.", "negative")]),
        ("en", [("", "The fog comes in on quiet paws at dawn."), ("", "October shakes the last of the pears down.")]),
        ("en", [("", "Paris."), ("", "The capital of France is Paris, a city on the Seine.")]),
        ("zh", [("汤是凉的。", "差评"), ("汤是热的。", "好评")]),
        ("zh", [("", "巴黎。"), ("", "法国的首都是巴黎，位于塞纳河畔。")]),
        ("zh", [("", "春风又绿江南岸，细雨轻敲小木窗。"), ("", "桃花开在山坡上，溪水带走旧时光。")]),
    ],
)
def test_outputs_that_can_all_be_right_are_kept(code: str, siblings: list[tuple[str, str]]) -> None:
    assert _details(code, *siblings) == [None, None]
