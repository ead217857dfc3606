"""The text repeats words of the prompt, as weak models do: a rule, an example, the sentence that asks for tasks.

Ten words in a row, or sixteen Chinese characters, are no chance: none of 70,000 published instructions has so many
in common with our templates. Nor is it one if an input or an output begins like that of a seed task for as many
letters as a sentence has, or is the same as a whole if it is shorter, labels aside: prompts show seed tasks with their
instances. A run's own templates and seed tasks are not known here.
"""

import json
import re
from functools import cache
from itertools import takewhile
from pathlib import Path

from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.text_files import read_text
from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

_UNIT = re.compile(r"[\u4e00-\u9fff]|[^\W\d_\u4e00-\u9fff]+")
_FIELD = re.compile(r"\$\w+|^@(?:(?:if|unless) .*|end)$", re.MULTILINE)
_IN_A_ROW, _HAN_IN_A_ROW = 10, 16
_BEGINNING, _HAN_BEGINNING = 80, 30
# In letters: shorter texts may be the same by chance.
_SHORTEST, _HAN_SHORTEST = 14, 7
# In units: a heading that a prompt has by chance is shorter. In characters: no heading is longer.
_HEADING, _HAN_HEADING, _LONGEST_HEADING = 6, 8, 80
# More of a text is not looked at.
_MOST = 10_000


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words of a prompt that the instruction repeats."""
    return _echo(instruction, language)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words of a prompt that the input or the output repeats."""
    if heading := _heading_of_prompt(draft.output, language):
        return heading
    for text in (draft.input, draft.output):
        if found := _echo(text, language) or _example(text, draft.instruction, language):
            return found
    return None


def _heading_of_prompt(output: str, language: Language) -> str | None:
    """Return what an output has before its first colon, if a prompt says it word for word.

    As in "懂行的人会给出的回答：…".
    """
    head, colon, _ = output[:_LONGEST_HEADING].replace("：", ":").partition(":")
    units = _UNIT.findall(head.casefold())
    if not colon or "\n" in head.strip() or len(units) < (_HAN_HEADING if head.strip()[:1] >= "\u4e00" else _HEADING):
        return None
    said = f" {' '.join(units)} "
    return (
        head.strip()
        if any(said in each for each in _said_in_prompts(prompts_folder(language.home) / language.code))
        else None
    )


@cache
def _said_in_prompts(folder: Path) -> tuple[str, ...]:
    parts = (part for path in sorted(folder.glob("*.*.txt")) for part in _said(path).split("\n$\n"))
    return tuple(f" {' '.join(_UNIT.findall(part.casefold()))} " for part in parts)


def _example(text: str, instruction: str, language: Language) -> str | None:
    """Return how a text begins that another task, a seed task, has."""
    beginning = _beginning(text)
    tasks = _beginnings_of_seeds(seed_file(language.code, language.home)).get(beginning) if beginning else None
    return None if tasks is None or instruction in tasks else text.strip()[:_BEGINNING]


def _beginning(text: str) -> str:
    letters = letters_of(text[: 4 * _BEGINNING])
    is_han = letters[:1] >= "\u4e00"
    length, shortest = (_HAN_BEGINNING, _HAN_SHORTEST) if is_han else (_BEGINNING, _SHORTEST)
    return letters[:length] if len(letters) >= shortest else ""


@cache
def _beginnings_of_seeds(path: Path) -> dict[str, set[str]]:
    """Return the instructions of seed tasks by how one of their inputs or outputs begins."""
    found: dict[str, set[str]] = {}
    for line in read_text(path).splitlines():
        task = json.loads(line)
        for instance in task["instances"]:
            for text in (instance["input"], "" if task["is_classification"] else instance["output"]):
                if beginning := _beginning(text):
                    found.setdefault(beginning, set()).add(task["instruction"])
    return found


def _echo(text: str, language: Language) -> str | None:
    rows = _rows_of_prompts(prompts_folder(language.home) / language.code)
    return next((" ".join(row) for row in _rows(text[:_MOST]) if row in rows), None)


@cache
def _rows_of_prompts(folder: Path) -> frozenset[tuple[str, ...]]:
    return frozenset(row for path in sorted(folder.glob("*.*.txt")) for row in _rows(_said(path)))


def _said(path: Path) -> str:
    """Return what a template says in all its prompts, without the comments at its top."""
    lines = read_text(path).split("\n")
    comments = len(list(takewhile(lambda line: line.startswith("#"), lines)))
    return _FIELD.sub("\n$\n", "\n".join(lines[comments:]))


def _rows(text: str) -> list[tuple[str, ...]]:
    """Return all rows of units that are long enough to tell, none of which goes over a field."""
    found = []
    for part in text.split("\n$\n"):
        units = _UNIT.findall(part.casefold())
        for at in range(len(units)):
            length = _HAN_IN_A_ROW if units[at] >= "\u4e00" else _IN_A_ROW
            if at + length <= len(units):
                found.append(tuple(units[at : at + length]))
    return found


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
