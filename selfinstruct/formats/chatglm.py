"""JSON lines of prompt, response and history (none), as ChatGLM-6B's P-Tuning reads them."""

from collections.abc import Mapping
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record, Task
from selfinstruct.formats import Format, Row, joined, lines_of, task_of


def read(row: Mapping[str, Any]) -> Task | None:
    """Return the first question and its answer: those of the history, if there is one.

    Many publish the same fields as question and answer.
    """
    if row.get("history"):
        return task_of(*_first_of(row["history"]))
    for question, answer in (("prompt", "response"), ("question", "answer")):
        if question in row and answer in row:
            return task_of(row[question], row[answer])
    return None


def _first_of(history: Any) -> tuple[Any, Any]:
    try:
        question, answer = history[0]
    except (TypeError, ValueError, KeyError, IndexError):
        raise InputError("“history” must be a list of pairs of question and answer") from None
    return question, answer


def _row(_: int, record: Record) -> Row:
    return {"prompt": joined(record), "response": record.output, "history": []}


FORMAT = Format("prompt, response and history, for ChatGLM-6B's P-Tuning", "chatglm.json", lines_of(_row), read)
