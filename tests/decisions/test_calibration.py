"""A judge beside reviewers: what a threshold keeps, and which one is suggested."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import selfinstruct
from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Request
from selfinstruct.decisions.calibration import THRESHOLDS, Both, calibrated
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.judging.judged import TASKS, imported, judge, verdict


def both(*pairs: tuple[float, bool]) -> list[Both]:
    return [Both(score, score > 2, good) for score, good in pairs]


def test_a_judge_that_is_always_right_suggests_where_good_begins() -> None:
    found = calibrated(both(*((4.0, True), (5.0, True), (3.5, False), (1.0, False)) * 20))
    assert (found.suggested, found.ordered) == (4, 1)
    assert found.low == found.high == 4
    at = found.thresholds[THRESHOLDS.index(4)]
    assert (at.kept, at.agreement, at.kappa) == (40, 1, 1)
    assert at.precision
    assert at.recall
    assert (at.precision.share, at.recall.share) == (1, 1)
    assert "suggested: ‹min_score› 4 of 5 (4 to 4 in 95 of 100 draws)" in [*found.lines()]


def test_a_judge_that_says_the_same_of_everything_is_told() -> None:
    found = calibrated(both(*((5.0, True), (5.0, False)) * 30))
    assert (found.suggested, found.ordered) == (None, 0.5)
    assert "no least score tells good records from others beyond chance: do not select by these scores" in [
        *found.lines()
    ]


@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0, 2.5, 4.0, 5.0]), st.booleans()), min_size=1, max_size=12))
def test_the_numbers_are_those_of_the_obvious_count(pairs: list[tuple[float, bool]]) -> None:
    found = calibrated(both(*pairs))
    for at in found.thresholds:
        kept = [good for score, good in pairs if score >= at.threshold]
        assert at.kept == len(kept)
        assert (at.precision.share if at.precision else None) == (sum(kept) / len(kept) if kept else None)
        assert at.agreement == sum((score >= at.threshold) == good for score, good in pairs) / len(pairs)
    good, bad = ([score for score, is_good in pairs if is_good == which] for which in (True, False))
    won = [1.0 if first > second else 0.5 if first == second else 0.0 for first in good for second in bad]
    assert found.ordered == (pytest.approx(sum(won) / len(won)) if won else None)
    kappas = {at.threshold: at.kappa for at in found.thresholds if at.kappa is not None and at.kappa > 1e-9}
    # A kappa above 0 may be chance: then nothing is suggested.
    if found.suggested is not None:
        assert kappas[found.suggested] == pytest.approx(max(kappas.values()))
    assert [*found.lines()]


def test_it_goes_by_the_decisions_on_a_run(tmp_path: Path) -> None:
    run = imported(tmp_path)
    with pytest.raises(InputError, match="no record is both judged and reviewed"):
        selfinstruct.calibrate(run)

    def says(request: Request) -> str:
        return verdict(2 if TASKS[0][0] in request.prompt else 5)

    judge(run, says)
    with selfinstruct.open_run(run) as opened:
        ids = [task.id for task in opened.tasks()]
    store = Store.open_to_read(run)
    decide(store, ids[0], "reject", "ann", why="wrong")
    for id_ in ids[1:3]:
        decide(store, id_, "keep", "ann")
    store.close()
    found = selfinstruct.calibrate(run)
    assert found.good
    assert (found.good.of, found.suggested, found.ordered) == (3, 2.5, 1)


def test_scores_that_have_nothing_to_do_with_the_reviewers_suggest_nothing() -> None:
    """The highest kappa of ten thresholds is above 0 by chance: 0.08 was once recommended, at 49% of pairs."""
    random = Random(5)
    found = calibrated([Both(random.choice([2.0, 3.0, 4.0, 4.5, 5.0]), True, random.random() < 0.6) for _ in range(64)])
    assert max(each.kappa or 0 for each in found.thresholds) > 0.1
    assert found.suggested is None
    assert "do not select by these scores" in [*found.lines()][-1]


def test_scores_that_agree_by_and_large_suggest_a_threshold() -> None:
    both = [
        Both(5.0 if good else 2.0, True, good != (number % 8 == 0)) for number in range(80) for good in (True, False)
    ]
    assert calibrated(both).suggested is not None
