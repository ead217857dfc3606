"""The table of reasons: complete, in both languages, and shown in the documents."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfinstruct.core.values import SURPLUS
from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.filters import FILTERS
from selfinstruct.pool.reasons import reasons, sentence

ROOT = Path(__file__).parents[2]


def reasons_in_the_code() -> Iterator[str]:
    """Yield the reasons that stand in calls of what carries one, and those of cuts."""
    place = {
        "Rejection": 2,
        "Objection": 0,
        "Nothing": 1,
        "reject": 2,
        "ask_again": 2,
        "_unread": 1,
        "unclaimed": 1,
    }
    for path in [*(ROOT / "selfinstruct/pool").glob("*.py"), *(ROOT / "selfinstruct/steps").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = node.args[place[name]] if name in place and len(node.args) > place[name] else None
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def test_every_reason_in_the_code_is_in_the_table() -> None:
    found = {*reasons_in_the_code()}
    assert {"no_sound_instance", "unclassified", "no_answer", "too_long_to_compare"} - found <= {"too_long_to_compare"}
    assert found | {*FILTERS.ours, PROMPT_REFUSED, SURPLUS, "near_duplicate", "avoided"} <= reasons().keys()


@pytest.mark.parametrize("reason", reasons())
def test_it_is_a_plain_sentence_in_both_languages(reason: str) -> None:
    english, chinese = sentence(reason), sentence(reason, "zh")
    assert english.endswith(".")
    assert len(english) <= 110
    assert chinese.endswith("。")
    assert english.isascii() or "“" in english or "’" in english
    assert any("一" <= char <= "鿿" for char in chinese)


def test_a_reason_that_nobody_knows_has_no_sentence() -> None:
    assert sentence("unheard_of") == ""


PAGES = {
    "en": """# Reasons

*[中文](reasons.zh.md)*

Everything that does not get into a dataset is kept in `rejected.jsonl` with one of these reasons. A test keeps this
page true to `selfinstruct/pool/reasons.toml`; filters of other packages add theirs.

| reason | what it means |
|---|---|
""",
    "zh": """# 淘汰原因

*[English](reasons.md)*

没有进入数据集的内容都保存在 `rejected.jsonl` 里，并注明下列原因之一。这一页由 `selfinstruct/pool/reasons.toml` 生成，
有测试核对；别的软件包提供的过滤器，原因由它们自己说明。

| 原因 | 含义 |
|---|---|
""",
}


@pytest.mark.parametrize("language", PAGES)
def test_the_document_is_made_of_the_table(language: str) -> None:
    rows = [f"| `{name}` | {said[language]} |\n" for name, said in reasons().items()]
    due = PAGES[language] + "".join(rows)
    path = ROOT / "docs" / ("reasons.md" if language == "en" else f"reasons.{language}.md")
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(due, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == due, "renew it with UPDATE_GOLDEN=1"
