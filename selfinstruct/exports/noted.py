"""What was written to a file last, so that what a person did to it since is known.

What the run folder holds is noted in the run. What is exported elsewhere is noted beside it in `exports.jsonl`, a line
for each file that was written: the run itself is only read then. The last line on a file counts. It has a digest of the
file's path and not the path: a run folder may be given to others, whom it tells nothing of this machine.
"""

import hashlib
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


def note_written(folder: Path, path: Path, contents: Mapping[str, int]) -> bool:
    """Note from beside a run what may stand in a file from now on; return False where that cannot be written."""
    name = noted_name(folder, path)
    if not Path(name).is_absolute():
        return note_from_beside(folder, name, contents)
    # A process may have been ended in the middle of the line before.
    line = "\n" + json.dumps({"file": _mark(name), "contents": contents})
    try:
        with (folder / NOTES).open("ab", buffering=0) as file:
            file.write(line.encode())
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


def _noted(folder: Path, name: str) -> dict[str, int]:
    last: dict[str, int] = {}
    with suppress(OSError, UnicodeError):
        for line in (folder / NOTES).read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                note = json.loads(line)
                if note["file"] == _mark(name):
                    last = {str(digest): int(records) for digest, records in dict(note["contents"]).items()}
    return last


def _mark(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()
