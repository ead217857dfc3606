"""Packages of strangers, on disk as pip leaves them."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def install(folder: Path, package: str, group: str, entries: Mapping[str, str]) -> None:
    """Add entry points of a package: names in the group `selfinstruct.<group>`, and what each leads to."""
    info = folder / f"{package}-1.0.dist-info"
    write(info / "METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = [f"[selfinstruct.{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    with (info / "entry_points.txt").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


@contextmanager
def on_path(folder: Path) -> Iterator[Path]:
    """Put a folder on the path, and forget afterwards what was imported from it."""
    sys.path.insert(0, str(folder))
    try:
        yield folder
    finally:
        sys.path.remove(str(folder))
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]
