"""The turns of a conversation, however they are written: who speaks, and what is said.

OpenAI, TRL and ms-swift: role and content; ShareGPT and BELLE: from and value; ChatGLM and LLaMA-Factory: pairs of
question and answer; UltraChat: texts by turns; Firefly and Capybara: an exchange in one object.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Literal

from selfinstruct.core.endings import cut_by, told_by
from selfinstruct.core.errors import InputError, LeftOut

Speaker = Literal["user", "assistant", "system", "tool"]
_WORDS: dict[Speaker, str] = {
    "user": "user human prompter usr customer questioner 用户 人类 人 问 提问 提问者",
    "assistant": "assistant gpt chatgpt bot chatbot model ai chatglm moss bing bard claude llm 助手 助理 模型 机器人 答"
    " 回答",
    "system": "system developer 系统",
    "tool": "tool tools function function_call function_response function_result observation ipython tool_call"
    " tool_calls tool_response tool_result environment 工具",
}
_SPEAKERS = {word: speaker for speaker, words in _WORDS.items() for word in words.split()}
_SPEAKS, _SAYS = ("role", "from", "speaker"), ("content", "value", "text", "message")
_ASKS, _ANSWERS = ("prompt", "question", "instruction", "input"), ("response", "answer", "output")
_TEXT_PARTS = frozenset({"text", "input_text", "output_text"})
# What some fields may hold in the place of objects.
_OF_TEXTS, _OF_PAIRS = ("history", "data"), ("history",)
# How endpoints tell of the end of an answer, the surest first, and how others do.
_ENDINGS = ("finish_reason", "finishReason", "stop_reason", "stopReason", "done_reason")
_CUT, _WHOLE = ("truncated", "is_truncated", "cut_off"), ("complete", "is_complete")
_NOTHING = ("", "0", "none", "null", "nan", "[]", "{}")
_NOTES = ("metadata", "response_metadata")
CUT = "answers cut short, or not said to be whole"
_NO_TURN = "each turn must have a speaker, as “role” or “from”, and what it says"
_NO_HISTORY = "“history” must be a list of pairs of question and answer, or of turns with a role"


@dataclass(frozen=True)
class Turn:
    """A turn: who speaks, what is said (also what is no text), and why it is not to be learnt, if a field says so."""

    speaker: Speaker
    text: Any
    why_bad: str = ""


def turns_of(value: Any, field: str) -> list[Turn]:
    """Return the turns that a field holds; `InputError` if it holds something else."""
    told = _NO_HISTORY if field == "history" else _NO_TURN
    turns = _rows(value) if isinstance(value, dict) and field != "history" else value
    if not isinstance(turns, list):
        raise InputError(told)
    if field in _OF_TEXTS and is_of_texts(turns) and len(turns) % 2 == 0:
        return list(_by_turns(turns))
    found: list[Turn] = []
    for turn in turns:
        if isinstance(turn, dict):
            found += _turns_in(turn)
        elif field in _OF_PAIRS and isinstance(turn, (list, tuple)) and len(turn) == 2:
            found += _by_turns(turn)
        else:
            raise InputError(told)
    return found


def _rows(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the turns in an object: it is one, or tables have a list of it for each name."""
    columns = list(value.values())
    if not columns or not all(isinstance(each, list) and len(each) == len(columns[0]) for each in columns):
        return [value]
    return [dict(zip(value, each, strict=True)) for each in zip(*columns, strict=True)]


def is_of_texts(value: Any) -> bool:
    """Return whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _by_turns(texts: Sequence[Any]) -> Iterator[Turn]:
    speakers: tuple[Speaker, Speaker] = ("user", "assistant")
    return (Turn(speaker, text) for speaker, text in zip(cycle(speakers), texts, strict=False))


def _turns_in(turn: Mapping[str, Any]) -> list[Turn]:
    """Return the turn in an object, or the two of an exchange, as {"human": …, "assistant": …}."""
    speaks, says = _first_filled(turn, _SPEAKS), _first_filled(turn, _SAYS)
    calls_tool = bool(turn.get("tool_calls") or turn.get("function_call"))
    if speaks is not None and (says is not None or calls_tool):
        speaker = _speaker(turn[speaks])
        return [Turn("tool" if calls_tool else speaker, _text(turn[says]) if says else None, _why_bad(turn))]
    asks = [name for name in turn if name in _ASKS or _SPEAKERS.get(name.casefold()) == "user"]
    answers = [name for name in turn if name in _ANSWERS or _SPEAKERS.get(name.casefold()) == "assistant"]
    if len(asks) != 1 or len(answers) != 1:
        raise InputError(_NO_TURN)
    return [Turn("user", _text(turn[asks[0]])), Turn("assistant", _text(turn[answers[0]]), _why_bad(turn))]


def _first_filled(turn: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first of these names that holds something; else the first that is there, if any."""
    there = [name for name in names if name in turn]
    return next((name for name in there if turn[name] is not None), there[0] if there else None)


def _speaker(name: Any) -> Speaker:
    word = str(name).strip(" :：<|>").casefold()
    if word not in _SPEAKERS:
        raise InputError(f"the speaker “{word[:30]}” is not known; call the speakers user and assistant")
    return _SPEAKERS[word]


def _text(content: Any) -> Any:
    """Return what a turn says; OpenAI's content may come in parts."""
    if not isinstance(content, list) or not content:
        return content
    if is_of_texts(content):
        return "".join(content)
    kinds = {str(part.get("type", "text")) if isinstance(part, dict) else "?" for part in content}
    if others := kinds - _TEXT_PARTS:
        raise LeftOut(f"tasks with parts that are no text ({min(others)[:30]})")
    texts = [part.get("text") for part in content]
    # OpenAI's assistants have the text in an object with annotations.
    texts = [text.get("value") if isinstance(text, dict) else text for text in texts]
    if not is_of_texts(texts):
        raise InputError("each part of what a turn says must have a “text” that is one")
    return "".join(texts)


def _why_bad(turn: Mapping[str, Any]) -> str:
    # OpenAI's weight, Axolotl's train, ms-swift's loss.
    if any(name in turn and turn[name] in (0, False) for name in ("weight", "train", "loss", "label")):
        return "answers marked as not to be learnt"
    notes = (turn[name] for name in _NOTES if isinstance(turn.get(name), dict))
    return CUT if any(map(was_cut, (turn, *notes))) else ""


def was_cut(fields: Mapping[str, Any]) -> bool:
    """Return whether the fields beside an answer say that it was cut, or do not say that it is whole."""
    said = {name: str(fields[name]).strip() for name in (*_ENDINGS, *_CUT, *_WHOLE) if name in fields}
    words = [said[name] for name in _ENDINGS if name in said and said[name].casefold() not in _NOTHING]
    if words and cut_by(told_by(words[0], words[1:])):
        return True
    flags = [(name in _CUT, said[name].casefold()) for name in (*_CUT, *_WHOLE) if name in said]
    return (True, "true") in flags or (False, "false") in flags
