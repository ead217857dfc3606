"""One kind of request each: the prompt that is sent and the parser of what comes back, side by side.

A step is pure: it renders a prompt from instructions and reads a completion's text; what follows from the answer is
decided elsewhere. Parsers read answers in the form that the prompt shows and in JSON of the step's schema. They never
raise: from mangled text they recover what they can.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from selfinstruct.core.values import Item, Sampling, Task
from selfinstruct.steps.templates import Prompts


class Step(Protocol):
    """What all steps have in common."""

    @property
    def name(self) -> str:
        """The name of the template, and of the stage in which items wait for the step."""
        ...

    @property
    def batch(self) -> int:
        """How many instructions one request asks for or works on."""
        ...

    @property
    def sampling(self) -> Sampling:
        """How the step samples."""
        ...

    def check(self, prompts: Prompts) -> None:
        """Raise `InputError` if the step's template cannot be used."""
        ...

    def show(self, shown: Task | Item) -> str:
        """Return what a prompt shows of a demonstration, or of an item to work on."""
        ...

    def prompt(self, prompts: Prompts, shown: Sequence[str], **hint: str) -> str:
        """Return the prompt that shows these texts; only a step that proposes heeds the hint."""
        ...

    def stop(self, shown: Sequence[str]) -> tuple[str, ...]:
        """Return the texts at which a plain completion of the prompt may end."""
        ...

    def schema(self, shown: Sequence[str]) -> dict[str, Any]:
        """Return the JSON schema of a structured answer, as OpenAI's strict mode takes it."""
        ...
