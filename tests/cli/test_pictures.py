"""The script that makes the pictures of a run on a terminal."""

import runpy
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
# In bytes: what a README may weigh.
_MOST = 50_000


def test_it_makes_a_picture_of_a_run_in_each_language(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "docs" / "images" / "terminal.py"))["main"](tmp_path, tasks=20, seconds=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run-en.svg", "run-zh.svg"]
    for path in (*tmp_path.iterdir(), *(ROOT / "docs" / "images").glob("*.svg")):
        shown = " ".join("".join(ElementTree.parse(path).getroot().itertext()).split())
        assert "proposed" in shown
        assert "Ctrl-C: stop asking, keep what comes in" in shown
        assert path.stat().st_size <= _MOST
        # Where a README shows it, nothing is loaded from elsewhere.
        assert "url(http" not in path.read_text(encoding="utf-8").replace('"', "")
