"""Proposals: what is taken from a list as an instruction."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from selfinstruct.core.values import Hint, LogLine
from selfinstruct.languages import find_language
from selfinstruct.parsing.lists import without_drafts
from selfinstruct.recipes import build_recipe
from selfinstruct.steps.instructions import Instructions, render_list
from tests.support.findings import proposals


def _step() -> Instructions:
    step = build_recipe("self-instruct", find_language("en"), 1).proposes
    assert isinstance(step, Instructions)
    return step


STEP = _step()


def parse(text: str) -> list[str]:
    found = proposals(STEP, text)
    assert all(proposal.drafts is None for proposal in found)
    return [proposal.instruction for proposal in found]


INSTRUCTIONS = (
    "Write a poem about the sea.",
    "What cost 20. Marks in 1998?",
    "把下面的句子改成反问句",
    "Is “same” or “different” right?",
    "“相同”还是“不同”",
    '"Yes" or "no"',
    "Explain what __init__ and __main__ do in Python.",
    "__init__ or __new__?",
    "Which files match `*.py` and `*.txt`?",
    "What is `**kwargs` for, and what is `*args`?",
    "Work out 2 * 3 * 4.",
    "Work out 2**3 and 2**4, then x_1 * x_2.",
    "Rename _private_ to snake_case_name",
    "Name 3. Then 4) and (5): 第2条",
    "Which task: sewing or knitting?",
    "Tasks: list them",
    "Sing!",
)
LABELS = "Instruction: {}|**Task:** {}|指令：{}|任务: {}".split("|")
MARKS = "**{}**|*{}*|***{}***|__{}__|“{}”|「{}」".split("|")
WRAPPED = [
    (wrapping, instruction)
    for wrapping in LABELS + MARKS
    for instruction in INSTRUCTIONS
    # Marks within marks cannot be told from their ends.
    if wrapping in LABELS or not set(instruction) & set("*_`“")
]


@pytest.mark.parametrize(("wrapping", "instruction"), WRAPPED)
def test_an_instruction_loses_what_belongs_to_the_list(wrapping: str, instruction: str) -> None:
    assert parse(f"1. {wrapping.format(instruction)}\n") == [instruction]


@pytest.mark.parametrize(
    ("item", "instruction"),
    [
        ("**Summarise** the *whole* text.", "Summarise the whole text."),
        ("请**总结**下面的文章，用*一句话*。", "请总结下面的文章，用一句话。"),
        ("**写一首诗**：要押韵", "写一首诗：要押韵"),
        ("**Write `x * 2` in words**.", "Write `x * 2` in words."),
        ('"Write a poem."', "Write a poem."),
        ("`Write a poem.`", "Write a poem."),
        ("**Instruction:** “Write a poem.”", "Write a poem."),
    ],
)
def test_emphasis_labels_and_quotes_go(item: str, instruction: str) -> None:
    assert parse(f"1. {item}") == [instruction]


@given(
    st.lists(st.tuples(st.integers(1, 200), st.sampled_from(INSTRUCTIONS)), min_size=1),
    st.sampled_from(
        ["{}. {}", "{}) {}", "({}) {}", "{}、{}", "**{}.** {}", "**Task {}:** {}", "{}.\n{}", "第{}条：{}\n"]
    ),
    st.sampled_from(["", "Sure!\n", "<think>1. Not this.</think>"]),
    st.sampled_from(["", "\n\nShall I go on?", "\n\n---\n"]),
)
def test_a_list_is_read_as_it_stands(items: list[tuple[int, str]], style: str, before: str, after: str) -> None:
    assume(without_drafts(items) == items)
    text = before + "\n".join(style.format(*item) for item in items) + after
    assert parse(text) == [instruction for _, instruction in items]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**Draft:**\n9. Sell.\n10. Mend\n\n**Final:**\n", ""),
        ("1. **Analyse:**\n   * Role\n2. Draft:\n    9. Sell.\n    10. Hm?\n3. Refine: check.\n\n", ""),
        ("1. Analyse.\n2. Refine.\n\n", ""),
        ("", "\n\nChecks:\n1. All differ.\n2. One is a question."),
    ],
)
def test_drafts_and_steps_of_thinking_are_no_instructions(before: str, after: str) -> None:
    assert parse(f"{before}9. Dance.\n10. Sing.{after}") == ["Dance.", "Sing."]


PLAN = [f"{number}. Think of how person number {number} would put it." for number in range(1, 9)]
ASKED = [f"{number}. Write what they send about matter {number}." for number in range(9, 17)]


@pytest.mark.parametrize("plan", [PLAN, PLAN[:7], PLAN[:6], PLAN[:1], PLAN[3:], [*PLAN, "Final list:"]])
def test_steps_of_thinking_that_run_into_the_list_are_no_instructions(plan: list[str]) -> None:
    found = asked_after(8, "\n".join((*plan, *ASKED)))
    assert found == [line.partition(" ")[2] for line in ASKED]


@pytest.mark.parametrize("count", [2, 8, 12])
def test_a_list_with_numbers_of_its_own_is_whole(count: int) -> None:
    # As long as what was asked for, it does not go on with the list of the prompt.
    own = [f"{number}. Write what they send about matter {number}." for number in range(1, STEP.batch + 1)]
    assert asked_after(count, "\n".join(own)) == [line.partition(" ")[2] for line in own]


def test_a_short_prompt_asks_for_no_numbers() -> None:
    assert len(asked_after(8, "\n".join((*PLAN, *ASKED)), form="short")) == 16


def asked_after(shown: int, text: str, form: str = "text") -> list[str]:
    line = LogLine(1, 1, 1, STEP.name, tuple(map(str, range(shown))), Hint(), "", b"", 0.0, form=form)
    return [each.instruction for each in proposals(STEP.as_asked(line), text)]


def test_empty_items_are_no_instructions() -> None:
    assert parse('1. \n\n2. **\n3. ""\n4. Sing.') == ["**", "Sing."]


@given(st.lists(st.sampled_from(INSTRUCTIONS), max_size=8))
def test_a_completion_that_heeds_the_stop_holds_what_was_asked_for(shown: Sequence[str]) -> None:
    first = len(shown) + 1
    text = "\n".join(f"{number}. It cost {number + 1}. That is a price." for number in range(first, first + 30))
    (stop,) = STEP.stop(shown)
    before, found, _ = text.partition(stop)
    assert found
    assert len(parse(before)) == STEP.batch
    assert parse(before) == parse(text)[: STEP.batch]


@given(st.lists(st.sampled_from(INSTRUCTIONS)))
def test_a_rendered_list_is_read_back(instructions: list[str]) -> None:
    assert parse(render_list(instructions)) == instructions


@given(st.lists(st.sampled_from(INSTRUCTIONS), min_size=1), st.lists(st.just("Sing."), max_size=8))
def test_an_answer_in_text_says_what_it_says_in_json(instructions: list[str], shown: list[str]) -> None:
    answer = {"instructions": instructions}
    assert parse(STEP.in_text(shown, answer)) == parse(json.dumps(answer)) == instructions


@pytest.mark.parametrize("finish_reason", ["length", "content_filter"])
@given(st.lists(st.sampled_from(INSTRUCTIONS)), st.booleans())
def test_of_a_completion_that_broke_off_the_last_instruction_is_cut(
    finish_reason: str, instructions: list[str], structured: bool
) -> None:
    answer = {"instructions": instructions}
    text = json.dumps(answer) if structured else STEP.in_text([], answer)
    cuts = [proposal.cut for proposal in proposals(STEP, text, finish_reason)]
    assert cuts == [""] * (len(instructions) - 1) + [finish_reason] * bool(instructions)
    assert not any(proposal.cut for proposal in proposals(STEP, text))


def test_an_instruction_of_several_lines_is_shown_in_one() -> None:
    assert render_list(["Sort\n\n  these:\tplums", "Sing."]) == "1. Sort these: plums\n2. Sing."


ANSWER = (
    "<think>\n1. Hm.\n</think>\nSure! Here are the tasks:\n\n9. **Write** a poem.\n10. “Name three rivers.”\n"
    "(11) 把下面的句子翻译成英文。\n\n12、 Task: Why is\n   the sky blue?\n\nShall I go on?"
)
NASTY = st.sampled_from(
    [*"\x00\x07\x1b\x85\u200b\u200f\u202e\u2028\ufeff\ud800\udfff\r\n\t*_`“<>[(1０①一.：", "İ", "\U0010ffff"]
)


@given(
    st.lists(st.sampled_from(ANSWER.split("\n")) | st.text(NASTY, max_size=5), max_size=30),
    st.sampled_from(["\n", "", " ", "\r\n"]),
    st.integers(0, 300),
)
def test_mangled_answers_give_clean_instructions_or_none(pieces: list[str], joint: str, cut: int) -> None:
    for instruction in parse(joint.join(pieces)[:cut]):
        assert instruction
        assert instruction == instruction.strip()


@pytest.mark.parametrize("unit", " **a| *a b| __a| _a b|`a|***a **b *c |“|**|Task:|1. |*a*| |[[|\ud800".split("|"))
def test_repetition_does_no_harm(unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    assert len(parse("1. a" + unit * (200_000 // len(unit)) + "\n2. Sing.")) == 2


@pytest.mark.parametrize(
    "form", ["1. Mend {}, please.\n2. Sing.", "(1) Mend\n  {}, please.\n(2) Sing.", "- Mend {}, please.\n- Sing."]
)
def test_an_instruction_that_speaks_of_json_is_an_instruction(form: str) -> None:
    for document in ('{"instructions": ["a"]}', '{"instructions": ["a"'):
        mended, sing = parse(form.replace("{}", document))
        assert (" ".join(mended.split()), sing) == (f"Mend {document}, please.", "Sing.")
    assert parse('Of {all} kinds:\n1. {"instructions": ["a"]}') == ['{"instructions": ["a"]}']


@pytest.mark.parametrize(
    "remark",
    [
        "Let me know if you need more tasks!",
        "These tasks cover a range of topics.",
        "以上任务约一半照顾到了还缺的类型",
        "**End**",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_closing_remark_is_not_of_a_last_instruction_without_a_full_stop(remark: str, between: str) -> None:
    assert parse(f"9. List five uses of tyres\n10. Name a poem about rust{between}{remark}") == [
        "List five uses of tyres",
        "Name a poem about rust",
    ]


@pytest.mark.parametrize("label", ["9. ", "Task 9: ", "[Task 9] ", "任务9：", "【任务9】"])
def test_a_number_before_an_instruction_in_json_goes(label: str) -> None:
    assert parse(json.dumps({"instructions": [f"{label}Name a poem about rust."]})) == ["Name a poem about rust."]
