"""The OpenAI wire format, in which every backend returns what came back: one JSON object a completion."""

import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from selfinstruct.core.counts import Count
from selfinstruct.core.endings import cut_by, is_broken, told_by
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.lenient_json import read_json
from selfinstruct.core.streams import ALL_REASONS, is_stream, put_together
from selfinstruct.core.token_counts import fills, tokens_of
from selfinstruct.core.values import Completion, Usage
from selfinstruct.text.excerpts import excerpt
from selfinstruct.text.headed import below_heading_of_answer
from selfinstruct.text.reasoning import without_reasoning

# The kinds of parts of a message that are its text; others hold reasoning, or what is no text.
_SAID = ("text", "output_text", None)
_SHAPE_ERRORS = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
# Beside the finish_reason, in the words of what stands behind a gateway.
_TELL_ENDS = ("native_finish_reason", "stop_reason", "done_reason", "status")
PROMPT_REFUSED = "prompt_refused"
# The finish_reason under which a body is settled that holds no whole completion.
GARBLED = "garbled"


class NoAnswer(Unavailable):
    """A body holds no completion, or an empty one, or one that a failure of the server broke off; it may be billed.

    `completion` has what the body says of tokens and model all the same, and no text.
    """

    def __init__(self, message: str, *, cause: str, usage: Usage = Usage(), model: str = "") -> None:  # noqa: B008
        super().__init__(message, cause=cause, perhaps_billed=True)
        self.completion = Completion("", GARBLED, usage, model)

    @property
    def is_empty(self) -> bool:
        """Whether there was a completion, only without a text."""
        return self.cause == _EMPTY

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people."""
        return self.cause == _PAGE

    @property
    def is_garbled(self) -> bool:
        """Whether it is neither a completion nor such a page."""
        return self.cause == _UNREADABLE


_EMPTY = "empty answer"
_PAGE = "HTML page"
_UNREADABLE = "garbled answer"


def read(body: bytes, max_tokens: int = 0) -> Completion:
    """Return the completion that a body holds, its texts fit to be stored and written as UTF-8.

    One that has as many tokens as it was allowed, `max_tokens` if that is known, counts as cut by length, whatever it
    says. A body that `refusal` made reads as a completion with the finish_reason `prompt_refused`. Raises `NoAnswer`.
    """
    try:
        answer = parsed(body)
        choice = answer["choices"][0]
        text = _said(choice["message"]) if "message" in choice else _text(choice["text"])
        ending = _storable(_ending(answer, choice))
        usage = tokens_of(answer.get("usage"))
        if not usage.reasoning_tokens:
            usage = replace(usage, reasoning_tokens=_thought_tokens(choice, text, usage))
        if not cut_by(ending) and fills(answer.get("usage"), usage, max_tokens):
            ending = "length"
        completion = Completion(_storable(text), ending, usage, _storable(str(answer.get("model") or "")))
        failure = choice.get("error") or answer.get("error")
    except _SHAPE_ERRORS as error:
        said = excerpt(body)
        cause = _PAGE if said.startswith(f"an {_PAGE}") else _UNREADABLE
        raise NoAnswer(f"an answer that is not in the OpenAI format: {said}", cause=cause) from error
    _require_whole(completion, failure)
    return completion


# An answer is looked at as it arrives, as it is kept and as it is settled, all in a row.
@lru_cache(maxsize=1)
def parsed(body: bytes) -> Any:
    """Return the JSON value of a body, or what its stream of pieces makes together; `ValueError` if it is neither.

    The value is not to be changed.
    """
    return put_together(body) if is_stream(body) else read_json(body)


def write(text: str, finish_reason: str, usage: Usage, model: str) -> bytes:
    """Return the body that holds a completion."""
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
    tokens = {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens}
    body = {"model": model, "choices": [choice], "usage": tokens}
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def refusal(message: str, model: str) -> bytes:
    """Return the body that stands for the refusal of a prompt."""
    return write(message, PROMPT_REFUSED, Usage(), model)


def _require_whole(completion: Completion, failure: Any) -> None:
    """Raise `NoAnswer` if the server failed on the way, or said nothing at all."""
    ending, usage, model = completion.finish_reason, completion.usage, completion.model
    if is_broken(ending) or failure:
        told = str(failure or ending)[:200]
        raise NoAnswer(f"an answer that broke off: {told!r}", cause="broken answer", usage=usage, model=model)
    if ending != PROMPT_REFUSED and not _is_visible(without_reasoning(below_heading_of_answer(completion.text))):
        told = f"finish_reason {ending[:50]!r}, {Count(usage.completion_tokens):token}"
        if usage.reasoning_tokens or completion.text:
            told += ", nothing but reasoning; allow it more with max_tokens of ‹sampling›, or turn reasoning off"
        raise NoAnswer(f"an answer without text ({told})", cause=_EMPTY, usage=usage, model=model)


def _is_visible(text: str) -> bool:
    return any(char.isprintable() and not char.isspace() for char in text)


def _said(message: dict[str, Any]) -> str:
    """Return what a chat message says, without reasoning; a refusal may be in a field of its own."""
    return _text(message.get("content")) or _text(message.get("refusal"))


def _text(content: Any) -> str:
    """Return the text of a message: a text, a list of parts some of which hold texts, or null."""
    if isinstance(content, list):
        said = [part for part in content if part.get("type") in _SAID]
        return "".join(_text(part["text"]) for part in said if part.get("text"))
    if content is not None and not isinstance(content, str):
        raise TypeError("the content is no text")
    return content or ""


def _ending(answer: dict[str, Any], choice: dict[str, Any]) -> str:
    """Return the word that says how a completion ended, in whatever place it stands."""
    words = [choice.get("matched_stop"), *(choice.get(ALL_REASONS) or ())]
    for told in (choice, _object(choice.get("provider_specific_fields")), answer):
        words += [_object(told.get("incomplete_details")).get("reason"), *(told.get(name) for name in _TELL_ENDS)]
    # MiniMax tells beside the choices what its filter stopped, Azure in the choice.
    kinds = _object(choice.get("content_filter_results")).values()
    is_filtered = any(_object(kind).get("filtered") for kind in kinds)
    if is_filtered or answer.get("output_sensitive") or answer.get("input_sensitive"):
        words.append("sensitive")
    return told_by(str(choice.get("finish_reason") or ""), [str(word) for word in words if word])


def _thought_tokens(choice: dict[str, Any], text: str, usage: Usage) -> int:
    """Estimate how many tokens of a completion are reasoning, by its share of what was written."""
    message = _object(choice.get("message"))
    parts = message.get("content")
    apart = message.get("reasoning_content") or message.get("reasoning") or message.get("reasoning_details")
    if not apart and isinstance(parts, list):
        apart = [part for part in parts if part.get("type") not in _SAID]
    within = len(text) - len(without_reasoning(text))
    thought = within + _letters(apart)
    return usage.completion_tokens * thought // (thought + len(text) - within) if thought else 0


def _letters(reasoning: Any) -> int:
    """Return how long the texts of reasoning are, in whatever parts they stand."""
    if isinstance(reasoning, dict):
        reasoning = [reasoning.get("text"), reasoning.get("thinking"), reasoning.get("summary")]
    if isinstance(reasoning, list):
        return sum(map(_letters, reasoning))
    return len(reasoning) if isinstance(reasoning, str) else 0


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _storable(text: str) -> str:
    """Replace lone surrogates, which neither SQLite nor UTF-8 can hold, by U+FFFD: it shows that text was lost."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
