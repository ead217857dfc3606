"""System messages: what they ask for belongs to the instruction, for the answer follows from it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Task

# The names that data have for it where it stands in a field.
SYSTEM = ("system", "system_prompt", "system_message")
_NOTHING = frozenset({"none", "null", "nan", "n/a"})
_QUALITY = (
    r"helpful|friendly|honest|harmless|useful|polite|respectful|kind|smart|intelligent|knowledgeable|capable|unbiased|"
    r"uncensored|virtual|digital|ai|artificial intelligence|large|language|general|conversational|very|and|&"
)
_MODEL = (
    rf"(?:(?:{_QUALITY}),? )*"
    r"(?:assistant|chat ?bot|bot|ai|artificial intelligence|model|chatgpt|claude|qwen|llama|gemini|mistral"
    r"|gpt(?:-[\w.]{1,9})?)"
    r"(?:,? (?:named|called) [\w-]+)?"
    r"(?:,? (?:(?:which|that) (?:is|was) )?(?:created|developed|trained|made|built) by [\w .&-]{1,40})?"
    r"(?:,? based on (?:the )?gpt-[\w.]{1,9}(?: architecture)?)?"
    r"(?:,? (?:that|who|which|designed to|here to|made to) helps? (?:people|users?|the user|humans?)"
    r"(?: (?:to )?find information| with (?:their|any) (?:questions?|tasks?))?)?"
)
# Sentences that only introduce the model, as those that chat templates put there by themselves.
_INTRODUCES = re.compile(
    rf"you(?: are|['’]re) (?:(?:an?|the|my) )?{_MODEL}(?:, (?:an?|the) {_MODEL})?"
    rf"|the assistant is {_MODEL}|personality: v\d|image input capabilities: \w{{1,10}}"
    r"|a chat between a curious (?:user|human) and an artificial intelligence assistant"
    r"|the assistant gives helpful, detailed,? and polite answers to the (?:user|human)['’]s questions"
    r"|你是(?:一[个位名款])?(?:有用|有帮助|乐于助人|友好|友善|诚实|可靠|专业|聪明|智能|人工智能|语言|大|AI|、|和|且|的)*"
    r"(?:助手|助理|模型|机器人)",
    re.IGNORECASE,
)
# What a page says of the day, and what asks for it.
_DATES = re.compile(
    r"(?:the |your )?(?:(?:knowledge|training)(?: data)? cut-?off(?: date)?|cutting knowledge date"
    r"|(?:current|today(?:['’]s)?) date(?: and time)?)(?: is|:) [\w ,:/+-]{1,40}"
    r"|(?:知识截止|当前|今天的?)(?:日期|时间)?(?:是|为|:|：) ?[\w :/-]{1,30}",
    re.IGNORECASE,
)
_ASKS_FOR_DATES = re.compile(
    r"\b(?:today|tomorrow|yesterday|date|days?|weeks?|months?|years?|now|current|currently|recent|latest|time|cut-?off"
    r"|age|old|ago)\b|日期|今天|明天|昨天|现在|目前|最近|最新|年|月|时间|截止",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\.(?=\s|\Z)|[。!！\n]")


@dataclass(frozen=True)
class Found:
    """A task in an object: with what of it is not kept, what is kept elsewhere, and the fields used (None: unknown).

    `question` is the instruction without the system messages before it, "" if there are none.
    """

    task: Task
    not_kept: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    used: frozenset[str] | None = None
    question: str = ""


def under_system(task: Task, messages: Iterable[Any]) -> Found:
    """Return a task whose instruction begins with the system messages, but for those that only introduce the model."""
    # Tables have NaN, which is not equal to itself, where they have nothing, or a word for it.
    texts = [each for each in messages if each and each == each and str(each).strip().casefold() not in _NOTHING]
    if not all(isinstance(text, str) for text in texts):
        raise InputError("the system message must be a text")
    asking = [text.strip() for text in texts if text.strip() and not _only_introduces(text, task)]
    instruction = "\n\n".join([*asking, task.instruction])
    return Found(
        replace(task, instruction=instruction),
        not_kept=("system messages that only introduce the model",) if len(asking) < len(texts) else (),
        changed=("system messages into the beginning of the instruction",) if asking else (),
        question=task.instruction if asking else "",
    )


def _only_introduces(text: str, task: Task) -> bool:
    sentences = [sentence.strip() for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    rest = [sentence for sentence in sentences if not _INTRODUCES.fullmatch(sentence)]
    if not rest:
        return True
    asked = "\n".join([task.instruction, *(each.input for each in task.instances)])
    return all(map(_DATES.fullmatch, rest)) and not _ASKS_FOR_DATES.search(asked)
