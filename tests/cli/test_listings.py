"""Lists in the documents of what there is: made of the plugins themselves."""

import os
import re
from pathlib import Path

import pytest

from selfinstruct import BACKENDS, FORMATS

ROOT = Path(__file__).parents[2]
LISTS = {
    "backends": " ".join(f"`{name}`" for name in BACKENDS.names()),
    "formats": " ".join(f"`{name}`" for name in FORMATS.names()),
}
_LIST = re.compile(rf"(<!-- ({'|'.join(LISTS)}) -->)(.*?)(<!-- / -->)", re.DOTALL)


@pytest.mark.parametrize(("page", "listed"), [("runs", "backends"), ("training", "formats")])
@pytest.mark.parametrize("suffix", [".md", ".zh.md"])
def test_the_lists_are_of_what_there_is(page: str, suffix: str, listed: str) -> None:
    path = ROOT / "docs" / f"{page}{suffix}"
    text = path.read_text(encoding="utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        text = _LIST.sub(lambda found: f"{found[1]}{LISTS[found[2]]}{found[4]}", text)
        path.write_text(text, encoding="utf-8")
    assert {found[2]: found[3] for found in _LIST.finditer(text)} == {listed: LISTS[listed]}, (
        "renew it with UPDATE_GOLDEN=1"
    )
