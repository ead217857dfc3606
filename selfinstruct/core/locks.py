"""Locks that hold where they lie.

On a file system of this machine the kernel keeps them, and frees them when a process dies. Others (NFS, CIFS, FUSE) may
keep none, or none that another machine sees: there a lock is a lease, a file that its holder renews. Whoever wants it
takes it over once it has not been renewed for `LEASE` seconds, as that of a dead holder.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import BaseFileLock, FileLock, SoftFileLease, Timeout

from selfinstruct.core.mounts import is_shared

LEASE = 30.0
# What it takes beyond that to find a lease out of use, and to take it.
_MARGIN = 5.0
# Seconds within which whoever makes a lease has written what it says.
_UNWRITTEN = 2.0
# A lease as old as that, by clocks that need not agree, is nobody's.
_LONG_AGO = 600.0


def taken(path: Path, patience: float, tell: Callable[[str], None] = lambda _: None) -> BaseFileLock:
    """Take the lock at `path` and return it, to be released; `filelock.Timeout` if another process keeps it.

    That takes `patience` seconds; where a lock is a lease, it takes longer to find that its holder is dead, and `tell`
    gets a line on that first. `OSError` if the lock cannot be written.
    """
    if not is_shared(path.parent):
        lock: BaseFileLock = FileLock(path, thread_local=False)
        lock.acquire(timeout=patience)
        return lock
    lock = SoftFileLease(path, lease_duration=LEASE, thread_local=False)
    with suppress(Timeout):
        return _acquired(lock, patience)
    seen = _mark(path)
    wait = _UNWRITTEN
    if not seen or seen[1]:
        wait = LEASE + _MARGIN
        tell(f"{path.parent}: another process was at work here; waiting {wait:.0f} s to see if it still is")
    with suppress(Timeout):
        return _acquired(lock, wait)
    # The lease itself is taken over only where two names can be exchanged, which NFS and most others cannot. It leaves
    # an empty file alone, which is what the kernel's lock leaves in a folder that was elsewhere before.
    if seen and _mark(path) == seen:
        _put_aside(path, seen)
    return _acquired(lock, patience)


def _acquired(lock: SoftFileLease, patience: float) -> SoftFileLease:
    """Take a lease, so that other machines see at once that it is one: some file systems write late."""
    lock.acquire(timeout=patience)
    with suppress(OSError), Path(lock.lock_file).open("rb") as file:
        os.fsync(file.fileno())
    return lock


def _mark(path: Path) -> tuple[int, bytes] | None:
    """Return what tells one holder of a lease, and one renewal of it, from another; None if nobody has it."""
    with suppress(OSError):
        return path.stat().st_mtime_ns, path.read_bytes()
    return None


def _put_aside(path: Path, seen: tuple[int, bytes]) -> None:
    """Remove the mark of a dead holder; if another process has put its own there meanwhile, that stays."""
    aside = path.with_name(f"{path.name}.{uuid4().hex}")
    with suppress(OSError):
        path.rename(aside)
        if _mark(aside) != seen and not path.exists():
            aside.rename(path)
        else:
            aside.unlink()


@contextmanager
def held_if_free(path: Path) -> Iterator[bool]:
    """Give whether no process keeps the lock at `path`; none takes it meanwhile. `OSError` if we cannot find out."""
    if is_shared(path.parent):
        found = path.stat()
        yield not found.st_size or time.time() - found.st_mtime > _LONG_AGO
        return
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def is_lost(lock: BaseFileLock) -> bool:
    """Return whether another process has taken a lock over from its holder, who was away for too long."""
    if not isinstance(lock, SoftFileLease):
        return False
    # A holder that was away finds out by its next renewal, but may want to write before that.
    try:
        return not lock.token or lock.token not in Path(lock.lock_file).read_text("utf-8", "replace")
    except OSError:
        return True
