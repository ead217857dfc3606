"""An output that changes nothing goes; an empty input equals nothing."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.input_equals_output import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "given", "output", "detail"),
    [
        ("en", "Their going home.", "Their going home.", ""),
        ("en", "Their going home.", "\nTheir going home. ", ""),
        ("zh", "他在在家里。", "他在在家里。\n", ""),
        ("en", "Their going home.", "They're going home.", None),
        ("en", "nasa", "NASA", None),
        ("en", "", "", None),
        ("zh", "他在在家里。", "他在家里。", None),
        ("zh", "發財", "发财", None),
    ],
)
def test_the_same_text_but_for_white_space_at_its_ends(code: str, given: str, output: str, detail: str | None) -> None:
    assert check_instance(Draft("Correct the text.", given, output), find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Proofread this and return it unchanged if it has no errors."),
        ("zh", "改正错别字，如果没有错误就原样输出。"),
    ],
)
def test_what_may_stay_as_it_is(code: str, instruction: str) -> None:
    assert check_instance(Draft(instruction, "明天见。", "明天见。"), find_language(code)) is None
