"""Lengths are words in English and characters in Chinese; the limit itself is sound."""

import pytest

from selfinstruct.filters.too_long import check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "detail"),
    [
        ("en", "word " * 151, "151 of at most 150 words"),
        ("en", "word " * 150, None),
        ("en", "antidisestablishmentarianism " * 100, None),
        ("zh", "字" * 151, "151 of at most 150 characters"),
        ("zh", "字" * 150, None),
        ("zh", "字 \n" * 150, None),
    ],
)
def test_the_limit(code: str, instruction: str, detail: str | None) -> None:
    assert check_instruction(instruction, find_language(code)) == detail
