"""Text as the page shows it."""

import pytest

from selfinstruct.languages import find_language
from selfinstruct.review.marks import Block, Part, blocks, common


def _text(*parts: tuple[str, str], is_code: bool = False) -> Block:
    return Block(is_code, [Part(*each) for each in parts])


@pytest.mark.parametrize(
    ("text", "marked", "shown"),
    [
        ("", [], []),
        ("a\n\nb", [], [_text(("text", "a\n\nb"))]),
        ("abc", [(1, 2)], [_text(("text", "a"), ("mark", "b"), ("text", "c"))]),
        ("abc", [(0, 2), (1, 3)], [_text(("mark", "abc"))]),
        ("a\u202eb", [(0, 3)], [_text(("mark", "a"), ("sign", "U+202E"), ("mark", "b"))]),
        (
            "a\n```py\nb\n```\nc",
            [],
            [_text(("text", "a\n")), _text(("text", "b\n"), is_code=True), _text(("text", "c"))],
        ),
        ("~~~\nb", [(0, 5)], [_text(("mark", "b"), is_code=True)]),
        (
            "Here:\n\nimport re\nprint(re)\n\nIt prints.",
            [(7, 13)],
            [
                _text(("text", "Here:")),
                _text(("mark", "import"), ("text", " re\nprint(re)\n"), is_code=True),
                _text(("text", "It prints.")),
            ],
        ),
        ("say ```b``` here", [], [_text(("text", "say ```b``` here"))]),
    ],
    ids=repr,
)
def test_code_marks_and_unseen_characters(text: str, marked: list[tuple[int, int]], shown: list[Block]) -> None:
    assert blocks(text, marked) == shown


@pytest.mark.parametrize(
    ("language", "first", "second", "shared"),
    [
        ("en", "Name three red fruits.", "Please name three fruits", ["Name three", "fruits"]),
        ("en", "ONE two", "three", []),
        ("en", "İstanbul is large", "Istanbul is large", []),  # no place is sure where lower case has another length
        ("zh", "列出三种红色的水果。", "请列出三种水果。", ["列出三种", "水果"]),
    ],
)
def test_what_two_instructions_have_in_common(language: str, first: str, second: str, shared: list[str]) -> None:
    own, other = common(first, second, find_language(language).tokenize)
    assert [first[start:end] for start, end in own] == shared
    assert [second[start:end].lower() for start, end in other] == [each.lower() for each in shared]
