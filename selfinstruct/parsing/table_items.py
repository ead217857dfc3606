"""Tasks in a Markdown table: a row a task, under a header that names the columns."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from selfinstruct.parsing.words import all_markers

_RULER = re.compile(r"\s*\|?(?:\s{0,4}:?-{1,80}:?\s{0,4}\|){0,20}\s{0,4}:?-{1,80}:?\s{0,4}\|?\s*")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_LINE_BREAK = re.compile(r"[ ]?<br ?/?>[ ]?", re.IGNORECASE)
_DIGITS = re.compile(r"\D{0,12}(\d{1,4})\D{0,2}")


def table_items(text: str, is_text: Callable[[str], object]) -> list[dict[str, Any]]:
    """Return the rows of the first table in an answer, each with its members by name; none if no column is known.

    `is_text` says of what stands before the table that it is an answer in text, and the table in it. Rows that lack
    cells are left out: nobody can say where these belong.
    """
    lines = text.split("\n")
    ruler = next((at for at, line in enumerate(lines) if at and "|" in lines[at - 1] and _RULER.fullmatch(line)), 0)
    columns = _columns(_cells(lines[ruler - 1])) if ruler and not is_text("\n".join(lines[: ruler - 1])) else []
    items = []
    for line in lines[ruler + 1 :] if any(columns) else ():
        if "|" not in line:
            break
        cells = _cells(line)
        if len(cells) == len(columns):
            items.append({name: _value(name, cell) for name, cell in zip(columns, cells, strict=True) if name})
    return items


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [_LINE_BREAK.sub("\n", cell.replace("\\|", "|")).strip() for cell in _CELL_ENDS.split(inner)]


def _columns(header: Sequence[str]) -> list[str]:
    """Return what each column holds, "" for what is not known. "Task" is the instruction, or its number beside one."""
    found = [_names().get(cell.strip("*_ ").casefold(), "") for cell in header]
    if found.count("instruction") == 2 and "task" in (cell.strip("*_ ").casefold() for cell in header):
        found[found.index("instruction")] = "number"
    return found if len({*filter(None, found)}) == len([*filter(None, found)]) else []


def _value(name: str, cell: str) -> Any:
    if name != "number":
        return cell
    found = _DIGITS.fullmatch(cell)
    return int(found[1]) if found else None


@cache
def _names() -> dict[str, str]:
    known = all_markers()
    words = {
        "instruction": [word for each in known for word in (each.instruction, each.task)],
        "input": [each.input for each in known],
        "output": [word for each in known for word in (each.output, each.label)],
        "number": ["#", "no.", "no", "number", "nr.", "id", "编号", "序号"],
    }
    return {word.casefold(): name for name, spelt in words.items() for word in (name, *spelt)}
