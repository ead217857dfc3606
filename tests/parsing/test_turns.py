"""An answer ends where the turn of the model ends; tokens that a text speaks of are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.languages import find_language
from selfinstruct.parsing.turns import goes_on_after_turn, own_turn, visible, without_end_tokens
from selfinstruct.recipes import build_recipe
from tests.steps.test_instances import parse as instances
from tests.steps.test_instructions import parse as instructions
from tests.steps.test_tasks import parse
from tests.support.findings import proposals

ANSWER = "[Task 1]\nSing.\n[Output]\nLa.\n[Task 2]\nHum.\n[Output]\n7.20 euros"
BEFORE = [
    "",
    "\ufeff",
    "<s>",
    "[gMASK]<sop>",
    "<|im_start|>assistant\n",
    "assistant\n\n",
    "<|start_header_id|>assistant<|end_header_id|>\n\n",
]
ENDS = (
    "<|im_end|> </s> <|eot_id|> <|end|> <end_of_turn> <｜end▁of▁sentence｜> <|return|> [/INST] <|endoftext|> <eos> "
    "<turn|> [|endofturn|] <|user|> <|EOT|> [e~[ "
    "<|END_OF_TURN_TOKEN|> </longcat_s> <seed:eos> <|role_end|> [unused10] <eoa>"
).split(" ")
AFTER = [
    "",
    "\n",
    "<|endoftext|>",
    "\n<|im_start|>user\nThanks.<|im_end|>\n<|im_start|>assistant\nOf course!",
    "<|start_header_id|>user<|end_header_id|>\n\nMore<|eot_id|>",
    "Human: More!",
    "\n[Task 1]\nC\n[Output]\nc",
    "\n1. C\n2. c",
    "\n<|im_start|>user\nMore!<|im_end|>\n<|im_start|>assistant\nhm</think>\n[Task 1]\nNo.\n[Output]\nno",
]


@given(*map(st.sampled_from, (BEFORE, ENDS, AFTER)))
def test_an_answer_ends_with_the_turn(before: str, end: str, after: str) -> None:
    assert visible(f"{before}{ANSWER}{end}{after}").strip() == ANSWER


@pytest.mark.parametrize(
    "form",
    [
        "<answer>\n{}\n</answer>",
        "<response>{}</response>",
        "<think>a</think><response>{}</response>",
        "{}</response>",
        "{}\n</answer>\n",
        "<answer>{}",
        "<answer>{}</answer>\nHope this helps!",
        "<think>a</think>\n<answer>\n{}\n</answer><|im_end|>",
        "<|begin_of_box|>{}<|end_of_box|>",
        "<details><summary>Draft</summary>\n[Task 1]\nNo.\n</details>\n{}",
        "Okay.\n```thinking\n[Task 1]\nNo.\n```\n{}",
        "<|START_RESPONSE|>{}<|END_RESPONSE|>",
        "{}\n### Human: More!",
        "【思考】\n先想想。\n【回答】\n{}",
    ],
)
def test_a_wrapper_is_not_of_the_answer(form: str) -> None:
    assert visible(form.format(ANSWER)).strip() == ANSWER


@pytest.mark.parametrize(
    "form",
    [
        *(
            "<ponder>{}</ponder>",
            "{{think}}\n{}\n{{/think}}\n",
            "＜think＞{}＜/think＞",
            "&lt;think&gt;\n{}\n&lt;/think&gt;",
        ),
        *(
            "<SPECIAL_12>{}<SPECIAL_13>\n",
            "<|begin_of_mull|>{}<|end_of_mull|>\n",
            "[MUSE]{}[/MUSE]\n\n",
            "《思路》{}《/思路》",
        ),
        *("«think»{}«/think»\nHere are the tasks:\n", "<a-b.c>{}</a-b.c>{}</a-b.c>", "((hm)){}((/hm))\n```\n"),
    ],
)
@pytest.mark.parametrize("draft", ["Let me see.", "\n[Task 1]\nNo.\n[Output]\nNo.\n", "\n1. No.\n", '{"tasks": []}'])
def test_a_draft_in_a_wrapper_of_any_name_is_not_of_the_answer(form: str, draft: str) -> None:
    before = form.format(*[draft] * 2)
    assert parse(before + ANSWER) == parse(ANSWER)
    assert instructions(f"{before}9. Sing.\n10. Hum.") == ["Sing.", "Hum."]
    if "```" not in form:
        structured = '{"tasks": [{"instruction": "Sing.", "input": "", "output": "La."}]}'
        assert parse(before + structured) == [("Sing.", "", "La.")]


@pytest.mark.parametrize(
    "text",
    [
        *("<ponder>9. Sing.\n10. Hum.</ponder>", "<ponder>9. Sing.\n10. Hum.</ponder>\nThat is all."),
        *(
            "<task>Sing.</task>\n<task>1. Hum.</task>",
            "<item>Sing.</item>\n<item>Hum.</item>",
            "[Tasks]\n9. Sing.\n10. Hum.",
        ),
        "<b>9.</b> Sing.\n<b>10.</b> Hum.",
    ],
)
def test_a_wrapper_around_the_answer_takes_nothing_with_it(text: str) -> None:
    assert "Sing." in visible(text)
    assert "Hum." in visible(text)


_NO_END = ("[/INST]", "<|user|>")


@pytest.mark.parametrize("end", [*(each for each in ENDS if each not in _NO_END), "<|im_end|>\n<|im_start|>assistant"])
def test_an_end_after_each_item_or_part_costs_none(end: str) -> None:
    written = ANSWER.replace("\n[", f"{end}\n[") + end
    assert visible(written) == ANSWER
    assert parse(f"{written}\n[End]{end}") == parse(ANSWER) != []
    listed = f"9. Sing.{end}\n10. Hum.{end}\n\n11. Wave.{end}"
    assert instructions(listed) == ["Sing.", "Hum.", "Wave."]


def test_an_item_in_which_a_token_is_spoken_of_does_not_cost_those_after_it() -> None:
    spoken = ANSWER.replace("La.", "A turn ends with:\n<|im_end|>")
    assert parse(spoken) == [("Sing.", "", "A turn ends with:"), ("Hum.", "", "7.20 euros")]


def test_an_item_that_may_go_on_after_the_question_in_it_is_not_sure() -> None:
    asked = "[INST] Hello [/INST] Hi</s> and more"
    assert goes_on_after_turn(ANSWER.replace("La.", f"Prompts look like this: {asked}."))
    assert not goes_on_after_turn(f"{ANSWER}</s>{asked}\n1. No.")


@pytest.mark.parametrize("mark", [" ###", " <EOS>", "[EOS]", " END"])
def test_a_mark_at_the_end_of_each_item_is_not_of_it(mark: str) -> None:
    marked = f"[Task 1]\nSing.\n[Output]\nLa.{mark}\n\n[Task 2]\nHum.\n[Output]\nHm.{mark}\n"
    assert parse(marked) == [("Sing.", "", "La."), ("Hum.", "", "Hm.")]
    assert (own_turn(f"La.{mark}"), without_end_tokens(f"La.{mark}")) == ("La.", "La.")


@pytest.mark.parametrize("chat", ["", "Sure! ", "<out>", "Here you are: ", "**Answer:** ", "> "])
def test_a_first_marker_after_chat_opens_a_task(chat: str) -> None:
    assert parse(chat + ANSWER) == [("Sing.", "", "La."), ("Hum.", "", "7.20 euros")]
    assert instances(f"{chat}[Input]\na\n[Output]\nb") == [[("a", "b")]]


@pytest.mark.parametrize(
    "text",
    [
        "1. <|a|> b",
        "1. What does <|endoftext|> mean in GPT-2?\n2. Sing.",
        "1. Compare <|im_start|>, <|im_end|> and </s>.\n2. Sing.",
        "1. Between <|im_start|> and <|im_end|>\n2. Sing.",
        "1. Explain `<|im_end|>`\n2. Sing.",
        "1. 解释<|im_end|>的作用。\n2. 唱歌。",
        "1. Explain the [INST] tag of Llama.\n2. Sing.",
        "1. Is it a <| b |> c or a <|> b?\n2. Sing.",
        "[Output]\n```\n<|im_start|>user\nHi<|im_end|>\n```\n[Task 2]\nB",
        '[Output]\nprint("<|im_end|>")\n[Task 2]\nB',
        "[Output]\nIt was <s>old</s>\n[Task 2]\nB",
        "[Output]\n<response>\n<code>1</code>\n</response>",
        "[Output]\n{% for m in all %}<|im_start|>{{ m.role }}\n{{ m.text }}<|im_end|>\n{% endfor %}\n[Task 2]\nB",
        "[Output]\n1. **<bos>** begins a text.\n2. **<eos>** ends it.\n[Task 2]\nB",
        "[Output]\nStart = <bos>, end = <eos>, padding = <pad>.\n[Task 2]\nB",
        "[Output]\n- <bos>: start\n- <eos>: end\n[Task 2]\nB",
        "【输出】\n它是结束符，写作<|im_end|>。\n【任务2】\n唱歌。",
        "[Output]\nUser: Hi!\nAssistant: Hello.\nUser: Bye.",
        "## Roles\n### User: Anna\n### Admin: Bo",
        "[Output]\n<details>\n<summary>More</summary>\nx\n</details>\n[Task 2]\nB",
        "<details>\n[Task 1]\nB\n</details>",
        "[Output]\nWrite an ###\n[Task 2]\nB",
        "[Output]\nSELECT CASE WHEN (a) THEN (b) END",
        "[Output]\nGo. ### Stay.",
    ],
)
def test_tokens_that_a_text_speaks_of_are_kept(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Fig.<|im_end|>", "Fig."),
        ("Fig. </s>\n", "Fig."),
        ("positive\n<|eot_id|><|endoftext|>", "positive"),
        *(
            (kept, kept)
            for kept in ("It is </s>", "</s>", "它写作</s>", "[INST] Hi [/INST]", "a</s> b", "It was <s>old</s>")
        ),
    ],
)
def test_tokens_at_the_end_of_a_string_are_not_of_it(text: str, left: str) -> None:
    assert without_end_tokens(text) == left


@given(*map(st.sampled_from, (BEFORE, ENDS, [*AFTER, "\nI hope this helps!", "\n---\n[Task 3]\nC"])))
def test_a_turn_that_is_over_cuts_nothing(before: str, end: str, after: str) -> None:
    assert not goes_on_after_turn(f"{before}{ANSWER}{end}{after}")
    assert not goes_on_after_turn(f"{before}{ANSWER}")


@pytest.mark.parametrize("end", [end for end in ENDS if "user" not in end])
def test_a_token_with_the_rest_of_a_text_after_it_may_be_of_the_text(end: str) -> None:
    text = f"[Task 1]\nSing.\n[Output]\nLa.\n[Task 2]\nEnd it.\n[Output]\nWrite\n{end}\nOne a line.\n[Task 3]\nC"
    assert goes_on_after_turn(text)
    proposed = proposals(build_recipe("alpaca", find_language("en"), 1).proposes, text)
    found = [draft for each in proposed for draft in each.drafts or ()]
    assert [(draft.instruction, draft.cut) for draft in found] == [
        ("Sing.", ""),
        ("End it.", "endpoint"),
    ]


@given(st.text())
def test_text_without_marks_keeps_all_but_carriage_returns(text: str) -> None:
    for char in "<[【◁#":
        text = text.replace(char, "")
    assert visible("1. " + text) == "1. " + text.replace("\r\n", "\n").replace("\r", "\n")


UNITS = (
    ". ###|. ###\n|"
    "<think>|</think>|<think>a</think>|<think>\n|<thought>a</thought>\n|<think> a| </think> a|```\n<think>\n|</s>|<s>|"
    "to=|<a |<|<answer>|</answer>|assistantfinal |<｜channel｜>|◁|[unused16]|"
    "Here is my response:\n|### Human:\n|\n|`</think>"
).split("|")  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_repetition_does_no_harm(unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    for head in ("", "1. x"):
        text = head + unit * (100_000 // len(unit))
        assert len(visible(text)) <= 200_000
        assert isinstance(goes_on_after_turn(text), bool)
