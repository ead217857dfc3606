"""A question and its answer side by side, by the names that published data have for them."""

from typing import Any

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Instance
from selfinstruct.formats.pairs import find_pair, read_pair

Q, A = "Name a sea bird that dives.", "Gannet."


@pytest.mark.parametrize(
    ("row", "given"),
    [
        ({"instruction": Q, "input": "tern", "output": A}, "tern"),
        ({"instruction": Q, "input": None, "output": A}, ""),
        ({"instruction": Q, "input": float("nan"), "output": A}, ""),
        ({"instruction": Q, "context": "tern", "response": A, "category": "open_qa"}, "tern"),
        ({"instruction": Q, "input": "", "context": "tern", "output": A}, "tern"),
        ({"instruction": Q, "input": "tern", "context": "tern", "output": A}, "tern"),
        ({"prompt": Q, "query": "tern", "response": A}, "tern"),
        ({"query": Q, "response": A, "history": []}, ""),
        ({"": "7", "instruction": Q, "output": A}, ""),
        ({"instruction": Q, "prompt": f"Below is an instruction.\n\n{Q}\n", "output": A}, ""),
        ({"instruction": Q, "user": "someone", "output": A}, ""),
        ({"": 0, "prompt": Q, "completion": A}, ""),
        ({"question": Q, "answer": A}, ""),
        ({"question": Q, "context": "tern", "answer": A}, "tern"),
        ({"problem": Q, "solution": A}, ""),
        ({"input": Q, "target": A, "kind": "x"}, ""),
        ({"input": Q, "output": A}, ""),
        ({"input": Q, "context": "tern", "output": A}, "tern"),
        ({"prompt": Q, "completion": A, "label": True}, ""),
        ({"prompt": Q, "chosen": A, "rejected": "Cow."}, ""),
        ({"instruction": Q, "input": "tern", "chosen": A, "rejected": "Cow."}, "tern"),
        ({"prompt": Q, "response": A, "chosen": True}, ""),
        ({"user": Q, "assistant": A}, ""),
        ({"inputs": Q, "targets": A, "task": "x"}, ""),
        ({"指令": Q, "输入": "tern", "输出": A}, "tern"),
        ({"问题": Q, "答案": A}, ""),
        ({"instruction": "", "prompt": Q, "output": A}, ""),
        ({"instruction": Q, "output": A, "response": A}, ""),
        ({"instruction": Q, "output": A, "response": ""}, ""),
    ],
)
def test_published_names_are_read(row: dict[str, Any], given: str) -> None:
    task = read_pair(row)
    assert task is not None
    assert (task.instruction, task.instances) == (Q, (Instance(given, A),))


@pytest.mark.parametrize("value", [0, 0.0, 1, False, True, [], ["a"], {}, {"a": 1}])
@pytest.mark.parametrize("name", ["instruction", "input", "output"])
def test_what_is_no_text_is_told_whatever_it_is(name: str, value: Any) -> None:
    row = {"instruction": Q, "input": "tern", "output": A} | {name: value}
    if name == "output" and isinstance(value, bool):
        assert read_pair(row) is None
        return
    with pytest.raises(InputError, match=rf"must be texts; “{name}” is (?:a number|true or false|a list|an object)$"):
        read_pair(row)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"instruction": Q, "input": "a", "context": "b", "output": A}, "both “input” and “context” hold an input"),
        ({"instruction": Q, "input": "a", "query": "b", "output": A}, "both “input” and “query” hold an input"),
        ({"instruction": Q, "output": A, "response": "Tern."}, "both “output” and “response” hold an answer"),
        ({"instruction": "Answer.", "question": Q, "output": A}, "both “instruction” and “question” hold a question"),
        ({"prompt": "Be a pirate: ", "question": Q, "answer": A}, "both “prompt” and “question” hold a question"),
        ({"question": "Be brief.", "query": Q, "answer": A}, "both “question” and “query” hold a question"),
        ({"problem": Q, "solution": "Long.", "answer": A}, "both “answer” and “solution” hold an answer"),
        ({"prompt": Q, "completion": A, "chosen": "Tern."}, "both “completion” and “chosen” hold an answer"),
    ],
)
def test_what_could_be_read_in_two_ways_is_told(row: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=f"{told}; keep one of them"):
        read_pair(row)


@pytest.mark.parametrize("row", [{}, {"text": Q}, {"instruction": Q}, {"output": A}, {"q": Q, "a": A}, {"rejected": A}])
def test_other_shapes_are_none_of_these(row: dict[str, Any]) -> None:
    assert read_pair(row) is None


def test_the_fields_that_were_used_are_known() -> None:
    found = find_pair({"instruction": Q, "input": "", "output": A, "prompt": Q, "system": "", "id": 3})
    assert found is not None
    assert found.used == frozenset({"instruction", "input", "output"})


def test_what_was_chosen_must_stand_there_itself() -> None:
    with pytest.raises(InputError, match="“chosen” only names the field “response_b”"):
        read_pair({"prompt": Q, "response_a": "Cow.", "response_b": A, "chosen": "response_b"})
