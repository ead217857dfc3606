"""An offline model that needs no key: made-up text in the form that a real model would give, slips included.

It reads the very prompts that a real model gets. Its text means nothing and is not for training.
"""

import asyncio
from random import Random

from selfinstruct.backends.demo.model import Speaker
from selfinstruct.backends.demo.reading import read
from selfinstruct.config import Settings
from selfinstruct.types import Completion, Request, Usage

NOTE = "The text is made up by the demo backend: it means nothing and is not for training."

_MODEL = "demo"
_CUT = 0.01


def open_backend(settings: Settings) -> "DemoBackend":
    """Return the demo model; with `--random-seed` it always gives the same answers in the same order."""
    return DemoBackend(settings.random_seed)


class DemoBackend:
    """Answers at once."""

    def __init__(self, random_seed: int | None) -> None:
        self._seed = Random().random() if random_seed is None else random_seed
        self._answered = 0

    async def complete(self, request: Request) -> Completion:
        """Return a made-up completion, now and then cut by length."""
        random = Random(f"{self._seed}:{self._answered}:{request.prompt}")
        self._answered += 1
        text = Speaker(read(request.prompt), random).answer()
        tokens, finish_reason = _tokens(text), "stop"
        if random.random() < _CUT or tokens > request.sampling.max_tokens:
            text, finish_reason = text[: int(len(text) * random.uniform(0.3, 0.95))], "length"
        await asyncio.sleep(0)
        return Completion(text, finish_reason, Usage(_tokens(request.prompt), _tokens(text)), _MODEL)

    async def close(self) -> None:
        """Do nothing: there is nothing to release."""


def _tokens(text: str) -> int:
    """Estimate tokens: one for 4 ASCII characters, two for 3 Chinese ones (which take 3 bytes each)."""
    others = (len(text.encode()) - len(text)) // 2
    return (len(text) - others) // 4 + others * 2 // 3 + 1
