"""Run folders that version 0.1 has made, as it left them; they lie packed beside the tests."""

import gzip
import shutil
from pathlib import Path

_PACKED = Path(__file__).parents[1] / "data" / "runs_0_1"
# `killed` was killed while it worked, over HTTP: it has an answer that is not settled, items that wait for each step,
# parameters that a model refuses, failures and prices. Its training file and its rejections come from a replay.
NAMES = tuple(sorted(path.name for path in _PACKED.iterdir()))
GROWN = tuple(name for name in NAMES if name != "import")


def lay_out(name: str, folder: Path) -> Path:
    """Put the files of a run into a folder, which is made, and return it."""
    folder.mkdir(parents=True)
    for path in (_PACKED / name).iterdir():
        if path.suffix == ".gz":
            (folder / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
        else:
            shutil.copy(path, folder)
    return folder


def output_files(folder: Path) -> dict[str, bytes]:
    """Return the training file and the rejections of a run, by their names."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".json", ".jsonl")}
