"""A folder for the Hugging Face hub and `datasets.load_dataset`: Parquet files, and a dataset card beside them."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, parquet
from selfinstruct.formats.pairs import read_pair


def write(tasks: Iterable[Task], path: Path, part: str) -> int:
    """Write the Parquet file of a part; return the number of records."""
    file = path / "data" / f"{part}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    return parquet.write(tasks, file)


FORMAT = Format(
    "a folder of Parquet files for the Hugging Face hub, with its dataset card",
    "dataset",
    write,
    read_pair,
    is_folder=True,
    has_card=True,
)
