"""What a session has left on disk: its records, and which of the answers that the server delivered."""

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from rouge_score import rouge_scorer

from selfinstruct.core.resources import seed_file
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks

_THRESHOLD = 0.7
# Text that stands the same in JSON, however often it is escaped; shorter pieces may stand in other answers too.
_PLAIN = re.compile(r"[A-Za-z0-9 ,.]{25,}")


def records(folder: Path) -> list[dict[str, str]]:
    """Return the records of a dataset, none if there is no file."""
    path = folder / "result.jsonl"
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def near_duplicates(instructions: Sequence[str]) -> int:
    """Return how many have a ROUGE-L F1 above 0.7 with a seed task or one before, as `rouge_score` has it."""
    tokenize = find_language("en").tokenize
    pool = [tokenize(task.instruction) for task in read_seed_tasks(seed_file("en"))]
    found = 0
    for tokens in map(tokenize, instructions):
        found += any(_is_near(tokens, other) for other in pool)
        pool.append(tokens)
    return found


def _is_near(tokens: list[str], other: list[str]) -> bool:
    # No common subsequence is longer than what they have in common in any order: most pairs need no scoring.
    most = 2 * sum((Counter(tokens) & Counter(other)).values())
    if most <= _THRESHOLD * (len(tokens) + len(other)):
        return False
    return bool(rouge_scorer._score_lcs(other, tokens).fmeasure > _THRESHOLD)


def lost(folder: Path, delivered: Sequence[str]) -> tuple[int, int]:
    """Return how many answers are in no file of a folder, and of how many that could be told."""
    pieces = [max(found, key=len) for text in delivered if (found := _PLAIN.findall(text))]
    everything = "\n".join(_texts(folder))
    return sum(piece not in everything for piece in pieces), len(pieces)


def _texts(folder: Path) -> Iterator[str]:
    """Yield what the files of a folder hold, as text; those of the runner's output are none of the program's."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == "told.txt":
            continue
        try:
            yield _text(path)
        except (OSError, ValueError, sqlite3.Error):
            # A file that a kill cut short holds nothing that can be read again.
            continue


def _text(path: Path) -> str:
    if path.suffix == ".parquet":
        return json.dumps(pq.read_table(path).to_pylist(), default=str)
    if path.suffix == ".arrow":
        with path.open("rb") as file:
            return json.dumps(pa.ipc.open_stream(file).read_all().to_pylist(), default=str)
    if path.suffix in (".sqlite", ".db"):
        return _database(path)
    return "" if path.suffix in (".sqlite-wal", ".sqlite-shm") else path.read_text(encoding="utf-8", errors="replace")


def _database(path: Path) -> str:
    """Return all values of a database, read from a copy: opening it would change it."""
    with TemporaryDirectory() as copy:
        for part in path.parent.glob(f"{path.name}*"):
            shutil.copy(part, copy)
        with closing(sqlite3.connect(Path(copy) / path.name)) as db:
            tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = [row for name in tables for row in db.execute(f'SELECT * FROM "{name}"')]
    values = (value for row in rows for value in row)
    return "\n".join(
        value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for value in values
        if value is not None
    )
