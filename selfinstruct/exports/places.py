"""Files and folders that take their places only when they are whole, whoever else writes there."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from tempfile import mkdtemp

from filelock import BaseFileLock, Timeout

from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.locks import held_if_free, taken

_LOCK = "lock"
# Seconds; only who clears away what is left ever holds the lock of another's folder.
_PATIENCE = 10.0


@contextmanager
def replacing(path: Path, before: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """Give a path to write a file or folder to, which takes the place of `path` only when it is complete and on disk.

    `before` is called with what was written right before that.

    No other process writes there: if several write to one `path`, the last to end wins. A file keeps the permissions of
    the one before. The folder around it is made if there is none. Errors are those of `real_path`; `RunFolderError` if
    it cannot be written, or would take the place of a folder that holds anything.
    """
    target = real_path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_away(target)
        with _own_folder(target) as folder:
            partial = folder / "whole"
            yield partial
            for file in [each for each in (partial, *partial.rglob("*")) if each.is_file()]:
                with file.open("rb") as opened:
                    os.fsync(opened.fileno())
            before(partial)
            if target.is_file():
                shutil.copymode(target, partial)
            partial.replace(target)
    except OSError as error:
        why = error.strerror or error
        raise RunFolderError(f"{path}: cannot be written: {why}; what was recorded is kept") from error


def real_path(path: Path) -> Path:
    """Return what `path` leads to: if it is a symlink, we write to its target.

    `InputError` if that is a device, a pipe or another thing that is neither a file nor a folder.
    """
    try:
        target = path.resolve()
        is_ordinary = path.is_file() or path.is_dir() or not (path.exists() or target.is_symlink())
    except RuntimeError:  # symlinks that lead round in a circle
        is_ordinary = False
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}; choose another ‹output›") from None
    if not is_ordinary:
        raise InputError(f"{path}: is no ordinary file; choose another ‹output›")
    return target


@contextmanager
def _own_folder(path: Path) -> Iterator[Path]:
    """Give a new folder beside `path`, locked so that others know that it is in use; remove it in the end."""
    folder, lock = _locked_folder(path)
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _locked_folder(path: Path) -> tuple[Path, BaseFileLock]:
    while True:
        folder = Path(mkdtemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent))
        # Before it is locked, another process may take it for what a dead one has left.
        with suppress(FileNotFoundError, Timeout):
            lock = taken(folder / _LOCK, _PATIENCE)
            if (folder / _LOCK).exists():
                return folder, lock
            lock.release()


def _clear_away(path: Path) -> None:
    for folder in path.parent.glob(f".{escape(path.name)}.*.partial"):
        with suppress(OSError):
            if (folder / _LOCK).exists():
                with held_if_free(folder / _LOCK) as is_free:
                    if is_free:
                        shutil.rmtree(folder, ignore_errors=True)
