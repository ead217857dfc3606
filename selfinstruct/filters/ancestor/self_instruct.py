"""What Self-Instruct's scripts reject (arXiv 2212.10560, section 2.2: filtering and postprocessing)."""

import re
import string
from collections.abc import Callable, Sequence

from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import cut_by_content_filter, cut_by_length, duplicate_instance, once_an_answer
from selfinstruct.filters.ancestor import Ancestor
from selfinstruct.languages import Language

KEYWORDS = "image images graph graphs picture pictures file files map maps draw plot".split()
_LONGEST = 150


def keyword_check(*words: str) -> Callable[[str, Language], str | None]:
    """Return a check for any of these words (patterns, in fact), whatever they mean there."""
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)

    def check(instruction: str, language: Language) -> str | None:
        found = pattern.search(instruction)
        return found.group() if found else None

    return check


def _too_short(instruction: str, language: Language) -> str | None:
    """Return its size if it has 3 words or fewer."""
    words = len(instruction.split())
    return f"{words} words" if words <= 3 else None


def _too_long(instruction: str, language: Language) -> str | None:
    """Return its size if it has more than 150 words."""
    words = len(instruction.split())
    return f"{words} words" if words > _LONGEST else None


def _starts_with_punctuation(instruction: str, language: Language) -> str | None:
    """Return the ASCII punctuation that it starts with."""
    first = instruction[:1]
    return first if first and first in string.punctuation else None


def _starts_with_non_ascii(instruction: str, language: Language) -> str | None:
    """Return the character outside ASCII that it starts with."""
    first = instruction[:1]
    return None if first.isascii() else first


def _asks_for_a_program(instruction: str, language: Language) -> str | None:
    """Return the words it begins with, in any case: the script has written all but the first letter small."""
    found = re.match(r"write\s+a\s+program", instruction, re.IGNORECASE)
    return found.group() if found else None


def _input_equals_output(draft: Draft, language: Language) -> str | None:
    return "" if draft.input.strip() == draft.output.strip() else None


def _empty_output(draft: Draft, language: Language) -> str | None:
    return None if draft.output.strip() else ""


def _ends_with_colon(draft: Draft, language: Language) -> str | None:
    found = (name for name in ("input", "output") if getattr(draft, name).strip().endswith(":"))
    return next(found, None)


def _conflicting_outputs(draft: Draft, language: Language) -> str | None:
    """Return an input of the answer that has several outputs, so that all of its instances go."""
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


_OF_ONE: dict[str, Callable[[Draft, Language], str | None]] = {
    "input_equals_output": _input_equals_output,
    "empty_output": _empty_output,
    "ends_with_colon": _ends_with_colon,
}
ANCESTOR = Ancestor(
    languages=("en",),
    published="2022-12",
    instruction={
        "too_short": _too_short,
        "too_long": _too_long,
        "asks_for_media": keyword_check(*KEYWORDS, r"go\s+to"),
        "asks_for_a_program": _asks_for_a_program,
        "starts_with_punctuation": _starts_with_punctuation,
        "starts_with_non_ascii": _starts_with_non_ascii,
    },
    instance={
        "cut_by_length": cut_by_length.check_instance,
        "cut_by_content_filter": cut_by_content_filter.check_instance,
        **_OF_ONE,
        "conflicting_outputs": _conflicting_outputs,
        "duplicate_instance": duplicate_instance.check_instance,
    },
)
