"""Prompt templates: plain text files in `prompts/<lang>/`, one a step and kind (`classification.chat.txt`).

The kinds are `chat`, `short` and `completions`; which form of asking takes which, `core.forms` says.

A template starts with comment lines (`# …`) that say which fields it gets; the first line without `#` ends them.
Fields are written `$name`, a dollar sign `$$` (`string.Template`).
"""

from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from string import Template

from selfinstruct.core.errors import InputError
from selfinstruct.core.text_files import read_text

# What the templates of steps that propose may show.
PROPOSING = ("demonstrations", "count", "first", "last", "category", "topic", "form")


@dataclass(frozen=True)
class Prompts:
    """The templates of one language and kind, read when first needed."""

    folder: Path
    kind: str

    def render(self, step: str, **fields: object) -> str:
        """Return the prompt of a step; `InputError` names the file that is missing or asks for an unknown field."""
        path = self._path(step)
        try:
            return _body(path).substitute({name: str(value) for name, value in fields.items()}).strip("\n ")
        except KeyError as error:
            known = ", ".join(f"${name}" for name in fields)
            raise InputError(f"{path}: unknown field ${error.args[0]}; the fields are {known}") from None
        except ValueError as error:
            raise InputError(f"{path}: {error}; write a dollar sign as $$") from None

    def has(self, step: str) -> bool:
        """Return whether there is a template for the step."""
        return self._path(step).is_file()

    def check(self, step: str, fields: tuple[str, ...], required: str) -> None:
        """Raise `InputError` unless the step's template is there, has known fields only, and the required one."""
        self.render(step, **dict.fromkeys(fields, ""))
        path = self._path(step)
        if required not in _body(path).get_identifiers():
            raise InputError(f"{path}: lacks ${required}; add it where the prompt is to show it")

    def _path(self, step: str) -> Path:
        return self.folder / f"{step}.{self.kind}.txt"


@cache
def _body(path: Path) -> Template:
    lines = read_text(path).split("\n")
    # Comments become blank lines, so that errors name lines as the file counts them.
    comments = len(list(takewhile(lambda line: line.startswith("#"), lines)))
    return Template("\n" * comments + "\n".join(lines[comments:]))
