"""What speaks against a proposal or a text, beside near-duplicates: a reason and a detail, None for nothing."""

from collections.abc import Callable
from typing import TypeVar

from selfinstruct.languages import Language
from selfinstruct.steps.findings import Proposal

Objection = tuple[str, str]
T = TypeVar("T")

# In characters: to compare two instructions takes time for the product of their lengths.
_LONGEST = 10_000


def unfit(proposal: Proposal) -> Objection | None:
    """Return why a proposal cannot be claimed, whatever filters there are."""
    if not proposal.instruction.strip():
        return "no_instructions", "an output without an instruction"
    if proposal.aside:
        return "no_instructions", f"in “{proposal.aside[:40]}”, beside the list that was asked for"
    if proposal.cut:
        return f"cut_by_{proposal.cut}", "last of its completion"
    return too_long(proposal.instruction)


def too_long(instruction: str) -> Objection | None:
    """Return that an instruction is too long to be compared with others."""
    if len(instruction) <= _LONGEST:
        return None
    return "too_long_to_compare", f"{len(instruction):,} of at most {_LONGEST:,} characters"


def tried(reject: Callable[[T, Language], Objection | None], text: T, language: Language) -> Objection | None:
    """Return what filters object to; one of others that fails must not stop an import, or lose what is sound."""
    try:
        return reject(text, language)
    except Exception as error:
        return "unreadable", f"{error!r}"
