"""A small disk, to be filled and made read-only, where the system lets it be mounted."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def mount(*arguments: object) -> bool:
    """Tell whether a disk could be mounted, or mounted in another way."""
    # What ended the program in this process may still hold files open, which keep a disk busy.
    gc.collect()
    return os.geteuid() == 0 and subprocess.run(["mount", *map(str, arguments)], capture_output=True).returncode == 0


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """Mount a disk of 2 MB at a place, which is made; skip the test where that cannot be."""
    place.mkdir()
    can_mount = sys.platform == "linux" and shutil.which("mount")
    if not (can_mount and mount("-t", "tmpfs", "-o", "size=2m", "none", place)):
        pytest.skip("a disk can be mounted by root on Linux only, where the system lets it")
    try:
        yield place
    finally:
        gc.collect()
        subprocess.run(["umount", place], check=True)
