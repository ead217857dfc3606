"""What completions hold beside the answer, for every way that stands in docs/endpoints.md."""

import json
import re
from pathlib import Path

import pytest

from selfinstruct.core import wire
from selfinstruct.parsing.turns import visible
from tests.steps.test_instances import parse as instances
from tests.steps.test_structured_answers import propose
from tests.steps.test_tasks import parse as tasks

_PAGE = Path(__file__).parents[2] / "docs" / "endpoints.md"
_ROWS = re.findall(
    r"^\| ([^|]+) \| `((?:\\\||[^|`])*(?:THOUGHT|ANSWER)(?:\\\||[^|`])*)` \| [^|]+ \|$", _PAGE.read_text("utf-8"), re.M
)

THOUGHT = (
    "Let me plan. The user wants <think> tags left out, I guess.\n1. A draft that nobody wants.\n[Task 1]\nA draft.\n"
    '[Output]\nNo.\n{"instructions": ["Draft."], "tasks": [{"instruction": "Draft.", "output": "No."}]}\nThat is fine.'
)
LIST = "1. Sing of a “<think>” tag.\n2. Hum."
TASKS = "[Task 1]\nSing.\n[Input]\nnone\n[Output]\nLa la.\n[Task 2]\nHum.\n[Input]\nnone\n[Output]\n7.20 euros"
JSON = json.dumps({"instructions": ["Sing.", "Say `</think>`."]})


def text(row: str, answer: str) -> str:
    """Return what a model writes, by what stands in a row of the page."""
    return row.replace("\\|", "|").replace("⏎", "\n").replace("THOUGHT", THOUGHT).replace("ANSWER", answer)


@pytest.mark.parametrize(("who", "row"), _ROWS)
def test_only_the_answer_is_read(who: str, row: str) -> None:
    answered = "ANSWER" in row
    assert propose(text(row, LIST)) == (["Sing of a “<think>” tag.", "Hum."] if answered else [])
    assert propose(text(row, JSON)) == (["Sing.", "Say `</think>`."] if answered else [])
    assert tasks(text(row, TASKS)) == ([("Sing.", "", "La la."), ("Hum.", "", "7.20 euros")] if answered else [])
    found = [[("", "La la.")], [("", "7.20 euros")]] if answered else [[], []]
    assert instances(text(row, TASKS), count=2) == found


@pytest.mark.parametrize(("who", "row"), _ROWS)
def test_what_is_thought_is_paid_for_as_reasoning(who: str, row: str) -> None:
    body = {"choices": [{"message": {"content": text(row, LIST)}}], "usage": {"completion_tokens": 1000}}
    try:
        completion = wire.read(json.dumps(body).encode())
    except wire.NoAnswer as error:
        completion = error.completion
    assert (completion.usage.reasoning_tokens > 500) == ("THOUGHT" in row)


@pytest.mark.parametrize("row", [row for _, row in _ROWS if "ANSWER" not in row])
def test_nothing_but_reasoning_is_no_answer(row: str) -> None:
    assert visible(text(row, "")).strip() == ""


def test_the_page_has_all_kinds() -> None:
    assert len(_ROWS) > 45
    assert sum("ANSWER" not in row for _, row in _ROWS) > 3
