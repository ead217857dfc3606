"""What a form of asking has brought in a step, and what for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What requests of a step have brought in one form: how many there were, about how many items, in how many tokens.

    Those of reasoning do not count. `brought` are the items that came farther: instructions that were claimed, tasks
    that were accepted, …; `repeated` are instructions that were only too near to one that their prompt did not show.
    The `shown` ones of a step that proposes are demonstrations.
    """

    requests: int = 0
    shown: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    brought: int = 0
    repeated: int = 0

    @property
    def sound(self) -> int:
        """Items that show that the model can do what it was asked, whatever the pool holds by now."""
        return self.brought + self.repeated

    @property
    def cost(self) -> float:
        """Tokens, those of prompts at a quarter, which is what they cost in money or time beside the others."""
        return self.completion_tokens + self.prompt_tokens / 4

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))
