"""Asks whether instructions are classification tasks (Self-Instruct, section 2.2: classification task identification).

The ancestor sends one request for each instruction; here one request decides a whole batch.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfinstruct.core.values import Completion, Item, Task
from selfinstruct.languages import Language
from selfinstruct.parsing.json_answers import object_schema, read_items
from selfinstruct.parsing.json_items import whole_number
from selfinstruct.parsing.lists import numbered_items
from selfinstruct.parsing.numbering import usable_numbers
from selfinstruct.parsing.turns import visible
from selfinstruct.parsing.yes_or_no import yes_or_no
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Nothing, Verdict
from selfinstruct.steps.instructions import render_list
from selfinstruct.steps.templates import Prompts

NAME = "classification"

# A line such as "1 no" or "| 1 | no |"; with a full stop after the number it would be an item of a list.
_NUMBER_AND_WORD = re.compile(r"[\s|*]*+(?P<number>\d{1,4})[\s|:：,，\-–—]++(?P<word>[^\W\d]++)[\s|*.。]*+")


@dataclass(frozen=True, kw_only=True)
class Classification(Step):
    """The step that decides which of `batch` instructions are classification tasks."""

    language: Language
    name: str = NAME
    label: str = "classification"
    place: int = Place.CLASSIFY
    finds = (Verdict, Nothing)
    fields = ("instructions", "count", "instruction")
    short_field = "instruction"

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that asks for a yes or no to each instruction."""
        one = " ".join(shown[0].split())
        return prompts.render(self.name, instructions=render_list(shown), count=len(shown), instruction=one)

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the blank line that ends the answers."""
        return ("\n\n",)

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the schema of an answer that holds a number and a verdict for each instruction."""
        answer = object_schema(number={"type": "integer"}, is_classification={"type": "boolean"})
        return object_schema(answers={"type": "array", "items": answer})

    def in_text(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return the verdicts as a list of yes and no."""
        words = {True: self.language.yes[0], False: self.language.no[0]}
        return "\n".join(f"{each['number']}. {words[each['is_classification']]}" for each in answer["answers"])

    def in_short(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return the verdict on the one instruction."""
        return self.in_text(shown, answer).partition(". ")[2]

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return a verdict on each item, or nothing where the answer is unusable.

        An answer with a number counts for the item of that number; two that contradict each other are unusable.
        Answers without numbers count only if there is one for each item.
        """
        verdicts = self._read(completion.text, len(items))
        return [
            Nothing(place, "unclassified", "no usable yes or no") if verdict is None else Verdict(place, verdict)
            for place, verdict in enumerate(verdicts)
        ]

    def _read(self, text: str, count: int) -> list[bool | None]:
        structured = read_items(text, "answers", numbered_items)
        if structured is None:
            structured = read_items(text, "answers", numbered_items, member="number")
        found = [*(self._in_lines(visible(text)) if structured is None else map(self._in_json, structured))]
        plain = [verdict for number, verdict in found if number is None]
        counted = [(number, verdict) for number, verdict in found if number is not None]
        numbers = usable_numbers([number for number, _ in counted], count) if counted else []
        answers: list[set[bool]] = [set() for _ in range(count)]
        for number, (_, verdict) in zip(numbers, counted, strict=True):
            if verdict is not None and 1 <= number <= count:
                answers[number - 1].add(verdict)
        if not any(answers) and len(plain) == count:
            return plain
        return [answer.pop() if len(answer) == 1 else None for answer in answers]

    def _in_lines(self, text: str) -> Iterator[tuple[int | None, bool | None]]:
        lines = [line for line in text.split("\n") if line.strip()]
        numbered = [*numbered_items(text)]
        if not numbered:
            found = map(_NUMBER_AND_WORD.fullmatch, lines)
            numbered = [(int(each["number"]), each["word"]) for each in found if each]
        for number, item in numbered:
            yield number, yes_or_no(item, self.language)
        for line in lines:
            yield None, yes_or_no(line, self.language)

    def _in_json(self, item: object) -> tuple[int | None, bool | None]:
        """Read a number and a verdict; one of another name counts if it is the only one."""
        answer = item if isinstance(item, dict) else {}
        verdicts = [self._verdict(value) for name, value in answer.items() if name == "is_classification"]
        verdicts = verdicts or [each for value in answer.values() if (each := self._verdict(value)) is not None]
        return whole_number(answer.get("number")), verdicts[0] if len(verdicts) == 1 else None

    def _verdict(self, value: object) -> bool | None:
        if isinstance(value, str):
            return yes_or_no(value, self.language)
        return value if isinstance(value, bool) else None

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens a verdict has."""
        return 5
