"""A run of the demo backend, for tests of what is done with one."""

import subprocess
from pathlib import Path

from tests.conftest import command_line, environment


def demo_run(folder: Path, lang: str, n: int) -> Path:
    """Make a run with up to two instances a task and return its folder."""
    arguments = ("generate", "--lang", lang, "--n", n, "--instances-per-task", 2, "--random-seed", 3)
    subprocess.run(
        command_line(*arguments, "--backend", "demo", "--output", folder),
        env=environment(),
        check=True,
        capture_output=True,
        timeout=240,
    )
    return folder
