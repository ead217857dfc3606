"""Asks for new instructions after a list of demonstrations (Self-Instruct, section 2.2: instruction generation)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from selfinstruct.core.forms import FORMS
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Completion, Item, LogLine, Task
from selfinstruct.parsing.frames import without_frames
from selfinstruct.parsing.json_answers import cut_of, object_schema, read_items, string
from selfinstruct.parsing.json_arrays import Aside
from selfinstruct.parsing.lists import in_lines, numbered_items, plain_lines, without_drafts, without_number
from selfinstruct.parsing.turns import visible
from selfinstruct.parsing.words import all_markers, labels
from selfinstruct.parsing.wrapping import without_closing_remarks
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Proposal
from selfinstruct.steps.templates import PROPOSING, Prompts
from selfinstruct.text.escapes import unescaped

# Code and names such as __init__ keep their marks. ASCII, as there are no spaces between Han characters. Nothing looks
# beyond the next mark of its kind, which keeps the time linear.
_EMPHASIS = re.compile(
    r"(`[^`]+`)|(?<![\w*])(?!_\w{2,}+(?<=_))(\*{1,3}|__?)(?=[^\s*])((?:(?!\2).)++)(?<=[^\s*])\2(?![\w*])", re.ASCII
)
# So many texts with marks that go on by one are a list.
_COUNTED = 2


@dataclass(frozen=True, kw_only=True)
class Instructions(Step):
    """The step that proposes: `batch` instructions a request, after so many `shown` ones (0: not known)."""

    shown: int = 0

    name: str = "instructions"
    label: str = "instructions"
    place: int = Place.PROPOSE
    finds = (Proposal,)
    fields = PROPOSING

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that shows the instructions as a list and asks to continue it."""
        numbers = {"count": self.batch, "first": len(shown) + 1, "last": len(shown) + self.batch}
        return prompts.render(self.name, demonstrations=render_list(shown), **numbers, **hint)

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the number after the last one asked for, at the start of a line.

        The ancestors stop at "20." anywhere, which cuts texts that mention a price or a year.
        """
        return (f"\n{len(shown) + self.batch + 1}.",)

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the schema of an answer that holds a list of instructions."""
        return object_schema(instructions={"type": "array", "items": {"type": "string"}})

    def in_text(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return the instructions as a list that goes on with the one of the prompt."""
        return render_list(answer["instructions"], first=len(shown) + 1)

    def as_asked(self, line: LogLine) -> Self:
        """Return the step as it reads a list that goes on with that of the prompt; a short one asks for no number."""
        is_short = line.form in FORMS and FORMS[line.form].few
        return replace(self, shown=0 if is_short else len(line.items))

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return the instructions of a completion; if it is cut, the last one is marked so."""
        text, key, aside = completion.text, "instructions", list[Aside]()
        structured = read_items(text, key, numbered_items, member="instruction", any_name=True)
        if structured is None:
            structured = read_items(text, key, numbered_items)
        if structured is None:
            answer = without_closing_remarks(in_lines(visible(completion.text)))
            first = self.shown + 1
            listed = without_drafts(numbered_items(answer), first, self.batch) or plain_lines(answer, self.batch)
            texts = [_clean(item) for item in without_frames([item for _, item in listed])]
        else:
            aside = [each for each in structured if isinstance(each, Aside)]
            structured = [each for each in structured if not isinstance(each, Aside)]
            alone = len(structured) == 1
            held = _uncounted([each for item in structured for each in _unlisted(_text_of(item), alone=alone)])
            bare = without_frames(held)
            texts = [text if text == each else _clean(text) for text, each in zip(bare, held, strict=True)]
        found = [text for each in texts if (text := unescaped(each).strip())]
        # What is cut is the last of all.
        cuts = {} if aside else {len(found): cut_of(completion, structured)}
        read = [Proposal(instruction, cut=cuts.get(number, "")) for number, instruction in enumerate(found, 1)]
        return [*read, *(Proposal(string(each) or "", aside=each.name) for each in aside)]

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens an instruction has, with its number."""
        return estimated_tokens(task.instruction) + 3


def render_list(instructions: Sequence[str], first: int = 1) -> str:
    """Return a numbered list, an instruction a line."""
    lines = (" ".join(instruction.split()) for instruction in instructions)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, first))


def _text_of(item: object) -> str:
    """Return the instruction that an item of a structured answer is, or that it holds."""
    if not isinstance(item, dict):
        return string(item) or ""
    # As prompts call them messages, some models name them so.
    named = (item.get(name) for name in ("instruction", "message", "prompt", "request", "question"))
    return next((text for each in named if (text := string(each))), "")


def _unlisted(text: str, *, alone: bool) -> list[str]:
    """Return the instructions of a string without their numbers: one, or the lines of a list if it is no other.

    One that begins with a step of its own begins with the first.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    found = numbered_items(text) if len(lines) > 1 and without_number(lines[0]) != lines[0].strip() else []
    numbers = [number for number, _ in found]
    is_list = len(found) == len(lines) > 1 and numbers == [*range(numbers[0], numbers[0] + len(lines))]
    return [_clean(item) for _, item in found] if is_list and (alone or numbers[0] > 1) else [without_number(text)]


def _uncounted(texts: list[str]) -> list[str]:
    """Return texts without the marks of a list, if all of them have one and these go on by one: "№9 …", "№10 …"."""
    if len(texts) < _COUNTED or any("\n" in text for text in texts):
        return texts
    items = numbered_items("\n".join(texts))
    numbers = [number for number, _ in items]
    is_counted = len(items) == len(texts) and numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    return [text for _, text in items] if is_counted and all(text for _, text in items) else texts


def _clean(item: str) -> str:
    """Remove what belongs to the list, not to the instruction: emphasis, labels, quotes around the whole."""
    text = _EMPHASIS.sub(r"\1\3", item).strip()
    label = labels().match(text)
    text = text[label.end() :] if label else text
    pairs = {"``", *(pair for each in all_markers() for pair in each.quotes)}
    if len(text) > 1 and text[0] + text[-1] in pairs and text[0] not in text[1:-1]:
        text = text[1:-1]
    return text.strip()
