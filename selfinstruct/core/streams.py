"""An answer that comes in pieces (server-sent events), put together again.

Nobody asks for a stream, but some gateways send one all the same.
"""

import re
from typing import Any

from selfinstruct.core.lenient_json import read_json

_FIRST_LINE = re.compile(rb"\s*(?:data|event|id|retry)?:")
# The member of a choice for the words of all pieces: some gateways close every stream with "stop".
ALL_REASONS = "finish_reasons"
_PIECES = ("content", "reasoning_content", "reasoning", "refusal")


def is_stream(body: bytes) -> bool:
    """Tell whether a body is a stream of events."""
    return bool(_FIRST_LINE.match(body))


def put_together(body: bytes) -> dict[str, Any]:
    """Return the answer whose pieces a stream holds, up to where it breaks off; `ValueError` if it holds none.

    Only its last pieces say how it ended, so one that broke off says nothing of the kind. Where they differ, all their
    words are kept.
    """
    answer: dict[str, Any] = {}
    choice: dict[str, Any] = {}
    texts: dict[str, list[str]] = {}
    endings: dict[str, None] = {}
    for piece in _events(body):
        answer.update({name: value for name, value in piece.items() if value and name != "choices"})
        for part in piece.get("choices") or ():
            if part.get("index"):
                continue
            if ending := part.get("finish_reason"):
                endings[str(ending)] = None
            choice.update({name: value for name, value in part.items() if value and name not in ("delta", "text")})
            for name, value in ({"text": part.get("text")} | (part.get("delta") or {})).items():
                if value and isinstance(value, str):
                    texts.setdefault(name, []).append(value)
    if not answer and not choice and not texts:
        raise ValueError("a stream without a piece of an answer")
    if len(endings) > 1:
        choice[ALL_REASONS] = [*endings]
    whole = {name: "".join(parts) for name, parts in texts.items()}
    if choice or whole:
        said = {name: whole[name] for name in _PIECES if name in whole}
        answer["choices"] = [{"text": whole["text"]} | choice if "text" in whole else {"message": said} | choice]
    return answer


def _events(body: bytes) -> list[dict[str, Any]]:
    found = []
    for line in body.splitlines():
        name, _, value = line.partition(b":")
        if name.strip() != b"data" or value.strip() in (b"", b"[DONE]"):
            continue
        try:
            event = read_json(value)
        except (ValueError, RecursionError):
            break
        if isinstance(event, dict):
            found.append(event)
    return found
