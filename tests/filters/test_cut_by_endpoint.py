"""Only the instance is lost with which a completion ends that is not said to be whole."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters import load_filters
from selfinstruct.filters.cut_by_endpoint import FILTER
from selfinstruct.languages import Language, find_language


def check(draft: Draft, language: Language) -> str | None:
    assert FILTER.check_instance
    return FILTER.check_instance(draft, language)


@pytest.mark.parametrize(
    ("code", "output", "ending"),
    [
        ("en", "First soak the beans overnight, then rinse th", "rnight, then rinse th"[-20:]),
        ("zh", "先把黄豆", "先把黄豆"),
    ],
)
def test_the_last_instance_is_rejected_with_its_last_20_characters(code: str, output: str, ending: str) -> None:
    draft, language = Draft("How do I cook beans?", "", output, cut="endpoint"), find_language(code)
    assert check(draft, language) == f"ends with “{ending}”"
    for which in ("default", "none", "ancestor"):
        told = load_filters(which, "", code).reject_instance(draft, language)
        assert told == ("cut_by_endpoint", f"ends with “{ending}”")


@pytest.mark.parametrize("cut", ["", "length", "content_filter"])
def test_all_others_are_kept(cut: str) -> None:
    assert check(Draft("How do I cook beans?", "", "Rinse", cut=cut), find_language("en")) is None
