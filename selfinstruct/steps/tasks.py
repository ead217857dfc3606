"""Asks for whole tasks after whole demonstrations, as Stanford Alpaca and BELLE do: instruction, input and output.

Their separator `###` cuts answers that hold Markdown headings; here each part stands under a marker line. Answers in
the ancestors' form are read, too.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Completion, Draft, Instance, Item, Task
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
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Proposal
from selfinstruct.steps.templates import Prompts

_FIELDS = ("instruction", "input", "output")
_NUMBER = re.compile(r"[(（]?(\d{1,4})[)）.．、:：]\s*(.+)")


@dataclass(frozen=True, kw_only=True)
class WholeTasks(Step):
    """The step that proposes `batch` whole tasks a request."""

    language: Language
    name: str = "tasks"
    label: str = "tasks"
    place: int = Place.PROPOSE
    finds = (Proposal,)

    def check(self, prompts: Prompts) -> None:
        """Raise `InputError` if the template cannot be used."""
        fields = ("demonstrations", "count", "first", "last", "category", "topic", "form")
        prompts.check(self.name, fields, required="demonstrations")

    def show(self, shown: Task | Item) -> str:
        """Return a task as a demonstration shows it: with its first instance, if it has one."""
        instance = shown.instances[0] if isinstance(shown, Task) and shown.instances else Instance("", "")
        return self._parts(shown.instruction, instance.input, instance.output)

    def _parts(self, instruction: str, given: str, output: str) -> str:
        markers = self.language.markers
        parts = (
            instruction,
            markers.line(markers.input),
            given or markers.nothing,
            markers.line(markers.output),
            output,
        )
        return "\n".join(parts)

    def _under_headings(self, tasks: Sequence[str], first: int) -> str:
        markers = self.language.markers
        return "\n".join(f"{markers.line(markers.task, number)}\n{task}" for number, task in enumerate(tasks, first))

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that shows the demonstrations under their marker lines and asks for more of the kind."""
        first = len(shown) + 1
        numbers = {"count": self.batch, "first": first, "last": first + self.batch - 1}
        return prompts.render(self.name, demonstrations=self._under_headings(shown, 1), **numbers, **hint)

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the marker lines that end the answer: of the end, and of the task after the last one asked for."""
        markers = self.language.markers
        after = markers.line(markers.task, len(shown) + self.batch + 1)
        return (f"\n{markers.line(markers.end)}", f"\n{after}")

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the schema of an answer that holds whole tasks."""
        task = object_schema(**{field: {"type": "string"} for field in _FIELDS})
        return object_schema(tasks={"type": "array", "items": task})

    def in_text(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return the tasks under marker lines whose numbers go on with those of the prompt."""
        markers = self.language.markers
        tasks = [self._parts(*(task[field] for field in _FIELDS)) for task in answer["tasks"]]
        return f"{self._under_headings(tasks, len(shown) + 1)}\n{markers.line(markers.end)}"

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return the tasks of a completion, in their order; of one that is cut the last is marked so.

        A task without an output has a draft with an empty one.
        """
        text, cut = completion.text, completion.cut
        answers = read_items(text, "tasks", self._has_markers, member="instruction")
        found = [*(self._read(visible(text), cut=bool(cut)) if answers is None else map(self._members, answers))]
        drafts = [
            _draft(parts, cut=cut if number == len(found) else "")
            for number, parts in enumerate(found, 1)
            if parts.get("instruction")
        ]
        return [Proposal(draft.instruction, (draft,)) for draft in drafts]

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens a whole task has, with its marker lines."""
        instance = task.instances[0]
        return estimated_tokens(f"{task.instruction}{instance.input}{instance.output}") + 20

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


def _draft(parts: Mapping[str, str], *, cut: str) -> Draft:
    instance = Instance(without_no_input(parts.get("input", "")), parts.get("output", ""))
    siblings = () if cut else (instance,)
    return Draft(parts["instruction"].strip(), instance.input, instance.output, cut, siblings)
