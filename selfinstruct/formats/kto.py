"""JSON lines of a prompt and an answer, labelled as good or bad, as TRL's KTO trainer reads them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, Row, answer_turn, question_turn, records, write_lines


def _rows(tasks: Iterable[Task]) -> Iterator[Row]:
    for task in tasks:
        for place, record in enumerate(records([task])):
            yield {"prompt": [question_turn(record)], "completion": [answer_turn(record)], "label": place == 0}


def _write(tasks: Iterable[Task], path: Path) -> int:
    return write_lines(_rows(tasks), path)


FORMAT = Format(
    "prompt, completion and label, as TRL's KTO trainer reads them",
    "kto.jsonl",
    _write,
    is_of_pairs=True,
)
