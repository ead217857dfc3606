"""One file per reason to reject; the name of the file is the reason that is recorded.

A filter module defines `FILTER`. Other packages have theirs as entry points in the group `selfinstruct.filters`: the
name of the entry point, such as `mypackage.rule`, is the reason. All of ours are tried in the order of their names;
the first that objects gives the reason. Those of other packages are tried only where a run asks for them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Plugins
from selfinstruct.core.values import Draft, Instance
from selfinstruct.languages import Language

FILTER_SETS = ("default", "ancestor", "none")
_INDISPENSABLE = ("cut_by_content_filter", "cut_by_length", "empty_output")

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


FILTERS = Plugins("filter", "filters", __name__, "FILTER", Filter, skip=("ancestor",), hyphens=False)


@dataclass(frozen=True)
class Filters:
    """The filters of a run, by reason."""

    instruction: dict[str, CheckInstruction]
    instance: dict[str, CheckInstance]

    def reject_instruction(self, instruction: str, language: Language) -> tuple[str, str] | None:
        """Return the reason and the detail of the first filter that objects, or None."""
        for reason, check in self.instruction.items():
            if (detail := check(instruction, language)) is not None:
                return reason, detail
        return None

    def reject_instance(self, draft: Draft, language: Language) -> tuple[str, str] | None:
        """Return the reason and the detail of the first filter that objects, or None."""
        for reason, check in self.instance.items():
            if (detail := check(draft, language)) is not None:
                return reason, detail
        return None


def once_an_answer(function: OfAnswer[T]) -> OfAnswer[T]:
    """Remember what a function makes of all instances of an answer, for the draft of it that is checked next.

    To look at all of them for each of them takes time for the square of their number. Answers are told apart by
    identity: to compare them would look at all of them, too.
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


def filter_names() -> list[str]:
    """Return the names of all filters of our own, sorted."""
    return [name for name in FILTERS.names() if FILTERS.is_ours(name)]


def load_filters(specification: str = "default", recipe: str = "", code: str = "en") -> Filters:
    """Return the filters that a specification such as `default,-too_long,+mypackage.rule` names, ready to use.

    It begins with a set, `default` where there is none. `default` are all of our own; `ancestor` those of the scripts
    that a recipe comes from (without a recipe: the first scripts that there were for the language of this `code`);
    `none` those without which no record is whole. Then `-NAME` takes a filter out, and `+NAME` puts one at the end, of
    ours or of another package.
    """
    first, *changes = (each.strip() for each in specification.split(","))
    base = first
    if first.startswith(("+", "-")):
        base, changes = "default", [first, *changes]
    filters = _set(base, recipe, code)
    for change in changes:
        if len(change) < 2 or change[0] not in "+-":
            raise InputError(f"‹filters› {specification}: after the set write +NAME or -NAME, with a comma before each")
        filters = _changed(filters, change[0], change[1:].strip(), base)
    return filters


def _set(name: str, recipe: str, code: str) -> Filters:
    if name == "ancestor":
        from selfinstruct.filters.ancestor import find_ancestor

        ancestor = find_ancestor(recipe, code)
        return Filters({**ancestor.instruction}, {**ancestor.instance})
    if name not in FILTER_SETS:
        raise InputError(f"‹filters› {name}: unknown set of filters; choose one of: {', '.join(FILTER_SETS)}")
    filters = Filters({}, {})
    for each in filter_names() if name == "default" else _INDISPENSABLE:
        filters = _with(filters, each)
    return filters


def _changed(filters: Filters, sign: str, name: str, base: str) -> Filters:
    """Return the filters with one more or one less."""
    there_are = sorted({*filters.instruction, *filters.instance})
    if sign == "+":
        if name in there_are:
            raise InputError(f"‹filters› +{name}: is in {base} already; leave it out, or take that one out before it")
        return _with(filters, name)
    if name not in there_are:
        raise InputError(f"‹filters› -{name}: is not in {base}; choose one of: {', '.join(there_are)}")
    if base == "none" and name in _INDISPENSABLE:
        raise InputError(f"‹filters› -{name}: none keeps what no record can do without; begin with default")
    return Filters(
        {reason: check for reason, check in filters.instruction.items() if reason != name},
        {reason: check for reason, check in filters.instance.items() if reason != name},
    )


def _with(filters: Filters, name: str) -> Filters:
    found = FILTERS.find(name)
    instruction = {name: found.check_instruction} if found.check_instruction else {}
    instance = {name: found.check_instance} if found.check_instance else {}
    return Filters(filters.instruction | instruction, filters.instance | instance)
