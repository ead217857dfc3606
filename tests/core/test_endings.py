"""What a completion's end means, for every way to tell it that stands in docs/endpoints.md."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core import wire
from selfinstruct.core.endings import cut_by, is_broken
from selfinstruct.core.errors import Unavailable

_PAGE = Path(__file__).parents[2] / "docs" / "endpoints.md"
_SECTION = _PAGE.read_text("utf-8").partition("## How a completion ends\n")[2].partition("\n## ")[0]
_ROWS = re.findall(r"^\| .* \| `(\{.*\})` \| (whole|length|content_filter|endpoint|again) \|", _SECTION, re.M)


def _body(choice: dict[str, Any]) -> bytes:
    return json.dumps({"choices": [{"message": {"content": "First soak th"}, **choice}]}).encode()


@pytest.mark.parametrize(("choice", "means"), _ROWS)
def test_an_end_means_what_the_page_says(choice: str, means: str) -> None:
    body = _body(json.loads(choice))
    if means == "again":
        with pytest.raises(Unavailable) as raised:
            wire.read(body)
        assert (raised.value.cause, raised.value.perhaps_billed) == ("broken answer", True)
    else:
        assert wire.read(body).cut == ("" if means == "whole" else means)


def test_the_page_has_all_kinds() -> None:
    assert len(_ROWS) > 30
    assert {means for _, means in _ROWS} == {"whole", "length", "content_filter", "endpoint", "again"}


@given(st.text())
def test_a_word_that_nobody_knows_is_no_proof_of_an_end(word: str) -> None:
    assert cut_by(f"x{word}") == "endpoint"
    assert not is_broken(f"x{word}")


@given(
    st.sampled_from(["stop", "length", "error"]), st.text(st.characters(categories=["Z", "P"], exclude_characters="_"))
)
def test_letter_case_and_what_follows_the_word_do_not_matter(word: str, more: str) -> None:
    for spelt in (f" {word.upper()}{more}", f"{word}{more}x" if more else word):
        assert (cut_by(spelt), is_broken(spelt)) == (cut_by(word), is_broken(word))
