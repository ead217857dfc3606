"""A double for tests of what uses the package: a backend that does as its script says."""

import asyncio
from collections.abc import Callable, Sequence

from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError
from selfinstruct.core.tokens import estimated_tokens
from selfinstruct.core.values import Reply, Request, Usage

Line = str | Reply | BackendError
Script = Sequence[Line] | Callable[[Request], str | Reply]

_MODEL = "scripted"


class ScriptedBackend:
    """Plays the lines of a script one after the other, each after so many `seconds`, the last one for ever.

    A line is the text of a completion, a reply as it came over the wire, or an error to be raised. A function in the
    place of the lines is asked at every request; it may raise an error itself. `requests` holds all that were made.
    """

    limits = ""

    def __init__(self, script: Script, seconds: float = 0.0) -> None:
        # A text alone would be played letter by letter.
        self._script: Script = [script] if isinstance(script, str) else script
        if not callable(self._script) and not self._script:
            raise ValueError("the script is empty; give one line at least")
        self._seconds = seconds
        self.requests: list[Request] = []

    async def complete(self, request: Request) -> Reply:
        """Return what the script says to this request, or raise the error that stands there."""
        self.requests.append(request)
        line = self._line(request, len(self.requests) - 1)
        await asyncio.sleep(self._seconds)
        if isinstance(line, BackendError):
            raise line
        return line if isinstance(line, Reply) else said(line, request)

    def _line(self, request: Request, number: int) -> Line:
        if callable(self._script):
            return self._script(request)
        return self._script[min(number, len(self._script) - 1)]

    async def models(self) -> list[str]:
        """Return the name of the only model."""
        return [_MODEL]

    async def close(self) -> None:
        """Do nothing: there is nothing to release."""


def said(text: str, request: Request, finish_reason: str = "stop") -> Reply:
    """Return the reply that answers a request with a text; its tokens are estimated."""
    usage = Usage(estimated_tokens(request.prompt), estimated_tokens(text))
    return Reply(wire.write(text, finish_reason, usage, request.model or _MODEL))
