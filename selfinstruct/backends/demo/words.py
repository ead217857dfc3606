"""What the demo model can say: a vocabulary for each language."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


@dataclass(frozen=True)
class Words:
    """Patterns with slots such as `{noun}`, and what may fill each slot.

    `labelled_patterns` make instructions of classification tasks, `open_patterns` of all others, mostly with a second
    sentence from `tails`; `sentences` make inputs and outputs. `chatter`, `refusals`, `reasoning` and `nothing` are
    what models write beside or instead of an answer. An instruction that has one of `classification_cues`, or two
    labels, is taken for a classification task; its labels are those of the slot `label`, or, if `labels_are_quoted`,
    what stands in quotation marks.
    """

    open_patterns: tuple[str, ...]
    labelled_patterns: tuple[str, ...]
    tails: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    sentences: tuple[str, ...]
    joint: str
    chatter: tuple[str, ...]
    refusals: tuple[str, ...]
    reasoning: str
    nothing: tuple[str, ...] = ()
    classification_cues: tuple[str, ...] = ()
    labels_are_quoted: bool = False

    def labels_in(self, instruction: str) -> list[str]:
        """Return the labels that an instruction names, in its order."""
        return list(dict.fromkeys(self._label.findall(instruction)))

    def is_classification(self, instruction: str) -> bool:
        """Tell whether an instruction looks like one of a classification task."""
        lowered = instruction.lower()
        return len(self.labels_in(instruction)) > 1 or any(cue in lowered for cue in self.classification_cues)

    @cached_property
    def _label(self) -> re.Pattern[str]:
        if self.labels_are_quoted:
            return re.compile("“([^“”]+)”")
        names = "|".join(map(re.escape, self.slots["label"]))
        return re.compile(rf"\b(?:{names})\b" if names.isascii() else names)


@cache
def written_words(language: str) -> Words | None:
    """Return the vocabulary of a language from the file of that name, None if there is none."""
    file = files(__name__.rpartition(".")[0]) / f"{language}.toml"
    return _read(file) if file.is_file() else None


def _read(file: Traversable) -> Words:
    values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    slots = {name: tuple(re.split(r"[,，]\s*", text)) for name, text in values.pop("slots").items()}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Words(**(values | lists), slots=slots)
