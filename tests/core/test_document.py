"""What docs/endpoints.md says of empty answers, of reasoning and of tokens is how they are read."""

import json
import re
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core import wire

_PAGE = (Path(__file__).parents[2] / "docs" / "endpoints.md").read_text("utf-8")


def _rows(heading: str, columns: str = "") -> list[Any]:
    section = _PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(rf"^\| [^|]+ \| `(.*)` \|{columns}$", section, re.MULTILINE)
    assert len(found) > 4
    return found


@pytest.mark.parametrize("choice", _rows("Answers without a text"))
def test_what_the_page_calls_empty_is_no_answer(choice: str) -> None:
    with pytest.raises(wire.NoAnswer) as raised:
        wire.read(json.dumps({"choices": [json.loads(choice)]}).encode())
    assert raised.value.is_empty


@pytest.mark.parametrize("message", _rows("Where reasoning stands"))
def test_reasoning_is_left_out_and_estimated_wherever_it_stands(message: str) -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 18}
    body = {"choices": [{"message": json.loads(message), "finish_reason": "stop"}], "usage": usage}
    completion = wire.read(json.dumps(body).encode())
    assert completion.text.rpartition(">")[2] == "Sing."
    assert 10 <= completion.usage.reasoning_tokens <= 16


@pytest.mark.parametrize(("usage", "numbers"), _rows("What tokens are told", r" ([\d, ]+) \|"))
def test_tokens_are_read_as_the_page_says(usage: str, numbers: str) -> None:
    body = {"choices": [{"text": "Sing.", "finish_reason": "stop"}], "usage": json.loads(usage)}
    assert astuple(wire.read(json.dumps(body).encode()).usage) == tuple(map(int, numbers.split(", ")))
