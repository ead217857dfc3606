"""What requests for instructions lean towards, drawn so that the pool gets what it still lacks.

Demonstrations alone let a model run in the same ruts; after some 52,000 tasks, new ones get rare (Self-Instruct's
authors). So each prompt also names a category, a topic and a form, from lists in `prompts/<lang>/`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Hint


@dataclass(frozen=True)
class Variety:
    """The lists. Each maps an entry, as a hint holds it, to how a prompt names it."""

    category: Mapping[str, str]
    topic: Mapping[str, str]
    form: Mapping[str, str]

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

    def draw(self, random: Random, used: Mapping[str, Counter[str]]) -> Hint:
        """Draw a category, a topic and a form; an entry that the pool has used k times has a weight of 1/(k + 1).

        `used` counts the entries by the name of their list.
        """
        drawn = {}
        for name in ("category", "topic", "form"):
            entries = [*getattr(self, name)]
            drawn[name] = random.choices(entries, [1 / (used[name][entry] + 1) for entry in entries])[0]
        return Hint(**drawn)

    def in_words(self, hint: Hint) -> dict[str, str]:
        """Return the hint as a prompt names it, by list; "" for none."""
        return {name: getattr(self, name).get(getattr(hint, name), "") for name in ("category", "topic", "form")}


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
