"""An offline model that needs no key: made-up text in the form that a real model would give, slips included.

It knows no step: it goes by the JSON schema of the answer and by the question, which come with every request. In a
language that it has no vocabulary of, it takes its words from the prompt. Its text means nothing and is not for
training.
"""

import asyncio
from math import inf
from random import Random

from selfinstruct.backends import BackendOption, BackendPlugin
from selfinstruct.backends.demo.model import say
from selfinstruct.core import wire
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Reply, Request, Usage

_MODEL = "demo"
_CUT = 0.01


class DemoBackend:
    """Answers at once, or after so many seconds."""

    limits = ""

    def __init__(self, random_seed: int | None, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._seed = Random().random() if random_seed is None else random_seed
        self._answered = 0

    async def complete(self, request: Request) -> Reply:
        """Return a made-up completion, now and then cut by length."""
        random = Random(f"{self._seed}:{self._answered}:{request.prompt}")
        self._answered += 1
        text = say(request, random)
        tokens, finish_reason = estimated_tokens(text), "stop"
        if random.random() < _CUT or tokens > request.sampling.max_tokens:
            text, finish_reason = text[: int(len(text) * random.uniform(0.3, 0.95))], "length"
        await asyncio.sleep(self._seconds)
        usage = Usage(estimated_tokens(request.prompt), estimated_tokens(text))
        return Reply(wire.write(text, finish_reason, usage, request.model or _MODEL))

    async def models(self) -> list[str]:
        """Return the name of the only model."""
        return [_MODEL]

    async def close(self) -> None:
        """Do nothing: there is nothing to release."""


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < inf:
        raise ValueError("must be a number of seconds")
    return seconds


BACKEND = BackendPlugin(
    about="offline, made up",
    open=lambda opening: DemoBackend(opening.random_seed, **opening.options),
    note="The text is made up by the demo backend: it means nothing and is not for training.",
    # It answers at once: the same number each time makes a run repeatable.
    concurrency=16,
    options={"seconds": BackendOption("how long each answer takes, 0 by default", 0.0, _seconds)},
)
