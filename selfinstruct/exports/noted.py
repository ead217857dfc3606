"""What was written to a file last, so that what a person did to it since is known.

What the run folder holds is noted in the run. What is exported elsewhere is noted beside it in `exports.jsonl`, a line
for each file that was written: the run itself is only read then. The last line on a file counts.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from selfinstruct.exports.keeping import noted_name
from selfinstruct.storage.database import note_from_beside
from selfinstruct.storage.store import Store

NOTES = "exports.jsonl"


def written_to(store: Store, path: Path) -> dict[str, int]:
    """Return what we may have written to a file last: the digest and the number of records, none if unknown."""
    name = noted_name(store.folder, path)
    # Earlier versions noted all exports in the run.
    return _noted(store.folder, name) or store.written(name)


def note_written(folder: Path, path: Path, contents: Mapping[str, int]) -> None:
    """Note from beside a run what may stand in a file from now on; nothing where we may not write."""
    name = noted_name(folder, path)
    if not Path(name).is_absolute():
        note_from_beside(folder, name, contents)
        return
    line = json.dumps({"file": name, "contents": contents}) + "\n"
    with suppress(OSError), (folder / NOTES).open("ab", buffering=0) as file:
        file.write(line.encode())
        os.fsync(file.fileno())


def _noted(folder: Path, name: str) -> dict[str, int]:
    last: dict[str, int] = {}
    with suppress(OSError, UnicodeError):
        for line in (folder / NOTES).read_text(encoding="utf-8").splitlines():
            # A process may have been ended in the middle of a line.
            with suppress(ValueError, KeyError, TypeError):
                note = json.loads(line)
                if note["file"] == name:
                    last = {str(digest): int(records) for digest, records in dict(note["contents"]).items()}
    return last
