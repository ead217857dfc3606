"""Trees of messages as Open Assistant publishes them: a prompt and its replies, ranked by people, with theirs."""

from collections.abc import Mapping
from math import inf
from typing import Any

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.formats import task_of
from selfinstruct.formats.system import Found

_ABOUT = ("prompt", "message_tree_id", "tree_state", "origin")


def find_tree(row: Mapping[str, Any]) -> Found | None:
    """Return the first question of a tree with the reply that was ranked best, None if an object is no tree.

    Raises `LeftOut` if people have thrown out the question, or all replies to it.
    """
    question = row.get("prompt")
    if not isinstance(question, dict) or not isinstance(question.get("replies"), list):
        return None
    text = question.get("text")
    if not isinstance(text, str):
        raise InputError("the prompt of a tree of messages must have a text")
    replies = [each for each in question["replies"] if isinstance(each, dict) and _is_sound(each)]
    if not _is_sound(question) or not replies:
        raise LeftOut("trees of messages without a question and a reply that people have kept", text)
    # Of those without a rank, the first one.
    best = min(replies, key=lambda each: each["rank"] if isinstance(each.get("rank"), int | float) else inf)
    return Found(task_of(text, best.get("text")), used=frozenset(_ABOUT))


def _is_sound(message: Mapping[str, Any]) -> bool:
    return not message.get("deleted") and message.get("review_result") is not False
