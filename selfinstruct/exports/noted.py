"""What exports have written, noted beside the run in `exports.jsonl`: the run itself is only read.

A line for each file that was written; the last one counts.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NOTES = "exports.jsonl"


def noted(folder: Path, name: str) -> dict[str, int]:
    """Return what an export may have written to a file last: the digest and the number of records, none if unknown."""
    last: dict[str, int] = {}
    with suppress(OSError, UnicodeError):
        for line in (folder / NOTES).read_text(encoding="utf-8").splitlines():
            # A process may have been ended in the middle of a line.
            with suppress(ValueError, KeyError, TypeError):
                note = json.loads(line)
                if note["file"] == name:
                    last = {str(digest): int(records) for digest, records in dict(note["contents"]).items()}
    return last


def note(folder: Path, name: str, contents: Mapping[str, int]) -> None:
    """Note what may stand in a file from now on, on disk; nothing where we may not write."""
    line = json.dumps({"file": name, "contents": contents}) + "\n"
    with suppress(OSError), (folder / NOTES).open("ab", buffering=0) as file:
        file.write(line.encode())
        os.fsync(file.fileno())
