"""Asks whether instructions are classification tasks (Self-Instruct, section 2.2: classification task identification).

The ancestor sends one request for each instruction; here one request decides a whole batch.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfinstruct.core.values import Completion, Item, Task
from selfinstruct.languages import Language
from selfinstruct.parsing.json_answers import object_schema, read_items, whole_number
from selfinstruct.parsing.lists import numbered_items
from selfinstruct.parsing.reasoning import visible
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Nothing, Verdict
from selfinstruct.steps.instructions import render_list
from selfinstruct.steps.templates import Prompts

_TOKENS_OF_A_VERDICT = 5
_SEPARATOR = re.compile(r"[:：?？→]")


@dataclass(frozen=True, kw_only=True)
class Classification(Step):
    """The step that decides which of `batch` instructions are classification tasks."""

    language: Language
    name: str = "classification"
    label: str = "classification"
    place: int = Place.CLASSIFY
    finds = (Verdict, Nothing)

    def check(self, prompts: Prompts) -> None:
        """Raise `InputError` if the template cannot be used."""
        prompts.check(self.name, ("instructions", "count"), required="instructions")

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that asks for a yes or no to each instruction."""
        return prompts.render(self.name, instructions=render_list(shown), count=len(shown))

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

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return a verdict on each item, or nothing where the answer is unusable.

        Numbered answers count for their number; two that contradict each other are unusable. Answers without
        numbers count only if there is one for each item.
        """
        verdicts = self._read(completion.text, len(items))
        return [
            Nothing(place, "unclassified", "no usable yes or no") if verdict is None else Verdict(place, verdict)
            for place, verdict in enumerate(verdicts)
        ]

    def _read(self, text: str, count: int) -> list[bool | None]:
        structured = read_items(text, "answers", numbered_items)
        numbered, plain = _in_text(text, self.language) if structured is None else _in_json(structured, self.language)
        answers: list[set[bool]] = [set() for _ in range(count)]
        for position, verdict in numbered:
            if verdict is not None and 1 <= position <= len(answers):
                answers[position - 1].add(verdict)
        if not any(answers) and len(plain) == len(answers):
            return plain
        return [answer.pop() if len(answer) == 1 else None for answer in answers]

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens a verdict has."""
        return _TOKENS_OF_A_VERDICT


_Verdicts = tuple[list[tuple[int, bool | None]], list[bool | None]]


def _in_text(text: str, language: Language) -> _Verdicts:
    """Return the verdicts with their numbers, and those of all lines."""
    text = visible(text)
    numbered = [(position, _yes_or_no(item, language)) for position, item in numbered_items(text)]
    return numbered, [_yes_or_no(line, language) for line in text.split("\n") if line.strip()]


def _in_json(items: Sequence[Any], language: Language) -> _Verdicts:
    """Return the verdicts with their numbers, and those that have none."""
    numbered, plain = [], []
    for item in items:
        answer = item if isinstance(item, dict) else {}
        verdict = answer.get("is_classification")
        if not isinstance(verdict, bool):
            verdict = _yes_or_no(verdict, language) if isinstance(verdict, str) else None
        position = whole_number(answer.get("number"))
        if position is None:
            plain.append(verdict)
        else:
            numbered.append((position, verdict))
    return numbered, plain


def _yes_or_no(text: str, language: Language) -> bool | None:
    """Read an answer by a last part that is a yes or no ("Is it one? no"), else by how it or its last part begins."""
    last = _SEPARATOR.split(text)[-1]
    verdicts = ((False, language.no), (True, language.yes))
    for verdict, spellings in verdicts:
        if _word(last) in spellings:
            return verdict
    for word in (_word(text), _word(last)):
        for verdict, spellings in verdicts:
            if any(_begins(word, spelling) for spelling in spellings):
                return verdict
    return None


def _word(text: str) -> str:
    return text.strip(" \t\n*_`\"'“”‘’「」()（）[]【】-–—>=.。!！").casefold()


def _begins(text: str, word: str) -> bool:
    following = text[len(word) : len(word) + 1]
    return text.startswith(word) and not (word.isascii() and following.isalpha() and following.isascii())
