"""Emoji, by which a text says nothing in words."""

import re

_ONE = r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299]"
_EMOJI = re.compile(
    rf"\s*(?:{_ONE}[\ufe0e\ufe0f\u20e3\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*[\s!！.。~～]*)+"
)


def is_emoji(text: str) -> bool:
    """Return whether a text is made of emoji and nothing else."""
    return _EMOJI.fullmatch(text) is not None
