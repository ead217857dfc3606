"""Two English words or three Chinese characters do not say what is wanted."""

import pytest

from selfinstruct.filters.too_short import check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "detail"),
    [
        ("en", "", "0 of at least 3 words"),
        ("en", "Summarise\nthis.", "2 of at least 3 words"),
        ("en", "Prove Euclid's lemma.", None),
        ("zh", "", "0 of at least 4 characters"),
        ("zh", "翻 译　下", "3 of at least 4 characters"),
        ("zh", "介绍长城", None),
    ],
)
def test_the_limit(code: str, instruction: str, detail: str | None) -> None:
    assert check_instruction(instruction, find_language(code)) == detail
