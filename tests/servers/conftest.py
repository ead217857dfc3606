"""Servers that pass for real ones, and a way to find all processes that a test has started."""

import asyncio
import os
import sys
import uuid
from collections.abc import Callable, Coroutine, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

_FAKE = Path(__file__).parents[1] / "support" / "fake_server.py"
_FAKE_RUN_BATCH = _FAKE.with_name("fake_run_batch.py")
_TAG = "TEST_TAG_OF_SELFINSTRUCT"


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Let a test be a coroutine."""

    @wraps(test)
    def run(**fixtures: Any) -> None:
        asyncio.run(test(**fixtures))

    return run


class Programs:
    """A folder `bin` with programs that pass for those of servers, and for the interpreter that they belong to."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.model = folder / "model.gguf"
        self.model.write_text("not looked into")
        self.models = folder / "a-model"
        self.models.mkdir()
        for name in ("vllm", "transformers", "mlx_lm.server"):
            self.add(name)
        # Called as `python -m sglang.launch_server …`.
        self._write("python", f'shift\nexec "{sys.executable}" "{_FAKE}" "$@"')

    @property
    def python(self) -> Path:
        """What passes for the interpreter of their environment."""
        return self.bin / "python"

    def add(self, name: str, *habits: str) -> None:
        """Add a program of this name, with habits of its own."""
        self._write(name, f'exec "{sys.executable}" "{_FAKE}" {name} "$@" {" ".join(habits)}')

    def add_run_batch(self, *habits: object) -> None:
        """Let `vllm` be one that answers files, with habits of its own."""
        self._write("vllm", f'exec "{sys.executable}" "{_FAKE_RUN_BATCH}" "$@" {" ".join(map(str, habits))}')

    def _write(self, name: str, line: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{line}\n")
        (self.bin / name).chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Programs of servers, `llama-server` among them on the PATH."""
    found = Programs(tmp_path)
    found.add("llama-server")
    monkeypatch.setenv("PATH", f"{found.bin}{os.pathsep}{os.environ['PATH']}")
    return found


class Family:
    """All processes that a test has started, known by a variable of their environment."""

    def __init__(self) -> None:
        self.variables = {_TAG: uuid.uuid4().hex}

    def members(self, having: str = "") -> dict[int, str]:
        """Return those that live with their command lines, or those among them that have a text in it."""
        tag = f"{_TAG}={self.variables[_TAG]}".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            try:
                is_ours = folder.name.isdecimal() and tag in (folder / "environ").read_bytes().split(b"\0")
                line = (folder / "cmdline").read_text(errors="replace").replace("\0", " ")
                # What the `command` fixture forks from has nothing to do with it.
                if is_ours and having in line and "multiprocessing" not in line:
                    found[int(folder.name)] = line
            except OSError:
                continue
        return found


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> Iterator[Family]:
    """The processes that this test starts; it must leave none."""
    found = Family()
    for name, value in found.variables.items():
        monkeypatch.setenv(name, value)
    yield found
    assert not found.members()
