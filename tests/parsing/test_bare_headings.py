"""Headings that only count tasks, inputs under another name: none of it stays in a text."""

from typing import Any

import pytest

from selfinstruct import Sampling
from selfinstruct.core.values import Completion, Draft, Item, Usage
from selfinstruct.languages import find_language
from selfinstruct.steps.findings import Instances, Proposal
from selfinstruct.steps.instances import WriteInstances
from selfinstruct.steps.tasks import WholeTasks

_ENGLISH = (
    ("Name five tomatoes", "", "Red\nRound"),
    ("Is this praise or a complaint?", "I waited for three days.", "complaint"),
    ("Ann has eight apples and eats one. How many are left?", "", "7"),
    ("Write a sentence on cats", "", "The cat sleeps by the window."),
)
_CHINESE = (
    ("给番茄想五个名字", "", "云上小记\n东边日出"),
    ("这条留言是表扬还是抱怨", "等了三天没人理我。", "抱怨"),
    ("小明有八个苹果，吃了一个还有几个？", "", "7"),
    ("写一句关于猫的话", "", "猫在窗台上睡觉。"),
)
_HEADINGS = """
    ### {n} | ## {n}. | # {n}、 | **{n}** | **{n}.** | {n}. | {n} | {n}、 | ({n}) | （{n}） | [{n}] | 【{n}】 | #{n}
    | No. {n} | №{n} | 第{n}条 | ### 第{n}个 | 第{word}题 | **{word}** | {word}、 | {circled} | {keycap} | {roman}.
    | ### {roman} | 任务{n} | ### Task {n} | **Task {n}:** | Example {n} | 示例{n} | 样本{n}： | --- {n} ---
    | === {n} === | `{n}` | <{n}> | {n}/10 | [{n}/10] | - {n} | > {n} | ### | *** | ———
"""
_LABELS = {
    "en": [
        ("**Instruction:** ", "**Input:** ", "**Output:** "),
        ("Instruction: ", "Input: ", "Output:\n"),
        ("", "Input: ", "Output: "),
        ("", "[Input]\n", "[Output]\n"),
        ("[Instruction]\n", "[Input]\n", "[Output]\n"),
        ("Question: ", "Context: ", "Answer: "),
    ],
    "zh": [
        ("**指令**：", "**输入**：", "**输出**："),
        ("指令：", "输入：", "输出：\n"),
        ("", "输入：", "输出："),
        ("", "【输入】\n", "【输出】\n"),
        ("【指令】\n", "【输入】\n", "【输出】\n"),
        ("问题：", "补充：", "回答："),
    ],
}
_TASKS = {"en": _ENGLISH, "zh": _CHINESE}
_NONE = {"en": "<noinput>", "zh": "无"}


def _read(lang: str, text: str) -> list[tuple[str, str, str, str]]:
    step = WholeTasks(batch=10, few=3, sampling=Sampling(1, 1, 100), language=find_language(lang))
    found = step.parse(Completion(text, "stop", Usage(), "a model"), [])
    drafts = [draft for each in found if isinstance(each, Proposal) for draft in each.drafts or ()]
    return [_fields(each) for each in drafts]


def _fields(draft: Draft) -> tuple[str, str, str, str]:
    return draft.instruction, draft.input, draft.output, draft.cut


def _heading(form: str, place: int) -> str:
    n = 4 + place
    word, roman = "四五六七"[place], ("IV", "V", "VI", "VII")[place]
    return form.format(n=n, word=word, roman=roman, circled="④⑤⑥⑦"[place], keycap=f"{n}\ufe0f\u20e3")


@pytest.mark.parametrize("form", [each.strip() for each in _HEADINGS.split("|")])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_heading_that_only_counts_is_in_no_text(lang: str, between: str, form: str) -> None:
    for instruction, given, output in _LABELS[lang]:
        blocks = [
            f"{_heading(form, place)}\n{instruction}{asked}\n{given}{material or _NONE[lang]}\n{output}{answer}"
            for place, (asked, material, answer) in enumerate(_TASKS[lang])
        ]
        assert _read(lang, between.join(blocks)) == [(*each, "") for each in _TASKS[lang]], (instruction, form)


@pytest.mark.parametrize(
    "outputs", [("8", "3", "12"), ("1", "2", "3"), ("One dog\n1", "Nine\n9", "Four\n4"), ("[1]", "[2]", "[3]")]
)
@pytest.mark.parametrize("instruction", ["Instruction: ", "### Instruction:\n"])
def test_numbers_that_end_outputs_stay(instruction: str, outputs: tuple[str, ...]) -> None:
    asked = [f"Count what is in box {letter}" for letter in "ABC"]
    blocks = [f"{instruction}{each}\nOutput:\n{output}" for each, output in zip(asked, outputs, strict=True)]
    assert [found[2] for found in _read("en", "\n\n".join(blocks))] == [*outputs]


def test_a_line_with_a_name_is_no_input_where_one_is_called_so() -> None:
    text = "\n".join(
        f"Task {n}: Translate this into German.\nText: hello {n}\nInput: good night\nOutput: gute Nacht"
        for n in (1, 2, 3)
    )
    assert [found[1] for found in _read("en", text)] == ["good night"] * 3


@pytest.mark.parametrize("numbers", [(4, 4, 5, 6), (4, 6, 7, 8), (4, 5, 5, 7)])
@pytest.mark.parametrize("form", ["### {}", "## Task {}", "第{}条", "--- {} ---"])
@pytest.mark.parametrize("label", ["**Instruction:** ", ""])
def test_models_may_miscount(label: str, form: str, numbers: tuple[int, ...]) -> None:
    blocks = [
        f"{form.format(number)}\n{label}{asked}\nInput: {given or 'none'}\nOutput: {output}"
        for number, (asked, given, output) in zip(numbers, _ENGLISH, strict=True)
    ]
    assert [found[:3] for found in _read("en", "\n".join(blocks))] == [*_ENGLISH]


@pytest.mark.parametrize("form", [each.strip() for each in _HEADINGS.split("|") if "{n}" in each or "{word}" in each])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_instances_of_several_tasks_are_told_apart_by_headings_that_only_count(lang: str, form: str) -> None:
    about: dict[str, Any] = {"batch": 4, "few": 0, "sampling": Sampling(1, 1, 100), "instances": 1}
    step = WriteInstances(name="input_first", output_first=False, language=find_language(lang), **about)
    tasks = _TASKS[lang]
    items = [Item(str(place), asked, "input_first") for place, (asked, _, _) in enumerate(tasks)]
    for _, given, output in _LABELS[lang]:
        answer = "\n".join(
            f"{form.format(n=n, word='一二三四'[n - 1])}\n{given}{material or _NONE[lang]}\n{output}{answer}"
            for n, (_, material, answer) in enumerate(tasks, 1)
        )
        found = step.parse(Completion(answer, "stop", Usage(), "a model"), items)
        drafts = [each.drafts for each in found if isinstance(each, Instances)]
        assert [[_fields(each)[1:] for each in of_one] for of_one in drafts] == [[(*each[1:], "")] for each in tasks], (
            given
        )


def test_outputs_that_are_numbers_are_no_headings() -> None:
    about: dict[str, Any] = {"batch": 1, "few": 0, "sampling": Sampling(1, 1, 100), "instances": 3}
    step = WriteInstances(name="input_first", output_first=False, language=find_language("en"), **about)
    answer = "\n".join(f"Input: {'a' * n}\nOutput:\n{n}" for n in (1, 2, 3))
    (found,) = step.parse(Completion(answer, "stop", Usage(), "m"), [Item("1", "Count the letters", "input_first")])
    assert isinstance(found, Instances)
    assert [(each.input, each.output) for each in found.drafts] == [("a", "1"), ("aa", "2"), ("aaa", "3")]
