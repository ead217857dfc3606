"""One kind of request each, a file a step: the prompt, and the reader of what comes back.

A step is pure: it renders a prompt from instructions, and finds in a completion what the model says (`findings`). What
follows from that is decided elsewhere, and nothing else knows a step by its name. Readers read answers in the form that
the prompt shows and in JSON of the step's schema. They never raise: from mangled text they recover what they can.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, ClassVar, Self

from selfinstruct.core.forms import FORMS, SHORT, Form
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Completion, Item, LogLine, Sampling, Task
from selfinstruct.steps.findings import Finding
from selfinstruct.steps.templates import Prompts


class Place(IntEnum):
    """Where a step stands in the order that an item goes through; a step of another kind may stand in between."""

    PROPOSE = 0
    CLASSIFY = 10
    WRITE = 20
    REVIEW = 30
    JUDGE = 40


@dataclass(frozen=True, kw_only=True)
class Step(ABC):
    """What all steps have in common.

    `batch` is how many instructions one request asks for, or works on, `few` the same in a form for few items. `name`
    is that of the stage in which items wait for the step, and of its `template`; `label` is what users call it, and may
    be shared (`instances`). `place` is one of `Place`, or a number in between. `finds` are the kinds of findings that
    its reader may return. One that `is_judge` scores the instances that are to be kept, also those of accepted tasks,
    by so many `verdicts` on each. Without an answer of one that `is_optional`, an item goes on as it is. `calm` is the
    sampling in forms for weak models, where it is another one.
    `fields` are those of the template; the first one must be there, in a short one `short_field`. `shows_examples` says
    that its prompts have room for seed tasks as worked examples, which `examples` are then.
    """

    batch: int
    few: int = 1
    sampling: Sampling
    name: str
    label: str
    place: int
    examples: tuple[Task, ...] = ()
    verdicts: int = 1
    calm: Sampling | None = None
    finds: ClassVar[tuple[type[Finding], ...]] = ()
    is_judge: ClassVar[bool] = False
    is_optional: ClassVar[bool] = False
    fields: ClassVar[tuple[str, ...]] = ()
    short_field: ClassVar[str] = ""
    shows_examples: ClassVar[bool] = False

    @property
    def template(self) -> str:
        """The name of its template."""
        return self.name

    @property
    def about(self) -> str:
        """The name of the step as people are told of it: with what it does, where the name alone does not tell that."""
        return self.name

    @property
    def proposes(self) -> bool:
        """Whether the step asks for new instructions; all others work on items."""
        return self.place == Place.PROPOSE

    @property
    def is_spent_on_items(self) -> bool:
        """Whether each item makes a request more expensive, so that no more of them are sent than are needed."""
        return self.place >= Place.WRITE

    def takes(self, item: Item) -> bool:
        """Return whether an item goes through the step."""
        return True

    def check(self, prompts: Prompts) -> None:
        """Raise `InputError` if the step's template cannot be used."""
        if self.fields:
            is_short = prompts.kind == SHORT.template and self.short_field
            prompts.check(self.template, self.fields, required=self.short_field if is_short else self.fields[0])

    def asked_in(self, form: Form) -> Self:
        """Return the step as it asks in a form: for as few items at a time, and as calmly, as that wants."""
        batch = min(self.batch, self.few) if form.few else self.batch
        return replace(self, batch=batch, sampling=self.calm if form.simple and self.calm else self.sampling)

    def with_examples(self, examples: Sequence[Task]) -> Self:
        """Return the step as it shows these seed tasks as worked examples."""
        return replace(self, examples=tuple(examples))

    def lead(self, prompt: str, form: Form) -> str:
        """Return what stands before a completion so that it reads as a whole answer, "" for nothing."""
        return prompt.rpartition("\n")[2] if form.api == "completions" else ""

    def show(self, shown: Task | Item) -> str:
        """Return what a prompt shows of a demonstration, or of an item to work on: its instruction."""
        return shown.instruction

    @abstractmethod
    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        """Return the prompt that shows these texts.

        `hint` holds what new instructions should lean towards, "" for none: the `category`, the `topic`, the `form`,
        the `persona` who asks; `labels` and `limits` are how many of them are to be classification tasks, and how many
        to say how long the answer may be.
        """

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the texts at which a plain completion of the prompt may end."""
        return ()

    def schema(self, shown: Sequence[str]) -> dict[str, Any] | None:
        """Return the JSON schema of a structured answer, as OpenAI's strict mode takes it; None if there is none."""
        return None

    def in_text(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str | None:
        """Return an answer that fits the schema in the form that the prompt shows; None where that is JSON."""
        return None

    def in_short(self, shown: Sequence[str], answer: Mapping[str, Any]) -> str | None:
        """Return an answer that fits the schema in the form that a short prompt asks for."""
        return self.in_text(shown, answer)

    @property
    def count(self) -> int:
        """How many new instructions one request asks for, or how many things it asks for about each item."""
        return self.batch if self.proposes else 1

    def asks_for_one(self, line: LogLine) -> bool:
        """Return whether the request that a line of the log tells of asked for a single new instruction.

        Only of that one is it known that it was to lean towards all that the prompt names.
        """
        return (self.asked_in(FORMS[line.form]) if line.form in FORMS else self).count == 1

    def as_asked(self, line: LogLine) -> Self:
        """Return the step as it reads what came back for the request that a line of the log tells of."""
        return self

    @abstractmethod
    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        """Return what a completion says of the items that the request worked on (none if it proposes).

        Its text begins with the last line of the prompt where a plain completion continues that.
        """

    def answer_tokens(self, task: Task) -> int:
        """Return about how many tokens the answer has for an item that becomes this task, or that proposes it."""
        return estimated_tokens(task.instruction)
