"""Asks for one more output to an input that has one, so that a judge can choose the best (best of k).

The request shows the task as a person would send it, and not what was written for it before: outputs that see each
other resemble each other. Each further output is a step of its own, so that it is asked for exactly once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from selfinstruct.core.forms import Form
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Completion, Draft, Item, Sampling, Task
from selfinstruct.languages import Language
from selfinstruct.parsing.json_answers import cut_of, object_schema, read_items
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Another, Finding, Nothing
from selfinstruct.steps.instances import WriteInstances
from selfinstruct.steps.templates import Prompts

_LABEL, _TEMPLATE = "outputs", "output"
# Warmer than what wrote the first one: outputs that are all alike leave nothing to choose from.
_WARM = Sampling(temperature=1.0, top_p=0.95, max_tokens=4096)


def further_outputs(language: Language, best_of: int) -> tuple["FurtherOutput", ...]:
    """Return the steps after which an input has `best_of` outputs."""
    return tuple(
        FurtherOutput(language=language, name=f"{_TEMPLATE}_{number}", place=Place.WRITE + number - 1)
        for number in range(2, best_of + 1)
    )


@dataclass(frozen=True, kw_only=True)
class FurtherOutput(Step):
    """The step that writes one more output for the first input of one item."""

    language: Language
    batch: int = 1
    sampling: Sampling = _WARM
    label: str = _LABEL
    finds = (Another, Nothing)
    is_optional = True
    fields = ("task",)
    short_field = "task"

    @property
    def template(self) -> str:
        """All further outputs share one."""
        return _TEMPLATE

    def takes(self, item: Item) -> bool:
        """Return whether an item gets further outputs: a label is right or wrong, and labels are balanced already."""
        return not item.is_classification

    def show(self, shown: Task | Item) -> str:
        """Return a task as a person would send it: the instruction, and the input below it."""
        instances = shown.written if isinstance(shown, Item) else shown.instances
        return "\n\n".join(text for text in (shown.instruction, instances[0].input) if text.strip())

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that asks for the output of the task."""
        return prompts.render(self.template, task=shown[0])

    def lead(self, prompt: str, form: Form) -> str:
        """Return the line of an output: a completion that is no JSON is one."""
        return "" if form.structured else self.language.markers.line(self.language.markers.output)

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the line that ends the output, and the one that would begin another task."""
        markers = self.language.markers
        return (f"\n{markers.line(markers.end)}", f"\n{markers.line(markers.instruction)}")

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the schema of an answer that holds the output."""
        return object_schema(output={"type": "string"})

    def in_text(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return the output with the end marker below it."""
        return f"{answer['output']}\n{self.language.markers.line(self.language.markers.end)}"

    def in_short(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return the output alone."""
        return str(answer["output"])

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return the output, read as those of instances are; nothing where there is none."""
        draft = self._read_json(completion, items) or self._first(completion, items)
        return [Another(0, draft)] if draft else [Nothing(0, "no_answer", "no output in the completion")]

    @cached_property
    def _reader(self) -> WriteInstances:
        about = {"name": self.name, "sampling": self.sampling, "language": self.language}
        return WriteInstances(batch=1, instances=1, output_first=False, **about)  # type: ignore[arg-type]

    def _read_json(self, completion: Completion, items: Sequence[Item]) -> Draft | None:
        """Return the draft of an answer in JSON; None for a text, whose output may be JSON itself."""
        line = self.language.markers.line(self.language.markers.output)
        if completion.text.startswith(line):
            return None
        found = read_items(completion.text, _LABEL, lambda before: line in before, member="output")
        if not found or not isinstance(found[0], dict):
            return None
        task = {"number": 1, "instances": [{"input": "", "output": found[0].get("output")}]}
        as_instance = replace(completion, text=json.dumps({"tasks": [task]}, ensure_ascii=False))
        draft = self._first(as_instance, items)
        return replace(draft, cut=cut_of(completion, found)) if draft else None

    def _first(self, completion: Completion, items: Sequence[Item]) -> Draft | None:
        """Return the draft of the first output that holds anything, or of one that is empty."""
        (found,) = self._reader.parse(completion, items)
        drafts = getattr(found, "drafts", ())
        return next((each for each in drafts if each.output.strip()), next(iter(drafts), None))

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens the output has."""
        return estimated_tokens(task.instances[0].output)
