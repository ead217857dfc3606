"""Asks for instances of instructions (Self-Instruct, section 2.2: instance generation).

Input-first for most tasks. Output-first for classification tasks: a label, then an input that has it, since models
asked for an input first write inputs of one label only.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import mean
from typing import Any

from selfinstruct.core.forms import Form
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Completion, Draft, Instance, Item, Task
from selfinstruct.languages import Language
from selfinstruct.parsing.around_outputs import bare_output
from selfinstruct.parsing.headings import is_asked_for, without_explanation
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
from selfinstruct.parsing.json_items import whole_number, with_own_names
from selfinstruct.parsing.last_output import stops_short
from selfinstruct.parsing.markers import (
    Part,
    has_markers,
    split_at_markers,
)
from selfinstruct.parsing.numbering import tasks_meant
from selfinstruct.parsing.part_texts import plain_label, unpadded, without_next_heading, without_no_input
from selfinstruct.parsing.turns import visible
from selfinstruct.parsing.wrapping import with_clear_end
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Instances
from selfinstruct.steps.templates import Prompts
from selfinstruct.text.escapes import unescaped


@dataclass(frozen=True, kw_only=True)
class WriteInstances(Step):
    """The step that writes `instances` instances for each of `batch` instructions, input-first or output-first."""

    language: Language
    instances: int
    output_first: bool
    label: str = "instances"
    place: int = Place.WRITE
    finds = (Instances,)
    fields = ("instructions", "instances", "instruction", "examples", "several")
    short_field = "instruction"
    shows_examples = True

    @property
    def about(self) -> str:
        """The name of the step, with the tasks whose instances it writes."""
        return f"{self.name} ({self.label}{' of classification tasks' if self.output_first else ''})"

    def takes(self, item: Item) -> bool:
        """Return whether an item is written in this order: output-first if it is a classification task."""
        return item.is_classification == self.output_first

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that shows each instruction under its marker line and asks for its instances."""
        return prompts.render(
            self.name,
            instructions=self.language.markers.under_headings(shown),
            instances=self.instances,
            instruction=shown[0],
            examples=self._worked(structured=prompts.structured),
            several=self.instances > 1 or "",
        )

    def _worked(self, *, structured: bool) -> str:
        """Return the examples as a prompt and its answer have them: the instructions, then the instances of each."""
        if not self.examples:
            return ""
        shown = [task.instruction for task in self.examples]
        nothing = "" if structured else self.language.markers.nothing
        tasks = [
            {
                "number": number,
                "instances": [
                    {part: {"input": each.input or nothing, "output": each.output}[part] for part in self._parts}
                    for each in task.instances
                ],
            }
            for number, task in enumerate(self.examples, 1)
        ]
        answer: dict[str, Any] = {"tasks": tasks}
        written = json.dumps(answer, ensure_ascii=False) if structured else self.in_text(shown, answer)
        return f"{self.language.markers.under_headings(shown)}\n\n{written}"

    def lead(self, prompt: str, form: Form) -> str:
        """Return what stands before a completion; one of a short prompt, which is the task itself, is its output."""
        markers = self.language.markers
        lines = (markers.line(markers.input), markers.line(markers.output))
        return "\n".join(lines) if form.few else super().lead(prompt, form)

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the marker line that ends the answer."""
        markers = self.language.markers
        return (f"\n{markers.line(markers.end)}",)

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the schema of an answer that holds each task's instances, in the order of the step."""
        instance = object_schema(**{part: {"type": "string"} for part in self._parts})
        task = object_schema(number={"type": "integer"}, instances={"type": "array", "items": instance})
        return object_schema(tasks={"type": "array", "items": task})

    def in_text(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return each task's instances under its marker line, each part under one of its own."""
        markers = self.language.markers
        words = {"input": markers.input, "output": markers.label if self.output_first else markers.output}
        lines = []
        for task in answer["tasks"]:
            lines.append(markers.line(markers.task, task["number"]))
            for instance in task["instances"]:
                lines += [line for part in self._parts for line in (markers.line(words[part]), instance[part])]
        return "\n".join([*lines, markers.line(markers.end)])

    def in_short(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return the output of the first instance alone."""
        outputs = [str(each["output"]) for task in answer["tasks"] for each in task["instances"]]
        return next(iter(outputs), "")

    @property
    def count(self) -> int:
        """How many instances of each instruction one request asks for."""
        return self.instances

    @property
    def _parts(self) -> tuple[str, str]:
        return ("output", "input") if self.output_first else ("input", "output")

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return the instances of each item.

        Marker lines in brackets count if there are any; otherwise `Output:`, `### Output` and the like do, so that
        an answer whose code prints "Output:" is not cut there. Whose an instance is, `tasks_meant` tells; where that
        is not sure, it is nobody's. If the completion is cut, the last instance is marked so, unless
        something was begun after it.
        """
        text, found, last, outputs = completion.text, [list[Instance]() for _ in items], None, list[str]()
        shown = [item.instruction for item in items]
        tasks = self._tasks_in_json(text)
        cut = cut_of(completion, tasks)
        read = self._read(visible(text), shown, cut=bool(cut)) if tasks is None else self._read_json(tasks, shown)
        for task, instance in read:
            last = task if 1 <= task <= len(found) else None
            if last:
                instruction = items[last - 1].instruction
                given, output = (self._text(text, instruction) for text in (instance.input, instance.output))
                output = plain_label(output) if self.output_first else output
                outputs.append(output)
                found[last - 1].append(Instance(without_no_input(given, instruction), output))
        if not cut and last and stops_short(outputs, items[last - 1].instruction, self.language):
            cut = CUT_BY_ENDPOINT
        return [
            Instances(place, _drafts(item.instruction, instances, cut=cut if last == place + 1 else ""))
            for place, (item, instances) in enumerate(zip(items, found, strict=True))
        ]

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens the instances have, with their marker lines."""
        texts = [f"{each.input}{each.output}" for each in task.instances]
        return round(mean(estimated_tokens(text) + 10 for text in texts))

    def _text(self, text: str, instruction: str) -> str:
        return without_explanation(unescaped(text, instruction), instruction)

    def _read(self, text: str, shown: Sequence[str], *, cut: bool) -> Iterator[tuple[int, Instance]]:
        """Yield the instances of an answer, each with the number of its task, 0 for what is begun at its end.

        An output without an input before it has none, unless the answer to an output-first prompt holds to its order.
        After an end marker only later tasks are read: some models end each task, others chat on.
        """
        task = 0 if len(shown) > 1 else 1
        begun, ended = task, -1
        unfinished, count = False, 0
        pending: dict[str, str] = {}
        several = len(shown) > 1
        parts = _asked_for(split_at_markers(with_clear_end(text), self.language.markers, several=several), shown)
        parts = parts if self.output_first else _inputs_first(parts, cut=cut)
        meant = iter(tasks_meant([(number, part) for kind, number, part in parts if kind == "task"], shown))
        for kind, _, part in [*parts, ("end", None, "")]:
            unfinished = "output" in pending
            complete = kind in pending or (unfinished and not self.output_first)
            if complete or kind in ("task", "end"):
                if kind in ("task", "end"):
                    count = 0
                else:
                    count, last = count + 1, next(reversed(pending))
                    pending[last] = without_next_heading(pending[last], count + 1)
                # A label is for an input; where a task needs none, the answer says so.
                if unfinished:
                    is_one = "input" in pending or not self.output_first or self._cannot(pending["output"])
                    yield task if is_one else 0, Instance(pending.get("input", ""), pending["output"])
                pending = {}
            if kind == "end":
                ended, task = begun, 0
            elif kind == "task":
                task = next(meant)
                task = task if task > ended else 0
                begun = max(begun, task)
            else:
                pending[kind] = part
        if not unfinished:
            yield 0, Instance("", "")

    def _cannot(self, label: str) -> bool:
        return self.language.cannot_be_done.match(label.strip()) is not None

    def _tasks_in_json(self, text: str) -> list[Any] | None:
        is_text = partial(has_markers, markers=self.language.markers)
        tasks = read_items(text, "tasks", is_text)
        return read_items(text, "tasks", is_text, member="instances") if tasks is None else tasks

    def _read_json(self, tasks: Sequence[Any], shown: Sequence[str]) -> Iterator[tuple[int, Instance]]:
        answers = [with_own_names(task) if isinstance(task, dict) else {} for task in tasks]
        headings = [_heading(answer) for answer in answers]
        for number, answer in zip(tasks_meant(headings, shown), answers, strict=True):
            instances = answer.get("instances", [answer])
            asked = shown[number - 1] if 0 < number <= len(shown) else ""
            for each in instances if isinstance(instances, list) else ():
                if instance := _instance(each, in_json=speaks_of_json(asked)):
                    yield number, instance


def _asked_for(parts: Sequence[Part], instructions: Sequence[str]) -> list[Part]:
    """Return the parts without those of other kinds; what an instruction speaks of belongs to the part before it."""
    asked: list[Part] = []
    for kind, number, text in parts:
        if kind != "other":
            asked.append((kind, number, text))
        elif asked and any(is_asked_for(text, each) for each in instructions):
            before, its_number, above = asked.pop()
            asked.append((before, its_number, f"{above}\n{text}"))
    return asked


def _inputs_first(parts: Sequence[Part], *, cut: bool) -> list[Part]:
    """Return the parts with each input before its output, also where all of a task stand the other way round.

    What ends an answer that is `cut` may be an input whose output is not written yet.
    """
    ordered, run = list[Part](), list[Part]()
    for part in (*parts, None):
        if part and part[0] in ("input", "output"):
            run.append(part)
            continue
        kinds = [kind for kind, _, _ in run]
        if kinds == ["output", "input"] * (len(run) // 2) and not (cut and part is None):
            for place in range(0, len(run), 2):
                kind, number, text = run[place + 1]
                run[place : place + 2] = [(kind, number, without_next_heading(text, place // 2 + 2)), run[place]]
        ordered += [*run, part] if part else run
        run = []
    return ordered


def _drafts(instruction: str, instances: Sequence[Instance], *, cut: str) -> tuple[Draft, ...]:
    """Return the drafts of an instruction; the last one, if it is `cut`, is not among the siblings."""
    instances = [Instance(each.input, bare_output(each.output, f"{instruction}\n{each.input}")) for each in instances]
    siblings = tuple(instances[: len(instances) - bool(cut)])
    return tuple(
        Draft(instruction, each.input, each.output, cut if position == len(siblings) else "", siblings, position)
        for position, each in enumerate(instances)
    )


def _heading(answer: Mapping[str, Any]) -> tuple[int | None, str]:
    """Return what an answer in JSON says of its task: the number, perhaps as the task, and the instruction."""
    numbers = (whole_number(answer.get(name)) for name in ("number", "task", "instruction"))
    number = next((each for each in numbers if each is not None), None)
    return number, "" if whole_number(answer.get("instruction")) else string(answer.get("instruction")) or ""


def _instance(value: object, *, in_json: bool) -> Instance | None:
    members = with_own_names(value) if isinstance(value, dict) else {}
    given, output = input_of(members.get("input", "")), text_of(members.get("output"), in_json=in_json)
    if output is None or (given is None and members["input"] is not None):
        return None
    return Instance(unpadded(given or ""), unpadded(output))
