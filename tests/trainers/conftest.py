"""Exported runs, for those who train on them. Nothing here uses the network."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selfinstruct import Connection, Settings, api
from selfinstruct.exports.exporting import Export
from selfinstruct.exports.selection import Selection
from selfinstruct.formats import FORMATS
from tests.support.demo_run import demo_run

N = 60

# Exports the run of a language in a format, with a test part if it is a folder; returns the file or folder.
Exported = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Export each format of each language once, under the name it has by default."""
    folder = tmp_path_factory.mktemp("trainers")

    def export(lang: str, name: str) -> Path:
        shape = FORMATS.find(name)
        run = folder / (f"best-{lang}" if shape.is_of_pairs else lang)
        if not run.exists():
            _grow_best(run, lang) if shape.is_of_pairs else demo_run(run, lang, N)
        path = folder / name / lang / shape.file_name
        if not path.exists():
            is_folder = shape.is_folder
            parts, gap = Selection(split=0.8 if is_folder else None), 0.1 if shape.is_of_pairs else None
            api.export(run, Export(name, path, parts, min_gap=gap))
        return path

    return export


def _grow_best(run: Path, lang: str) -> None:
    """Grow a run with the best of two outputs for each input, by the demo model's own marks."""
    demo, recipe = Connection(backend="demo"), "alpaca" if lang == "en" else "belle"
    api.generate(Settings(24, lang, recipe, connection=demo, judge=True, best_of=2, random_seed=1), run)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: Any) -> None:
        raise AssertionError(f"no network here: {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
