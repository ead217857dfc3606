"""Marker lines, and what only looks like some: whole tasks in the form asked for are read back to the letter."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfinstruct.core.values import Draft, Instance
from tests.steps.test_tasks import STEPS, Triple, parse, render, triples
from tests.support.findings import proposals

codes = pytest.mark.parametrize("code", STEPS)


def _drafts(code: str, text: str, *, cut: bool) -> list[Draft]:
    found = proposals(STEPS[code], text, "length" if cut else "stop")
    return [draft for proposal in found for draft in proposal.drafts or ()]


LINES = (
    "def f(x):|    return x|\treturn x||---|###|### heading|## [Notes]|1. item|2) item|- item|```python|```|"
    "他说：“输出是3。”|"
    "a, b, c|{“a”: [1]}|  * deep|none of them|End of the list.|[x] done|[1] Smith|【注】|**bold**|| a | b ||"
    "Output:|Input: 3|### Output|**Input:** 5|输入：|任务2：写|Task 2: rest|## Task 2|Instruction: rest|Label: a|"
    "End|End:|**End**|"
    "[End] of it|print('[Output]')|{\"tasks\": []}|a[Input] = 1|[Inputs]|**[Output]**|- [Input]"
).split("|")  # fmt: skip
TRAPS = (
    ["[Input] → [Output]", "1. [Input]", "2. [Output] then", "[输出] 3", "> [Label]", "[Instruction] go"],
    ["[Task 1] buy", "# [Task 9]", "[Task 2]: sell", "5. 【任务3】吃", "Task 4:"],
)
# A fence at the end of an answer that closes nothing belongs to the answer, so none ends a text here.
FIRST = ["Dear Sir,", "好评", "`x`", "### Plums", "- plums", "positive", "}", "<b>", "$x$"]
LAST = [*FIRST, "1. plums", "3", "end.", "    indented"]


def texts(first: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw texts without blank lines or white space around, as a step is to return them."""
    inner = st.one_of([st.lists(st.sampled_from([*LINES, *traps]), max_size=6) for traps in TRAPS])
    several = st.tuples(st.sampled_from(first), inner, st.sampled_from(LAST))
    return st.sampled_from(FIRST) | several.map(lambda drawn: "\n".join((drawn[0], *drawn[1], drawn[2])))


INSTRUCTIONS = st.sampled_from(["Name a fruit.", "2 + 2 = ?", "把它译成英文：“Input”"]) | st.tuples(
    st.sampled_from(FIRST), st.lists(st.sampled_from([*LINES, *TRAPS[0][:-1]]), max_size=4)
).map(lambda drawn: "\n".join((drawn[0], *drawn[1], "Sum it up.")))
BODIES = texts([*FIRST, "    indented"])
TASKS = st.lists(st.tuples(INSTRUCTIONS, BODIES | st.just(""), BODIES), min_size=1, max_size=5)


@codes
@given(
    tasks=TASKS,
    first=st.sampled_from([1, 4, 9]),
    before=st.sampled_from(["", "Sure!\n\n", "好的，如下。\n", "<think>\n[Output]\nno\n</think>\n"]),
    after=st.sampled_from(["", "\n", "[End]\n", "【完】\n\nShall I go on?\nInput: x\n"]),
)
@example([("Name a fruit.", "", "a\n2. [Output] then\n任务2：写\n**[Output]**\nb")], 1, "", "")
@example([("Name a fruit.", "a\n**[Output]**\n任务2：写\nb", "c")], 1, "", "")
@example([("Sum\n**[Output]**\nup.", "", "a\n任务2：写\n**[Output]**\nb")], 1, "", "")
def test_tasks_are_read_back(code: str, tasks: list[Triple], first: int, before: str, after: str) -> None:
    text = before + render(tasks, code, first) + after
    assert parse(text, code) == parse(text.replace("\n", "\r\n"), code) == tasks


@codes
@given(tasks=TASKS, data=st.data())
def test_of_a_cut_answer_only_the_last_task_is_lost(code: str, tasks: list[Triple], data: st.DataObject) -> None:
    ends = [len(render(tasks[:number], code)) for number in range(1, len(tasks) + 1)]
    text = render(tasks, code)
    at = data.draw(st.integers(0, len(text)))
    # A task is known to be whole when the next heading stands.
    heading = len(STEPS[code].language.markers.line("任务" if code == "zh" else "Task", 4))
    whole = [task for task, end in zip(tasks, ends, strict=True) if end + heading <= at]
    drafts = _drafts(code, text[:at], cut=True)
    assert triples(drafts[: len(whole)]) == whole
    assert not any(draft.cut for draft in drafts[: len(whole)])
    assert all(draft.cut for draft in drafts[len(whole) :] if whole)


@pytest.mark.parametrize(
    "form", ["[Task {}]\n{}\n", "[Task {}] {}\n", "Task {}: {}\n", "**Task {}:** {}\n", "任务{}：{}\n"]
)
def test_a_cut_in_the_next_heading_loses_that_task_only(form: str) -> None:
    given, output = ("[Input]\n", "[Output]\n") if form.startswith("[") else ("Input: ", "Output: ")
    one, two = (form.format(number, f"Name a fruit {number}.") + f"{given}none\n{output}Fig." for number in (4, 5))
    for rest in ("", " ", "Write a long"):
        cut = form.format(6, rest).rstrip("\n")
        drafts = _drafts("en", f"{one}\n{two}\n{cut}", cut=True)
        assert [(draft.instruction, draft.output, bool(draft.cut)) for draft in drafts[:2]] == [
            ("Name a fruit 4.", "Fig.", False),
            ("Name a fruit 5.", "Fig.", False),
        ]
        assert all(draft.cut for draft in drafts[2:])


PIECES = [*LINES, *TRAPS[0], *TRAPS[1], "[Task 4]", "[Input]", "[Output]", "[End]", "<think>", '{"tasks": [{"output": ']


@codes
@given(
    pieces=st.lists(st.sampled_from(PIECES) | st.text(), max_size=30), joint=st.sampled_from(["\n", "", "\r\n", "]\n["])
)
def test_any_text_gives_what_can_be_read(code: str, pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    for draft in _drafts(code, text, cut=False):
        assert draft.instruction == draft.instruction.strip()
        assert draft.instruction or draft.output
        siblings = () if draft.cut else (Instance(draft.input, draft.output),)
        assert (draft.siblings, draft.position) == (siblings, 0)
    cuts = [draft.cut for draft in _drafts(code, text, cut=True)]
    assert "length" not in cuts[:-1]


@pytest.mark.parametrize("head", ["", "[Task 4]\nA\n[Output]\n", "4. "])
@pytest.mark.parametrize(
    "unit",
    " |[|[[Output]] |*|#|> |-|•|\n|\r|1|1. |(|（|一|[Output]\n|[Task 1]\n|Task 1: a\n|Instruction: a\n|Input:\n|"
    "---\nDo you want more tasks?\n".split("|"),
)
def test_repetition_does_no_harm(head: str, unit: str) -> None:
    """That time and memory grow no faster than the text is measured in `benchmarks/sweep.py`."""
    for code in STEPS:
        _drafts(code, head + unit * (10_000 // len(unit)) + "x", cut=True)
        _drafts(code, head + unit * (10_000 // len(unit)), cut=False)
