"""Prompt templates: plain text files in `prompts/<lang>/`, one a step and kind (`classification.chat.txt`).

The kinds are `chat`, `short` and `completions`; which form of asking takes which, `core.forms` says.

A template starts with comment lines (`# …`) that say which fields it gets; the first line without `#` ends them.
Fields are written `$name`, a dollar sign `$$` (`string.Template`). Lines between `@if name` and `@end` are sent only
where this field is neither empty nor 0, those between `@unless name` and `@end` only where it is. `$json` is such a
field in every template: it is set where the answer is asked for with a JSON schema, so that the prompt names no other
form.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from string import Template

from selfinstruct.core.errors import InputError
from selfinstruct.core.forms import FORMS, Form
from selfinstruct.core.text_files import read_text

# What new instructions are to be like, and all that the templates of steps that propose may show.
LEANING = ("category", "topic", "form", "persona", "about", "narrow", "labels", "limits")
PROPOSING = ("demonstrations", "count", "first", "last", *LEANING)
_CONDITION = re.compile(r"@(?P<word>if|unless)[ \t]+\$?(?P<field>\w+)[ \t]*")
_END = "@end"
_UNSET = ("", "0")


@dataclass(frozen=True)
class Prompts:
    """The templates of one language and kind, read when first needed.

    `structured` says that the answers are asked for with a JSON schema. A step that has templates in the user's `own`
    folder, of any kind, has only those.
    """

    folder: Path
    kind: str
    structured: bool = False
    own: Path | None = None

    def render(self, step: str, **fields: object) -> str:
        """Return the prompt of a step; `InputError` names the file that is missing or asks for an unknown field."""
        path = self._path(step)
        known = {name: str(value) for name, value in fields.items()} | {"json": "JSON" if self.structured else ""}
        return _substituted(path, _chosen(path, known), known).strip("\n ")

    def has(self, step: str) -> bool:
        """Return whether there is a template for the step."""
        return self._path(step).is_file()

    def named(self, step: str, fields: Collection[str]) -> set[str]:
        """Return those of the fields that the prompt of a step may show: all if there is no template for it."""
        if not self.has(step):
            return {*fields}
        return {*fields} & {*Template("\n".join(_lines(self._path(step)))).get_identifiers()}

    def check(self, step: str, fields: tuple[str, ...], required: str) -> None:
        """Raise `InputError` unless the step's template is there, has known fields only, and the required one."""
        path = self._path(step)
        known = dict.fromkeys((*fields, "json"), "")
        _chosen(path, known)
        text = "\n".join("" if _is_mark(line) else line for line in _lines(path))
        _substituted(path, text, known)
        if required not in Template(text).get_identifiers():
            raise InputError(f"{path}: lacks ${required}; add it where the prompt is to show it")

    def require_shown(self, step: str, field: str) -> None:
        """Raise `InputError` if there is a template for the step that does not show a field which is given."""
        path = self._path(step)
        if self.has(step) and not self.named(step, (field,)):
            raise InputError(f"{path}: does not show ${field}; add it where it is to stand, or leave out ‹{field}›")

    def _path(self, step: str) -> Path:
        has_own = self.own and any((self.own / f"{step}.{form.template}.txt").is_file() for form in FORMS.values())
        return ((self.own if has_own else None) or self.folder) / f"{step}.{self.kind}.txt"


@dataclass(frozen=True)
class Templates:
    """Where the templates of a language lie: the program's `folder`, and the user's `own` that goes before it."""

    folder: Path
    own: Path | None = None

    def of(self, form: Form) -> Prompts:
        """Return the templates for a form of asking."""
        return Prompts(self.folder, form.template, form.structured, self.own)


def _substituted(path: Path, text: str, known: Mapping[str, str]) -> str:
    try:
        return Template(text).substitute(known)
    except KeyError as error:
        raise _unknown(path, error.args[0], known) from None
    except ValueError as error:
        raise InputError(f"{path}: {error}; write a dollar sign as $$") from None


def _unknown(path: Path, field: str, known: Mapping[str, str]) -> InputError:
    return InputError(f"{path}: unknown field ${field}; the fields are {', '.join(f'${name}' for name in known)}")


def _chosen(path: Path, known: Mapping[str, str]) -> str:
    """Return the lines of a template that are sent with these fields; conditions may stand inside each other."""
    sent, open_ = list[str](), list[bool]()
    for number, line in enumerate(_lines(path), 1):
        if found := _CONDITION.fullmatch(line):
            if found["field"] not in known:
                raise _unknown(path, found["field"], known)
            is_set = known[found["field"]] not in _UNSET
            open_.append(is_set == (found["word"] == "if"))
        elif line.rstrip() == _END:
            if not open_:
                raise InputError(f"{path}, line {number}: @end without @if or @unless before it; take it out")
            open_.pop()
        elif all(open_):
            sent.append(line)
    if open_:
        raise InputError(f"{path}: an @if or @unless without its @end; add it")
    return "\n".join(sent)


def _is_mark(line: str) -> bool:
    return line.rstrip() == _END or _CONDITION.fullmatch(line) is not None


def _lines(path: Path) -> list[str]:
    """Return the lines of a template; comments become blank, so that errors name lines as the file counts them."""
    try:
        found = path.stat()
    except OSError:
        return _lines_as_of(path)
    return _lines_as_of(path, found.st_dev, found.st_ino, found.st_mtime_ns)


@cache
def _lines_as_of(path: Path, *_: int) -> list[str]:
    lines = read_text(path).split("\n")
    comments = len(list(takewhile(lambda line: line.startswith("#"), lines)))
    return [""] * comments + lines[comments:]
