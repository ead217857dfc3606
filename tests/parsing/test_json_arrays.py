"""Answers in JSON with their items in several arrays: all of them are read, and nothing else."""

import json
from typing import Any

import pytest

from selfinstruct.parsing.json_answers import read_items
from selfinstruct.pool.objections import unfit
from tests.steps.test_structured_answers import RECIPE, propose
from tests.support.findings import proposals

A, B = ["Write a poem about rain.", "Name three birds of prey."], ["Explain how tea is made.", "Sort figs and plums."]
C, D = ["写一首关于雨的诗。", "说出三种猛禽。"], ["讲讲怎么泡茶。", "给水果分类。"]


def _tasks(texts: list[str]) -> list[dict[str, str]]:
    return [{"instruction": text, "input": "", "output": "Fine."} for text in texts]


@pytest.mark.parametrize(
    "names",
    [
        ("tasks", "more_tasks"),
        ("classification", "generation"),
        ("instructions", "more_instructions"),
        ("instructions", "additional"),
        ("easy", "hard"),
        ("part_1", "part_2"),
        ("指令", "更多指令"),
    ],
)
def test_two_arrays_of_strings(names: tuple[str, str]) -> None:
    for first, second in ((A, B), (C, D)):
        answer = dict(zip(names, (first, second), strict=True))
        assert propose(json.dumps(answer)) == first + second
        assert propose(json.dumps({"instructions": answer})) == first + second
        objects = {name: [{"instruction": each} for each in texts] for name, texts in answer.items()}
        assert propose(json.dumps(objects)) == first + second


@pytest.mark.parametrize(
    "answer",
    [
        {"instructions": [A, B]},
        {"batch_1": {"instructions": A}, "batch_2": {"instructions": B}},
        {"instructions": A, "next": {"instructions": B}},
        {"easy": A, "hard": B, "topics": ["weather", "birds"]},
        {"tasks": A, "more": B, "notes": ["All of these tasks are new."]},
    ],
)
def test_other_places(answer: Any) -> None:
    assert propose(json.dumps(answer)) == A + B


@pytest.mark.parametrize(
    "others", [{"topics": ["weather", "birds"]}, {"notes": ["All of these are new and original."]}, {"count": 2}]
)
def test_what_is_no_instruction_is_left_out(others: dict[str, Any]) -> None:
    for name in ("instructions", "tasks"):
        assert propose(json.dumps({name: A, **others})) == A


@pytest.mark.parametrize("names", [("tasks", "more_tasks"), ("classification", "generation"), ("tasks", "rest")])
def test_two_arrays_of_objects(names: tuple[str, str]) -> None:
    answer = dict(zip(names, (_tasks(A), _tasks(B)), strict=True))
    read = read_items(json.dumps(answer), "tasks", lambda _: False, member="instruction")
    assert read == _tasks(A + B)


@pytest.mark.parametrize("name", ["set2", "b", "second", "x"])
@pytest.mark.parametrize("key", ["instructions", "tasks"])
def test_an_array_whose_name_says_nothing_is_told(key: str, name: str) -> None:
    for first, second in ((A, B), (C, D)):
        text = json.dumps(
            {key: first, name: second, "topics": ["weather and birds", "fruit or tea"]}, ensure_ascii=False
        )
        found = proposals(RECIPE.proposes, text)
        assert [each.instruction for each in found] == first + second
        assert [unfit(each) is None for each in found] == [True, True, False, False]
        assert [each.aside for each in found] == ["", "", name, name]


def test_only_the_last_of_all_is_cut() -> None:
    text = json.dumps({"instructions": A, "set2": B})
    found = proposals(RECIPE.proposes, text, "length")
    assert [each.cut for each in found] == ["", "", "", ""]


def test_whole_tasks_beside_others_are_read_though_they_have_other_parts() -> None:
    others = [{"instruction": text, "output": "Fine."} for text in B]
    answer = json.dumps({"tasks": _tasks(A), "set2": others})
    assert read_items(answer, "tasks", lambda _: False, member="instruction") == [*_tasks(A), *others]
