"""Run folders that earlier versions have made, as they left them; they lie packed beside the tests."""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parents[1] / "data"
_PACKED = _DATA / "runs_0_1"
# `killed` was killed while it worked, over HTTP: it has an answer that is not settled, items that wait for each step,
# parameters that a model refuses, failures and prices. Its training file and its rejections come from a replay.
NAMES = tuple(sorted(path.name for path in _PACKED.iterdir()))
GROWN = tuple(name for name in NAMES if name != "import")


def lay_out(name: str, folder: Path) -> Path:
    """Put the files of a run into a folder, which is made, and return it."""
    return _unpack(_PACKED / name, folder)


def lay_out_version_4(folder: Path) -> Path:
    """Put the files of a run that was made between the versions into a folder.

    It has near-duplicates of seed tasks, of claimed and of imported instructions, and of one to avoid.
    """
    return _unpack(_DATA / "runs_of_version_4" / "mixed", folder)


def _unpack(packed: Path, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for path in packed.iterdir():
        if path.suffix == ".gz":
            (folder / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
        else:
            shutil.copy(path, folder)
    return folder


def output_files(folder: Path) -> dict[str, bytes]:
    """Return the training file and the rejections of a run, by their names."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".json", ".jsonl")}


def what_0_1_told(folder: Path) -> dict[str, Any]:
    """Return the training file of a run, and of its rejections what 0.1 told of them, in the order of their arrival."""
    lines = (folder / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    rows = sorted(map(json.loads, lines), key=lambda row: int(row.get("id", "r0")[1:]))
    training = {name: text for name, text in output_files(folder).items() if name != "rejected.jsonl"}
    return {**training, "rejections": list(map(_as_in_0_1, rows))}


def _as_in_0_1(row: dict[str, Any]) -> dict[str, Any]:
    if "similarity" in row:
        row["detail"] = f"{row['similarity']:.4f} {row['nearest_instruction']}"
    instance = ("input", "output") if row["subject"] == "instance" else ()
    return {name: row[name] for name in ("subject", "reason", "detail", "instruction", "completion", *instance)}
