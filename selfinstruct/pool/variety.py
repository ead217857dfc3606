"""What requests for instructions lean towards, drawn so that the pool gets what it still lacks.

From demonstrations alone a model writes more of the same; after some 52,000 tasks, new ones get rare (Self-Instruct's
authors). So each prompt also names a category, a topic and a form, from lists in `prompts/<lang>/`, and someone who
asks.

A list holds an entry a line. One below a line such as `[3]` has the weight of that number, those before any such line
have 1. Those of weight 0 are named where a task has them, and never drawn.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from selfinstruct.core.errors import InputError
from selfinstruct.core.text_files import read_text
from selfinstruct.core.values import Hint
from selfinstruct.pool.shares import correction

_WEIGHT = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True)
class Variety:
    """The lists `category`, `topic` and `form`; each maps an entry, as a hint holds it, to how a prompt names it.

    `weights` are those of the entries, by list, where they are not 1; `personas` are those who may ask, with their
    weights, empty where there is no such list.
    """

    lists: Mapping[str, Mapping[str, str]]
    weights: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    personas: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> "Variety":
        """Read `categories.txt`, `topics.txt`, `forms.txt` and, if it is there, `personas.txt`.

        `InputError` names the file and the line.
        """
        path = folder / "categories.txt"
        lists: dict[str, dict[str, str]] = {"category": {}}
        weights: dict[str, dict[str, int]] = {"category": {}}
        for number, line, weight in _entries(path):
            key, _, name = map(str.strip, line.partition(":"))
            if not name:
                raise InputError(f"{path}, line {number}: write a key, a colon and how the prompt names the category")
            lists["category"][key], weights["category"][key] = name, weight
        for name in ("topic", "form"):
            weights[name] = {line: weight for _, line, weight in _entries(folder / f"{name}s.txt")}
            lists[name] = {line: line for line in weights[name]}
        path = folder / "personas.txt"
        personas = {line: weight for _, line, weight in _entries(path)} if path.exists() else {}
        return cls(lists, weights, personas)

    def draw(self, random: Random, used: Mapping[str, Counter[str]]) -> Hint:
        """Draw a category, a topic and a form, each entry as often as its weight says.

        Those that the pool has used less than their share are drawn more often, and the other way round, so that the
        pool comes to hold what the weights say. `used` counts the entries by the name of their list.
        """
        return Hint(**{name: self._drawn(random, name, used[name]) for name in self.lists})

    def _drawn(self, random: Random, name: str, used: Counter[str]) -> str:
        weights = {entry: self.weights.get(name, {}).get(entry, 1) for entry in self.lists[name]}
        entries = [entry for entry, weight in weights.items() if weight]
        whole, count = sum(weights.values()), sum(used[entry] for entry in entries)
        corrected = [
            weights[entry] * correction(used[entry], count, weights[entry] / whole, len(entries)) for entry in entries
        ]
        return random.choices(entries, corrected)[0]

    def persona(self, random: Random) -> str:
        """Draw someone who asks, "" if there is no list of them."""
        return random.choices([*self.personas], [*self.personas.values()])[0] if self.personas else ""

    def in_words(self, hint: Hint) -> dict[str, str]:
        """Return the hint as a prompt names it, by list; "" for none."""
        return {name: self.lists[name].get(entry, "") for name, entry in asdict(hint).items()}


def _entries(path: Path) -> list[tuple[int, str, int]]:
    """Return the number, the text and the weight of each entry."""
    entries = [*_weighed(path)]
    if not any(weight for _, _, weight in entries):
        raise InputError(f"{path}: the list is empty; write an entry a line")
    return entries


def _weighed(path: Path) -> Iterator[tuple[int, str, int]]:
    weight = 1
    for number, line in enumerate(read_text(path).splitlines(), 1):
        entry = line.strip()
        if found := _WEIGHT.fullmatch(entry):
            weight = int(found[1])
        elif entry and line[0] != "#":
            yield number, entry, weight
