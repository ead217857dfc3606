"""The examples of the pages in docs that have any run, one after the other, as a reader would run them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import environment

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("page", "count", "printed"), [("api.md", 7, "20 tasks in outputs"), ("report.md", 1, ""), ("judge.md", 1, "")]
)
def test_the_examples_run(tmp_path: Path, page: str, count: int, printed: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(examples) == count
    script = tmp_path / "examples.py"
    script.write_text("\n".join(examples), encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert printed in done.stdout
