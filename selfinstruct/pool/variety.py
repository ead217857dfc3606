"""What requests for instructions lean towards, drawn so that the pool gets what it still lacks.

From demonstrations alone a model writes more of the same; after some 52,000 tasks, new ones get rare (Self-Instruct's
authors). So each prompt also names a category, a topic and a form, from lists in `prompts/<lang>/`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from selfinstruct.core.errors import InputError
from selfinstruct.core.text_files import read_text
from selfinstruct.core.values import Hint


@dataclass(frozen=True)
class Variety:
    """The lists `category`, `topic` and `form`; each maps an entry, as a hint holds it, to how a prompt names it."""

    lists: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path) -> "Variety":
        """Read `categories.txt`, `topics.txt` and `forms.txt`; `InputError` names the file and the line."""
        path = folder / "categories.txt"
        categories: dict[str, str] = {}
        for number, line in _entries(path):
            key, _, name = map(str.strip, line.partition(":"))
            if not name:
                raise InputError(f"{path}, line {number}: write a key, a colon and how the prompt names the category")
            categories[key] = name
        topics, forms = ({line: line for _, line in _entries(folder / f"{name}.txt")} for name in ("topics", "forms"))
        return cls({"category": categories, "topic": topics, "form": forms})

    def draw(self, random: Random, used: Mapping[str, Counter[str]]) -> Hint:
        """Draw a category, a topic and a form; an entry that the pool has used k times has a weight of 1/(k + 1).

        `used` counts the entries by the name of their list.
        """
        drawn = {}
        for name, entries in self.lists.items():
            weights = [1 / (used[name][entry] + 1) for entry in entries]
            drawn[name] = random.choices([*entries], weights)[0]
        return Hint(**drawn)

    def in_words(self, hint: Hint) -> dict[str, str]:
        """Return the hint as a prompt names it, by list; "" for none."""
        return {name: self.lists[name].get(entry, "") for name, entry in asdict(hint).items()}


def _entries(path: Path) -> list[tuple[int, str]]:
    lines = enumerate(read_text(path).splitlines(), 1)
    entries = [(number, line.strip()) for number, line in lines if line.strip() and line[0] != "#"]
    if not entries:
        raise InputError(f"{path}: the list is empty; write an entry a line")
    return entries
