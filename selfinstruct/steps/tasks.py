"""Asks for whole tasks after whole demonstrations, as Stanford Alpaca and BELLE do: instruction, input and output.

Their separator `###` cuts answers that hold Markdown headings; here each part stands under a marker line. Answers in
the ancestors' form are read, too.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfinstruct.core.values import Draft, Instance, Item, Sampling, Task
from selfinstruct.languages import Language
from selfinstruct.parsing.json_answers import object_schema, read_items, string
from selfinstruct.parsing.lists import without_number
from selfinstruct.parsing.marker_line import Head, find_label, number_of
from selfinstruct.parsing.markers import (
    cut_at,
    find_heads,
    has_markers,
    has_output,
    one_a_line,
    unpadded,
    without_no_input,
)
from selfinstruct.parsing.order import in_order
from selfinstruct.parsing.reasoning import visible
from selfinstruct.parsing.wrapping import with_clear_end, without_fences
from selfinstruct.steps.templates import Prompts

_FIELDS = ("instruction", "input", "output")
_NUMBER = re.compile(r"[(（]?(\d{1,4})[)）.．、:：]\s*(.+)")


@dataclass(frozen=True)
class Tasks:
    """The step that proposes `batch` whole tasks a request."""

    batch: int
    sampling: Sampling
    language: Language
    name: str = "tasks"

    def check(self, prompts: Prompts) -> None:
        """Raise `InputError` if the template cannot be used."""
        fields = ("demonstrations", "count", "first", "last", "category", "topic", "form")
        prompts.check(self.name, fields, required="demonstrations")

    def show(self, shown: Task | Item) -> str:
        """Return a task as a demonstration shows it: with its first instance, if it has one."""
        markers = self.language.markers
        instance = shown.instances[0] if isinstance(shown, Task) and shown.instances else Instance("", "")
        parts = (shown.instruction, markers.line(markers.input), instance.input or markers.nothing)
        return "\n".join((*parts, markers.line(markers.output), instance.output))

    def prompt(self, prompts: Prompts, shown: Sequence[str], **hint: str) -> str:
        """Return the prompt that shows the demonstrations under their marker lines and asks for more of the kind.

        `hint` may hold `category`, `topic` and `form`, which the new ones are to lean towards.
        """
        markers, first = self.language.markers, len(shown) + 1
        lines = (f"{markers.line(markers.task, number)}\n{text}" for number, text in enumerate(shown, 1))
        return prompts.render(
            self.name,
            demonstrations="\n".join(lines),
            count=self.batch,
            first=first,
            last=first + self.batch - 1,
            **({"category": "", "topic": "", "form": ""} | hint),
        )

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the marker lines that end the answer: of the end, and of the task after the last one asked for."""
        markers = self.language.markers
        after = markers.line(markers.task, len(shown) + self.batch + 1)
        return (f"\n{markers.line(markers.end)}", f"\n{after}")

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the schema of an answer that holds whole tasks."""
        task = object_schema(**{field: {"type": "string"} for field in _FIELDS})
        return object_schema(tasks={"type": "array", "items": task})

    def parse(self, text: str, *, cut: bool) -> list[Draft]:
        """Return the tasks of a completion as drafts, in their order; of one that was `cut` the last is marked so.

        A task without an output is a draft with an empty one.
        """
        items = read_items(text, "tasks", self._has_markers, member="instruction")
        found = [*(self._read(visible(text), cut=cut) if items is None else map(self._members, items))]
        return [
            _draft(parts, cut=cut and number == len(found))
            for number, parts in enumerate(found, 1)
            if parts.get("instruction")
        ]

    def _read(self, text: str, *, cut: bool) -> Iterator[dict[str, str]]:
        """Yield the parts of each task by kind; where there is an end marker, what stands after it as one more.

        The last line of a text that is `cut` may be so itself: it opens nothing but the task with the next number.
        """
        lines, found = self._marked(text if cut else with_clear_end(text))
        heads = in_order(found)
        if cut and not _opens_the_next(heads):
            heads = in_order([*found[:-1], None])
        parts: dict[str, str] = {}
        for kind, number, body in cut_at(lines, heads):
            if kind in ("task", "end") or (kind == "instruction" and parts.keys() - {"task"}):
                yield _with_instruction(parts)
                parts = {}
            parts.setdefault(kind, self._without_label(body, number) if kind == "task" else body)
        yield _with_instruction(parts)

    def _marked(self, text: str) -> tuple[list[str], list[Head | None]]:
        """Return the lines of a text, and which of them may be marker lines."""
        markers = self.language.markers
        lines = text.split("\n")
        heads = find_heads(lines, markers)
        if not has_output(heads):
            lines = one_a_line(text).split("\n")
            heads = find_heads(lines, markers)
        return without_fences(lines, heads), heads

    def _without_label(self, text: str, number: int | None) -> str:
        """Return an instruction without the number of its heading, or the word "Instruction:", once more before it."""
        again = _NUMBER.fullmatch(text)
        if again and number is not None and int(again[1]) == number:
            text = again[2]
        first, *others = text.split("\n")
        label = find_label(first, self.language.markers)
        return "\n".join((label["rest"], *others)).strip() if label else text

    def _members(self, item: object) -> dict[str, str]:
        """Return the texts of a task in a structured answer, none where the input is something else than a text."""
        members = item if isinstance(item, dict) else {}
        output = members.get("output")
        if isinstance(output, int | float):
            members = {**members, "output": json.dumps(output)}
        texts = {field: string(members.get(field)) for field in _FIELDS}
        if texts["input"] is None and members.get("input") is not None:
            return {}
        found = {field: unpadded(text) for field, text in texts.items() if text is not None}
        return found | {"instruction": self._without_heading(found.get("instruction", ""))}

    def _without_heading(self, text: str) -> str:
        """Return an instruction of a structured answer without a heading or a number before it."""
        text = self._without_label(text, None)
        return text if "\n" in text else without_number(text)

    def _has_markers(self, text: str) -> bool:
        return has_markers(text, self.language.markers, whole=True)


def _opens_the_next(heads: Sequence[Head | None]) -> bool:
    """Tell whether the last line is the heading of a task whose number is the next one."""
    numbers = [number_of(head) for head in heads if head and head["task"]]
    return bool(heads[-1] and heads[-1]["task"] and len(numbers) > 1 and numbers[-1] == (numbers[-2] or 0) + 1)


def _with_instruction(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a task, what stands after its heading as the instruction if nothing is called so."""
    return {"instruction": parts.get("task", ""), **parts}


def _draft(parts: Mapping[str, str], *, cut: bool) -> Draft:
    instance = Instance(without_no_input(parts.get("input", "")), parts.get("output", ""))
    return Draft(
        parts["instruction"].strip(), instance.input, instance.output, cut, siblings=() if cut else (instance,)
    )
