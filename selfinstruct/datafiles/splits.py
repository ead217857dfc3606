"""The parts of a dataset: which of them are there to train on, by their names."""

import re
from collections.abc import Iterable
from pathlib import Path

_TRAINING = frozenset({"train", "training"})
_EVALUATION = frozenset("test testing valid validation val dev eval evaluation heldout holdout".split())


def for_training(names: Iterable[str]) -> list[str]:
    """Return the names of parts that say they are to train on; else of those that do not say otherwise; else all."""
    known = [*names]
    return [name for name in known if _words(name) & _TRAINING] or not_for_evaluation(known)


def not_for_evaluation(names: Iterable[str]) -> list[str]:
    """Return the names of datasets that do not say they are to evaluate with; all if each of them says so."""
    known = [*names]
    return [name for name in known if not _words(name) & _EVALUATION] or known


def part_of(file: Path) -> str:
    """Return the name of the part that a file belongs to: its own, or that of its folder if only that tells."""
    says = _words(file.stem) & (_TRAINING | _EVALUATION)
    return file.stem if says else file.parent.name


def _words(name: str) -> set[str]:
    return {*re.split(r"[\W\d_]+", name.casefold())}
