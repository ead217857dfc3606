"""What requests for instructions lean towards, drawn so that the pool gets what it still lacks.

From demonstrations alone a model writes more of the same; after some 52,000 tasks, new ones get rare (Self-Instruct's
authors). So each prompt also names a category, a topic and a form, from lists in `prompts/<lang>/`, and someone who
asks. A list of the user's own takes the place of ours. Where all tasks are to be about one thing, or topics or people
are the user's own, ours of these two are left out: they are of all fields.

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

LISTS = ("categories", "topics", "forms", "personas")
# Those whose entries belong to some field or other.
_OF_A_FIELD = ("topics", "personas")
_WEIGHT = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True)
class Variety:
    """The lists `category`, `topic` and `form`; each maps an entry, as a hint holds it, to how a prompt names it.

    `weights` are those of the entries, by list, where they are not 1; `personas` are those who may ask, with their
    weights, empty where there is no such list. All tasks are to be `about` one thing, unless that is ""; `is_narrow`
    says that they are, or that topics or people are the user's own.
    """

    lists: Mapping[str, Mapping[str, str]]
    weights: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    personas: Mapping[str, int] = field(default_factory=dict)
    about: str = ""
    is_narrow: bool = False

    @classmethod
    def load(cls, folder: Path, own: Path | None = None, about: str = "") -> "Variety":
        """Read `categories.txt`, `topics.txt`, `forms.txt` and, if it is there, `personas.txt`.

        Each is that of the `own` folder, if it is there. `InputError` names the file and the line.
        """
        about = " ".join(about.split()).rstrip(".。")
        paths = {name: _path(f"{name}.txt", folder, own) for name in LISTS}
        is_narrow = bool(about) or any(_is_another(paths[name], folder) for name in _OF_A_FIELD)
        left_out = [name for name in _OF_A_FIELD if is_narrow and paths[name].parent == folder]
        path = paths["categories"]
        lists: dict[str, dict[str, str]] = {"category": {}}
        weights: dict[str, dict[str, int]] = {"category": {}}
        for number, line, weight in _entries(path):
            key, _, name = map(str.strip, line.partition(":"))
            if not name:
                raise InputError(f"{path}, line {number}: write a key, a colon and how the prompt names the category")
            lists["category"][key], weights["category"][key] = name, weight
        for name in ("topic", "form"):
            if f"{name}s" not in left_out:
                weights[name] = {line: weight for _, line, weight in _entries(paths[f"{name}s"])}
                lists[name] = {line: line for line in weights[name]}
        has_personas = "personas" not in left_out and paths["personas"].exists()
        personas = {line: weight for _, line, weight in _entries(paths["personas"])} if has_personas else {}
        return cls(lists, weights, personas, about, is_narrow)

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
        nothing: dict[str, str] = {}
        return {name: self.lists.get(name, nothing).get(entry, "") for name, entry in asdict(hint).items()}

    def wanted(self, random: Random, hint: Hint) -> dict[str, str]:
        """Return what a prompt names, by the field of the template: the hint, someone who asks, what all are about."""
        narrow = "yes" if self.is_narrow else ""
        return self.in_words(hint) | {"persona": self.persona(random), "about": self.about, "narrow": narrow}


def _path(name: str, folder: Path, own: Path | None) -> Path:
    return own / name if own and (own / name).is_file() else folder / name


def _is_another(path: Path, folder: Path) -> bool:
    """Tell whether a list is the user's own, and no copy of that in our folder."""
    ours = folder / path.name
    return path != ours and not (ours.exists() and [*_weighed(path)] == [*_weighed(ours)])


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
