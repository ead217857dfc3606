"""The tables of the Chinese page on endpoints say what those of the English page say, which other tests hold true."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
# What is not a name, a number or code stands in the language of the page.
CHINESE = {
    "shorter prompt": "缩短提示词",
    "shorter answer": "要求更短的回复",
    "asked again": "重来",
    "as before": "与长度无关",
    "whole": "完整",
    "length": "长度",
    "content_filter": "内容审查",
    "endpoint": "接口",
    "again": "重来",
    "ends: key": "结束：换密钥",
    "ends: credit": "结束：充值",
    "ends: model": "结束：换模型",
    "ends: access": "结束：取得权限",
    "pauses": "等待",
    "prompt refused": "提示词被拒",
    "shorter": "缩短",
}


def _rows(name: str) -> list[list[str]]:
    """Return the cells of each row with code in it, without the one that says who."""
    rows = re.findall(r"^\|.*", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE)
    told = [[*re.split(r" \| ", row.strip("| "))[1:]] for row in rows]
    return [cells for cells in told if any(each.startswith("`") and len(each) > 9 for each in cells)]


def test_the_chinese_tables_are_the_english_ones() -> None:
    theirs, ours = _rows("endpoints.md"), _rows("endpoints.zh.md")
    said = [[CHINESE.get(cell, cell) for cell in row] for row in theirs]
    assert len(said) > 250
    # Of the last table, the last cell says where it is known from.
    assert [row[:1] if "THOUGHT" in row[0] or "ANSWER" in row[0] else row for row in ours] == [
        row[:1] if "THOUGHT" in row[0] or "ANSWER" in row[0] else row for row in said
    ]
