"""Everything that depends on the language of a dataset, one file each.

A language is a module here that defines `LANGUAGE`, a seed file `seeds/<code>_seed_tasks.jsonl` and a folder
`prompts/<code>/`. It is found by its name; nothing else lists the languages. Other packages have theirs as entry points
in the group `selfinstruct.languages`, by their code.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from selfinstruct.core.plugins import Plugins


@dataclass(frozen=True)
class Markers:
    """The words that name the parts of an answer, and an input that is none, as prompts of the language use them.

    `other_outputs` and `other_ends` are words that models use for an output and the end though no prompt does.
    """

    task: str
    instruction: str
    input: str
    output: str
    label: str
    end: str
    nothing: str
    brackets: str
    other_outputs: tuple[str, ...] = ()
    other_ends: tuple[str, ...] = ()

    def line(self, word: str, number: int | None = None) -> str:
        """Return the marker line for a part, such as `[Input]`, `[Task 3]` or `【任务3】`."""
        opening, closing = self.brackets[0], self.brackets[1]
        gap = " " if word.isascii() else ""
        return f"{opening}{word}{closing}" if number is None else f"{opening}{word}{gap}{number}{closing}"


@dataclass(frozen=True)
class SeedLimits:
    """What is asked of the seed tasks that come along, sizes as `Language.size` counts them.

    An instruction has from `shortest` to `longest`, an output up to `longest_output`; some outputs have `long_output`
    or more. The instructions begin with `first_words` different words at least (0: not asked).
    """

    shortest: int
    longest: int
    longest_output: int
    long_output: int
    first_words: int


@dataclass(frozen=True)
class Language:
    """What the steps and filters must know of a language.

    `tokenize` gives the tokens that ROUGE-L compares; `size` the length of a text in `size_unit` (words or characters),
    for an instruction sound from `shortest` to `longest`. `asks_for_media`, `refusal` and `placeholder` search in a
    text; only an answer of up to `short_answer` can be a mere refusal. `is_own_script` tells whether a text is mainly
    written in the language's script. `no_input` matches the whole of a spelling of "this task has no input" with
    everything but letters and digits removed, lower-cased; `no_input_in_brackets` what is one only in brackets, as it
    may be a real input otherwise. `yes` and `no` are how an answer to a yes-or-no question may begin; `closing_remark`
    matches the whole of a line in which a model speaks of the tasks that it has written.
    """

    code: str
    name: str
    training_format: str
    markers: Markers
    tokenize: Callable[[str], list[str]]
    size: Callable[[str], int]
    size_unit: str
    shortest: int
    longest: int
    short_answer: int
    seed_limits: SeedLimits
    is_own_script: Callable[[str], bool]
    asks_for_media: re.Pattern[str]
    refusal: re.Pattern[str]
    placeholder: re.Pattern[str]
    no_input: re.Pattern[str]
    no_input_in_brackets: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    closing_remark: re.Pattern[str]


LANGUAGES = Plugins("language", "language", __name__, "LANGUAGE", Language)


def language_codes() -> list[str]:
    """Return the codes of all languages, sorted."""
    return LANGUAGES.names()


def find_language(code: str) -> Language:
    """Return the language of that code; `InputError` names the known ones when there is none."""
    return LANGUAGES.find(code)


@cache
def all_languages() -> tuple[Language, ...]:
    """Return all languages."""
    return tuple(map(find_language, language_codes()))


def guess_language(texts: Sequence[str]) -> Language:
    """Return the language whose script most of the texts are written in."""
    return max(all_languages(), key=lambda language: sum(map(language.is_own_script, texts)))
