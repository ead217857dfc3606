"""JSON lines of a question and its answer."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from selfinstruct import Format, Instance, Task


def _write(tasks: Iterable[Task], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for task in tasks:
            for instance in task.instances:
                question = f"{task.instruction} {instance.input}".strip()
                file.write(json.dumps({"q": question, "a": instance.output}, ensure_ascii=False) + "\n")
                count += 1
    return count


def _read(value: Mapping[str, Any]) -> Task | None:
    if value.keys() != {"q", "a"}:
        return None
    return Task("", value["q"], False, (Instance("", value["a"]),), "")


FORMAT = Format(about="JSON lines of q and a", file_name="questions.jsonl", write=_write, read=_read)
