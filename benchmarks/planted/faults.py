"""The faults that are planted, each in a copy of a sound task."""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from selfinstruct.core.values import Record, Task

_NUMBER = re.compile(r"(?<![A-Za-z0-9.,/^√_-])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![A-Za-z0-9/^_²³]|[.,][0-9])")
_ENTRY = re.compile(r"\s*(?:[-*•]|[0-9]+[.)、．]|\|)\s?")
_RESULT = re.compile(r"[=≈]\s*[£$€¥]?([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)")
_NUMBERED = re.compile(r"(?<!.)\s*([0-9]+)(?=[.)、．]\s)")
_RULE = re.compile(r"\s*\|[\s|:-]+\|\s*")
_TRANSLATED: dict[str, str] = tomllib.loads(Path(__file__).with_name("translated.toml").read_text("utf-8"))
# Where every entry of the output is asked for.
_ALL_ASKED_FOR = frozenset({"extraction", "translation", "data", "editing"})
_COMPUTED = frozenset({"mathematics", "data"})


@dataclass(frozen=True)
class Material:
    """A sound task, and what a fault in it can be made of: the other sound tasks, and chance."""

    task: Task
    others: Sequence[Task]
    random: Random

    @property
    def record(self) -> Record:
        """The instruction with its first instance."""
        first = self.task.instances[0]
        return Record(self.task.instruction, first.input, first.output)


def wrong_label(material: Material) -> Record | None:
    """Return a classification task with the label of another of its instances."""
    labels = {each.output for each in material.task.instances} - {material.record.output}
    if not material.task.is_classification or not labels:
        return None
    return replace(material.record, output=material.random.choice(sorted(labels)))


def wrong_sum(material: Material) -> Record | None:
    """Return a task in whose output the last result of a sum has another first digit, wherever it stands."""
    sound = material.record
    # Numbers in code need not be results.
    if "```" in sound.output:
        return None
    numbers = (_NUMBER if material.task.hint.category in _COMPUTED else _RESULT).findall(sound.output)
    given = {*_NUMBER.findall(f"{sound.instruction}\n{sound.input}")}
    results = [each for each in numbers if each not in given and len(re.sub(r"\D", "", each)) > 1 and each[0] != "0"]
    if not results:
        return None
    right = results[-1]
    digit = material.random.choice([each for each in "123456789" if each != right[0]])
    return replace(sound, output=_NUMBER.sub(lambda it: digit + right[1:] if it[0] == right else it[0], sound.output))


def missing_part(material: Material) -> Record | None:
    """Return a task whose output lacks one entry of a list or table; those after it are numbered anew."""
    output = material.record.output
    # Beside code stand tips, which nobody asked for.
    if material.task.hint.category not in _ALL_ASKED_FOR or material.task.is_classification or "```" in output:
        return None
    lines = output.split("\n")
    entries = [at for at, line in enumerate(lines) if _ENTRY.match(line)]
    if rules := [at for at in entries if _RULE.fullmatch(lines[at])]:
        entries = [at for at in entries if at > rules[0]]
    if len(entries) < 3 or entries[-1] - entries[0] != len(entries) - 1:
        return None
    out = material.random.choice(entries[1:-1])
    later = [_numbered_down(line) if at in entries else line for at, line in enumerate(lines) if at > out]
    return replace(material.record, output="\n".join((*lines[:out], *later)))


def _numbered_down(line: str) -> str:
    return _NUMBERED.sub(lambda it: it[0].replace(it[1], str(int(it[1]) - 1)), line)


def other_language(material: Material) -> Record | None:
    """Return a task whose output says the same in the other language."""
    output = _TRANSLATED.get(material.task.id)
    return replace(material.record, output=output) if output else None


def truncated(material: Material) -> Record | None:
    """Return a task whose output breaks off in the middle of a sentence, after 40 to 70 % of it."""
    output = material.record.output
    if len(output) < 120 or material.task.is_classification:
        return None
    cut = output[: round(len(output) * material.random.uniform(0.4, 0.7))].rstrip()
    while cut and not cut[-1].isalpha():
        cut = cut[:-1]
    return replace(material.record, output=cut)


def off_topic_input(material: Material) -> Record | None:
    """Return a task with the input of a task of another category."""
    sound = material.record
    strange = [
        each.instances[0].input
        for each in material.others
        if each.hint.category != material.task.hint.category and each.instances[0].input.strip()
    ]
    if not sound.input.strip() or not strange:
        return None
    return replace(sound, input=material.random.choice(strange))


FAULTS: dict[str, Callable[[Material], Record | None]] = {
    "wrong label": wrong_label,
    "wrong sum": wrong_sum,
    "missing part": missing_part,
    "other language": other_language,
    "truncated": truncated,
    "off-topic input": off_topic_input,
}


@dataclass(frozen=True)
class Pair:
    """A sound task and its twin with a fault of this kind."""

    kind: str
    sound: Record
    faulty: Record


def planted(tasks: Sequence[Task], each: int, random: Random) -> list[Pair]:
    """Return so many pairs of each kind, fewer where there are no more tasks for it; each task stands in one at most.

    Kinds that few tasks are fit for choose first.
    """
    found: dict[str, list[tuple[str, Pair]]] = {kind: [*_possible(kind, tasks, random)] for kind in FAULTS}
    taken, pairs = set[str](), list[Pair]()
    for kind in sorted(FAULTS, key=lambda kind: len(found[kind])):
        free = [(id_, pair) for id_, pair in found[kind] if id_ not in taken]
        drawn = random.sample(free, min(each, len(free)))
        taken |= {id_ for id_, _ in drawn}
        pairs += [pair for _, pair in drawn]
    return pairs


def _possible(kind: str, tasks: Sequence[Task], random: Random) -> Iterable[tuple[str, Pair]]:
    for task in tasks:
        material = Material(task, tasks, random)
        faulty = FAULTS[kind](material)
        if faulty and faulty != material.record:
            yield task.id, Pair(kind, material.record, faulty)
