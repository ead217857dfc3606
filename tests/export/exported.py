"""An export of a run, and what is in its files."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from selfinstruct.core.values import Task
from selfinstruct.exports.exporting import Export, export_run
from selfinstruct.storage.store import Store

# How many tasks the run holds that tests export from.
N = 40


def unwatched(tasks: Iterable[Task], what: str) -> Iterator[Task]:
    """Yield the tasks."""
    yield from tasks


def exported(run: Path, export: Export) -> list[Path]:
    """Export a run; return the paths of what was written."""
    with closing(Store.open_to_read(run)) as store:
        return [path for path, _ in export_run(store, export, unwatched)]


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the values of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
