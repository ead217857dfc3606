"""What many tests need: the command line as a real process, and the files of a run folder."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from selfinstruct.runs import opening
from tests.support.forked import run_forked

# Property tests try the same cases each time, so that their verdict depends on the code alone;
# `--hypothesis-profile search` looks for others, and for more of them.
_unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same_cases", _unhurried, derandomize=True)
settings.register_profile("search", _unhurried, max_examples=5000)
settings.load_profile("same_cases")


@dataclass(frozen=True)
class RunFolder:
    """The files of a run folder."""

    path: Path

    @property
    def records(self) -> list[dict[str, str]]:
        """The training records, of whichever language."""
        if (self.path / "Belle.train.json").exists():
            return _json_lines(self.path / "Belle.train.json")
        records: list[dict[str, str]] = json.loads((self.path / "alpaca_data.json").read_text(encoding="utf-8"))
        return records

    @property
    def rejections(self) -> list[dict[str, Any]]:
        return _json_lines(self.path / "rejected.jsonl")


def _json_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


Command = Callable[..., subprocess.CompletedProcess[str]]


def environment(**variables: str) -> dict[str, str]:
    """Return the environment of this process without keys and addresses; a new run draws what it always draws."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    return inherited | {"PYTHONWARNINGS": "default", "COLUMNS": "120", "SELFINSTRUCT_RANDOM_SEED": "1"} | variables


def unexpected(stderr: str) -> str:
    """Return what a command said on stderr but for its progress, which it tells when it takes 10 seconds."""
    progress = re.compile(r"[\d,]+ of [\d,]+ accepted ·|[\w ]+ (read|written): [\d,]+$|[\w ]+ …$")
    return "".join(line for line in stderr.splitlines(keepends=True) if not progress.match(line))


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "selfinstruct", *map(str, arguments)]


@pytest.fixture(autouse=True)
def no_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each new run draw the same: no test passes or fails by luck."""
    monkeypatch.setattr(opening, "randbits", lambda _: 1)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run the command line in a folder of its own and return what came of it."""

    def run(*arguments: object, timeout: float = 240, **variables: str) -> subprocess.CompletedProcess[str]:
        if not any(name.startswith("PYTHON") for name in variables):
            return run_forked([*map(str, arguments)], tmp_path, environment(**variables), timeout)
        return subprocess.run(
            command_line(*arguments),
            cwd=tmp_path,
            env=environment(**variables),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
        )

    return run
