"""The wheel carries seeds and prompts, and runs outside the checkout."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import environment

ROOT = Path(__file__).parent.parent


def test_the_wheel_runs_outside_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path / "dist", ROOT], check=True)
    (wheel,) = (tmp_path / "dist").iterdir()
    subprocess.run([*pip, "install", "--no-deps", "--target", tmp_path / "site", wheel], check=True)
    (tmp_path / "elsewhere").mkdir()
    for arguments in (("-c", "import selfinstruct; print(selfinstruct.__file__)"), _generate("en"), _generate("zh")):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path / "elsewhere",
            env=environment(PYTHONPATH=os.fspath(tmp_path / "site")),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert str(tmp_path / "site") in done.stdout or "20 of 20 tasks" in done.stdout


def _generate(lang: str) -> tuple[str, ...]:
    return ("-m", "selfinstruct", "generate", "--lang", lang, "--n", "20", "--backend", "demo")
