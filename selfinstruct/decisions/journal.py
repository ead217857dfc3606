"""The file `decisions.jsonl` of a run folder: a line for each decision, in their order; lines are only added.

A line counts once it holds a whole decision, also the last one without an end, as some editors leave it. What a kill or
a full disk leaves of one does not, and is cut off before the next is added.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from filelock import Timeout

from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.locks import taken
from selfinstruct.core.values import Record
from selfinstruct.decisions.values import ACTIONS, Decision

JOURNAL = "decisions.jsonl"
JOURNAL_LOCK = "decisions.lock"
# Seconds; a line takes a few milliseconds.
_PATIENCE = 10.0


def append(folder: Path, *decisions: Decision) -> None:
    """Add decisions to the journal of a run folder; when this returns, they outlast a loss of power.

    All of them are there afterwards, or none. `RunFolderError` if they cannot be written.
    """
    if not folder.is_dir():  # a lock would make it
        raise RunFolderError(f"{folder}: is not there any more; the decision is not kept")
    text = _text(decisions)
    with _locked(folder), (folder / JOURNAL).open("a+b", buffering=0) as file:
        size = _with_whole_lines(file)
        try:
            _write(file, text)
        except BaseException:
            file.truncate(size)
            raise


def _text(decisions: Iterable[Decision]) -> bytes:
    lines = (json.dumps(each.row(), ensure_ascii=False) + "\n" for each in decisions)
    return "".join(lines).encode("utf-8", "replace")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep others from writing to the journal; what keeps us from it becomes a `RunFolderError`."""
    try:
        with taken(folder / JOURNAL_LOCK, _PATIENCE):
            yield
    except Timeout:
        raise RunFolderError(f"{folder}: another process keeps {JOURNAL} locked; the decision is not kept") from None
    except OSError as error:
        why = error.strerror or error
        raise RunFolderError(f"{folder}: cannot write {JOURNAL}: {why}; the decision is not kept") from None


class Reached(NamedTuple):
    """How far a journal was read: lines, and bytes."""

    lines: int = 0
    size: int = 0


def read(folder: Path) -> Iterator[Decision]:
    """Yield the decisions on a run in their order; `InputError` names the line of what is none."""
    return (decision for decision, _ in read_on(folder, Reached()))


def read_on(folder: Path, reached: Reached) -> Iterator[tuple[Decision, Reached]]:
    """Yield the decisions beyond what was read before, each with how far that is."""
    path = folder / JOURNAL
    lines, size = reached
    try:
        with path.open("rb") as file:
            size = _after_its_end(file, size)
            for line in file:
                if line.endswith(b"\n") or _is_whole(line):
                    lines, size = lines + 1, size + len(line)
                    yield _decision(path, lines, line), Reached(lines, size)
    except FileNotFoundError:
        return
    except OSError as error:
        raise RunFolderError(f"{path}: cannot be read: {error.strerror or error}") from None


def journal_length(folder: Path) -> int:
    """Return how many lines the journal of a run folder has."""
    return sum(1 for _ in _digests(folder))


def journal_digest(folder: Path, lines: int) -> str:
    """Return what tells the first lines of a journal from those of others, "" if it has fewer or none."""
    return next(islice(_digests(folder), lines - 1, None), "") if lines else ""


def _digests(folder: Path) -> Iterator[str]:
    """Yield for each line of a journal what tells it, with all before it, from others."""
    known = sha256()
    with suppress(OSError), (folder / JOURNAL).open("rb") as file:
        for line in file:
            if line.endswith(b"\n") or _is_whole(line):
                known.update(line.rstrip(b"\r\n") + b"\n")
                yield known.hexdigest()


def replace_with(folder: Path, decisions: Iterable[Decision]) -> None:
    """Let a journal hold these decisions, for a run that is built anew; `RunFolderError` if it cannot be written."""
    text = _text(decisions)
    partial = folder / f"{JOURNAL}.partial"
    with _locked(folder):
        with partial.open("wb", buffering=0) as file:
            _write(file, text)
        partial.replace(folder / JOURNAL)


def _with_whole_lines(file: BinaryIO) -> int:
    """End the last line if it holds a decision, else cut off what has no end yet; return the size that is left."""
    size = end = file.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - (1 << 16))
        file.seek(start)
        if (at := file.read(end - start).rfind(b"\n")) >= 0:
            end = start + at + 1
            break
        end = start
    if end == size:
        return size
    file.seek(end)
    if _is_whole(file.read(size - end)):
        _write(file, b"\n")
        return size + 1
    file.truncate(end)
    return end


def _after_its_end(file: BinaryIO, size: int) -> int:
    """Go to where reading goes on, and return where that is: beyond the end of a line that had none before."""
    if size:
        file.seek(size - 1)
        if file.read(1) != b"\n" and file.read(1) == b"\n":
            size += 1
    file.seek(size)
    return size


def _is_whole(line: bytes) -> bool:
    """Return whether a line without an end holds a decision: no part of one does."""
    try:
        return bool(decision_of(json.loads(line)))
    except (ValueError, TypeError, LookupError, RecursionError):
        return False


def _write(file: BinaryIO, data: bytes) -> None:
    while data:
        data = data[file.write(data) :]
    os.fsync(file.fileno())


def _decision(path: Path, number: int, line: bytes) -> Decision:
    try:
        return decision_of(json.loads(line))
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        why = f"no decision: {error}"[:200]
        raise InputError(f"{path}, line {number}: {why}; mend the line, or remove it") from None


def decision_of(row: Mapping[str, Any]) -> Decision:
    """Return the decision that a JSON object holds; `ValueError`, `TypeError` or `LookupError` if it is none."""
    values = {**row, "record": _record(row["record"])}
    if values.get("after"):
        values["after"] = _record(values["after"])
    decision = Decision(**values)
    if decision.action not in ACTIONS:
        raise ValueError(f"action {decision.action!r}")
    return decision


def _record(value: Mapping[str, Any]) -> Record:
    record = Record(**value)
    if not all(isinstance(text, str) for text in (record.instruction, record.input, record.output)):
        raise TypeError("a record has texts only")
    return record
