"""Asks an endpoint one tiny question each way, to find out what works."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TypeGuard

from selfinstruct.backends import Backend
from selfinstruct.core import wire
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import (
    CANNOT_CONNECT,
    BackendError,
    EndpointRefused,
    FormRefused,
    ParameterRefused,
    SelfInstructError,
    Unavailable,
)
from selfinstruct.core.values import Request, Sampling
from selfinstruct.parsing.json_answers import object_schema

_QUESTION = "Answer with the one word yes."
# Reasoning models need more than the answer itself.
_SAMPLING = Sampling(temperature=0.0, top_p=1.0, max_tokens=1024)
_SCHEMA = object_schema(answer={"type": "string"})
# A model that goes on with a text may have nothing to add to a question, or much.
_TEXT, _ENOUGH = "1. Monday\n2. Tuesday\n3.", ("\n4.",)
_TRIES = 4


# Of each thing what follows if it works, and if it does not.
_FOLLOWS = {
    "models": ("a run asks the one that ‹model› names", "no list is needed where ‹model› names one"),
    "chat": ("runs can ask in chat, as they do by default", "runs need it, or completions with ‹form› continuation"),
    "completions": ("base models can be asked, with ‹form› continuation", "only base models need it"),
    "structured": (
        "answers come as JSON of a schema, which ‹form› auto begins with",
        "‹form› auto asks for JSON in the prompt alone, and in plain text where that brings more",
    ),
    "limits": ("a run keeps to them by itself", "a run finds out by itself; ‹requests_a_minute› sets a limit"),
}
_AS_ABOVE = "the same as above"
_NOT_OFFERED = "not offered here, or not for this model"
_FIRST = "nothing else can work before that is put right"
_BUSY = "the endpoint is there, and has too much to do or a limit to keep; a run waits and asks again"
# For a busy endpoint, so often and at most for so many seconds each time.
_MOST_PAUSES = 2
_LONGEST_PAUSE = 5.0


@dataclass(frozen=True)
class Finding:
    """Whether one thing works at an endpoint, None if it was too busy to tell, and what the endpoint says.

    It `is_final` if nothing else can work before that is put right.
    """

    what: str
    works: bool | None
    says: str
    is_final: bool = False

    @property
    def follows(self) -> str:
        """What follows from it for a run."""
        if self.works is None:
            return _BUSY
        if self.is_final:
            return _FIRST
        if self.what == "models" and self.works and "," not in self.says:
            return "‹model› may be left out, there is only one"
        works, does_not = _FOLLOWS.get(self.what, ("", ""))
        return works if self.works else does_not


async def check_backend(backend: Backend) -> AsyncIterator[Finding]:
    """Yield what works: the list of models, chat, completions, structured outputs, limits.

    Where neither chat nor completions can work, as with a wrong key, that is told once, and nothing else; where neither
    works, nothing more is asked.
    """
    models = await _models(backend)
    chat = Request(_QUESTION, _SAMPLING, kind="check")
    of_chat = await _ask(backend, "chat", chat)
    of_completions = await _ask(backend, "completions", replace(chat, api="completions", prompt=_TEXT, stop=_ENOUGH))
    is_final = of_chat.is_final and of_completions.works is False
    if models.works or not is_final:
        yield models
    yield replace(of_chat, is_final=is_final)
    if is_final:
        return
    said = _AS_ABOVE if of_completions.says == of_chat.says else of_completions.says
    yield replace(of_completions, says=said, is_final=False)
    if of_chat.works is False and of_completions.works is False:
        return
    prompt = f"{_QUESTION} Write it as JSON with the key answer."
    yield await _ask(backend, "structured", replace(chat, prompt=prompt, schema=_SCHEMA, structured=True))
    yield Finding("limits", bool(backend.limits), backend.limits or "the endpoint names none")


async def _models(backend: Backend) -> Finding:
    try:
        models = await backend.models()
    except SelfInstructError as error:
        return Finding("models", None if _is_busy(error) else False, str(error))
    return Finding("models", True, ", ".join(models[:10]) + (f" and {len(models) - 10} more" if models[10:] else ""))


async def _ask(backend: Backend, what: str, request: Request) -> Finding:
    left_out: list[str] = []
    pauses = 0
    while len(left_out) < _TRIES:
        started = time.monotonic()
        try:
            completion = wire.read((await backend.complete(request)).body)
        except ParameterRefused as error:
            left_out.append(error.parameter)
            continue
        except BackendError as error:
            if not _is_busy(error):
                said = _NOT_OFFERED if isinstance(error, FormRefused) else str(error)
                return Finding(what, False, said, _is_final(error))
            pauses += 1
            if pauses > _MOST_PAUSES or error.pause > _LONGEST_PAUSE:
                return Finding(what, None, str(error))
            await asyncio.sleep(error.pause or 1.0)
            continue
        seconds, usage = time.monotonic() - started, completion.usage
        said = f"{seconds:.2f} s, {usage.prompt_tokens:,} prompt + {Count(usage.completion_tokens):completion token}"
        if left_out:
            said += f"; does not take {', '.join(left_out)}"
        if request.schema and not _is_structured(completion.text):
            cut = completion.cut == "length"
            fault = f"was cut at {Count(_SAMPLING.max_tokens):token}" if cut else "is not the JSON that was asked for"
            return Finding(what, False, f"{said}; the answer {fault}")
        return Finding(what, True, said)
    return Finding(what, False, f"does not take {', '.join(left_out)}")


def _is_busy(error: SelfInstructError) -> TypeGuard[Unavailable]:
    if not isinstance(error, Unavailable) or error.cause == CANNOT_CONNECT:
        return False
    return error.overloaded or error.cause == "rate limit"


def _is_final(error: BackendError) -> bool:
    return isinstance(error, EndpointRefused) or (isinstance(error, Unavailable) and error.cause == CANNOT_CONNECT)


def _is_structured(text: str) -> bool:
    try:
        return isinstance(json.loads(text)["answer"], str)
    except (ValueError, LookupError, TypeError, RecursionError):
        return False
