"""The OpenAI wire format, in which every backend returns what came back: one JSON object a completion."""

import json
from dataclasses import replace
from typing import Any

from selfinstruct.core.endings import is_broken, told_by
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.reasoning import without_reasoning
from selfinstruct.core.values import Completion, Usage

PROMPT_REFUSED = "prompt_refused"
# What a body that holds no completion is settled as.
GARBLED = Completion("", "garbled", Usage(), "")


def read(body: bytes) -> Completion:
    """Return the completion that a body holds, its texts fit to be stored and written as UTF-8.

    A body that `refusal` made reads as an empty completion with the finish_reason `prompt_refused`. Raises
    `Unavailable` if the body holds no completion, or one that a failure of the server broke off.
    """
    try:
        answer = json.loads(body)
        choice = answer["choices"][0]
        text = _said(choice["message"]) if "message" in choice else _text(choice["text"])
        usage = _usage(_object(answer.get("usage")))
        completion = Completion(
            text=_storable(text),
            finish_reason=_storable(_ending(choice)),
            usage=replace(usage, reasoning_tokens=usage.reasoning_tokens or _thought_tokens(choice, text, usage)),
            model=_storable(str(answer.get("model") or "")),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unavailable(
            f"an answer that is not in the OpenAI format: {body[:80]!r}", cause="garbled answer", perhaps_billed=True
        ) from error
    if is_broken(completion.finish_reason) or choice.get("error"):
        told = str(choice.get("error") or completion.finish_reason)[:200]
        raise Unavailable(f"an answer that broke off: {told!r}", cause="broken answer", perhaps_billed=True)
    return completion


def write(text: str, finish_reason: str, usage: Usage, model: str) -> bytes:
    """Return the body that holds a completion."""
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
    tokens = {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens}
    body = {"model": model, "choices": [choice], "usage": tokens}
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def refusal(message: str, model: str) -> bytes:
    """Return the body that stands for the refusal of a prompt."""
    return write(message, PROMPT_REFUSED, Usage(), model)


def _said(message: dict[str, Any]) -> str:
    """Return what a chat message says, without reasoning; a refusal may be in a field of its own."""
    return _text(message.get("content")) or _text(message.get("refusal"))


def _text(content: Any) -> str:
    """Return the text of a message: a text, a list of parts some of which hold texts, or null."""
    if isinstance(content, list):
        return "".join(_text(part["text"]) for part in content if part.get("text"))
    if content is not None and not isinstance(content, str):
        raise TypeError("the content is no text")
    return content or ""


def _ending(choice: dict[str, Any]) -> str:
    native = (
        choice.get("native_finish_reason"),
        _object(choice.get("provider_specific_fields")).get("native_finish_reason"),
    )
    others = (str(word) for word in (*native, choice.get("matched_stop")) if word)
    return told_by(str(choice.get("finish_reason") or ""), others)


def _usage(numbers: dict[str, Any]) -> Usage:
    prompt, completion = _count(numbers.get("prompt_tokens")), _count(numbers.get("completion_tokens"))
    # Some leave reasoning out of the completion, but not out of the total, which is what they bill.
    completion = max(completion, _count(numbers.get("total_tokens")) - prompt)
    cached = _count(_object(numbers.get("prompt_tokens_details")).get("cached_tokens"))
    reasoning = _count(_object(numbers.get("completion_tokens_details")).get("reasoning_tokens"))
    # Some count what was cached beside the prompt; more than all of it would cost less than nothing.
    return Usage(prompt, completion, min(cached, prompt), min(reasoning, completion))


def _thought_tokens(choice: dict[str, Any], text: str, usage: Usage) -> int:
    """Estimate how many tokens of a completion are reasoning, by its share of what was written."""
    message = _object(choice.get("message"))
    apart = message.get("reasoning_content") or message.get("reasoning")
    within = len(text) - len(without_reasoning(text))
    thought = within + (len(apart) if isinstance(apart, str) else 0)
    return usage.completion_tokens * thought // (thought + len(text) - within) if thought else 0


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(tokens: Any) -> int:
    return tokens if isinstance(tokens, int) and 0 <= tokens < 2**53 else 0


def _storable(text: str) -> str:
    """Replace lone surrogates, which neither SQLite nor UTF-8 can hold, by U+FFFD: it shows that text was lost."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
