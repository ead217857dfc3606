"""How a completion ended, by the words of the endpoint.

New words appear every year (`repetition`, `pause_turn`, `compaction`), and none of them has meant a whole text so far.
So only a short list says that a completion is whole; what each endpoint sends stands in docs/endpoints.md.
"""

import re
from collections.abc import Iterable

_WHOLE = frozenset({"stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete", "completed"})
_LENGTH = frozenset({"length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded"})
_CONTENT_FILTER = frozenset(
    {
        *("content_filter", "content_filtered", "guardrail_intervened", "error_toxic", "refusal", "sensitive"),
        *("safety", "recitation", "blocklist", "prohibited_content", "spii"),
    }
)
_BROKEN = frozenset(
    {
        *("error", "network_error", "insufficient_system_resource", "abort", "cancelled", "timeout", "nan"),
        *("load", "unload", "malformed_function_call", "malformed_response"),
    }
)
# Beside a good word, this says no more than that the text is not whole.
_PART = frozenset({"incomplete"})


def told_by(finish_reason: str, others: Iterable[str]) -> str:
    """Return the word to go by: the `finish_reason`, unless it is good and one of the `others` says why it is not.

    Gateways call a failure of the model's own server "stop", and keep its word in a field of their own.
    """
    if _word(finish_reason) not in _WHOLE:
        return finish_reason
    told = _LENGTH | _CONTENT_FILTER | _BROKEN | _PART
    return next((other for other in others if _word(other) in told), finish_reason)


def cut_by(finish_reason: str) -> str:
    """Return what cut a completion, `length` or `content_filter`; "" if it is whole, `endpoint` if nothing says so."""
    word = _word(finish_reason)
    if word in _WHOLE:
        return ""
    if word in _LENGTH:
        return "length"
    return "content_filter" if word in _CONTENT_FILTER else "endpoint"


def is_broken(finish_reason: str) -> bool:
    """Tell whether the server failed on the way, so that the same request may bring a whole completion."""
    return _word(finish_reason) in _BROKEN


def _word(finish_reason: str) -> str:
    """Return the word without what some add to it (`content_filter: RECITATION`), in small letters."""
    found = re.match(r"\w*", finish_reason.strip().lower())
    return found[0] if found else ""
