"""One file per reason to reject; the name of the file is the reason that is recorded.

A filter module defines `FILTER`. Other packages have theirs as entry points in the group `selfinstruct.filters`: the
name of the entry point, such as `mypackage.rule`, is the reason. All of ours are tried in the order of their names;
the first that objects gives the reason. Those of other packages are tried only where a run asks for them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from re import Pattern
from typing import TypeVar

from selfinstruct.core.errors import InputError
from selfinstruct.core.meant import choice
from selfinstruct.core.plugins import Plugins
from selfinstruct.core.values import Draft, Instance
from selfinstruct.languages import Language

FILTER_SETS = ("default", "ancestor", "none")
INDISPENSABLE = (
    "cannot_be_done",
    "cut_by_content_filter",
    "cut_by_endpoint",
    "cut_by_length",
    "empty_output",
    "lost_heading",
)

CheckInstruction = Callable[[str, Language], str | None]
CheckInstance = Callable[[Draft, Language], str | None]
T = TypeVar("T")
OfAnswer = Callable[[Sequence[Instance], Language], T]


@dataclass(frozen=True)
class Filter:
    """One reason to reject: what looks at instructions, at instances, or at both.

    A check returns None to keep, or a detail for the person who reviews what was rejected ("2 words"; "" where the
    reason says it all). `about` explains the reason to this person, in a sentence by the code of its language; for
    ours it stands in `pool/reasons.toml`.
    """

    check_instruction: CheckInstruction | None = None
    check_instance: CheckInstance | None = None
    about: Mapping[str, str] = field(default_factory=dict)


def filter_of_cut(cut: str) -> Filter:
    """Return the filter that rejects the instance inside which this (see `Draft.cut`) cut the completion."""

    def check_instance(draft: Draft, language: Language) -> str | None:
        if draft.cut != cut:
            return None
        return f"ends with “{draft.output[-20:]}”" if draft.output else "without an output"

    return Filter(check_instance=check_instance)


FILTERS = Plugins("filter", "filters", __name__, "FILTER", Filter, skip=("ancestor",), hyphen="_")


class Filters(dict[str, Filter]):
    """The filters of a run, by reason."""

    def reject_instruction(self, instruction: str, language: Language) -> tuple[str, str] | None:
        """Return the reason and the detail of the first filter that objects, or None."""
        for reason, each in self.items():
            if each.check_instruction and (detail := each.check_instruction(instruction, language)) is not None:
                return reason, detail
        return None

    def reject_instance(self, draft: Draft, language: Language) -> tuple[str, str] | None:
        """Return the reason and the detail of the first filter that objects, or None."""
        for reason, each in self.items():
            if each.check_instance and (detail := each.check_instance(draft, language)) is not None:
                return reason, detail
        return None


def first_match(pattern: Pattern[str], text: str) -> str | None:
    """Return the first words of a text that match a pattern."""
    found = pattern.search(text)
    return found.group() if found else None


def plain(text: str) -> str:
    """Return a text with straight apostrophes and without the marks of Markdown that stand around words."""
    return text.translate(_PLAIN)


def asks_for_words(draft: Draft, language: Language) -> bool:
    """Return whether a task asks for someone's words, such as a letter, or for a text of its own in other words."""
    if language.gives_voice.search(draft.instruction):
        return True
    return bool((draft.input or _MATERIAL.search(draft.instruction)) and language.reworks.search(draft.instruction))


def said_in_the_task(words: str, draft: Draft) -> bool:
    """Return whether the instruction or the input holds these words, too, so that an output may well repeat them."""
    return words in plain(f"{draft.instruction}\n{draft.input}")


def uses_words_of_the_task(words: str, draft: Draft) -> bool:
    """Return whether the task holds these words, or asks to use a word of them, as in “Use ‘sorry’ in a sentence”."""
    if said_in_the_task(words, draft):
        return True
    given = _GIVEN_WORD.findall(draft.instruction) if _ASKS_TO_USE.search(draft.instruction) else ()
    return any(each.casefold() in words.casefold() for each in given)


_GIVEN_WORD = re.compile(r"[“\"「『‘'](\w[^“”\"「」『』\n]{1,20})[”\"」』’']")
_ASKS_TO_USE = re.compile(
    r"\b(?:us(?:e|es|ing)|with|contain\w*|includ\w+|sentences?)\b|用|造句|句子|句[话話]|包含|含有",
    re.IGNORECASE | re.ASCII,
)
# A text of its own stands in an instruction in quotation marks or after a colon.
_MATERIAL = re.compile(r"[:：“\"「『][^\w\n]{0,9}\n?[^\W_]")
_PLAIN = str.maketrans({**dict.fromkeys("’ʼ‘`´＇", "'"), **dict.fromkeys("*_#", "")})


def once_an_answer(function: OfAnswer[T]) -> OfAnswer[T]:
    """Remember what a function makes of all instances of an answer, for the next draft of the same answer.

    Looking at all instances again for each of them would take time for the square of their number. Answers are compared
    by identity: comparing their instances would take as long.
    """
    last: tuple[Sequence[Instance], Language, T] | None = None

    def remembering(siblings: Sequence[Instance], language: Language) -> T:
        nonlocal last
        # Another thread may set `last` at any time.
        known = last
        if known is None or known[0] is not siblings or known[1] is not language:
            known = last = (siblings, language, function(siblings, language))
        return known[2]

    return remembering


def letters_of(text: str) -> str:
    """Return a text without case, white space and punctuation."""
    return "".join(char for char in text.casefold() if char.isalnum())


def load_filters(specification: str = "default", recipe: str = "", code: str = "en") -> Filters:
    """Return the filters that a specification such as `default,-too_long,+mypackage.rule` names.

    It begins with a set, `default` if it names none. `default` are all of our own; `ancestor` those of the scripts that
    a recipe comes from (without a recipe: of the first scripts for the language of this `code`); `none` those without
    which no record is whole. Then `-NAME` takes a filter out, and `+NAME` adds one at the end, ours or another
    package's.
    """
    base, *changes = (each.strip() for each in specification.split(","))
    if base.startswith(("+", "-")):
        base, changes = "default", [base, *changes]
    filters = _set(base, recipe, code)
    for change in changes:
        sign, name = change[:1], change[1:].strip()
        if not name or sign not in "+-":
            raise InputError(f"‹filters› {specification}: after the set write +NAME or -NAME, with a comma before each")
        if sign == "+":
            if name in filters:
                raise InputError(f"‹filters› +{name}: is in {base} already; leave it out, or take that one out first")
            filters[name] = FILTERS.find(name)
        else:
            if name not in filters:
                raise InputError(f"‹filters› -{name}: is not in {base}; {choice(name, sorted(filters))}")
            if base == "none" and name in INDISPENSABLE:
                raise InputError(f"‹filters› -{name}: none keeps what every record needs; begin with default")
            del filters[name]
    return filters


def _set(name: str, recipe: str, code: str) -> Filters:
    if name == "ancestor":
        from selfinstruct.filters.ancestor import find_ancestor

        return Filters(find_ancestor(recipe, code).filters)
    if name not in FILTER_SETS:
        raise InputError(f"‹filters› {name}: unknown set of filters; {choice(name, FILTER_SETS)}")
    return Filters({each: FILTERS.find(each) for each in (FILTERS.ours if name == "default" else INDISPENSABLE)})
