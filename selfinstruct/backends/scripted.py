"""A backend that does as it is told, for tests: it plays texts, replies and errors, or asks a function what to say.

In Python, `ScriptedBackend` is handed to `selfinstruct.generate`. By its name it plays the JSON lines of the file that
its option `file` names: each a text, or an object of `text` and `finish_reason`.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from selfinstruct.backends import BackendOption, BackendPlugin, Opening
from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError, InputError
from selfinstruct.core.json_values import read_values
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

    def __init__(self, script: Script, seconds: float = 0.0, model: str = _MODEL) -> None:
        # A text alone would be played letter by letter.
        self._script: Script = [script] if isinstance(script, str) else script
        if not callable(self._script) and not self._script:
            raise ValueError("the script is empty; give one line at least")
        self._seconds = seconds
        self._model = model
        self.requests: list[Request] = []

    async def complete(self, request: Request) -> Reply:
        """Return what the script says to this request, or raise the error that stands there."""
        self.requests.append(request)
        line = self._line(request, len(self.requests) - 1)
        await asyncio.sleep(self._seconds)
        if isinstance(line, BackendError):
            raise line
        return line if isinstance(line, Reply) else said(line, request, model=request.model or self._model)

    def _line(self, request: Request, number: int) -> Line:
        if callable(self._script):
            return self._script(request)
        return self._script[min(number, len(self._script) - 1)]

    async def models(self) -> list[str]:
        """Return the name of the only model."""
        return [self._model]

    async def close(self) -> None:
        """Do nothing: there is nothing to release."""


def said(text: str, request: Request, *, finish_reason: str = "stop", model: str = _MODEL) -> Reply:
    """Return the reply that answers a request with a text; its tokens are estimated."""
    usage = Usage(estimated_tokens(request.prompt), estimated_tokens(text))
    return Reply(wire.write(text, finish_reason, usage, model))


def read_script(path: Path) -> list[Line]:
    """Return the lines of a file; `InputError` names the line that cannot be played."""
    script = [_read_line(value, f"{path}, line {line}") for line, value in read_values(path)]
    if not script:
        raise InputError(f"{path}: holds no answers; write one JSON text a line")
    return script


def _read_line(value: Any, where: str) -> Line:
    if isinstance(value, InputError):
        raise value
    line = {"text": value} if isinstance(value, str) else value
    if not isinstance(line, dict) or line.keys() - {"text", "finish_reason"} or not isinstance(line.get("text"), str):
        raise InputError(f"{where}: must be a text, or an object of “text” and “finish_reason”")
    usage = Usage(0, estimated_tokens(line["text"]))
    return Reply(wire.write(line["text"], str(line.get("finish_reason", "stop")), usage, _MODEL))


def _open(opening: Opening) -> ScriptedBackend:
    path = opening.options["file"]
    if path is None:
        raise InputError("‹options› file: missing; name the file of answers to play, as in file=answers.jsonl")
    return ScriptedBackend(read_script(path), model=opening.connection.model or _MODEL)


BACKEND = BackendPlugin(
    about="plays answers from a file, for tests",
    open=_open,
    note="The completions were played from a script, not written by a model.",
    # In the order of the file.
    concurrency=1,
    options={"file": BackendOption("a JSON-lines file of answers to play", read=Path)},
)
