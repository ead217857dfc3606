"""What is said of a sample: answers that people gave, and apart from them what they kept."""

from collections.abc import Mapping

import pytest

from selfinstruct.core.values import Record
from selfinstruct.decisions.estimating import is_good, told_by
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import Decision

YES = {"valid": True, "input_fits": True, "output_right": True}


def _standings(*decided: tuple[str, Mapping[str, bool]]) -> Standings:
    record = Record("Say hello.", "", "Hello.")
    return Standings(
        Decision(action, record, "1.1", 1, True, "ann", at, str(at), answers=answers)  # type: ignore[arg-type]
        for at, (action, answers) in enumerate(decided)
    )


def _told(*decided: tuple[str, Mapping[str, bool]]) -> dict[str, float]:
    shares = told_by(standing for _, standing in _standings(*decided).all())
    return {name: share.share for name, share in shares.items() if share}


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        ([("keep", {"all": True})], {"kept": 1}),
        ([("reject", {"all": False})], {"kept": 0}),
        ([("keep", {})], {}),
        ([("restore", {"all": True})], {"kept": 1}),
        # What was said of it since, elsewhere, leaves it in the sample.
        ([("keep", {"all": True}), ("reject", {})], {"kept": 0}),
        ([("reject", {"all": False}), ("keep", {})], {"kept": 1}),
        ([("skip", {})], {}),
        ([("answer", YES)], {**YES, "all": 1, "kept": 1}),
        ([("answer", YES), ("reject", {})], {**YES, "all": 1, "kept": 0}),
        ([("answer", YES | {"valid": False})], {**YES, "valid": 0, "all": 0, "kept": 1}),
        ([("answer", {"valid": True})], {"valid": 1, "kept": 1}),
        ([("answer", {"output_right": False})], {"output_right": 0, "all": 0, "kept": 1}),
        ([("answer", YES | {"valid": False}), ("keep", {"all": True})], {**YES, "valid": 0, "all": 0, "kept": 1}),
    ],
    ids=str,
)
def test_no_answer_is_told_that_nobody_gave(
    decided: list[tuple[str, Mapping[str, bool]]], told: Mapping[str, float]
) -> None:
    assert _told(*decided) == told


@pytest.mark.parametrize(
    ("decided", "good"),
    [
        ([("skip", {})], None),
        ([("keep", {})], True),
        ([("reject", {})], False),
        ([("answer", YES)], True),
        ([("answer", {"valid": True})], None),
        ([("answer", {"valid": True}), ("keep", {})], True),
        ([("answer", {"valid": False}), ("keep", {})], False),
    ],
    ids=str,
)
def test_a_record_is_good_by_its_answers_before_its_verdict(
    decided: list[tuple[str, Mapping[str, bool]]], good: bool | None
) -> None:
    ((_, standing),) = _standings(*decided).all()
    assert is_good(standing) is good
