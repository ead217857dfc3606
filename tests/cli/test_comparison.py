"""docs/comparison.md says what benchmarks/peers measured, and no more."""

import json
from pathlib import Path

import pytest

from benchmarks.peers.tables import FIGURES, table

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "lang"), [("comparison.md", "en"), ("comparison.zh.md", "zh")])
def test_the_table_is_made_of_the_figures(page: str, lang: str) -> None:
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert table(figures, lang) in (DOCS / page).read_text(encoding="utf-8")
