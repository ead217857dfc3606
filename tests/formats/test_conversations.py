"""Conversations, as they are published: the first question, and the answer right after it, or nothing."""

import json
from typing import Any

import pytest

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.values import Instance
from selfinstruct.formats.conversations import find_exchange, read_conversation

Q, A = "Name a sea bird that dives.", "Gannet."
LATER = [("user", "And one that does not?"), ("assistant", "Gull.")]


def _messages(*said: tuple[str, Any], speaker: str = "role", text: str = "content") -> list[dict[str, Any]]:
    return [{speaker: who, text: what} for who, what in said]


FIRST = _messages(("user", Q), ("assistant", A))
ASKED, ANSWERED = FIRST[:1], FIRST[1:]
WORSE = _messages(("assistant", "Cow."))


@pytest.mark.parametrize(
    "row",
    [
        {"messages": FIRST},
        {"messages": [{**turn, "tool_calls": None, "name": "x"} for turn in FIRST], "tools": None},
        {"conversations": _messages(("human", Q), ("gpt", A), speaker="from", text="value")},
        {"conversations": _messages(("Human:", Q), ("ChatGPT", A), speaker="from", text="value")},
        {"conversations": _messages(("用户", Q), ("助手", A), speaker="from", text="value")},
        {"conversation": _messages(("prompter", Q), ("model", A), speaker="speaker", text="text")},
        {"conversation": [{"human": Q, "assistant": A}, {"human": "x", "assistant": "y"}]},
        {"dialogue": [{"question": Q, "answer": A}]},
        {"conversations": {"from": ["human", "gpt"], "value": [Q, A], "weight": [None, 1]}},
        {"conversation": [{"input": Q, "output": A}, {"input": "x", "output": "y"}]},
        {"messages": [*FIRST, *_messages(*LATER)]},
        {"messages": [*_messages(("assistant", "Hello!")), *FIRST]},
        {"messages": [*FIRST, *_messages(("system", "Later."), *LATER)]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": Q}]}, *ANSWERED]},
        {"messages": [{"role": "user", "content": [{"type": "input_text", "text": Q}]}, *ANSWERED]},
        {"messages": [{"role": "user", "content": [Q[:5], Q[5:]]}, *ANSWERED]},
        {"messages": [*ASKED, ANSWERED[0] | {"weight": 1, "train": True, "finish_reason": "stop", "stop_reason": 7}]},
        {"prompt": [*_messages(("assistant", "Hello!")), *ASKED], "completion": ANSWERED},
        {"prompt": ASKED, "completion": ANSWERED},
        {"prompt": ASKED, "completion": ANSWERED, "label": True},
        {"prompt": ASKED, "completion": ANSWERED[0]},
        {"prompt": ASKED, "completion": A},
        {"prompt": ASKED, "chosen": ANSWERED, "rejected": WORSE},
        {"prompt": Q, "chosen": ANSWERED, "rejected": WORSE},
        {"prompt": Q, "chosen": FIRST, "rejected": [*ASKED, *WORSE], "messages": FIRST},
        {"chosen": FIRST, "rejected": [*ASKED, *WORSE]},
        {"chosen": f"\n\nHuman: {Q}\n\nAssistant: {A}\n\nHuman: Thanks.\n\nAssistant: Welcome.", "rejected": "x"},
        {"conversations": ASKED, "chosen": ANSWERED[0], "rejected": WORSE[0]},
        {"data": [Q, A, "And then?", "Gull."], "id": "0"},
        {"messages": [{"role": None, "content": None, "from": "user", "value": Q}, {**ANSWERED[0], "text": None}]},
        {"prompt": json.dumps(ASKED), "completion": json.dumps(ANSWERED)},
        {"prompt": json.dumps(ASKED, indent=1), "chosen": json.dumps(ANSWERED), "rejected": json.dumps(WORSE)},
        {"prompt": Q, "chosen": json.dumps(FIRST), "rejected": "x"},
        {"prompt": Q, "chosen": f"Human: {Q}\n\nAssistant: {A}", "rejected": "x"},
        {"messages": FIRST, "prompt": Q},
        {"messages": [*FIRST, *_messages(*LATER)], "prompt": LATER[0][1]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": {"value": Q, "notes": []}}]}, *ANSWERED]},
        {"": "7", "messages": FIRST},
        {"": ANSWERED, "history": [[Q, A]]},
        {"prompt": "And then?", "response": "Gull.", "history": [[Q, A]]},
        {"instruction": "And then?", "input": "", "output": "Gull.", "history": FIRST},
        {"query": "And then?", "response": "Gull.", "history": [Q, A]},
        {"messages": _messages(*LATER), "history": [{"user": Q, "bot": A}]},
        {"history": [[Q, A]]},
        {"messages": json.dumps(FIRST)},
        {"messages": _messages(("<|user|>", Q), ("<|assistant|>", A))},
        {"messages": FIRST, "history": "[]", "system": float("nan")},
        {"messages": FIRST, "instruction": Q[:5], "input": Q[6:], "output": A},
    ],
)
def test_the_first_question_and_the_answer_right_after_it_are_read(row: dict[str, Any]) -> None:
    task = read_conversation(row)
    assert task is not None
    assert (task.instruction, task.instances) == (Q, (Instance("", A),))


CALL = {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "f"}}]}
TOOL_TURNS = [
    ("function_call", "{}"),
    ("observation", "{}"),
    ("gpt", A),
    ("human", "Great."),
    ("gpt", "You are welcome."),
]


@pytest.mark.parametrize(
    ("turns", "why"),
    [
        (_messages(("human", Q), *TOOL_TURNS), "a tool call before"),
        ([*ASKED, CALL, *_messages(("tool", "{}")), *ANSWERED], "a tool call before"),
        ([*ASKED, ANSWERED[0] | {"function_call": {"name": "f"}}], "a tool call before"),
        (_messages(("user", Q), ("assistant", "<tool_call>{}</tool_call>")), "a tool call before"),
        (_messages(("user", Q), ("ipython", "3"), ("assistant", A)), "a tool call before"),
        (_messages(("tool", "{}"), ("user", Q), ("assistant", A)), "a tool in the first turn"),
        (_messages(("user", "Hello?"), ("user", Q), ("assistant", A)), "another question before"),
        ([*ASKED, *_messages(("assistant", '{"name": "f"}'), ("tool", "3"), *LATER)], "a tool call in the first"),
        ([*ASKED, *ANSWERED, *_messages(("assistant", "Or a tern."))], "two answers to the first question"),
        ([*ASKED, ANSWERED[0] | {"weight": 0}], "not to be learnt"),
        ([*ASKED, ANSWERED[0] | {"finish_reason": "length"}], "answers cut short"),
        ([*ASKED, ANSWERED[0] | {"response_metadata": {"truncated": True}}], "answers cut short"),
        ([*ASKED, ANSWERED[0] | {"train": False}, *_messages(*LATER)], "not to be learnt"),
        (
            [
                {"role": "user", "content": [{"type": "text", "text": Q}, {"type": "image_url", "image_url": {}}]},
                *ANSWERED,
            ],
            r"no text \(image_url\)",
        ),
        ([{"role": "user", "content": [{"type": "input_audio"}]}, *ANSWERED], r"no text \(input_audio\)"),
    ],
)
def test_a_conversation_without_a_sure_first_answer_is_left_out(turns: list[Any], why: str) -> None:
    with pytest.raises(LeftOut, match=why):
        read_conversation({"messages": turns})


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": [*FIRST, *_messages(LATER[0])], "chosen": _messages(LATER[1]), "rejected": WORSE},
        {"prompt": [*_messages(("system", "Be brief.")), *FIRST, *_messages(LATER[0])], "completion": LATER[1][1]},
        {"prompt": LATER[0][1], "chosen": LATER[1][1], "rejected": "Cow.", "history": [[Q, A]]},
    ],
)
def test_an_answer_to_a_later_question_is_left_out_with_all_before_it(row: dict[str, Any]) -> None:
    with pytest.raises(LeftOut, match="after a later question"):
        read_conversation(row)


@pytest.mark.parametrize("name", ["input", "context", "instruction", "question"])
def test_what_stands_beside_a_conversation_is_not_lost_in_silence(name: str) -> None:
    for row in ({"messages": FIRST}, {"prompt": Q, "chosen": ANSWERED}):
        with pytest.raises(LeftOut, match=f"conversations with a field “(?:{name}|prompt)” beside them"):
            read_conversation(row | {name: "Gannets dive."})


def test_what_is_left_out_has_its_question_all_the_same() -> None:
    with pytest.raises(LeftOut) as raised:
        read_conversation({"messages": [*ASKED, CALL]})
    assert raised.value.instruction == Q


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"messages": ASKED}, "no question with an answer after it"),
        ({"messages": ANSWERED}, "no question with an answer after it"),
        ({"messages": _messages(("system", "Be brief."))}, "no question with an answer after it"),
        ({"messages": [*_messages(("narrator", "Once")), *FIRST]}, "the speaker “narrator” is not known"),
        ({"messages": ["hello", "you"]}, "each turn must have a speaker"),
        ({"messages": [{"role": "user"}]}, "each turn must have a speaker"),
        ({"messages": [{"content": Q}]}, "each turn must have a speaker"),
        ({"messages": _messages(("user", Q), ("assistant", None))}, "must be texts"),
        ({"messages": _messages(("user", Q), ("assistant", 7))}, "must be texts"),
        (
            {"messages": [*ASKED, {"role": "assistant", "content": [{"type": "text", "text": None}]}]},
            "must have a “text”",
        ),
        ({"prompt": Q, "chosen": f"{FIRST}".replace(", {", "\n {"), "rejected": "x"}, "as Python writes it"),
        ({"messages": FIRST, "system": 7}, "the system message must be a text"),
        ({"history": "Hello?", "prompt": Q, "response": A}, "“history” must be a list of pairs"),
    ],
)
def test_what_is_no_conversation_is_told(row: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told) as raised:
        read_conversation(row)
    assert not isinstance(raised.value, LeftOut)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"prompt": Q, "response": A},
        {"messages": []},
        {"data": [1]},
        {"turns": 2},
        {"chosen": A},
        {"messages": "[no list"},
        {"prompt": "[1] is a list. What is its length?", "completion": "[{1}]"},
        {"prompt": "Write a chat as JSON.", "response": json.dumps(FIRST)},
    ],
)
def test_other_objects_hold_none(row: dict[str, Any]) -> None:
    assert read_conversation(row) is None


@pytest.mark.parametrize(
    ("row", "not_kept"),
    [
        ({"messages": FIRST}, ()),
        ({"messages": [*FIRST, *_messages(*LATER)]}, ("the turns after the first answer",)),
        ({"prompt": "And?", "response": "Gull.", "history": [[Q, A]]}, ("the turns after the first answer",)),
    ],
)
def test_turns_that_are_not_kept_are_told(row: dict[str, Any], not_kept: tuple[str, ...]) -> None:
    found = find_exchange(row)
    assert found is not None
    assert found.not_kept == not_kept
    assert found.used is not None
    assert found.used >= row.keys()
