"""Asks for whole tasks after whole demonstrations, as Stanford Alpaca and BELLE do: instruction, input and output.

Their separator `###` cuts answers that hold Markdown headings; here each part stands under a marker line. Answers in
the ancestors' form are read, too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Completion, Draft, Instance, Item, Task
from selfinstruct.languages import Language
from selfinstruct.parsing.around_outputs import bare_output
from selfinstruct.parsing.frames import without_frames
from selfinstruct.parsing.headings import is_asked_for, start_of_answer, without_explanation
from selfinstruct.parsing.json_answers import (
    CUT_BY_ENDPOINT,
    cut_of,
    input_of,
    object_schema,
    read_items,
    speaks_of_json,
    string,
    text_of,
)
from selfinstruct.parsing.last_output import stops_short
from selfinstruct.parsing.lists import without_number
from selfinstruct.parsing.marker_line import Head, find_head, marker_patterns
from selfinstruct.parsing.markers import cut_at, find_heads, has_markers
from selfinstruct.parsing.order import in_order
from selfinstruct.parsing.part_texts import unpadded, without_no_input
from selfinstruct.parsing.turns import visible
from selfinstruct.parsing.words import labels
from selfinstruct.parsing.wrapping import with_clear_end, without_fences
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Proposal
from selfinstruct.steps.templates import PROPOSING, Prompts
from selfinstruct.text.escapes import unescaped

# What spoils a text that the heading of the next task should have ended.
LOST_HEADING = "lost_heading"
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
    fields = PROPOSING

    def show(self, shown: Task | Item) -> str:
        """Return a task as a demonstration shows it: with its first instance, if it has one."""
        instance = shown.instances[0] if isinstance(shown, Task) and shown.instances else Instance("", "")
        return self._parts(shown.instruction, instance.input, instance.output)

    def _parts(self, instruction: str, given: str, output: str) -> str:
        markers = self.language.markers
        lines = (markers.line(markers.input), given or markers.nothing, markers.line(markers.output))
        return "\n".join((instruction, *lines, output))

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that shows the demonstrations under their marker lines and asks for more of the kind."""
        numbers = {"count": self.batch, "first": len(shown) + 1, "last": len(shown) + self.batch}
        demonstrations = self.language.markers.under_headings(shown)
        return prompts.render(self.name, demonstrations=demonstrations, **numbers, **hint)

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
        return f"{markers.under_headings(tasks, len(shown) + 1)}\n{markers.line(markers.end)}"

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return the tasks of a completion, in their order; if it is cut, the last one is marked so.

        A task without an output has a draft with an empty one; one without an instruction is there if it has an output.
        """
        text = completion.text
        is_text = partial(has_markers, markers=self.language.markers, whole=True)
        answers = read_items(text, "tasks", is_text, member="instruction")
        cut = cut_of(completion, answers)
        found = [*(self._read(visible(text), cut=bool(cut)) if answers is None else map(self._members, answers))]
        drafts = [_draft(parts, cut if number == len(found) else "") for number, parts in enumerate(found, 1)]
        drafts = [each for each in drafts if each.instruction or each.output]
        bare = without_frames([each.instruction for each in drafts])
        drafts = [replace(each, instruction=instruction) for each, instruction in zip(drafts, bare, strict=True)]
        if drafts and stops_short([each.output for each in drafts], drafts[-1].instruction, self.language):
            drafts[-1] = replace(drafts[-1], cut=drafts[-1].cut or CUT_BY_ENDPOINT, siblings=())
        return [Proposal(draft.instruction, (draft,)) for draft in drafts]

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens a whole task has, with its marker lines."""
        instance = task.instances[0]
        return estimated_tokens(f"{task.instruction}{instance.input}{instance.output}") + 20

    def _read(self, text: str, *, cut: bool) -> Iterator[dict[str, str]]:
        """Yield the parts of each task by kind; where there is an end marker, what stands after it as one more.

        The last line of a text that is `cut` may be so itself: it opens nothing but the task with the next number.
        """
        lines, found = find_heads(text if cut else with_clear_end(text), self.language.markers)
        heads = in_order(found)
        if cut and not _opens_the_next(heads):
            heads = in_order([*found[:-1], None])
        start = start_of_answer(heads)
        lines = without_fences(lines, found)
        parts: dict[str, str] = {}
        for kind, number, body in cut_at(lines[start:], heads[start:]):
            if kind in ("task", "end") or (kind == "instruction" and parts.keys() - {"task"}):
                yield parts
                parts = {}
            _add(parts, kind, self._without_label(body, number) if kind == "task" else body)
        yield parts

    def _without_label(self, text: str, number: int | None) -> str:
        """Return an instruction without the number of its heading, or the word "Instruction:", once more before it."""
        text = _without_bold(text)
        again = _NUMBER.fullmatch(text)
        if again and number is not None and int(again[1]) == number:
            text = again[2]
        first, *others = text.split("\n")
        label = find_head(first, marker_patterns(self.language.markers, whole=True)[1])
        return "\n".join((label.rest, *others)).strip() if label and label.opens_task else text

    def _members(self, item: object) -> dict[str, str]:
        """Return the parts of a task; an output is an object, or holds some, where the instruction speaks of JSON.

        An output that was written for an input that cannot be read is none.
        """
        members = item if isinstance(item, dict) else {}
        asked = string(members.get("instruction"))
        in_json = speaks_of_json(asked or "")
        texts = {field: text_of(members.get(field), in_json=in_json) for field in _FIELDS}
        texts |= {"instruction": asked, "input": input_of(members.get("input"), in_json=in_json)}
        if texts["input"] is None and members.get("input") is not None:
            del texts["output"]
        found = {field: unpadded(text) for field, text in texts.items() if text is not None}
        instruction = self._without_label(found.get("instruction", ""), None)
        return found | {"instruction": instruction if "\n" in instruction else without_number(instruction)}


def _without_bold(text: str) -> str:
    """Return an instruction that is in bold type as a whole, or has a label in bold type, without either."""
    inner = text.removeprefix("**")
    label = labels().match(inner) if inner != text else None
    if label:
        rest = inner[label.end() :]
        return (rest.removeprefix("**") if rest.startswith("**") else rest.removesuffix("**")).strip()
    is_bold = inner != text and inner.endswith("**") and inner.count("**") == 1 and len(inner) > 2
    return inner[:-2].strip() if is_bold else text


def _opens_the_next(heads: Sequence[Head | None]) -> bool:
    headings = [head for head in heads if head and head.kind == "task"]
    if len(headings) < 2 or heads[-1] is not headings[-1]:
        return False
    return headings[-1].number == (headings[-2].number or 0) + 1


def _add(parts: dict[str, str], kind: str, text: str) -> None:
    """Add a part to those of a task; `cut` says that one of them may hold what belongs to a task after it.

    Of two outputs the first one is whole if it is a single line. Another part that the instruction asks for belongs to
    the output.
    """
    if kind == "other":
        if "output" in parts and is_asked_for(text, parts.get("instruction", parts.get("task", ""))):
            parts["output"] = f"{parts['output']}\n{text}"
    elif kind in parts and kind != "instruction" and "\n" in parts.get("output", "\n"):
        parts["cut"] = LOST_HEADING
    parts.setdefault(kind, text)


def _draft(parts: Mapping[str, str], cut: str) -> Draft:
    """Return a draft; what stands after the heading is the instruction if nothing is called so."""
    cut = cut or parts.get("cut", "")
    instruction = unescaped(parts.get("instruction", parts.get("task", "")).strip())
    given, output = (unescaped(parts.get(part, ""), instruction) for part in ("input", "output"))
    given = without_no_input(given, instruction)
    output = without_explanation(output, f"{instruction}\n{given}")
    instance = Instance(given, bare_output(output, f"{instruction}\n{given}"))
    return Draft(instruction, instance.input, instance.output, cut, siblings=() if cut else (instance,))
