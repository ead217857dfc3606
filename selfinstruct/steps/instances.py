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
        an answer whose code prints "Output:" is not cut there. Of a completion `cut` by length the last draft is
        marked so.
        """
        found: list[list[Instance]] = [[] for _ in instructions]
        last = None
        for number, instance in self._read(visible(text)):
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

    def _read(self, text: str) -> Iterator[tuple[int, Instance]]:
        """Yield the instances of an answer, each with the number of its task.

        An output without an input before it has none, unless the answer to an output-first prompt holds to its order.
        """
        task = 1
        pending: dict[str, str] = {}
        for kind, number, part in [*_split(text, self.language.markers), ("end", None, "")]:
            complete = kind in pending or ("output" in pending and not self.output_first)
            if complete or kind in ("task", "end"):
                if "output" in pending:
                    given = _without_no_input(pending.get("input", ""), self.language)
                    yield task, Instance(given, pending["output"])
                pending = {}
            if kind == "task":
                task = task if number is None else number
            else:
                pending[kind] = part


_Part = tuple[str, int | None, str]


def _split(text: str, markers: Markers) -> list[_Part]:
    """Cut an answer into parts at its marker lines: kind (task, input, output), number or None, text."""
    lines = text.split("\n")
    strict, loose = _marker_patterns(markers)
    for patterns in (strict, loose):
        heads = list(takewhile(lambda head: not (head and head["end"]), (_match(line, patterns) for line in lines)))
        if any(head and head["output"] for head in heads):
            break
    parts: list[tuple[str, int | None, list[str]]] = []
    for line, head in zip(lines, heads, strict=False):
        if head:
            kind = next(kind for kind in ("task", "input", "output") if head[kind])
            parts.append((kind, int(head["number"]) if head["number"] else None, [head["rest"].strip()]))
        elif parts:
            parts[-1][2].append(line)
    return [(kind, number, _trim(body)) for kind, number, body in parts]


def _without_no_input(text: str, language: Language) -> str:
    """Return "" for every spelling of "there is no input"."""
    letters = "".join(char for char in text.casefold() if char.isalnum())
    return "" if letters in language.no_input or text in _DASHES else text


_DASHES = ("-", "–", "—", "——", "/", "...", "…")
_BLANK_OR_RULER = re.compile(r"\s*+(?:[-=*_~]{3,}\s*)?")


def _trim(lines: list[str]) -> str:
    """Join lines without the blank ones and rulers around them, keeping the indentation of the first."""
    start, end = 0, len(lines)
    while start < end and _BLANK_OR_RULER.fullmatch(lines[start]):
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
