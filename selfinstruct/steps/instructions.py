"""Asks for new instructions after a list of demonstrations (Self-Instruct, section 2.2: instruction generation)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selfinstruct.prompts import Prompts
from selfinstruct.steps.answer import numbered_items, visible
from selfinstruct.types import Sampling

# Code and names such as __init__ keep their marks. ASCII, as there are no spaces between Han characters. Nothing looks
# beyond the next mark of its kind, which keeps the time linear.
_EMPHASIS = re.compile(
    r"(`[^`]+`)|(?<![\w*])(?!_+\w+_(?!\w))(\*{1,3}|__?)(?=[^\s*])((?:(?!\2).)+)(?<=[^\s*])\2(?![\w*])", re.ASCII
)
_LABEL = re.compile(r"(?:instruction|task|指令|任务)\s*[:：]\s*", re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "「": "」", "'": "'", "‘": "’", "`": "`"}


@dataclass(frozen=True)
class Instructions:
    """The step that proposes: `batch` instructions a request."""

    batch: int
    sampling: Sampling
    name: str = "instructions"
    next: str = "classification"

    def check(self, prompts: Prompts) -> None:
        """Raise `InputError` if the template cannot be used."""
        prompts.check(
            self.name,
            ("demonstrations", "count", "first", "last", "category", "topic", "form"),
            required="demonstrations",
        )

    def prompt(self, prompts: Prompts, instructions: Sequence[str], **hint: str) -> str:
        """Return the prompt that shows the instructions as a list and asks to continue it.

        `hint` may hold `category`, `topic` and `form`, which the new ones are to lean towards.
        """
        first = len(instructions) + 1
        return prompts.render(
            self.name,
            demonstrations=render_list(instructions),
            count=self.batch,
            first=first,
            last=first + self.batch - 1,
            **({"category": "", "topic": "", "form": ""} | hint),
        )

    def stop(self, instructions: Sequence[str]) -> tuple[str, ...]:
        """Return the number after the last one asked for, at the start of a line.

        The ancestors stop at "20." anywhere, which cuts texts that mention a price or a year.
        """
        return (f"\n{len(instructions) + self.batch + 1}.",)

    def parse(self, text: str) -> list[str]:
        """Return the instructions of a completion. The last one may be cut where the completion is."""
        items = (_clean(item) for _, item in numbered_items(visible(text)))
        return [item for item in items if item]


def render_list(instructions: Sequence[str]) -> str:
    """Return a numbered list, an instruction a line."""
    lines = (" ".join(instruction.split()) for instruction in instructions)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _clean(item: str) -> str:
    """Remove what belongs to the list, not to the instruction: emphasis, labels, quotes around the whole."""
    text = _EMPHASIS.sub(r"\1\3", item).strip()
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        text = text[1:-1]
    return text.strip()
