"""LLaMA-Factory's data folders: the files that `dataset_info.json` describes, in the columns that it names.

The description may also name what lies elsewhere: on a hub, behind a script, outside the folder. That is left out.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.text_files import read_text
from selfinstruct.datafiles.omissions import NEEDED

INFO = "dataset_info.json"
# What LLaMA-Factory calls the columns, the columns themselves where a description gives none, and what we call them.
_COLUMNS = {"prompt": "instruction", "query": "input", "response": "output", "messages": "conversations"}
_OURS = _COLUMNS | {"messages": "messages"}
# Keeps a field that is to be told from being read.
_NOT_DESCRIBED = " (not described)"
_ONLY_FILES = "only files of the folder can be read"
_SPEAKERS = {
    "user_tag": "user",
    "assistant_tag": "assistant",
    "observation_tag": "observation",
    "function_tag": "function_call",
    "system_tag": "system",
}


@dataclass(frozen=True)
class Described:
    """A file of the folder, by the name of its data set, with the columns and the speakers as described."""

    name: str
    path: Path
    is_of_turns: bool
    columns: Mapping[str, str]
    tags: Mapping[str, str]

    def row(self, value: Any) -> Any:
        """Return a value with our names for its columns."""
        if not isinstance(value, dict):
            return value
        # A column may be described as none; and where any is described, those that are not are none.
        columns = {name: column for name, column in (self.columns or self._usual()).items() if column}
        theirs = set(columns.values())
        others = {name: each for name, each in value.items() if name not in theirs}
        if self.columns:
            others = {name if name in NEEDED else f"{name}{_NOT_DESCRIBED}": each for name, each in others.items()}
        row = others | {_OURS.get(name, name): value.get(column) for name, column in columns.items()}
        if self.tags and isinstance(row.get("messages"), list):
            row["messages"] = list(map(self._turn, row["messages"]))
        return row

    def _usual(self) -> Mapping[str, str]:
        wanted = ("messages",) if self.is_of_turns else ("prompt", "query", "response")
        return {name: _COLUMNS[name] for name in wanted}

    def _turn(self, turn: Any) -> Any:
        role, content = self.tags.get("role_tag", "from"), self.tags.get("content_tag", "value")
        if not isinstance(turn, dict) or role not in turn or content not in turn:
            return turn
        speakers = {self.tags[tag]: speaker for tag, speaker in _SPEAKERS.items() if tag in self.tags}
        others = {name: each for name, each in turn.items() if name not in (role, content)}
        return others | {"role": speakers.get(turn[role], turn[role]), "content": turn[content]}


def described_files(folder: Path) -> Iterator[tuple[str, Described | LeftOut]]:
    """Yield where each data set is described, and its file or why it is left out; `InputError` if none can be read."""
    info = folder / INFO
    try:
        known = json.loads(read_text(info))
        found = {name: _described(name, folder, info, about) for name, about in known.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise InputError(f"{info}: must be a JSON object with a description for each data set") from None
    if not found:
        raise InputError(f"{info}: describes no data set")
    if not any(isinstance(each, Described) for each in found.values()):
        raise InputError(f"{info}: a data set has {next(iter(found.values()))}; {_ONLY_FILES}")
    for name, each in found.items():
        where = f"{info}, “{name}”"
        yield where, each if isinstance(each, Described) else LeftOut(f"datasets with {each}; {_ONLY_FILES}")


def _described(name: str, folder: Path, info: Path, about: Any) -> Described | str:
    """Return the file of a data set, or what it has in the place of one that can be read."""
    columns, tags = about.get("columns") or {}, about.get("tags") or {}
    if not all(isinstance(text, str | None) for each in (columns, tags) for text in each.values()):
        raise TypeError
    if not (file := about.get("file_name")):
        return "no “file_name”"
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()):
        return "a “file_name” outside of the folder"
    if path.is_dir():
        raise InputError(f"{info}: {path.name} is a folder; {_ONLY_FILES}")
    return Described(name, path, about.get("formatting", "alpaca") != "alpaca", columns, tags)
