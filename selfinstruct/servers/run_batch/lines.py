"""The lines that `run-batch` writes, as OpenAI has them."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

# What it raises on its way says nothing of the request, but for this: then the request itself is too long.
_OF_THE_REQUEST = re.compile(r"context length|max_model_len|max_\w*tokens|too long|longer than", re.IGNORECASE)
_MOST_SAID = 200


def answers_in(raw: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each line by its `custom_id`, as OpenAI writes them; one that was cut by a crash is left out."""
    with raw.open("rb") as file:
        for line in file:
            with suppress(ValueError, LookupError, TypeError, AttributeError):
                value = json.loads(line)
                yield str(value["custom_id"]), _as_openai(value)


def _as_openai(value: dict[str, Any]) -> dict[str, Any]:
    """Return a line with what is said of an error in its body, where vLLM has it beside an empty one."""
    response, error = dict(value.get("response") or {}), value.get("error")
    if error is not None:
        if isinstance(error, dict):
            response["body"] = error if "error" in error else {"error": error}
        else:
            # It has status 400 for whatever was raised, such as that its engine is dead.
            response["status_code"] = 400 if _OF_THE_REQUEST.search(str(error)) else 500
            response["body"] = {"error": {"message": str(error)}}
        response.setdefault("status_code", 500)
    return {"id": value.get("id"), "custom_id": value["custom_id"], "response": response, "error": None}


def is_done(line: dict[str, Any] | None) -> bool:
    """Tell whether a request was answered, or refused for what it is."""
    return line is not None and line["response"]["status_code"] < 500


def message_of(line: dict[str, Any]) -> str:
    """Return what is said of the error of a request."""
    return str(line["response"]["body"]["error"].get("message"))[:_MOST_SAID]


def unanswered(custom_id: str, how: str, why: str) -> dict[str, Any]:
    """Return the line of a request that nothing was said of, as the batch ended early."""
    return {"custom_id": custom_id, "response": None, "error": {"code": f"batch {how}", "message": why}}


def as_lines(values: Sequence[dict[str, Any]]) -> bytes:
    """Return values as lines of JSON."""
    return b"".join(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for value in values)
