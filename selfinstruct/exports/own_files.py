"""Files that are a run's own, wherever it lies: nothing else is written in their place."""

from collections.abc import Collection
from pathlib import Path
from unicodedata import normalize

from selfinstruct.core.errors import InputError
from selfinstruct.decisions.journal import JOURNAL, JOURNAL_LOCK
from selfinstruct.exports.noted import NOTES
from selfinstruct.exports.places import real_path
from selfinstruct.exports.training_files import REJECTED_FILE
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.folder import is_named_like_a_file_of_a_run

_DATABASE_FILES = (DATABASE, *(f"{DATABASE}-{of}" for of in ("wal", "shm", "journal")))
_OWN_FILES = (*_DATABASE_FILES, "run.lock", REJECTED_FILE, JOURNAL, JOURNAL_LOCK, NOTES)


def require_not_of_a_run(path: Path, folder: Path, training_files: Collection[str]) -> None:
    """Raise `InputError` if what is written to a path would take the place of a file of a run.

    That is one in the `folder` of the run that is read, or what a symlink there leads to; its `training_files` count as
    well. In the folder of another run, only what cannot be written anew counts.
    """
    target = real_path(path)
    if target.is_dir():
        raise InputError(f"{path}: is a folder; name a file with ‹output›")
    names = {*_OWN_FILES, *training_files}
    if any(_is_the_same(target, folder / name) for name in names):
        raise InputError(f"{path}: is a file of the run itself; choose another ‹output›")
    if is_named_like_a_file_of_a_run(target.parent):
        raise InputError(f"{path}: a run has a file of that name; choose another ‹output›")
    if (target.parent / DATABASE).exists() and any(_is_the_same(target, target.parent / name) for name in _OWN_FILES):
        raise InputError(f"{path}: is for a file of another run; choose another ‹output›")


def _is_the_same(path: Path, own: Path) -> bool:
    """Return whether two paths are one, also where a file system takes RUN.SQLITE for run.sqlite."""
    try:
        target = own.resolve()
        if path.parent.samefile(target.parent) and _plain(path.name) == _plain(target.name):
            return True
        # A second name of a file, as backups have them, is given another content without harm.
        return path.samefile(own) and path.stat().st_nlink == 1
    except (OSError, RuntimeError):  # not there, or symlinks that lead round in a circle
        return False


def _plain(name: str) -> str:
    return normalize("NFC", name).casefold()
