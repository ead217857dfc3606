"""JSON lines of a prompt with the answer to prefer and one that is worse, as TRL's DPO trainer reads them."""

from collections.abc import Iterable
from pathlib import Path

from selfinstruct.core.values import Task
from selfinstruct.formats import Format, Row, answer_turn, question_turn, records, write_lines
from selfinstruct.formats.conversations import read_conversation


def _row(task: Task) -> Row:
    better, worse = records([task])
    return {"prompt": [question_turn(better)], "chosen": [answer_turn(better)], "rejected": [answer_turn(worse)]}


def _write(tasks: Iterable[Task], path: Path) -> int:
    return write_lines(map(_row, tasks), path)


FORMAT = Format(
    "prompt, chosen and rejected, as TRL's DPO trainer reads them",
    "preference.jsonl",
    _write,
    read_conversation,
    is_of_tasks=True,
    is_of_pairs=True,
)
