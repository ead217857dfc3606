"""The script that makes the screenshots of the READMEs."""

import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# In bytes: what a README may weigh.
_MOST = 150_000


def test_it_makes_a_picture_of_each_sample(chromium: Any, tmp_path: Path) -> None:
    script = ROOT / "docs" / "images" / "make.py"
    done = subprocess.run([sys.executable, str(script), str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pictures = sorted(tmp_path.iterdir())
    assert [path.name for path in pictures] == ["review-en.webp", "review-zh.webp"]
    for path in (*pictures, *(ROOT / "docs" / "images").glob("*.webp")):
        kind, size = path.read_bytes()[8:12], path.stat().st_size
        assert kind == b"WEBP"
        # An empty page takes some 6,000.
        assert 30_000 < size <= _MOST
