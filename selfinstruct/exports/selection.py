"""Which tasks are exported, and in what order."""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.scores import Score, lowest
from selfinstruct.core.values import Task

_COMPARISONS = {">=": operator.ge, "<=": operator.le}
_LENGTHS: dict[str, Callable[[Task], int]] = {
    "instruction": lambda task: len(task.instruction),
    "input": lambda task: max(len(instance.input) for instance in task.instances),
    "output": lambda task: min(len(instance.output) for instance in task.instances),
}
_YES_OR_NO: dict[str, Callable[[Task], bool]] = {
    "classification": lambda task: task.is_classification,
    "input": lambda task: any(instance.input for instance in task.instances),
}
# What a judge answered, of a record: all three questions, or one of them. `valid` is an earlier name of the first.
_ANSWERS: dict[str, Callable[[Score], bool]] = {
    "all_valid": lambda score: score.is_all_valid,
    "instruction_valid": lambda score: score.valid,
    "input_fits": lambda score: score.input_fits,
    "output_right": lambda score: score.output_right,
    "valid": lambda score: score.is_all_valid,
}
# What each field is compared with.
_CHARACTERS = ">= or <= and a number of characters, as '{}>=40'"
_TAKES = {
    "classification": "yes or no, as classification=no",
    "input": f"yes or no, as input=no, or {_CHARACTERS.format('input')}",
    "instruction": _CHARACTERS.format("instruction"),
    "output": _CHARACTERS.format("output"),
    "category": "a kind of task, as category=planning",
    "score": ">= or <= and a mark, as 'score>=4'",
    **{name: f"yes or no, as {name}=yes" for name in _ANSWERS},
}

# Not every task has these, and one without meets no condition on it.
_HAS: dict[str, Callable[[Task], bool]] = {
    "score": lambda task: lowest(task.scores) is not None,
    **{name: lambda task: bool(_verdicts(task)) for name in _ANSWERS},
    "category": lambda task: bool(task.hint.category),
}
# All of these, and an input, may be what no task has: what is said of it then, and what to do.
_HAS_SOME = {**_HAS, "input": _YES_OR_NO["input"]}
_NO_JUDGE = "run selfinstruct judge first"
_WITHOUT = {
    "score": f"a score; {_NO_JUDGE}",
    **dict.fromkeys(_ANSWERS, f"answers of a judge; {_NO_JUDGE}"),
    "category": "a category; leave it out",
    "input": "an input",
}


@dataclass(frozen=True)
class Condition:
    """A condition on tasks: its text, the name of what it looks at, and whether a task meets it."""

    text: str
    name: str
    is_met: Callable[[Task], bool]

    def told(self, tasks: Iterable[Task]) -> str:
        """Return a line on the tasks that do not have what it looks at, "" if all have it."""
        has = _HAS.get(self.name)
        found = [has(task) for task in tasks] if has else []
        without = found.count(False)
        what = "answers of a judge" if self.name in _ANSWERS else self.name
        verb = "has" if without == 1 else "have"
        told = f"{without:,} of {Count(len(found)):task} {verb} no {what}, and {verb} no place in it"
        return f"‹conditions› {self.text}: {told}" if without else ""

    def why_unmet(self, tasks: Iterable[Task]) -> str:
        """Return why none of the tasks meets it: none has what it looks at, or of another category; "" otherwise."""
        has, every = _HAS_SOME.get(self.name), [*tasks]
        if has and every and not any(map(has, every)):
            return f"none of {Count(len(every)):task} has {_WITHOUT[self.name]}"
        if self.name == "category" and every:
            known = sorted({task.hint.category for task in every} - {""})
            return f"no task is of this category; choose one of: {', '.join(known)}"
        return ""


@dataclass(frozen=True)
class Selection:
    """The tasks that meet all conditions; shuffled if there is a `shuffle` seed; `split` is the share of `train`."""

    conditions: tuple[Condition, ...] = ()
    shuffle: int | None = None
    split: float | None = None

    def __post_init__(self) -> None:
        if self.split is not None and not 0 < self.split < 1:
            raise InputError(f"‹split› {self.split}: must be above 0 and below 1")

    @property
    def parts(self) -> Sequence[str]:
        """The names of the parts."""
        return ("train",) if self.split is None else ("train", "test")

    def of(self, tasks: Iterable[Task], part: str) -> Iterator[Task]:
        """Yield the tasks of a part. An instruction is always in the same part, whatever else there is."""
        chosen: Iterator[Task] = (
            task for task in tasks if all(condition.is_met(task) for condition in self.conditions)
        )
        if self.shuffle is not None:
            drawn = list(chosen)
            Random(self.shuffle).shuffle(drawn)
            chosen = iter(drawn)
        for task in chosen:
            if self.split is None or (_place(task.instruction) < self.split) == (part == "train"):
                yield task


def condition(text: str) -> Condition:
    """Return a condition such as `classification=no`, `input=yes`, `output>=40` (characters) or `category=planning`.

    Others are `score>=4`, the mean of the marks that a judge gave, and its answers: `all_valid=yes` (to all three
    questions), `instruction_valid=yes`, `input_fits=yes`, `output_right=yes`. Of a task with several instances the
    longest input, the shortest output and the lowest score count, and an answer is yes if it is yes for each.
    `InputError` if it is none.
    """
    found = re.fullmatch(r"\s*(\w+)\s*(>=|<=|=)\s*(.+?)\s*", text)
    name, sign, value = found.groups() if found else ("", "", "")
    is_met = _test(name, sign, value)
    if not is_met:
        begins = re.match(r"\s*(\w*)", text)
        raise InputError(f"‹conditions› {text}: {_what_it_lacks(begins[1] if begins else '')}")
    return Condition(f"{name}{sign}{value}", name, is_met)


def _what_it_lacks(name: str) -> str:
    """Return how a condition that begins with this name is written."""
    if takes := _TAKES.get(name):
        quotes = "; in quotes, or the shell takes > and < for files" if ">" in takes else ""
        return f"{name} takes {takes}{quotes}"
    there_are = f"there are {', '.join(field for field in _TAKES if field != 'valid')}"
    return f"no field {name}; {there_are}" if name else f"begin it with a field; {there_are}"


def _test(name: str, sign: str, value: str) -> Callable[[Task], bool] | None:
    if sign in _COMPARISONS and name in _LENGTHS and value.isdecimal():
        compare, length, limit = _COMPARISONS[sign], _LENGTHS[name], int(value)
        return lambda task: compare(length(task), limit)
    if sign in _COMPARISONS and name == "score" and (least := _mark(value)) is not None:
        return lambda task: (score := lowest(task.scores)) is not None and _COMPARISONS[sign](score, least)
    if sign == "=" and name in _ANSWERS and value in ("yes", "no"):
        return lambda task: bool(judged := _verdicts(task)) and all(map(_ANSWERS[name], judged)) == (value == "yes")
    if sign == "=" and name in _YES_OR_NO and value in ("yes", "no"):
        return lambda task: _YES_OR_NO[name](task) == (value == "yes")
    if sign == "=" and name == "category":
        return lambda task: task.hint.category == value
    return None


def _verdicts(task: Task) -> list[Score]:
    """Return what judges that are asked questions said of a task; a reward model says nothing but a number."""
    return [each for each in task.scores if each and each.reward is None]


def _mark(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", text) else None


def _place(instruction: str) -> float:
    digest = sha256(instruction.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
