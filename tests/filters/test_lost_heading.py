"""A text that may hold a part of the next task is rejected, in each set of filters."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters import load_filters
from selfinstruct.filters.lost_heading import FILTER
from selfinstruct.languages import find_language
from tests.steps.test_tasks import drafts_in

WRITTEN = "[Task 1]\nSing.\n[Output]\nLa\nla.\nHum.\n[Input]\nnone\n[Output]\nHm.\n[Task 3]\nWave.\n[Output]\nBye."


@pytest.mark.parametrize("which", ["default", "none", "ancestor"])
def test_a_task_whose_next_heading_is_lost_is_rejected(which: str) -> None:
    filters, language = load_filters(which, "", "en"), find_language("en")
    told = [filters.reject_instance(draft, language) for draft in drafts_in(WRITTEN)]
    assert [each and each[0] for each in told] == ["lost_heading", None]


@pytest.mark.parametrize("cut", ["", "length", "endpoint"])
def test_all_others_are_kept(cut: str) -> None:
    assert FILTER.check_instance
    assert FILTER.check_instance(Draft("How do I cook beans?", "", "Rinse", cut=cut), find_language("en")) is None
