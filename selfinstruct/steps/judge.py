"""Asks how good a task is: yes or no to three questions, then marks from 0 to 5.

The questions are those that Self-Instruct asked of 200 of its tasks (arXiv 2212.10560, section 3, table 2). Each task
is judged alone: verdicts on pairs flip in 35 % of cases under distractors, single scores in 9 % (arXiv 2504.14716). The
marks go from 0 to 5, of the scales compared the one that comes closest to people (arXiv 2601.03444), and are given for
helpfulness, correctness and clarity apart, which cuts what a judge favours its own texts by (arXiv 2604.22891). The
reason comes before the marks, so that they follow from it, and the temperature is 0. Neither the model that wrote the
task nor its place in the dataset is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfinstruct.core.scores import HIGHEST, MARKS, QUESTIONS, Score, next_to_judge
from selfinstruct.core.values import Completion, Instance, Item, Sampling, Task
from selfinstruct.languages import Language, all_languages
from selfinstruct.parsing.json_answers import object_schema
from selfinstruct.parsing.marks import mark_of
from selfinstruct.parsing.verdicts import read_verdict
from selfinstruct.parsing.yes_or_no import yes_or_no
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Judged, Nothing
from selfinstruct.steps.templates import Prompts

NAME = "judge"
UNJUDGED = "unjudged"
# The reason, and what stands around six short answers.
_TOKENS_OF_A_VERDICT = 160
_COLD = Sampling(temperature=0.0, top_p=1.0, max_tokens=1024)
# So that several verdicts of a model need not be the same.
_WARM = Sampling(temperature=0.7, top_p=1.0, max_tokens=1024)


@dataclass(frozen=True, kw_only=True)
class Judge(Step):
    """The step that judges one instance of one item a request."""

    language: Language
    batch: int = 1
    sampling: Sampling = _COLD
    name: str = NAME
    label: str = NAME
    place: int = Place.JUDGE
    finds = (Judged, Nothing)
    is_judge = True
    fields = ("task",)
    short_field = "task"

    @classmethod
    def of(cls, language: Language, verdicts: int = 1) -> "Judge":
        """Return the judge that gives so many verdicts on each instance."""
        return cls(language=language, verdicts=verdicts, sampling=_WARM if verdicts > 1 else _COLD)

    def show(self, shown: Task | Item) -> str:
        """Return an instruction with the instance that is judged next, each under its marker line."""
        instance = next_instance(shown, self.verdicts)
        markers = self.language.markers
        given = instance.input if instance.input.strip() else markers.nothing
        parts = ((markers.instruction, shown.instruction), (markers.input, given), (markers.output, instance.output))
        return "\n".join(f"{markers.line(word)}\n{text}" for word, text in parts)

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that asks for a verdict on the task."""
        return prompts.render(self.name, task=shown[0])

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the line that would begin another task."""
        return (f"\n{self.language.markers.line(self.language.markers.instruction)}",)

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the schema of a verdict: the reason, three answers, three marks."""
        answers = {name: {"type": "boolean"} for name in QUESTIONS}
        marks = {name: {"type": "integer", "enum": [*range(HIGHEST + 1)]} for name in MARKS}
        return object_schema(reason={"type": "string"}, **answers, **marks)

    def in_text(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str:
        """Return a verdict as lines, each under its name."""
        words = {True: self.language.yes[0], False: self.language.no[0]} if self.language.yes else {}
        names = {name: next(iter(self.language.of_verdict.get(name, ())), name) for name in answer}
        values = (
            (name, words.get(value, value) if isinstance(value, bool) else value) for name, value in answer.items()
        )
        return "\n".join(f"{names[name]}: {value}" for name, value in values)

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return the verdict on the item; nothing where a part of it is missing, unreadable or out of range."""
        found = read_verdict(completion.text)
        marks = {name: mark_of(found.get(name)) for name in MARKS}
        answers = {name: self._answer(found.get(name)) for name in QUESTIONS}
        if missing := [name for name, value in (answers | marks).items() if value is None]:
            return [Nothing(0, UNJUDGED, f"no usable {', '.join(missing)}")]
        reason = found.get("reason")
        told = " ".join(reason.split()) if isinstance(reason, str) else ""
        return [Judged(0, Score(**answers, **marks, reason=told, model=completion.model))]  # type: ignore[arg-type]

    def _answer(self, value: object) -> bool | None:
        if not isinstance(value, str):
            return value if isinstance(value, bool) else None
        answers = (yes_or_no(value, language) for language in (self.language, *all_languages()))
        return next((each for each in answers if each is not None), None)

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens a verdict has."""
        return _TOKENS_OF_A_VERDICT


def next_instance(shown: Task | Item, verdicts: int) -> Instance:
    """Return the instance that a request about an item is for; of a task, which stands for any, the first."""
    if isinstance(shown, Task):
        return shown.instances[0]
    return shown.written[next_to_judge(shown.scores, len(shown.written), verdicts) or 0]
