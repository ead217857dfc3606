"""What the Chinese page on the terminal explains is what the program says."""

import ast
import re
from pathlib import Path

import pytest

from selfinstruct.cli.messages import with_options

ROOT = Path(__file__).parents[2]
_PAGE = (ROOT / "docs" / "terminal.zh.md").read_text(encoding="utf-8")


def _said(node: ast.AST) -> str:
    """Return the text of a string in the program, with … for what is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _all_that_is_said() -> str:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "selfinstruct").rglob("*.py"))
    return with_options("\n".join(_said(node) for tree in trees for node in ast.walk(tree)))


_ERRORS = _PAGE.partition("## 常见的报错\n")[2].partition("\n## ")[0]
_MESSAGES = re.findall(r"^\| `([^`]+)` \|", _ERRORS, re.MULTILINE)


@pytest.fixture(scope="module", name="said")
def _said_by_the_program() -> str:
    return _all_that_is_said()


@pytest.mark.parametrize("message", _MESSAGES)
def test_each_error_that_is_explained_is_one_of_the_program(message: str, said: str) -> None:
    parts = [each.strip(" :(,") for each in re.split("[…;]", message)]
    assert all(part in said for part in parts)


def test_the_errors_that_people_meet_most_are_explained() -> None:
    assert len(_MESSAGES) >= 30
