"""Instances: what is read from marker lines, and whose it is."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Draft, Instance
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.recipes import build_recipe
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps.instances import WriteInstances
from selfinstruct.steps.templates import Prompts
from tests.support.completions import NO_HINT
from tests.support.findings import drafts

Pairs = list[tuple[str, str]]

STEPS = {
    (code, step.output_first): step
    for code in LANGUAGES.names()
    for step in build_recipe("self-instruct", find_language(code), 1).works_on
    if isinstance(step, WriteInstances)
}
FORMS = [pytest.param(*form, id=f"{form[0]}-{'output' if form[1] else 'input'}_first") for form in STEPS]

NO_INPUT = {
    "en": (
        "|none|None.|N/A|n/a|<noinput>|No input|(no input required)|No input needed.|[none]|**None**|`null`|"
        "Not applicable|empty|-|—|...|---|\n\n"
    ).split("|"),
    "zh": ("|无|无。|（无）|<无输入>|无需输入|不需要输入。|【无】|**无**|没有输入|不适用|N/A|none|——|…|/").split("|"),
}
TRAPS = (
    "Output:|Input: 3|  output: x|### Output|### Input|## Task 2|**Input:** 5|**Output**|输入：|输出：3|**标签：**|"
    "End|End:|Task 2:|任务2：|Label: a|print('[Output]')|a[Input] = 1|[Inputs]|[Outputs 1]|[ ] to do|[x] done|【注】|"
    "[1] Smith|# [1] first"
).split("|")
LINES = (
    "def f(x):|    return x|\treturn x||---|### heading|1. item|- item|```python|```|他说：“输出是3。”|The output: 3|"
    "a, b, c|{“a”: [1]}|  * deep|none of them|yes: no|End of the list.|Tasks: 3"
).split("|")
# A fence at the end of an answer that closes nothing belongs to the answer, so none ends a text here.
EDGES = ["Dear Sir,", "x = 1", "好评", "`x`", "1. plums", "### Plums", "- plums", "positive", "3", "}"]


def texts(*, strict: bool) -> st.SearchStrategy[str]:
    """Draw texts as a step is to return them: no blank lines or white space around, indentation kept."""
    inner = st.lists(st.sampled_from(LINES + TRAPS if strict else LINES), max_size=6)
    several = st.builds(
        lambda first, lines, last: "\n".join((first, *lines, last)),
        st.sampled_from([*EDGES, "    indented first"]),
        inner,
        st.sampled_from([*EDGES, "    indented last"]),
    )
    return st.sampled_from(EDGES) | several


def answers(*, strict: bool) -> st.SearchStrategy[dict[int, Pairs]]:
    given_input = texts(strict=strict) | st.just("")
    return st.dictionaries(
        st.integers(1, 5),
        st.lists(st.tuples(given_input, texts(strict=strict)), min_size=1, max_size=5),
        min_size=1,
    )


def pairs(written: Sequence[Draft]) -> Pairs:
    return [(draft.input, draft.output) for draft in written]


def drafts_in(
    text: str, form: tuple[str, bool], instructions: Sequence[str], finish_reason: str = "stop"
) -> list[tuple[Draft, ...]]:
    return drafts(STEPS[form], text, instructions, finish_reason)


def parse(text: str, form: tuple[str, bool] = ("en", False), count: int = 1) -> list[Pairs]:
    return [pairs(each) for each in drafts_in(text, form, ["Sing."] * count)]


def write(draw: st.DrawFn, form: tuple[str, bool], answer: dict[int, Pairs], spellings: Sequence[str]) -> str:
    """Write an answer, each part under a line in one of the spellings."""
    code, output_first = form
    markers = find_language(code).markers
    spelling, gap = draw(st.sampled_from(spellings)), draw(st.sampled_from(["", "\n", "\n\n---\n", "\n   \n"]))
    parts = []
    for number, instances in answer.items():
        parts.append(spelling.format(f"{markers.task}{draw(st.sampled_from(['', ' ']))}{number}"))
        for given_input, output in instances:
            shown = given_input or draw(st.sampled_from(NO_INPUT[code]))
            result = markers.label if output_first else markers.output
            both = [f"{spelling.format(markers.input)}\n{shown}", f"{spelling.format(result)}\n{output}"]
            parts += both[::-1] if output_first else both
    return f"{gap}\n".join(parts) + gap


STRICT = "[{}]|【{}】|[ {} ]|**[{}]**|### [{}]|[{}]:|【{}】：|> [{}]|  [{}]|**[{}]:**".split("|")
LOOSE = "### {}|## {}:|**{}**|**{}:**|**{}**:|{}:|{}：|__{}__|__{}:__|# **{}**|({}):|> {}:|  {}:".split("|")


@st.composite
def written(draw: st.DrawFn, form: tuple[str, bool], *, strict: bool) -> tuple[str, dict[int, Pairs]]:
    """Draw an answer with whatever may stand around it, and what is to be read from it."""
    answer = draw(answers(strict=strict))
    text = write(draw, form, answer, STRICT if strict else LOOSE)
    before = draw(
        st.sampled_from(
            ["", "Sure!\n\n", "好的，如下。\n", "<think>\n[Output]\nno\n</think>\n", "[Input]\nno\n</think>"]
        )
    )
    end = STEPS[form].stop([])[0]
    after = draw(
        st.sampled_from(["", f"{end}\n", f"{end}\n\nShall I go on?\n[Task 1]\n[Output]\nno", "\n<think>[Output]"])
    )
    joint = draw(st.sampled_from(["\n", "\r\n"]))
    return (before + text + after).replace("\n", joint), answer


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "loose"])
@pytest.mark.parametrize(("code", "output_first"), FORMS)
@given(data=st.data())
def test_instances_are_recovered(code: str, output_first: bool, strict: bool, data: st.DataObject) -> None:
    """From one to five for each of up to five tasks, some of which are missing; one task too many is ignored."""
    form = code, output_first
    text, answer = data.draw(written(form, strict=strict))
    assume(1 in answer or 5 not in answer)
    assert parse(text, form, 4) == [answer.get(number, []) for number in range(1, 5)]


@pytest.mark.parametrize(("code", "output_first"), FORMS)
@given(data=st.data())
def test_drafts_know_their_siblings_and_the_last_one_is_cut(code: str, output_first: bool, data: st.DataObject) -> None:
    text, answer = data.draw(written((code, output_first), strict=True))
    text = text.partition(STEPS[code, output_first].stop([])[0])[0]
    instructions = [f"Sing song {number}." for number in range(1, 6)]
    form = code, output_first
    for found, instruction in zip(drafts_in(text, form, instructions), instructions, strict=True):
        assert [draft.position for draft in found] == list(range(len(found)))
        for draft in found:
            assert draft.instruction == instruction
            assert not draft.cut
            assert draft.siblings == tuple(Instance(*pair) for pair in pairs(found))
            assert draft.siblings[draft.position] == Instance(draft.input, draft.output)
    *_, last = answer
    reason = data.draw(st.sampled_from(["length", "content_filter"]))
    for number, found in enumerate(drafts_in(text, form, instructions, reason), 1):
        assert [draft.cut for draft in found] == [
            reason if number == last and draft is found[-1] else "" for draft in found
        ]
        whole = tuple(Instance(*pair) for pair in pairs(found)[: len(found) - (number == last)])
        assert all(draft.siblings == whole for draft in found)


@pytest.mark.parametrize(("code", "output_first"), FORMS)
@pytest.mark.parametrize("style", ["[{}]\n{}", "[{}] {}", "{}: {}", "**{}:** {}"])
def test_no_input_in_any_spelling_is_empty(code: str, output_first: bool, style: str) -> None:
    markers = find_language(code).markers
    for spelling in NO_INPUT[code]:
        parts = [style.format(markers.input, spelling), style.format(markers.output, "3")]
        assert parse("\n".join(parts[::-1] if output_first else parts), (code, output_first)) == [[("", "3")]], spelling


@pytest.mark.parametrize(("code", "output_first"), FORMS)
def test_the_examples_in_a_prompt_are_read_as_they_are_meant(code: str, output_first: bool, tmp_path: Path) -> None:
    """So that a model which does as shown is understood."""
    step = STEPS[code, output_first]
    (tmp_path / f"{step.name}.chat.txt").write_text("$examples\n=====\n$instructions\n", "utf-8")
    tasks = [each for each in read_seed_tasks(seed_file(code)) if each.is_classification == output_first]
    for start in range(0, len(tasks), 3):
        shown = tasks[start : start + 3]
        prompt = step.with_examples(shown).prompt(Prompts(tmp_path, "chat"), ["Sing."], NO_HINT)
        worked, _, _ = prompt.partition("\n=====")
        instructions = [task.instruction for task in shown]
        answer = worked.removeprefix(step.language.markers.under_headings(instructions))
        assert answer != worked
        found = drafts_in(answer, (code, output_first), instructions)
        assert [pairs(each) for each in found] == [
            [(each.input, each.output) for each in task.instances] for task in shown
        ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Output]\na\n[Output]\nb", [("", "a"), ("", "b")]),
        ("[Output]\na\n[Input]\nb\n[Output]\nc", [("", "a"), ("b", "c")]),
        ("[Input]\na\n[Input]\nb\n[Output]\nc", [("b", "c")]),
        ("[Input]\na\n[Output]\nb\n[Input]\nc", [("a", "b")]),
        ("[Input]\nnone\nExplanation: whole.\n[Output]\nb\n\n**Explanation:** short.\nRight.", [("", "b")]),
        ("[Output]\nWord: a\nExplanation: b", [("", "Word: a\nExplanation: b")]),
        ("[Output]\na\n[Tas", [("", "a")]),
        ("[Output]\na\n\nEach example has a different label, as requested.", [("", "a")]),
        ("[Input]\na\n[Output]\n[Output]\nb", [("a", ""), ("", "b")]),
        ("[Output]\na\n[Input]\nb\n[Output]\nc\n[Input]\nd", [("b", "a"), ("d", "c")]),
        ("[Input]\na\n[Output]\nb\n[Explanation]\nc\n[Input]\nd\n[Output]\ne", [("a", "b"), ("d", "e")]),
        ("[Output]\n[input]\nx = 1\n[output]\ny = 2", [("", "[input]\nx = 1\n[output]\ny = 2")]),
        ("[Input]\n[Output]", [("", "")]),
        ("[Input 1]\na\n[Output 1]\nb\n[Input 2]\nc\n[Output 2]\nd", [("a", "b"), ("c", "d")]),
        ("[INPUT] a\n[output]: b\n    c\n[END]\n[Output] d", [("a", "b\n    c")]),
        ("[Output]\n    if x:\n        y()\n", [("", "    if x:\n        y()")]),
        ("[Task 1]\nInput: a\nOutput: b\n[Task 2]\nInput: c\nOutput: d", [("a", "b")]),
        ("[Input]\na\n**Output:** b\n[Input]\nc\n**Output:** d", [("a", "b"), ("c", "d")]),
        ("[Task 0]\n[Output]\na\n[Task 1]\n[Output]\nb\n[Task 7]\n[Output]\nc", []),
        ("[Task]\n[Output]\na\n[Task １]\n[Output]\nb", [("", "b")]),
        ("[Task 1]\n[İnput]\na\n[Output]\nb\n[ınput]\nc\n[Output]\nd", [("a", "b"), ("c", "d")]),
        ("İnput: a\nOutput: b", [("a", "b")]),
        ("Input and output are\nno markers here", []),
        ("I'm sorry, I can't help with that.", []),
        ("<think>[Output]\na", []),
        ("", []),
    ],
)
def test_answers_that_do_not_keep_to_the_form(text: str, found: Pairs) -> None:
    assert parse(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Label]\na\n[Label]\nb\n[Input]\nc", [("c", "b")]),
        ("[Input]\na\n[Label]\nb\n[Input]\nc\n[Label]\nd", [("a", "b"), ("c", "d")]),
        ("Class label:\nLabel: a\nInput: b", [("b", "a")]),
        ("[Label]\na\n[Input]\nb\n[Label]\nc", [("b", "a")]),
        ("[Label]\na\n[Input]\nnone", [("", "a")]),
        ('[Label]\n**"yes"**\n[Input]\na\n[Label]\nno.\n[Input]\nb', [("a", "yes"), ("b", "no")]),
        ("[Label]\n.py\n[Input]\na\n[Label]\nU.S.\n[Input]\nb", [("a", ".py"), ("b", "U.S.")]),
    ],
)
def test_labels_that_do_not_keep_to_the_form(text: str, found: Pairs) -> None:
    assert parse(text, ("en", True)) == [found]


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("", True),
        ("\n[Inp", True),
        ("\n[Input]\nThe beg", False),
        ("\n[Task 2]\n[Input]\nThe beg", False),
        ("\n[Task 2]", False),
        ("\n[End]\n\nI hope", False),
    ],
)
def test_what_is_whole_before_a_cut_is_not_cut(end: str, cut: bool) -> None:
    text = f"[Task 1]\n[Input]\na\n[Output]\nA whole answer.{end}"
    ((draft,),) = drafts_in(text, ("en", False), ["A"], "length")
    assert draft.cut == ("length" if cut else "")
    assert draft.siblings == (() if cut else (Instance(draft.input, draft.output),))


def test_a_label_that_is_cut_before_its_input_cuts_nothing_else() -> None:
    text = "[Task 1]\n[Label]\na\n[Input]\nb\n[Label]\nprai"
    ((draft,),) = drafts_in(text, ("en", True), ["A"], "length")
    assert (draft.input, draft.output, draft.cut) == ("b", "a", "")


ANSWER = (
    "<think>\n</think>\n[Task 1]\n[Input]\na\n[Output]\n    b\nOutput:\n【任务2】\n【输入】\n无\n【标签】\n好\n"
    "### Task 3\n**Input:** c\n输出：d\n[End]"
)
NASTY = st.sampled_from(
    [
        *"\x00\x1b\x85\u200b\u200f\u202e\u2028\ufeff\ud800\udfff\r\n*_#<>[]【】(1２0:：-",
        "İ",
        "ı",
        "ſ",
        "K",
        "\U0010ffff",
    ]
)
WORDS = st.sampled_from(
    ["Input", "Output", "Task", "Label", "End", "输入", "输出", "任务", "完", "İnput", "outPut", "Taſk"]
)


@given(
    st.lists(st.sampled_from(ANSWER.split("\n")) | WORDS | st.text(NASTY, max_size=4), max_size=40),
    st.sampled_from(["\n", "", " ", "\r\n", "]\n["]),
    st.integers(0, 400),
    st.booleans(),
)
def test_mangled_answers_give_what_can_be_read(pieces: list[str], joint: str, length: int, cut: bool) -> None:
    for form in STEPS:
        text = joint.join(pieces)[:length]
        found = drafts_in(text, form, ["Sing."] * 3, "length" if cut else "stop")
        assert sum(bool(draft.cut) for each in found for draft in each) <= (cut and any(found))


@pytest.mark.parametrize("head", ["", "[Input", "Input", "[Output]\n"])
@pytest.mark.parametrize(
    "unit", " |[|[[Output]] |*|#|> |-|\n|\r|1|[Output]\n|[Task 1]\n|Output:\n|---\n|\ud800".split("|")
)
def test_repetition_does_no_harm(head: str, unit: str) -> None:
    """More than linear time or memory would be seen at once: the test would not end."""
    for form in (("en", False), ("zh", True)):
        assert len(drafts_in(head + unit * (200_000 // len(unit)) + "x", form, ["Sing."], "length")) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Task 1]\n[Output]\na\n[End]\n[Task 2]\n[Output]\nb\n[End]", [[("", "a")], [("", "b")]]),
        ("[Task 1]\n[Output]\na\n### Task 2\n[Input]\nb\n[Output]\nc", [[("", "a")], [("b", "c")]]),
        ("Task 1:\n\n[Output]\na\n**Task 2**\n[Output]\nb", [[("", "a")], [("", "b")]]),
        ("[Task 1]\n[Output]\nTo do:\nTask 2: rest\n", [[("", "To do:\nTask 2: rest")], []]),
        ("[Task 1]\n[Output]\na\n### Task 2\n[Output]\nb\n[Task 3]\n[Output]\nc", [[("", "a")], [("", "b")]]),
        ("[Output]\na\n[Output]\nb", [[], []]),
    ],
)
def test_an_instance_never_goes_to_another_task(text: str, found: list[Pairs]) -> None:
    assert parse(text, count=2) == found


SHOWN = ["Turn the notes into a message.", "Why does bread go stale?", "Give the plural of the word."]
OTHERS = "Say where the otters of the river sleep."


@pytest.mark.parametrize(
    ("headings", "whose"),
    [
        # The instructions repeated, in another order, with another that nobody asked about, or in part.
        ([(1, SHOWN[2]), (2, SHOWN[0]), (3, SHOWN[1])], [3, 1, 2]),
        ([(1, SHOWN[0]), (2, SHOWN[2])], [1, 3]),
        ([(1, OTHERS), (2, SHOWN[1]), (3, "")], [0, 2, 3]),
        ([(1, f"{SHOWN[0]}\nExample 1:"), (2, "Why does bread go stale"), (3, "**Example 1**")], [1, 2, 3]),
        # A title in other words leaves it to the number; it does not make another task's number right.
        (
            [(1, "The notes as a short message"), (2, "On why bread is stale"), (3, "Plural of a given word")],
            [1, 2, 3],
        ),
        (
            [(1, "Why fresh bread goes stale so soon"), (2, "The notes as a short message"), (3, "")],
            [0, 0, 3],
        ),
        # What begins anew with other instructions, as base models do.
        ([(1, ""), (2, ""), (3, ""), (1, OTHERS), (1, ""), (2, "")], [1, 2, 3, 0, 0, 0]),
        # Other ways to count.
        ([(0, ""), (1, ""), (2, "")], [1, 2, 3]),
        ([(3, ""), (4, ""), (5, "")], [1, 2, 3]),
        ([(0, ""), (1, "")], [0, 0]),
        ([(2, ""), (9, "")], [0, 0]),
        ([(1, ""), (2, ""), (3, ""), (4, "")], [1, 2, 3, 0]),
        ([(1, ""), (None, ""), (3, "")], [1, 2, 3]),
        ([(1, ""), (None, ""), (2, "")], [1, 0, 2]),
        ([(None, ""), (None, ""), (None, "")], [1, 2, 3]),
        ([(None, ""), (None, "")], [0, 0]),
        ([(2, ""), (3, "")], [2, 3]),
    ],
)
def test_an_instance_goes_to_the_task_that_its_heading_means(
    headings: list[tuple[int | None, str]], whose: list[int]
) -> None:
    wanted: list[Pairs] = [[], [], []]
    for at, task in enumerate(whose):
        if 1 <= task <= 3:
            wanted[task - 1].append(("", f"Output {at}."))
    lines, tasks = [], []
    for at, (heading, under) in enumerate(headings):
        lines += ["[Task]" if heading is None else f"[Task {heading}]", under, f"[Output]\nOutput {at}."]
        tasks.append({"number": heading, "instruction": under, "instances": [{"input": "", "output": f"Output {at}."}]})
    for text in ("\n".join(lines), json.dumps({"tasks": tasks})):
        assert [pairs(each) for each in drafts_in(text, ("en", False), SHOWN)] == wanted


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[Task 1: Sing]", "[Task 2: Dance: now]"),
        ("[Task 1.]", "[Task 2.]"),
        ("[Task #1]", "[Task #2]"),
        ("【任务一】", "【任务二】"),
        ("Task 1", "Task 2"),
        ("### Task 1", "### Task 2"),
    ],
)
def test_headings_of_many_kinds(first: str, second: str) -> None:
    text = f"{first}\n[Input]\na\n[Output]\nb\n\n{second}\n[Output]\nc\n[End]"
    assert parse(text, count=2) == [[("a", "b")], [("", "c")]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # An input that is not in brackets, unlike the rest.
        ("[Task 1]\n[Input]\na\n[Output]\nb\n[Task 2]\nInput: c\n[Output]\nd", [[("a", "b")], [("c", "d")]]),
        (
            "[Task 1]\n**Input:**\na\n[Output]\nInput: b\n[Task 2]\nInput: none\n[Output]\nd",
            [[("a", "Input: b")], [("", "d")]],
        ),
        (
            "[Task 1]\n[Input]\nInput: a\n[Output]\nb\n[Task 2]\n[Output]\nInput: c",
            [[("Input: a", "b")], [("", "Input: c")]],
        ),
        # Headings stand alone, so what does not is text.
        (
            "### Task 1\nOutput: Task 1: call Ann\nTask 2: buy nails\n### Task 2\nOutput: d",
            [[("", "Task 1: call Ann\nTask 2: buy nails")], [("", "d")]],
        ),
        ("### Task 1\nOutput: b\nTask 2: dance\nOutput: d", [[("", "b")], [("", "d")]]),
        # Closing marker lines.
        (
            "[Task 1]\n[Input]\na\n[/Input]\n[Output]\nb\n[/Output]\n[/Task 1]\n[Task 2]\n[Output]\nd\n[/Output]",
            [[("a", "b")], [("", "d")]],
        ),
    ],
)
def test_marker_lines_that_are_not_all_alike(text: str, found: list[Pairs]) -> None:
    assert parse(text, count=2) == found


@pytest.mark.parametrize(
    "heading", "**Example {}**|[Example {}]|### Example {}|Example {}:|{}.|({})|【示例{}】|例{}：|**示例{}**".split("|")
)
def test_a_heading_of_an_instance_is_in_no_text(heading: str) -> None:
    one, two, three = (heading.format(number) for number in (1, 2, 3))
    text = f"[Task 1]\n{one}\n[Label]\na\n[Input]\nb\n\n{two}\n[Label]\nc\n[Input]\nd\n{one}\n{three}\n[Label]\ne"
    assert parse(text + "\n[Input]\nf\n4.\n[End]", ("en", True)) == [[("b", "a"), (f"d\n{one}", "c"), ("f\n4.", "e")]]
    text = f"{one}\n[Input]\na\n[Output]\nb\n\n{two}\n[Input]\nc\n[Output]\n{three}\n[Input]\ne\n[Output]\nf"
    assert parse(text) == [[("a", "b"), ("c", three), ("e", "f")]]


@pytest.mark.parametrize("number", ["{}", "Task {}", "{}.", "Task #{}", "任务{}"])
def test_numbers_in_json_may_be_headings(number: str) -> None:
    tasks = [
        {"number": number.format(at), "instances": [{"input": "", "output": output}]}
        for at, output in ((2, "b"), (1, "a"))
    ]
    assert parse(json.dumps({"tasks": tasks}), count=2) == [[("", "a")], [("", "b")]]


def test_one_number_for_all_tells_nothing() -> None:
    tasks = [{"number": 1, "instances": [{"input": "", "output": output}]} for output in "abc"]
    assert parse(json.dumps({"tasks": tasks}), count=3) == [[], [], []]


def test_front_matter_keeps_its_rulers() -> None:
    assert parse("[Output]\n---\ntitle: a\n---\ntext\n---\n") == [[("", "---\ntitle: a\n---\ntext")]]


@pytest.mark.parametrize(
    "document",
    [
        '{"tasks": [{"number": 1, "instances": [{"input": "a", "output": "b"}]}]}',
        '{\n  "tasks": []\n}',
        '{"tasks": [{"title": "wash"}',
    ],
)
@pytest.mark.parametrize(
    "form",
    "[Task 1]\n[Input]\nnone\n[Output]\n{}\n[End]|Sure!\n\n[Output]\n{}|[Output] {}|Input: none\nOutput: {}|"
    "### Output\n{}|**Input**\nnone\n**Output**\n{}|[LABEL]: {}".split("|"),
)
def test_an_output_that_is_json_is_an_output(form: str, document: str) -> None:
    assert parse(form.replace("{}", document)) == [[("", document)]]
    assert parse(f"[Task 1]\n[Input]\n{document}\n[Output]\nb") == [[(document, "b")]]


def in_json(answer: dict[int, Pairs], *, output_first: bool) -> dict[str, Any]:
    """Return the answer as the schema has it."""
    tasks = []
    for number, instances in answer.items():
        parts = [{"input": given_input, "output": output} for given_input, output in instances]
        ordered = [dict(reversed(each.items())) if output_first else each for each in parts]
        tasks.append({"number": number, "instances": ordered})
    return {"tasks": tasks}


@pytest.mark.parametrize(("code", "output_first"), FORMS)
@given(answer=answers(strict=True))
def test_an_answer_in_text_says_what_it_says_in_json(code: str, output_first: bool, answer: dict[int, Pairs]) -> None:
    form, wanted = (code, output_first), [answer.get(number, []) for number in range(1, 6)]
    structured = in_json(answer, output_first=output_first)
    assert parse(STEPS[form].in_text(["Sing."] * 5, structured), form, 5) == wanted
    assert parse(json.dumps(structured), form, 5) == wanted


@pytest.mark.parametrize("given", ["没有", "空", "空。", "沒有", "(空)", "N.A.", "n/a"])
def test_a_bare_word_for_none_is_no_input(given: str) -> None:
    text = f"[任务 1]\n[输入]\n{given}\n[输出]\n好。\n[完]"
    for step in (("zh", False), ("en", False)):
        assert [[(draft.input, draft.output) for draft in each] for each in drafts_in(text, step, ["写一句话。"])] == [
            [("", "好。")]
        ]
    if given in ("没有", "空"):
        (kept,) = drafts_in(text, ("zh", False), ["写出下面的词的反义词。"])
        assert [draft.input for draft in kept] == [given]


@pytest.mark.parametrize(
    ("code", "answer", "label"),
    [
        ("en", "[Task 1]\n[Label]\nCANNOT BE DONE: it has no labels\n[End]", "CANNOT BE DONE: it has no labels"),
        ("en", '{"tasks": [{"instances": [{"output": "CANNOT BE DONE: x", "input": ""}]}]}', "CANNOT BE DONE: x"),
        ("zh", "【任务1】\n【标签】\n此题无法完成：没有标签\n【完】", "此题无法完成：没有标签"),
    ],
)
def test_a_label_that_says_that_it_cannot_be_done_needs_no_input(code: str, answer: str, label: str) -> None:
    ((draft,),) = drafts(STEPS[code, True], answer, ["Which is it?"])
    assert (draft.input, draft.output) == ("", label)
