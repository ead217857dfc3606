"""Objects that hold a conversation, by the names that published data have for it: the first question and its answer.

OpenAI, TRL and ms-swift: messages; ShareGPT and BELLE: conversations; TRL: prompt, completion and chosen as lists;
ChatGLM and LLaMA-Factory: history; UltraChat: data; Anthropic's HH: one text with “Human:” and “Assistant:” in it.
Where no answer comes right after the first question, the conversation is left out: later ones answer something else.
"""

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import Any

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.values import Task
from selfinstruct.formats import task_of
from selfinstruct.formats.system import SYSTEM, Found, under_system
from selfinstruct.formats.turns import Turn, is_of_texts, turns_of

_LISTS = ("messages", "conversations", "conversation", "dialogue", "dialog", "turns")
_NAMES = (*_LISTS, "prompt", "question")
_ASKED, _REPLIES = ("instruction", "prompt", "question", "query"), ("completion", "chosen", "response")
# The last question and its answer stand beside a history, under these names.
_INPUTS = ("input", "context", "输入")
_AFTER_HISTORY = (*_ASKED, *_REPLIES, *_INPUTS, "output", "answer")
# Tables write lists of turns as text.
_PERHAPS_LISTS = ("prompt", "completion", "chosen")
_TURNS = re.compile(r'\s*\[\s*\{\s*"(?:role|content|from|value)"\s*:')
_TURNS_IN_PYTHON = re.compile(r"\s*\[\s*\{\s*'(?:role|content|from|value)'\s*:")
_CALLS_TOOL = re.compile(r"<\|?(?:tool_call|function_?call)")
_HH = re.compile(r"(?:^|\n\n)(Human|Assistant):[ ]?")


def read_conversation(row: Mapping[str, Any]) -> Task | None:
    """Return the task of an object that holds a conversation, None if it holds none."""
    found = find_exchange(row)
    return found.task if found else None


def find_exchange(row: Mapping[str, Any]) -> Found | None:
    """Return what `read_conversation` returns, with what is to be told of the rest."""
    row = {name: _unpacked(name, value) for name, value in row.items()}
    parts = _parts(row)
    if not parts:
        return None
    system = [name for name in SYSTEM if row.get(name)]
    found = _first_exchange([turn for turns in parts.values() for turn in turns], [row[name] for name in system])
    if _is_to_later_question(parts):
        raise LeftOut("conversations with the answer to learn from after a later question", found.task.instruction)
    if "history" in parts:
        return replace(found, used=frozenset((*parts, *system, *_AFTER_HISTORY)))
    said = "\n".join(str(turn.text) for turns in parts.values() for turn in turns)
    for name in (*_INPUTS, *_ASKED):
        # Some have the same task once more, as a conversation.
        known = found.task.instruction if name in _INPUTS else said
        if name not in parts and (given := row.get(name)) and given == given and str(given).strip() not in known:
            raise LeftOut(
                f"conversations with a field “{name}” beside them; put it into the question", found.task.instruction
            )
    return replace(found, used=frozenset((*parts, *system)))


def first_question(row: Mapping[str, Any]) -> str:
    """Return the first question of an object that may hold a conversation without an answer, "" if it holds none."""
    for name in _NAMES:
        if is_of_texts(row.get(name)) and row[name]:
            return str(row[name][0])
        with suppress(InputError):
            said = turns_of(row.get(name), name)
            return next((turn.text for turn in said if turn.speaker == "user" and isinstance(turn.text, str)), "")
    return ""


def _parts(row: Mapping[str, Any]) -> dict[str, list[Turn]]:
    """Return the turns of the conversation, in order, by the fields that they stand in; none if there are none."""
    names = [name for name in _NAMES if _is_structured(row.get(name))] or ["data"] * _is_of_turns(row.get("data"))
    parts = {name: turns_of(row[name], name) for name in ("history", *names[:1]) if _holds(row.get(name))}
    asked = next((name for name in _ASKED if isinstance(row.get(name), str)), "")
    answered = next((name for name in _REPLIES if row.get(name) and not isinstance(row[name], bool)), "")
    reply = row[answered] if answered else None
    said = _in_one_text(reply) if answered == "chosen" and isinstance(reply, str) else []
    if said and (not asked or row[asked].strip() == said[0]["content"].strip()):
        return {answered: turns_of(said, answered)}
    if not parts and not _is_structured(reply):
        return {}
    last = [Turn("assistant", reply)] if isinstance(reply, str) else turns_of(reply or [], answered)
    if asked and not names and not any(turn.speaker == "user" for turn in last):
        parts[asked] = [Turn("user", row[asked])]
    if last and not any(turns[-1].speaker == "assistant" for turns in list(parts.values())[-1:]):
        parts[answered] = last
    return parts


def _is_to_later_question(parts: Mapping[str, Sequence[Turn]]) -> bool:
    """Return whether the reply that is to be learnt from stands apart, after another question and its answer.

    Of a ChatGLM history all answers are to be learnt from; what was chosen is so alone.
    """
    reply = next((name for name in parts if name in _REPLIES), "")
    if not reply or ("history" in parts and reply != "chosen"):
        return False
    before = [turn.speaker for name, turns in parts.items() if name != reply for turn in turns]
    return "assistant" in dropwhile(lambda speaker: speaker != "user", before)


def _unpacked(name: str, value: Any) -> Any:
    """Return the list that a table has written as JSON, else the value."""
    if not isinstance(value, str) or not value.lstrip().startswith("["):
        return value
    if name in _LISTS or (name in _PERHAPS_LISTS and _TURNS.match(value)):
        with suppress(ValueError, RecursionError):
            return json.loads(value)
    if name in _PERHAPS_LISTS and _TURNS_IN_PYTHON.match(value):
        raise InputError(f"“{name}” is a list of turns as Python writes it; save it as a list, or as JSON")
    return value


def _is_structured(value: Any) -> bool:
    return isinstance(value, (list, dict)) and bool(value)


def _holds(value: Any) -> bool:
    # Tables write an empty list as text.
    return bool(value) and value not in ("[]", "null", "None")


def _is_of_turns(value: Any) -> bool:
    return is_of_texts(value) and bool(value)


def _in_one_text(text: str) -> list[dict[str, str]]:
    _, *parts = _HH.split(text)
    return [{"role": who, "content": said} for who, said in zip(parts[::2], parts[1::2], strict=True)]


def _first_exchange(turns: Sequence[Turn], system: Sequence[Any]) -> Found:
    said = [turn for turn in turns if turn.speaker != "system"]
    # Some begin with a greeting.
    said = list(dropwhile(lambda turn: turn.speaker == "assistant", said))
    speakers = {turn.speaker for turn in said}
    if "user" not in speakers or not speakers & {"assistant", "tool"}:
        raise InputError("no question with an answer after it")
    question, answer, *after = said[:3]
    if why := _why_unsure(question, answer, after):
        raise LeftOut(why, question.text if isinstance(question.text, str) else "")
    before = takewhile(lambda turn: turn is not answer, turns)
    system = [*system, *(turn.text for turn in before if turn.speaker == "system")]
    found = under_system(task_of(question.text, answer.text), system)
    later = ("the turns after the first answer",)
    return replace(found, not_kept=found.not_kept + (later if len(said) > 2 else ()))


def _why_unsure(question: Turn, answer: Turn, after: Sequence[Turn]) -> str:
    """Return why the second turn is no answer to learn from, "" if it is one, with what comes after it."""
    if question.speaker == "tool":
        return "conversations with a tool in the first turn"
    if answer.speaker == "tool" or _CALLS_TOOL.search(str(answer.text)):
        return "conversations with a tool call before the first answer"
    if answer.speaker == "user":
        return "conversations with another question before the first answer"
    if any(turn.speaker == "tool" for turn in after):
        return "conversations with a tool call in the first answer"
    if any(turn.speaker == "assistant" for turn in after):
        return "conversations with two answers to the first question"
    return answer.why_bad
