"""A data folder for LLaMA-Factory: Alpaca's arrays, and the `dataset_info.json` that describes them."""

import json
from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, alpaca
from selfinstruct.formats.pairs import read_pair


def write(tasks: Iterable[Task], path: Path, part: str) -> int:
    """Write a part as the dataset `selfinstruct_train` or `selfinstruct_test`; return the number of records."""
    path.mkdir(parents=True, exist_ok=True)
    file, info = path / f"{part}.json", path / "dataset_info.json"
    count = alpaca.FORMAT.write(tasks, file)
    known = json.loads(info.read_text(encoding="utf-8")) if info.exists() else {}
    columns = {"prompt": "instruction", "query": "input", "response": "output"}
    known[f"selfinstruct_{part}"] = {"file_name": file.name, "formatting": "alpaca", "columns": columns}
    info.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    return count


FORMAT = Format(
    "a data folder for LLaMA-Factory, with dataset_info.json", "llama_factory", write, read_pair, is_folder=True
)
