"""What a prompt asks for, for backends that do not read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """What a prompt asks for, in terms that need no reading of the prompt; the demo backend goes by it.

    `texts` are the instructions that the prompt shows: demonstrations if it `proposes`, else those to work on. `count`
    is how many new ones are wanted, or how many instances of each. `in_text` puts an answer that fits the schema into
    the form that the prompt shows; it returns None where that is JSON.
    """

    language: str
    texts: tuple[str, ...]
    count: int
    proposes: bool = False
    in_text: Callable[[Mapping[str, Any]], str | None] = lambda _: None
