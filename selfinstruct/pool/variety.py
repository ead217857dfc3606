"""What requests for instructions lean towards, drawn so that the pool gets what it still lacks.

Demonstrations alone let a model run in the same ruts; after some 52,000 tasks, new ones get rare (Self-Instruct's
authors). So each prompt also names a category, a topic and a form, from lists in `prompts/<lang>/`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from random import Random

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Hint


class Variety:
    """The lists, and how often the pool has each entry already.

    `categories` maps the key of a category to how a prompt names it.
    """

    def __init__(self, categories: Mapping[str, str], topics: Mapping[str, str], forms: Mapping[str, str]) -> None:
        self._lists = {"category": categories, "topic": topics, "form": forms}
        self._used = {name: Counter(dict.fromkeys(entries, 0)) for name, entries in self._lists.items()}

    @classmethod
    def load(cls, folder: Path) -> "Variety":
        """Read `categories.txt`, `topics.txt` and `forms.txt`; `InputError` names the file and the line."""
        categories: dict[str, str] = {}
        path = folder / "categories.txt"
        for number, line in _entries(path):
            key, colon, name = line.partition(":")
            if not colon or not name.strip():
                raise InputError(f"{path}, line {number}: write a key, a colon and how the prompt names the category")
            categories[key.strip()] = name.strip()
        topics, forms = ({line: line for _, line in _entries(folder / f"{name}.txt")} for name in ("topics", "forms"))
        return cls(categories, topics, forms)

    def draw(self, random: Random) -> Hint:
        """Draw a category, a topic and a form; an entry used k times has a weight of 1/(k + 1)."""
        drawn = {}
        for name, used in self._used.items():
            weights = [1 / (count + 1) for count in used.values()]
            drawn[name] = random.choices(list(used), weights)[0] if used else ""
        return Hint(**drawn)

    def told(self, hint: Hint) -> dict[str, str]:
        """Return the hint as the fields of the instructions prompt."""
        return {name: entries.get(getattr(hint, name), "") for name, entries in self._lists.items()}

    def count(self, hint: Hint) -> None:
        """Count a task of the pool that came of this hint; entries that are not in the lists do not count."""
        for field in fields(hint):
            entry, used = getattr(hint, field.name), self._used[field.name]
            if entry in used:
                used[entry] += 1


def _entries(path: Path) -> list[tuple[int, str]]:
    """Return the lines of a list with their numbers, without comments and blank lines."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot read the list ({getattr(error, 'strerror', None) or error})") from None
    entries = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    if not entries:
        raise InputError(f"{path}: the list is empty; write an entry a line")
    return entries
