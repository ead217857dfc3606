"""Objects with a question and its answer side by side, by the names that published data have for them.

Alpaca and BELLE: instruction, input, output; BELLE as published: input, target; Dolly: instruction, context, response;
ChatGLM and TRL: prompt with response or completion; ms-swift and LLaMA-Factory's columns: query with response, or
prompt, query, response; OpenOrca: system_prompt, question, response; FLAN: inputs, targets; preference data: a prompt
and what was chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Task
from selfinstruct.formats import kind_of, task_of
from selfinstruct.formats.system import SYSTEM, Found, under_system

# The first that is not blank counts; those in the first row stand alone, others may hold their input, too.
_STANDS_ALONE = ("instruction", "指令")
_QUESTIONS = (*_STANDS_ALONE, "prompt", "question", "query", "problem", "human", "user", "问题")
# Beside another question, these may well name a person.
_SPEAKERS = ("human", "user")
_INPUTS = ("input", "context", "输入")
_ANSWERS = (
    *("output", "response", "completion", "answer", "target", "targets", "solution", "chosen"),
    *("assistant", "gpt", "bot", "输出", "回答", "答案"),
)
# Beside a question of these names, a query is its input.
_BEFORE_QUERY = (*_STANDS_ALONE, "prompt")


def read_pair(row: Mapping[str, Any]) -> Task | None:
    """Return the task of an object that holds a question and its answer, None if it does not."""
    found = find_pair(row)
    return found.task if found else None


def find_pair(row: Mapping[str, Any]) -> Found | None:
    """Return what `read_pair` returns, with what is to be told of the rest."""
    questions = [name for name in _QUESTIONS if name in row] or [name for name in ("input", "inputs") if name in row]
    answers = [name for name in _ANSWERS if name in row and not isinstance(row[name], bool)]
    if not questions or not answers:
        return None
    question = next((name for name in questions if not _is_blank(row[name])), questions[0])
    beside = ("query",) if question in _BEFORE_QUERY else ()
    _require_no_other(row, question, [name for name in questions if name not in (*beside, *_SPEAKERS)])
    given = _the_only(row, [name for name in (*_INPUTS, *beside) if name in row and name != question], "an input")
    answer = _the_only(row, answers, "an answer") or answers[0]
    chosen = row.get("chosen")
    if answer == "chosen" and isinstance(chosen, str) and isinstance(row.get(chosen), str):
        raise InputError(f"“chosen” only names the field “{chosen}”; put there what stands in that one")
    task = task_of(
        _text(row, question),
        _text(row, answer),
        "" if given is None or _is_nothing(row[given]) else _text(row, given),
        stands_alone=question in _STANDS_ALONE,
    )
    system = [name for name in SYSTEM if row.get(name)]
    used = frozenset((question, *([] if given is None else [given]), answer, *system))
    return replace(under_system(task, [row[name] for name in system]), used=used)


def find_question(row: Mapping[str, Any]) -> str:
    """Return the question of an object that may have no answer, "" if it has none."""
    names = (*_QUESTIONS, "input", "inputs")
    return next((row[name] for name in names if isinstance(row.get(name), str) and not _is_blank(row[name])), "")


def _the_only(row: Mapping[str, Any], names: Sequence[str], what: str) -> str | None:
    """Return the name of the field that holds something, of those that could; None if there are none."""
    filled = [name for name in names if not _is_blank(row[name])]
    if len({str(row[name]) for name in filled}) > 1:
        raise InputError(f"both “{filled[0]}” and “{filled[1]}” hold {what}; keep one of them")
    return next(iter((*filled, *names)), None)


def _require_no_other(row: Mapping[str, Any], question: str, names: Sequence[str]) -> None:
    """Raise `InputError` if another field holds a question, too: all but one that holds this one, or is held by it."""
    asked = str(row[question]).strip()
    for name in names:
        other = "" if _is_blank(row[name]) else str(row[name]).strip()
        if name != question and other not in asked and asked not in other:
            raise InputError(f"both “{question}” and “{name}” hold a question; keep one of them, or call one “input”")


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row[name]
    if isinstance(value, str):
        return value
    what = "" if value is None else f"; “{name}” is {kind_of(value)}"
    raise InputError(f"instruction, input and output must be texts{what}")


def _is_nothing(value: Any) -> bool:
    # Tables have NaN, which is not equal to itself, where they have nothing.
    return value is None or value != value


def _is_blank(value: Any) -> bool:
    return _is_nothing(value) or (isinstance(value, str) and not value.strip())
