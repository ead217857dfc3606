"""Everything that reads what a model, an endpoint or a file says, as functions of one text."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import partial
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NamedTuple

import httpx2
import openai

from selfinstruct import parsing
from selfinstruct import text as text_room
from selfinstruct.backends.openai import failures, meanings
from selfinstruct.core import wire
from selfinstruct.core.endings import cut_by, is_broken
from selfinstruct.core.errors import SelfInstructError
from selfinstruct.core.values import Completion, Draft, Instance, Item, Usage
from selfinstruct.datafiles.instructions import read_instructions
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.filters import FILTERS, Filter, Filters, load_filters
from selfinstruct.filters.ancestor import ANCESTORS
from selfinstruct.formats import FORMATS
from selfinstruct.languages import Language, all_languages, find_language, guess_language
from selfinstruct.parsing.json_strings import AFTER_ITEM
from selfinstruct.parsing.marker_line import marker_patterns
from selfinstruct.parsing.markers import find_heads
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Claim, Pool
from selfinstruct.recipes import RECIPES, Recipe
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps import Step
from tests.support.completions import Original, items, settled, texts

# As long as an instruction may be that is compared with others.
LONG = "Write about it. " * 600


class Target(NamedTuple):
    """A reader: it is called with what `prepare` makes of a text, which is not what is measured.

    `groups` are those of the families that may hurt it; `builds` says that it keeps what it reads, so that its memory
    counts.
    """

    call: Callable[[Any], object]
    groups: str
    prepare: Callable[[str], object] = str
    builds: bool = False


_ALL = "signs answers json"
_TEXTS = ("text", "body", "value", "line", "lines", "heads")
Named = Iterator[tuple[str, Target]]


def targets(folder: Path) -> dict[str, Target]:
    """Return all readers by name; the files that some read are written to the folder."""
    return dict([*_steps(), *_parsers(), *_filters(), *_languages(), *_files(folder), *_formats(), *_answers()])


def _recipes() -> Iterator[tuple[str, Language, Recipe]]:
    for name, plugin in RECIPES:
        for language in all_languages():
            if language.code in (plugin.languages or [language.code]):
                yield f"{name} {language.code}", language, plugin.build(language, 1)


class _Unsought(Pool):
    """Takes every instruction for new: comparing them is no reading."""

    def claim(self, items: Sequence[Item]) -> list[Claim]:
        return [Claim((), 0.0) for _ in items]


def _steps() -> Named:
    """Yield what is made of a completion of each step: all texts that are to be stored."""
    for name, language, recipe in _recipes():
        for step in recipe.steps:
            yield (
                f"step {name} {step.name}",
                Target(partial(_stored, *_admission(language, recipe, step)), _ALL, builds=True),
            )


def _admission(language: Language, recipe: Recipe, step: Step) -> tuple[Admission, Original]:
    """Return what decides on completions of a step, with long instructions that they may be about."""
    # The filters of one language see all that they may, those of the other let all pass.
    filters = load_filters("default" if language.code == "en" else "none")
    worked_on = tuple(replace(item, instruction=LONG) for item in items(language.code, step))
    by = Admission(_Unsought([], language, 0.7), filters, language, 1, recipe)
    return by, Original(language.code, step, worked_on, "", "")


def _stored(by: Admission, original: Original, text: str) -> str:
    completion = Completion(text, "stop" if original.code == "en" else "length", Usage(), "m")
    return "".join(texts(settled(by, original, completion, 1)))


def _parsers() -> Named:
    """Yield the functions of `parsing` and `text` that take a text, or the lines and the marker lines of one."""
    found = [each for room in (parsing, text_room) for each in iter_modules(room.__path__, f"{room.__name__}.")]
    for module in found:
        for name, function in vars(import_module(module.name)).items():
            if not name.startswith("_") and isfunction(function) and function.__module__ == module.name:
                parameters = signature(function).parameters
                taken = [*parameters]
                # What is written as a number is no text.
                if taken and taken[0] in _TEXTS and parameters[taken[0]].annotation is not float:
                    yield (
                        f"{module.name.partition('.')[2]} {name}",
                        Target(partial(_called, function), _ALL, partial(_arguments, taken)),
                    )


def _called(function: Callable[..., object], arguments: Mapping[str, object]) -> object:
    # Not each text is a number.
    with suppress(LookupError, ValueError):
        return function(**arguments)
    return None


def _arguments(names: Sequence[str], text: str) -> dict[str, object]:
    """Return arguments of these names; any other must have a default."""
    markers = find_language("en").markers
    known: dict[str, object] = {
        "text": text,
        "body": text,
        "value": text,
        "line": text,
        "language": find_language("en"),
        "markers": markers,
        "patterns": marker_patterns(markers)[1],
        "several": True,
        "count": 3,
        "key": "tasks",
        "is_text": lambda _: False,
        "member": "instruction",
        "instruction": "",
        "task": "",
        "number": 2,
        "start": 0,
        "end": 1,
        "at": 0,
        "after": AFTER_ITEM,
    }
    if "lines" in names or "heads" in names:
        known["lines"], known["heads"] = find_heads(text, markers)
    return {name: known[name] for name in names if name in known}


def _filters() -> Named:
    every = {f"{name} {language.code}": (each, language) for language in all_languages() for name, each in FILTERS}
    for recipe, ancestor in ANCESTORS:
        for name, each in ancestor.filters.items():
            every[f"{name} of {recipe}"] = each, find_language(ancestor.languages[0])
    for name, (each, language) in every.items():
        yield f"filter {name}", Target(partial(_filtered, each, language), "signs words", _drafts)


def _drafts(text: str) -> list[Draft]:
    """Return a draft that holds a text in all places, and those of an answer with an instance for each of its lines."""
    siblings = tuple(Instance("", line) for line in text.split("\n"))
    drafts = [Draft("Write.", "", each.output, "", siblings, at) for at, each in enumerate(siblings)]
    return [Draft(text, text, f"{text}a"), *drafts]


def _filtered(each: Filter, language: Language, drafts: Sequence[Draft]) -> None:
    filters = Filters({"": each})
    for draft in drafts:
        filters.reject_instruction(draft.instruction, language)
        filters.reject_instance(draft, language)


def _languages() -> Named:
    yield "language guessed", Target(lambda text: guess_language(text.split("\n")), "signs")
    for language in all_languages():
        for field in fields(language):
            if callable(function := getattr(language, field.name)):
                # The text comes first; what else a rule takes, as the task of an output, is empty.
                others = [""] * (len(signature(function).parameters) - 1)
                yield (
                    f"language {language.code} {field.name}",
                    Target(partial(_read_beside, function, others), "signs words"),
                )


def _read_beside(function: Callable[..., object], others: Sequence[str], text: str) -> None:
    function(text, *others)


def _files(folder: Path) -> Named:
    readers: dict[str, Callable[[Path], object]] = {
        "tasks": lambda path: [*read_tasks(path)],
        "instructions": read_instructions,
        "seeds": read_seed_tasks,
    }
    for name, read in readers.items():
        for ending in (".jsonl", ".json", ".txt"):
            file = folder / f"{name}{ending}"
            yield (
                f"file of {name} {ending}",
                Target(partial(_read, read), "signs json", partial(_written, file), builds=True),
            )
        file = folder / f"{name}-rows.jsonl"
        yield (
            f"file of {name}, a row a line",
            Target(partial(_read, read), "answers", partial(_rows_written, file), builds=True),
        )


def _read(read: Callable[[Path], object], path: Path) -> object:
    with suppress(SelfInstructError):
        return read(path)
    return None


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", errors="replace")
    return path


def _rows_written(path: Path, text: str) -> Path:
    rows = [{"instruction": "Write.", "instances": [{"input": "", "output": line}]} for line in text.split("\n")]
    return _written(path, "".join(f"{json.dumps(row)}\n" for row in rows))


def _formats() -> Named:
    for name, shape in FORMATS:
        if shape.read:
            yield f"format {name}", Target(partial(_row_read, shape.read), "signs", _row)
            yield f"format {name}, turns", Target(partial(_row_read, shape.read), "answers", _turns)


def _row_read(read: Callable[[Any], object], row: object) -> object:
    with suppress(SelfInstructError):
        return read(row)
    return None


def _row(text: str) -> object:
    names = "instruction input output target prompt response completion question answer"
    return dict.fromkeys(names.split(), text)


def _turns(text: str) -> object:
    lines = text.split("\n")
    says = [{"from": "human", "role": "user", "value": line, "content": line} for line in lines]
    instances = [{"input": line, "output": line} for line in lines]
    return {
        "conversations": says,
        "messages": says,
        "history": [[line, line] for line in lines],
        "instances": instances,
        "instruction": "Write.",
        "prompt": "",
        "response": "",
    }


def _answers() -> Named:
    """Yield what is read of an answer of an endpoint, sound or not."""
    choice: dict[str, Callable[[str], Any]] = {
        "content": lambda text: {"message": {"content": text}, "finish_reason": "stop"},
        "parts": lambda text: {"message": {"content": [{"text": line} for line in text.split("\n")]}},
        "reasoning": lambda text: {"message": {"content": "a", "reasoning_content": text}},
        "finish_reason": lambda text: {"text": "a", "finish_reason": text},
        "error": lambda text: {"text": "a", "error": text},
    }
    yield "wire", Target(_wire, "json", lambda text: text.encode("utf-8", "replace"))
    for name, make in choice.items():
        yield f"wire {name}", Target(_wire, "signs answers", partial(_body, make))
    yield "ending", Target(lambda text: (cut_by(text), is_broken(text)), "signs")
    for status in (400, 403, 429, 500):
        yield f"failure {status}", Target(partial(_failed, status), "signs words")
    yield "failure headers", Target(_headers, "signs")


def _body(make: Callable[[str], object], text: str) -> bytes:
    return json.dumps({"choices": [make(text)], "usage": {}, "model": text}).encode()


def _wire(body: bytes) -> object:
    with suppress(SelfInstructError):
        return wire.read(body)
    return None


def _failed(status: int, text: str) -> object:
    answer = httpx2.Response(status, request=httpx2.Request("POST", "http://a/v1"))
    error = openai.APIStatusError(text, response=answer, body={"message": text, "code": text, "type": text})
    return failures.translated(error, "http://a/v1", "m", 16, ""), meanings.refused_parameter(
        error, ("top_p", "max_tokens")
    )


def _headers(text: str) -> object:
    said = text.encode("ascii", "replace")
    names = [f"x-ratelimit-{name}-tokens" for name in ("limit", "reset")] + ["retry-after"]
    headers = httpx2.Headers([(name.encode(), said) for name in names] + [(b"x-ratelimit-remaining-tokens", b"0")])
    answer = httpx2.Response(429, headers=headers, request=httpx2.Request("POST", "http://a/v1"))
    return failures.translated(
        openai.APIStatusError("a", response=answer, body=None), "http://a/v1", "m", 16, "check it"
    )
