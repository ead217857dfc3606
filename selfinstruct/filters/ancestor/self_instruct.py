"""What Self-Instruct's scripts reject (arXiv 2212.10560, section 2.2: filtering and postprocessing)."""

import re
import string
from collections.abc import Sequence

from selfinstruct.core.counts import Count
from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import CheckInstance, Filter, duplicate_instance, first_match, once_an_answer
from selfinstruct.filters.ancestor import CUTS, Ancestor
from selfinstruct.languages import Language

KEYWORDS = "image images graph graphs picture pictures file files map maps draw plot".split()
_LONGEST = 150
_PROGRAM = re.compile(r"\Awrite\s+a\s+program", re.IGNORECASE)


def keyword_filter(*words: str) -> Filter:
    """Return a filter for any of these words (patterns, in fact) in an instruction, whatever they mean there."""
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    return Filter(lambda instruction, _: first_match(pattern, instruction))


def _too_short(instruction: str, language: Language) -> str | None:
    words = len(instruction.split())
    return f"{Count(words):word}" if words <= 3 else None


def _too_long(instruction: str, language: Language) -> str | None:
    words = len(instruction.split())
    return f"{Count(words):word}" if words > _LONGEST else None


def _starts_with_punctuation(instruction: str, language: Language) -> str | None:
    first = instruction[:1]
    return first if first and first in string.punctuation else None


def _starts_with_non_ascii(instruction: str, language: Language) -> str | None:
    first = instruction[:1]
    return None if first.isascii() else first


def _asks_for_a_program(instruction: str, language: Language) -> str | None:
    # In any case: the script has written all but the first letter small.
    return first_match(_PROGRAM, instruction)


def _input_equals_output(draft: Draft, language: Language) -> str | None:
    return "" if draft.input.strip() == draft.output.strip() else None


def _empty_output(draft: Draft, language: Language) -> str | None:
    return None if draft.output.strip() else ""


def _ends_with_colon(draft: Draft, language: Language) -> str | None:
    found = (name for name in ("input", "output") if getattr(draft, name).strip().endswith(":"))
    return next(found, None)


def _conflicting_outputs(draft: Draft, language: Language) -> str | None:
    return _conflict(draft.siblings, language)


@once_an_answer
def _conflict(siblings: Sequence[Instance], language: Language) -> str | None:
    outputs: dict[str, str] = {}
    for each in siblings:
        sound = Draft("", each.input, each.output)
        if not each.input or any(check(sound, language) is not None for check in _OF_ONE.values()):
            continue
        if outputs.setdefault(each.input, each.output) != each.output:
            return each.input
    return None


_OF_ONE: dict[str, CheckInstance] = {
    "input_equals_output": _input_equals_output,
    "empty_output": _empty_output,
    "ends_with_colon": _ends_with_colon,
}
INSTRUCTION_FILTERS = {
    "too_short": Filter(_too_short),
    "too_long": Filter(_too_long),
    "asks_for_media": keyword_filter(*KEYWORDS, r"go\s+to"),
    "asks_for_a_program": Filter(_asks_for_a_program),
    "starts_with_punctuation": Filter(_starts_with_punctuation),
    "starts_with_non_ascii": Filter(_starts_with_non_ascii),
}
ANCESTOR = Ancestor(
    languages=("en",),
    published="2022-12",
    filters={
        **INSTRUCTION_FILTERS,
        **CUTS,
        **{reason: Filter(check_instance=check) for reason, check in _OF_ONE.items()},
        "conflicting_outputs": Filter(check_instance=_conflicting_outputs),
        "duplicate_instance": duplicate_instance.FILTER,
    },
)
