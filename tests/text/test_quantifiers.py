"""How often a pattern repeats is written without a space: with one, `re` takes it for text, in silence."""

import ast
import re
from pathlib import Path

import selfinstruct

_WITH_SPACE = re.compile(r"\{(?:\d+ *, +\d*|\d+ +, *\d*)\}")


def test_no_pattern_has_a_space_in_a_quantifier() -> None:
    files = sorted(Path(selfinstruct.__file__).parent.rglob("*.py"))
    found = [
        f"{path.name}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WITH_SPACE.search(node.value)
    ]
    assert (found, len(files) > 300) == ([], True)
