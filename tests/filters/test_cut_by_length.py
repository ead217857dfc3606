"""Only the instance in which the completion broke off is lost."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.cut_by_length import FILTER
from selfinstruct.languages import Language, find_language


def check(draft: Draft, language: Language) -> str | None:
    assert FILTER.check_instance
    return FILTER.check_instance(draft, language)


BROKEN_OFF = [
    ("en", "First soak the beans overnight, then rinse th", "rnight, then rinse th"[-20:]),
    ("en", "Rinse", "Rinse"),
    ("zh", "先把黄豆泡一夜，第二天淘洗干净，再放进锅里加足清水，煮到", "第二天淘洗干净，再放进锅里加足清水，煮到"),
    ("zh", "先把黄豆", "先把黄豆"),
]


@pytest.mark.parametrize(("code", "output", "ending"), BROKEN_OFF)
def test_the_cut_instance_is_rejected_with_its_last_20_characters(code: str, output: str, ending: str) -> None:
    draft = Draft("How do I cook beans?", "", output, cut="length")
    assert check(draft, find_language(code)) == f"ends with “{ending}”"


@pytest.mark.parametrize(("code", "output", "_ending"), BROKEN_OFF)
def test_an_output_that_only_looks_cut_is_kept(code: str, output: str, _ending: str) -> None:
    assert check(Draft("How do I cook beans?", "", output), find_language(code)) is None


def test_what_a_content_filter_stopped_has_a_reason_of_its_own() -> None:
    draft = Draft("How do I cook beans?", "", "First soak th", cut="content_filter")
    assert check(draft, find_language("en")) is None
