"""What is too long, for every sentence about it that stands in docs/endpoints.md."""

import json
import re
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest

from selfinstruct.backends.openai.meanings import about

_PAGE = Path(__file__).parents[2] / "docs" / "endpoints.md"
_ROWS = re.findall(
    r"^\| .* \| (\d{3}) \| `+ ?(.*?) ?`+ \| (shorter prompt|shorter answer|asked again|as before) \|$",
    _PAGE.read_text("utf-8"),
    re.M,
)
_MEANT = {"prompt": "shorter prompt", "answer": "shorter answer", "load": "asked again", "request": "as before"}


def _error(status: int, body: Any) -> openai.APIStatusError:
    response = httpx2.Response(status, json=body, request=httpx2.Request("POST", "http://a/v1/chat/completions"))
    told = body.get("error", body) if isinstance(body, dict) else body
    return openai.APIStatusError("refused", response=response, body=told)


@pytest.mark.parametrize(("status", "said", "follows"), _ROWS)
def test_what_is_too_long_is_what_the_page_says(status: str, said: str, follows: str) -> None:
    assert _MEANT.get(about(_error(int(status), json.loads(said)), allowed=4096)) == follows


def test_the_page_has_all_kinds() -> None:
    assert len(_ROWS) > 50
    assert {follows for *_, follows in _ROWS} == set(_MEANT.values())
