"""Asks for instances of instructions (Self-Instruct, section 2.2: instance generation).

Input-first for most tasks. Output-first for classification tasks: a label, then an input that has it, since models
asked for an input first write inputs of one label only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from selfinstruct.languages import Language, Markers, find_language
from selfinstruct.prompts import Prompts
from selfinstruct.steps.answer import visible
from selfinstruct.types import Draft, Instance, Sampling


@dataclass(frozen=True)
class Instances:
    """The step that writes `instances` instances for each of `batch` instructions."""

    batch: int
    sampling: Sampling
    language: Language
    instances: int
    output_first: bool

    @property
    def name(self) -> str:
        """The name of the template and of the stage."""
        return "output_first" if self.output_first else "input_first"

    def check(self, prompts: Prompts) -> None:
        """Raise `InputError` if the template cannot be used."""
        prompts.check(self.name, ("instructions", "instances"), required="instructions")

    def prompt(self, prompts: Prompts, instructions: Sequence[str], **hint: str) -> str:
        """Return the prompt that shows each instruction under its marker line and asks for its instances."""
        markers = self.language.markers
        shown = "\n".join(
            f"{markers.line(markers.task, number)}\n{instruction}" for number, instruction in enumerate(instructions, 1)
        )
        return prompts.render(self.name, instructions=shown, instances=self.instances)

    def stop(self, instructions: Sequence[str]) -> tuple[str, ...]:
        """Return the marker line that ends the answer."""
        markers = self.language.markers
        return (f"\n{markers.line(markers.end)}",)

    def parse(self, text: str, instructions: Sequence[str], *, cut: bool) -> list[list[Draft]]:
        """Return the drafts for each instruction, none where the completion has none.

        Marker lines in brackets count if there are any; otherwise `Output:`, `### Output` and the like do, so that
        an answer whose code prints "Output:" is not cut there. An answer to several instructions that does not say
        which is which has no drafts for any. Of a completion `cut` by length the last draft is marked so.
        """
        found: list[list[Instance]] = [[] for _ in instructions]
        last = None
        for number, instance in self._read(visible(text), several=len(instructions) > 1):
            if 1 <= number <= len(found):
                found[number - 1].append(instance)
                last = (number - 1, len(found[number - 1]) - 1)
        return [
            [
                Draft(
                    instruction,
                    instance.input,
                    instance.output,
                    cut=cut and last == (index, position),
                    siblings=instances,
                    position=position,
                )
                for position, instance in enumerate(instances)
            ]
            for index, (instruction, instances) in enumerate(zip(instructions, map(tuple, found), strict=True))
        ]

    def _read(self, text: str, *, several: bool) -> Iterator[tuple[int, Instance]]:
        """Yield the instances of an answer, each with the number of its task.

        An output without an input before it has none, unless the answer to an output-first prompt holds to its order.
        After an end marker only later tasks are read: some models end each task, others chat on.
        """
        task = 0 if several else 1
        begun, ended = task, -1
        pending: dict[str, str] = {}
        for kind, number, part in [*_split(text, self.language.markers, several=several), ("end", None, "")]:
            complete = kind in pending or ("output" in pending and not self.output_first)
            if complete or kind in ("task", "end"):
                if "output" in pending:
                    given = _without_no_input(pending.get("input", ""), self.language)
                    yield task, Instance(given, pending["output"])
                pending = {}
            if kind == "end":
                ended, task = begun, 0
            elif kind == "task":
                task = task if number is None else number
                task = task if task > ended else 0
                begun = max(begun, task)
            else:
                pending[kind] = part


_Part = tuple[str, int | None, str]


def _split(text: str, markers: Markers, *, several: bool) -> list[_Part]:
    """Cut an answer into parts at its marker lines: kind (task, input, output, end), number or None, text."""
    lines = text.split("\n")
    strict, loose = _marker_patterns(markers)
    heads = [_match(line, strict) for line in lines]
    if not any(head["output"] for head in takewhile(lambda head: not head["end"], filter(None, heads))):
        heads = [_match(line, loose) for line in lines]
    elif several and not any(head and head["task"] and int(head["number"] or 0) > 1 for head in heads):
        # Perhaps the headings of the tasks alone are spelt otherwise, each right before its first part.
        following = None
        for at in reversed(range(len(lines))):
            if not heads[at] and following and (head := _match(lines[at], loose)) and head["task"]:
                heads[at] = head
            following = heads[at] if lines[at].strip() else following
    parts: list[tuple[str, int | None, list[str]]] = []
    for line, head in zip(lines, heads, strict=True):
        if head:
            kind = next(kind for kind in ("task", "input", "output", "end") if head[kind])
            parts.append((kind, int(head["number"]) if head["number"] else None, [head["rest"].strip()]))
        elif parts:
            parts[-1][2].append(line)
    return [(kind, number, _trim(body)) for kind, number, body in parts]


def _without_no_input(text: str, language: Language) -> str:
    """Return "" for every spelling of "there is no input"."""
    letters = "".join(char for char in text.casefold() if char.isalnum())
    return "" if letters in language.no_input or text in _DASHES else text


_DASHES = ("-", "–", "—", "——", "/", "...", "…")
_BLANK = re.compile(r"\s*+")
_BLANK_OR_RULER = re.compile(r"\s*+(?:[-=*_~]{3,}\s*)?")


def _trim(lines: list[str]) -> str:
    """Join lines without the blank ones around them and the rulers after them, keeping the indentation of the first."""
    start, end = 0, len(lines)
    while start < end and _BLANK.fullmatch(lines[start]):
        start += 1
    while end > start and _BLANK_OR_RULER.fullmatch(lines[end - 1]):
        end -= 1
    text = "\n".join(lines[start:end]).rstrip()
    return text if "\n" in text else text.strip()


def _match(line: str, patterns: tuple[re.Pattern[str], ...]) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.fullmatch(line))), None)


@cache
def _marker_patterns(markers: Markers) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Return how a marker line looks as the prompts ask for it, and all ways in which models spell it.

    Its word, of the language or of English, is in the group of the kind it opens: task, input, output or end.
    Quantifiers are possessive where white space could match two of them, which would take more than linear time.
    """
    known = (markers, find_language("en").markers)
    words = {
        "task": {each.task for each in known},
        "input": {each.input for each in known},
        "output": {word for each in known for word in (each.output, each.label)},
        "end": {each.end for each in known},
    }
    kinds = "|".join(f"(?P<{kind}>{'|'.join(map(re.escape, sorted(spelt)))})" for kind, spelt in words.items())
    word = rf"(?:{kinds})\s*+(?:(?P<number>\d{{1,4}})\s*+)?"
    opening, rest = r"[\s#>*_]*", r"[*_]*\s*(?P<rest>.*)"
    bracketed = rf"{opening}[\[【]\s*{word}[\]】][*_]*\s*[:：]?{rest}"
    with_colon = rf"{opening}[(（<]?{word}[)）>]?[*_]*\s*+[:：]{rest}"
    heading = rf"\s*(?:#{{1,6}}\s*+(?:\*\*|__)?|\*\*|__)\s*{word}[:：]?[*_]*\s*(?P<rest>)"
    strict, colon, bare = (re.compile(pattern, re.IGNORECASE) for pattern in (bracketed, with_colon, heading))
    return (strict,), (strict, colon, bare)
