"""What a model thought aloud is left out; marks that a text speaks of are kept.

Those of models stand in docs/endpoints.md.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfinstruct.text.reasoning import without_reasoning, without_reasoning_before

PAIRS = [
    ("<think>", "</think>"),
    ("<THINKING>", "</THINKING>"),
    ("<think >", "</think >"),
    ('<think effort="high">', "</think>"),
    ("<seed:think>", "</seed:think>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("<scratchpad>", "</scratchpad>"),
    ("<chain_of_thought>", "</chain_of_thought>"),
    ("<antThinking>", "</antThinking>"),
    ("<|think|>", "<|/think|>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<｜begin▁of▁thought｜>", "<｜end▁of▁thought｜>"),
    ("[THINK]", "[/THINK]"),
    ("【思考】", "【/思考】"),
    ("<思考>", "</思考>"),
    ("◁think▷", "◁/think▷"),
    ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
]
THOUGHTS = [
    "",
    "a",
    "\nLet me plan.\n1. A draft.\n",
    "我先想想。\n【任务1】\n草稿",
    "Use `</think>` or “<think>”.",
    "```\nx",
]
ANSWERS = ["1. Sing.\n2. Hum.", "[Task 1]\nSing.", '{"tasks": []}', "**1.** Sing.", "好的，以下是任务：\n1. 唱歌。"]
pairs = pytest.mark.parametrize(("opening", "closing"), PAIRS)


@pairs
@given(
    thoughts=st.lists(st.sampled_from(THOUGHTS), min_size=1, max_size=3),
    before=st.sampled_from(["", "\n", "Sure!\n", "Okay.\n\n", "<|im_start|>assistant\n"]),
    gap=st.sampled_from(["", "\n", "\n\n"]),
    answer=st.sampled_from(ANSWERS),
)
def test_what_stands_between_marks_is_no_answer(
    opening: str, closing: str, thoughts: list[str], before: str, gap: str, answer: str
) -> None:
    reasoning = gap.join(f"{opening}{thought}{closing}" for thought in thoughts)
    assert without_reasoning(f"{before}{reasoning}{gap}{answer}").removeprefix(before).strip() == answer


@pairs
@given(thought=st.sampled_from(THOUGHTS[1:]), gap=st.sampled_from(["", "\n", "\n\n"]), answer=st.sampled_from(ANSWERS))
def test_reasoning_may_be_opened_or_closed_only(
    opening: str, closing: str, thought: str, gap: str, answer: str
) -> None:
    assert without_reasoning(f"{opening}{thought}{gap}{answer}") == ""
    assert without_reasoning(f"{thought}{gap}{closing}{gap}{answer}").strip() == answer


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<think>a <think>b</think> c.</think>1. Sing.", "1. Sing."),
        ("<think>a\n<think>b</think>\n1. Draft.\n</think>\n1. Sing.", "\n1. Sing."),
        ("<think><think>a</think>1. Sing.", "1. Sing."),
        ("<think>a\n<think>b</think>\n1. Draft.", ""),
        ("<think>I write <think> tags and then </think> ends.\n1. Draft.\n</think>\n1. Sing.", "\n1. Sing."),
        ("Sure <think> okay,\nlet me plan.</think>\n1. Sing.", "\n1. Sing."),
        ("1. Sing.\n<think>\nMore?\n</think>\n2. Hum.", "1. Sing.\n\n2. Hum."),
        ("1. Sing.\n<think>\nMore?", "1. Sing.\n"),
        ("[think]\n1. Draft.\n[/think]\n1. Sing.", "\n1. Sing."),
        ("1. Draft.assistantfinal1. Sing.", "1. Sing."),
        ("final[Task 1]\nSing.", "[Task 1]\nSing."),
        ("thought\n[Task 1]\nSing.", "[Task 1]\nSing."),
        ("[Output]\n<think>hm</think>Larch", "[Output]\nLarch"),
        ("<analysis>a</analysis>\n1. Sing.", "\n1. Sing."),
        ("Here is my thought process: a\nHere is my response:\n1. Sing.", "\n1. Sing."),
        ("Thinking...\na\n...done thinking.\n1. Sing.", "\n1. Sing."),
    ],
)
def test_marks_within_marks_and_in_the_middle(text: str, left: str) -> None:
    assert without_reasoning(text) == left


SPOKEN_OF = [
    "1. Explain <think>: it opens what </think> closes. So.",
    "1. Explain the tag. <think> opens reasoning, </think> closes it.",
    "1. Explain <think> tags.\n2. Explain </think> tags.",
    "1. Which tag, <think> or <thinking>, is it?\n2. Sing.",
    "1. Write `</think>`.",
    "1. Use “<think>” and “</think>”.\n2. Sing.",
    "1. Finally, [THINK] about it.",
    "[Output]\n[Thinking] Where is she?\n[Task 2]\nB",
    "1. What does <|channel|>analysis<|message|> mean in harmony?\n2. Sing.",
    "1. Add <|think|> to the system prompt of Gemma.\n2. Sing.",
    "1. The assistant finally left.\n2. Sing.",
    "[Output]\n```python\nre.sub(r\"<think>.*?</think>\", \"\", text)\n```\n[Task 2]\nB",
    "[Output]\n```\n<think>\nhm\n</think>\nanswer\n```\n[Task 2]\nB",
    "[Output]\n<order>\n<reason>\nlate\n</reason>\n</order>\n[Task 2]\nB",
    "[Output]\n<reasoning>\na\n</reasoning>\n<answer>\nb\n</answer>\n[Task 2]\nB",
    "[Output]\n<plan>\nx\n</plan>",
    "[Output]\n<think> opens what </think> closes.\n[Task 2]\nB",
    "用<think>和</think>标签包住推理。\n2. 唱歌。",
    "analysis of the poem\n1. Sing.",
    "Analysis: a\n1. Sing.",
    "Thinking about it, here you go:\n1. Sing.",
    "1. [Reasoning](https://example.org) is a link.\n2. Sing.",
    "1. a < b and c > d, I think>",
    "[Output]\n<think>和</think>之间是思考过程。\n[Task 2]\nB",
    "[Output]\n<think> and </think>: what stands between is hidden.\n[Task 2]\nB",
    "[Output]\nDear Bob,\n\nThank you.\nHere is my response: I will come.\n[Task 2]\nB",
    "[Output]\nI sat there.\n...done thinking.\nGood night.\n[Task 2]\nB",
]  # fmt: skip


@pytest.mark.parametrize("text", SPOKEN_OF)
def test_marks_that_a_text_speaks_of_are_kept(text: str) -> None:
    assert without_reasoning(text) == text
    assert without_reasoning(f"<think>\nhm\n</think>\n{text}") == f"\n{text}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<think>\nhm\n</think>\n\n4", "\n\n4"),
        ("<think>\nhm", ""),
        ("<thought>hm</thought>Larch", "Larch"),
        ("<reasoning>\nhm\n</reasoning>\n4", "\n4"),
        ("hm\n</think>\n\n4", "\n\n4"),
        *(
            (text, text)
            for text in (
                "<think>和</think>之间是思考过程。",
                "<reasoning>a</reasoning>\n<answer>4</answer>",
                "<plan>\n<step>Pack</step>\n</plan>",
                "<analysis>cat: noun</analysis>",
                "<thought>Begin.</thought>",
                "格式如下：\n<think>\n二加二。\n</think>\n答案是4。",
                "【思考】先算十位。\n【答案】56",
                "Close it with </think> always.",
                "The tag is:\n</think>",
            )
        ),
    ],
)
def test_a_text_may_begin_with_reasoning_or_with_an_element(text: str, left: str) -> None:
    assert without_reasoning_before(text) == left


@given(st.text())
def test_a_text_without_marks_is_left_alone(text: str) -> None:
    for char in "<[【◁":
        text = text.replace(char, "")
    assert without_reasoning(f"1. {text}") == f"1. {text}"


_PIECES = [each for pair in PAIRS for each in pair] + [
    "analysis",
    "assistantfinal",
    "\n",
    " a",
    "`",
    "```\n",
    "“",
    "1. x",
]


@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=3)).map("".join))
@example("<think>")
def test_any_text_can_be_read(text: str) -> None:
    left = without_reasoning(text)
    assert len(left) <= len(text)
    assert len(without_reasoning_before(text)) <= len(text)
