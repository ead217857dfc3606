"""What the loopback server says to the prompts of other programs: text of the demo model, with its usual slips.

A prompt is known by a phrase in it. Each answer has the form that the prompt asks for, as with a model that obeys.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from selfinstruct.backends.demo.answers import Author
from selfinstruct.backends.demo.voice import Voice
from selfinstruct.backends.demo.words import written_words
from selfinstruct.core.question import Question
from selfinstruct.languages import find_language

_TEXT = {"type": "string"}
_INSTANCE = {"type": "object", "properties": {"input": _TEXT, "output": _TEXT}}
_LABELLED = {"type": "object", "properties": {"output": _TEXT, "input": _TEXT}}
_SHOWN = re.compile(r"^(?:Task \d+:|-) *(.{8,})$", re.MULTILINE)
_COUNT = re.compile(r"(?:Develop|Write) (\d+) ")
_TASK = re.compile(r"Task: *(.+)")

Writer = Callable[[str, Voice], str]


def answer(prompt: str, random: Random) -> str:
    """Return what a model says to a prompt; the same `random` gives the same."""
    words = written_words("en")
    assert words
    voice = Voice(words, find_language("en"), random)
    if voice.slips(0.005):
        return random.choice(words.refusals)
    write = next((writer for phrase, writer in _FORMS.items() if phrase in prompt), _text)
    return write(prompt, voice)


def _make(voice: Voice, name: str, schema: Mapping[str, Any], texts: Sequence[str], count: int, proposes: bool) -> Any:
    """Return one made-up value under a name; `texts` are instructions that the prompt shows."""
    question = Question("en", tuple(texts), count, proposes)
    whole = {"type": "object", "properties": {name: schema}}
    return Author(whole, question, voice, structured=False).answer()[name]


def _instructions(prompt: str, voice: Voice) -> str:
    """Return as many new instructions as the prompt asks for, one a line."""
    found = _COUNT.search(prompt)
    items = {"type": "array", "items": _TEXT}
    return "\n".join(
        _make(voice, "instructions", items, _SHOWN.findall(prompt), int(found[1]) if found else 1, proposes=True)
    )


def _verdict(prompt: str, voice: Voice) -> str:
    instruction = _TASK.findall(prompt)[-1]
    return json.dumps({"answer": voice.words.is_classification(instruction)})


def _input_first(prompt: str, voice: Voice) -> str:
    instances = _make(voice, "instances", {"type": "array", "items": _INSTANCE}, _TASK.findall(prompt)[-1:], 2, False)
    parts = (
        f"Example {number}\nInput: {each['input']}\nOutput: {each['output']}"
        for number, each in enumerate(instances, 1)
    )
    return "\n\n".join(parts)


def _output_first(prompt: str, voice: Voice) -> str:
    instances = _make(voice, "instances", {"type": "array", "items": _LABELLED}, _TASK.findall(prompt)[-1:], 2, False)
    return "\n".join(f"Class label: {each['output']}\n{each['input']}" for each in instances)


def _text(prompt: str, voice: Voice) -> str:
    """Return an answer to the prompt as an instruction."""
    return str(_make(voice, "output", _TEXT, (), 1, proposes=False))


# The first phrase that a prompt holds says which form it asks for.
_FORMS: dict[str, Writer] = {
    "exactly one new task": _instructions,
    "Is it classification?\nRespond": _verdict,
    "at most two example instances": _input_first,
    "Class label:": _output_first,
    "user queries that can be received": _instructions,
    "new tasks, one a line": _instructions,
    "one new task": _instructions,
}
