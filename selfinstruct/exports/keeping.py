"""What a person did to a file that we write anew: kept beside it.

A file that we wrote is known by its digest. What else stands in its place gets the name `FILE.bak`, or `FILE.bak.2` and
so on: no backup takes the place of another.
"""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import count
from pathlib import Path
from shlex import quote

from selfinstruct.core.errors import InputError
from selfinstruct.core.json_values import read_values

_CHUNK = 1 << 20
_UNREADABLE, _THE_SAME = "", " (the records are the same)"
_END_OF_ARRAY = b"\n]\n"


def digest(path: Path) -> str:
    """Return what tells the content of a file from others, "" if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def noted_name(folder: Path, path: Path) -> str:
    """Return the name under which a run in a folder notes what was written to a file."""
    target, folder = path.resolve(), folder.resolve()
    return str(target.relative_to(folder) if target.is_relative_to(folder) else target)


def keep_changes(path: Path, new: Path, written: Mapping[str, int], run: Path | None = None) -> list[str]:
    """Keep the file `path` beside it if there is more to it than a program wrote, before `new` takes its place.

    `written` holds the digest and the number of records of what we wrote there before; when nothing is known of that,
    a file is ours if `new` goes on with it. Returns a line on what was kept where, none if there was nothing to keep;
    if the file holds the tasks of a `run`, it says how changes are read in as decisions.
    """
    there = path.resolve()
    if not there.is_file():
        return []
    found = digest(there)
    if found and (found in written or found == digest(new) or (not written and goes_on_with(there, new))):
        return []
    backup = _backup(there, found)
    what = "was changed by hand" if written else "held something else"
    how_much = _how_much(backup, new, written.values())
    shown = backup if path.is_symlink() else path.with_name(backup.name)
    line = f"{path}: {what}{how_much}; that is kept as {shown}"
    if run and written and how_much not in (_UNREADABLE, _THE_SAME):
        command = f"selfinstruct review {quote(str(run))} ‹apply› {quote(str(shown))}"
        line += f"; to read it in as decisions: {command}"
    return [line]


def keep_foreign(path: Path) -> str:
    """Keep a file that is not as we wrote it beside it, before another takes its place; return a line on that."""
    there = path.resolve()
    backup = _backup(there, digest(there))
    shown = backup if path.is_symlink() else path.with_name(backup.name)
    return f"{path}: held something else, or was changed by hand; that is kept as {shown}"


def put_aside(path: Path) -> str:
    """Give a file of an earlier export, which the new one has not, the name of a backup; return a line on that."""
    backup = _backup(path, digest(path))
    path.unlink()
    return f"{path}: is of an earlier export and would not go with this one; that is kept as {backup}"


def may_stand_there(path: Path, new: Path, records: int, written: Mapping[str, int]) -> dict[str, int]:
    """Return what is to be noted before `new` takes its place: a crash may leave either file."""
    found = digest(path)
    still = {found: written[found]} if found in written else {}
    return still | {digest(new): records}


def goes_on_with(old: Path, new: Path) -> bool:
    """Tell whether the records of a file are the first ones of another, both as we write them."""
    size = old.stat().st_size
    with old.open("rb") as before, new.open("rb") as after:
        before.seek(max(0, size - len(_END_OF_ARRAY)))
        end = before.read()
        if end in (b"", b"[]\n"):
            return True
        if not end.endswith(b"\n"):
            return False
        is_array = end == _END_OF_ARRAY
        left = size - len(_END_OF_ARRAY) if is_array else size
        before.seek(0)
        while left:
            chunk = before.read(min(left, _CHUNK))
            if not chunk or chunk != after.read(len(chunk)):
                return False
            left -= len(chunk)
        return not is_array or after.read(1) in (b",", b"\n")


def _backup(path: Path, content: str) -> Path:
    """Return a second name of a file, or a copy; that of a backup with this content, if there is one."""
    for number in count(1):
        backup = path.with_name(f"{path.name}.bak{f'.{number}' if number > 1 else ''}")
        try:
            _link_or_copy(path, backup)
        except FileExistsError:
            if not content or digest(backup) != content:
                continue
        return backup
    raise AssertionError


def _link_or_copy(path: Path, backup: Path) -> None:
    try:
        os.link(path, backup)
    except FileExistsError:
        raise
    except OSError:  # not every file system has links
        with path.open("rb") as source, backup.open("xb") as target:
            try:
                shutil.copyfileobj(source, target)
                os.fsync(target.fileno())
            except BaseException:
                backup.unlink()
                raise


def _how_much(old: Path, new: Path, counts: Collection[int]) -> str:
    """Return in words how many records of a file differ from the first records of another one."""
    try:
        before, ours = _values(old), _values(new)
    except InputError:
        return _UNREADABLE
    held = Counter(before)

    def differing(number: int) -> int:
        written = Counter(ours[:number])
        return max((held - written).total(), (written - held).total())

    number = min(map(differing, counts or [len(before)]))
    if not number:
        return _THE_SAME
    return f" ({number:,} record{'s differ' if number > 1 else ' differs'})"


def _values(path: Path) -> list[int]:
    return [hash(str(value) if isinstance(value, InputError) else json.dumps(value)) for _, value in read_values(path)]
