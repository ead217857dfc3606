"""What the Chinese page on the terminal explains is what the program says."""

import ast
import re
from pathlib import Path

import pytest

from selfinstruct.cli.messages import with_options

ROOT = Path(__file__).parents[2]
_PAGE = (ROOT / "docs" / "terminal.zh.md").read_text(encoding="utf-8")


def _said(node: ast.AST) -> str:
    """Return the text of a string in the program, with … for what is filled in and the plural for what is counted."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_part, node.values))
    return _filled_in(str(node.value)) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    spec = part.format_spec.values[0] if isinstance(part, ast.FormattedValue) and part.format_spec else None  # type: ignore[attr-defined]
    return _filled_in(f"{{:{spec.value!s}}}") if isinstance(spec, ast.Constant) else "…"


def _filled_in(text: str) -> str:
    return re.sub(r"\{[^{}]*?(?::(?P<one>[a-z ]+?)(?:/(?P<several>[a-z ]+))?)?\}", _plural, text)


def _plural(found: re.Match[str]) -> str:
    return f"… {found['several'] or found['one'] + 's'}" if found["one"] else "…"


def _all_that_is_said() -> str:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "selfinstruct").rglob("*.py"))
    said = " ".join(_said(node) for tree in trees for node in ast.walk(tree))
    return with_options(" ".join(said.split()))


def _explained(section: str) -> list[str]:
    """Return the messages that the tables of a section explain, each beside its meaning."""
    rows = re.findall(r"^\|.*`.*\|$", _PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0], re.MULTILINE)
    cells = (row.strip("| ").split(" | ") for row in rows)
    return [each for row in cells for each in re.findall(r"`([^`]+)`", row[0 if section == _ERRORS else -2])]


_ERRORS, _LINES = "常见的报错", ("结束时的小结", "动手之前：`--dry-run` 和 `check`", "其他命令的输出")
_MESSAGES = _explained(_ERRORS)


@pytest.fixture(scope="module", name="said")
def _said_by_the_program() -> str:
    return _all_that_is_said()


@pytest.mark.parametrize("message", [*_MESSAGES, *(each for section in _LINES for each in _explained(section))])
def test_what_is_explained_is_said_by_the_program(message: str, said: str) -> None:
    parts = [each.strip(" :(,)") for each in re.split(r"[…;·–]|\b[\d.,]+%?|\bFILE\b", message)]
    assert all(part in said for part in parts)


def test_the_errors_that_people_meet_most_are_explained() -> None:
    assert len(_MESSAGES) >= 30
