"""The first of equal instances stays, the others go."""

import pytest

from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters.duplicate_instance import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "siblings", "details"),
    [
        (
            "en",
            [("3 + 4", "7"), ("5 + 2", "7"), ("5 + 2", "7"), ("3 + 4", "7")],
            [None, None, "same as instance 2", "same as instance 1"],
        ),
        ("en", [("", "Rome"), ("", "Rome"), ("", "Rome")], [None, "same as instance 1", "same as instance 1"]),
        ("en", [("ten", "10"), ("10", "ten")], [None, None]),
        ("zh", [("天晴了", "好消息"), ("下雨了", "坏消息"), ("天晴了", "好消息")], [None, None, "same as instance 1"]),
        ("zh", [("天晴了", "好消息"), ("天晴啦", "好消息")], [None, None]),
    ],
)
def test_repeats_are_rejected(code: str, siblings: list[tuple[str, str]], details: list[str | None]) -> None:
    instances = tuple(Instance(given, output) for given, output in siblings)
    drafts = [
        Draft("…", each.input, each.output, siblings=instances, position=position)
        for position, each in enumerate(instances)
    ]
    assert [check_instance(draft, find_language(code)) for draft in drafts] == details
