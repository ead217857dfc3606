"""What the reader of a step finds in a completion; `selfinstruct.pool.admission` decides what follows from it.

`item` is the place, counted from 0, of the item that a finding is about among those that the request worked on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from selfinstruct.core.scores import Score
from selfinstruct.core.values import Draft


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new instruction, with its instances if the completion holds them too.

    `cut` is what cut the completion inside it (`Completion.cut`), "" if it is whole; `aside` names the array in which
    it stands beside the one that was asked for, if nothing says that this holds instructions.
    """

    instruction: str
    drafts: tuple[Draft, ...] | None = None
    cut: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an item is a classification task."""

    item: int
    is_classification: bool


@dataclass(frozen=True, slots=True)
class Instances:
    """The instances that were written for an item, not yet filtered; none if the completion has none for it."""

    item: int
    drafts: tuple[Draft, ...]


class Objection(NamedTuple):
    """Why something is rejected: the name of the reason, and a detail for the person who reviews it."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Review:
    """Which of an item's written instances are rejected, by their place among them; the others stay."""

    item: int
    objections: Mapping[int, Objection]


@dataclass(frozen=True, slots=True)
class Another:
    """One more output for the input of an item's first written instance, not yet filtered."""

    item: int
    draft: Draft


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge says of the first of an item's written instances that has no score yet."""

    item: int
    score: Score


@dataclass(frozen=True, slots=True)
class Nothing:
    """The completion says nothing usable about an item, and why: it is asked again, rejected after the third time."""

    item: int
    reason: str
    detail: str


Finding = Proposal | Verdict | Instances | Review | Another | Judged | Nothing
