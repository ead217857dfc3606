"""What is told of a run that ends because nothing new comes."""

import pytest

from selfinstruct.core.outcome import Outcome
from selfinstruct.core.values import Completion, Item, Rejection, Usage
from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.pipeline.barren import Barren
from selfinstruct.pipeline.settling import Settlement

LONG = '{"tasks": [' + '{"instruction": "Name a river.", "input": "", "output": "Ob"}, ' * 20


def _settlement(text: str, *reasons: str, finish_reason: str = "stop", items: int = 0) -> Settlement:
    rejections = [Rejection("instruction", "Name a river.", reason, "") for reason in reasons]
    new = [Item(f"1.{number}", "Name a lake.", "classification") for number in range(items)]
    return Settlement(Completion(text, finish_reason, Usage(), "m"), Outcome(items=new, rejections=rejections))


def _ends(*settlements: Settlement) -> str:
    barren = Barren()
    told = [barren.count("tasks", each) for each in settlements]
    assert not any(told[:-1])
    return told[-1]


@pytest.mark.parametrize("before", [0, 7])
def test_why_what_came_was_rejected_is_told(before: int) -> None:
    """Only what came since something new did counts."""
    near = [_settlement(LONG, *["near_duplicate"] * 9, "too_short") for _ in range(29)]
    told = _ends(*[_settlement("x", "refusal") for _ in range(before)], _settlement("", items=1), *near, near[0])
    begins = "30 requests in a row for tasks brought nothing new; rejected: 270 near_duplicate, 30 too_short; the last"
    assert told.startswith(begins)
    # The answer is an example then, and no page of JSON.
    assert len(told) < len(begins) + 130
    assert told.endswith("…”")


@pytest.mark.parametrize(
    ("text", "finish_reason", "ends"),
    [
        ("你好！\n有什么可以帮你的？", "stop", "nothing new; the last one: the answer “你好！ 有什么可以帮你的？”"),
        ("HTTP 400: filtered", PROMPT_REFUSED, "nothing new; the last one: HTTP 400: filtered"),
        ("x" * 999, "stop", f"nothing new; the last one: the answer “{'x' * 300}…”"),
    ],
)
def test_where_nothing_was_rejected_the_last_answer_is_told(text: str, finish_reason: str, ends: str) -> None:
    assert _ends(*[_settlement(text, finish_reason=finish_reason)] * 30).endswith(ends)
