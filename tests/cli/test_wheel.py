"""The wheel carries seeds and prompts, and runs outside the checkout."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import environment

ROOT = Path(__file__).parents[2]


def test_the_wheel_runs_outside_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path / "dist", ROOT], check=True)
    (wheel,) = (tmp_path / "dist").iterdir()
    subprocess.run([*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel], check=True)
    (tmp_path / "elsewhere").mkdir()
    place = _run(tmp_path, "-c", "import selfinstruct; print(selfinstruct.__file__)")
    assert place.startswith(str(tmp_path / "site"))
    for folder in ("review/static", "review/templates", "survey/templates"):
        there = sorted(file.name for file in (tmp_path / "site" / "selfinstruct" / folder).iterdir())
        assert there == sorted(file.name for file in (ROOT / "selfinstruct" / folder).iterdir())
    for lang in ("en", "zh"):
        told = _run(tmp_path, "-m", "selfinstruct", "generate", "--lang", lang, "--n", "20", "--backend", "demo")
        assert told.startswith("20 of 20 tasks\n")


def _run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder / "elsewhere",
        env=environment(PYTHONPATH=os.fspath(folder / "site")),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
