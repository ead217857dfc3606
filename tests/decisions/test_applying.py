"""What decisions make of the tasks of a run."""

from dataclasses import replace
from typing import Any

import pytest

from selfinstruct.core.values import Instance, Record, Task
from selfinstruct.decisions.agreement import LEAST_FOR_KAPPA, agreements, cohens_kappa, estimated_share
from selfinstruct.decisions.applying import reviewed, waiting_for_instances
from selfinstruct.decisions.counts import ReviewCounts, counts_of
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import Decision
from tests.decisions.made import RECORD, decision

OTHER = Record("Sort them.", "b a", "a b")
TASKS = [
    Task("1.0", "Name a fruit.", False, (Instance("", "Fig"),), "1"),
    Task("1.1", "Sort them.", False, (Instance("b a", "a b"), Instance("2 1", "1 2")), "1"),
]
AFTER = Record("Name a fruit.", "", "Plum")
REJECTED: dict[str, Any] = {"subject": "r7", "completion": 3, "was_accepted": False}
LOST = Record("Name a tree.", "", "Oak")


def _texts(*decisions: Decision) -> list[tuple[str, str, str]]:
    tasks = reviewed(TASKS, Standings(decisions))
    return [(task.id, task.instruction, each.output) for task in tasks for each in task.instances]


FIG, SORTED = ("1.0", "Name a fruit.", "Fig"), [("1.1", "Sort them.", "a b"), ("1.1", "Sort them.", "1 2")]


@pytest.mark.parametrize(
    ("decisions", "texts"),
    [
        ([], [FIG, *SORTED]),
        ([decision("reject")], SORTED),
        ([decision("reject"), decision("keep", id="2")], [FIG, *SORTED]),
        ([decision("reject"), decision("undo", undoes="1", id="2")], [FIG, *SORTED]),
        ([decision("reject"), decision("reject", id="2"), decision("undo", undoes="2", id="3")], SORTED),
        ([decision("reject", OTHER)], [FIG, SORTED[1]]),
        ([decision("reject"), decision("skip", id="2")], SORTED),
        ([decision("reject"), decision("skip", id="2", reviewer="bob")], SORTED),
        ([decision("skip"), decision("comment", note="?", id="2")], [FIG, *SORTED]),
        ([decision("edit", after=AFTER)], [("1.0", "Name a fruit.", "Plum"), *SORTED]),
        ([decision("edit", after=AFTER), decision("reject", id="2")], SORTED),
        (
            [decision("edit", OTHER, after=Record("Sort.", "b a", "a, b"))],
            [FIG, SORTED[1], ("1.1", "Sort.", "a, b")],
        ),
        ([decision("restore", LOST, **REJECTED)], [FIG, *SORTED, ("r7", "Name a tree.", "Oak")]),
        ([decision("keep", LOST, **REJECTED)], [FIG, *SORTED, ("r7", "Name a tree.", "Oak")]),
        ([decision("reject", LOST, **REJECTED)], [FIG, *SORTED]),
        ([decision("restore", LOST, **REJECTED), decision("undo", LOST, undoes="1", id="2")], [FIG, *SORTED]),
        ([decision("restore", Record("Name a tree.", "", ""), **REJECTED)], [FIG, *SORTED]),
        # What has the same instruction is one task.
        (
            [decision("restore", Record("Sort them.", "d c", "c d"), **REJECTED)],
            [FIG, *SORTED, ("1.1", "Sort them.", "c d")],
        ),
        (
            [decision("restore", LOST, **REJECTED), decision("edit", LOST, id="2", after=AFTER, **REJECTED)],
            [FIG, ("1.0", "Name a fruit.", "Plum"), *SORTED],
        ),
        (
            [decision("restore", LOST, **REJECTED), decision("keep", replace(LOST, output="Elm"), **REJECTED)],
            [FIG, *SORTED, ("r7", "Name a tree.", "Oak"), ("r7", "Name a tree.", "Elm")],
        ),
        # A replay with other filters has accepted it itself.
        ([decision("restore", **REJECTED)], [FIG, *SORTED]),
    ],
)
def test_the_last_decision_counts(decisions: list[Decision], texts: list[tuple[str, str, str]]) -> None:
    assert _texts(*decisions) == texts


def test_there_are_no_more_than_the_limit_though_an_edit_makes_two_of_a_task() -> None:
    made = [decision("edit", OTHER, after=Record("Sort.", "b a", "a, b"))]
    made += [decision("restore", Record(f"Name tree {at}.", "", "Oak"), id=f"r{at}", **REJECTED) for at in range(2)]
    found = [task.instruction for task in reviewed(TASKS[1:], Standings(made), 3)]
    assert found == ["Sort them.", "Sort.", "Name tree 0."]


def test_an_instance_that_is_restored_makes_no_task_of_its_own() -> None:
    restored = Standings([decision("restore", replace(OTHER, output="a, b"), **REJECTED)])
    assert counts_of(restored, TASKS) == ReviewCounts(restored=1, tasks=0)
    assert [len(task.instances) for task in reviewed(TASKS, restored, 2)] == [1, 3]
    # Where its own task lies beyond the limit, that takes the place of another.
    assert [(task.id, len(task.instances)) for task in reviewed(TASKS, restored, 1)] == [("1.1", 3)]


def test_a_restored_instruction_without_an_output_waits() -> None:
    bare = Record("Name a tree.", "", "")
    restored = decision("restore", bare, **REJECTED)
    assert [*waiting_for_instances(Standings([restored, decision("reject")]))] == [(bare, restored)]
    assert not [*waiting_for_instances(Standings([decision("restore", LOST, **REJECTED)]))]


DECIDED = [
    decision("reject"),
    decision("edit", OTHER, id="2", after=Record("Sort.", "b a", "a, b")),
    decision("restore", LOST, id="3", **REJECTED),
    decision("restore", Record("Bare.", "", ""), id="4", **REJECTED),
    decision("reject", Record("Bad.", "", "x"), id="5", **REJECTED),
]


def test_they_are_counted() -> None:
    assert counts_of(Standings(DECIDED)) == ReviewCounts(rejected=1, edited=1, restored=2, waiting=1)
    # An edit made two tasks of one, and one was rejected.
    assert counts_of(Standings(DECIDED), TASKS) == ReviewCounts(1, 1, 2, 1, tasks=1)


def test_what_was_restored_counts_as_restored_once_it_has_got_its_instances() -> None:
    written = Task("9.0", "Bare.", False, (Instance("", "Done."),), "9")
    assert counts_of(Standings(DECIDED), [*TASKS, written]) == ReviewCounts(1, 1, 2, 0, tasks=1)


def test_what_a_replay_accepts_by_itself_is_not_restored_and_what_it_accepts_again_is_rejected() -> None:
    again = Task("9.4", "Name a tree.", False, (Instance("", "Oak"),), "9")
    bad = Task("9.5", "Bad.", False, (Instance("", "x"),), "9")
    assert counts_of(Standings(DECIDED), [*TASKS, again, bad]) == ReviewCounts(2, 1, 1, 1, tasks=-1)


def test_a_task_with_an_instance_left_is_still_a_task() -> None:
    assert counts_of(Standings([decision("reject", OTHER)]), TASKS[1:]) == ReviewCounts(rejected=1, tasks=0)


def test_the_last_of_a_reviewer_is_the_next_to_be_taken_back() -> None:
    made = [decision("keep", id="1", at=1), decision("reject", OTHER, id="2", at=2), decision("skip", id="3", at=3)]
    standings = Standings([*made, decision("keep", id="4", at=4, reviewer="bob")])
    assert standings.last_of("ann") == made[2]
    standings.add(decision("undo", undoes="3", id="5", at=5))
    assert standings.last_of("ann") == made[1]
    assert standings.last_of("eve") is None


@pytest.mark.parametrize(("one", "other", "disputed"), [("keep", "reject", True), ("keep", "restore", False)])
def test_reviewers_who_disagree_are_told(one: str, other: str, disputed: bool) -> None:
    standings = Standings([decision(one), decision(other, reviewer="bob", id="2")])  # type: ignore[arg-type]
    assert standings.of(RECORD).is_disputed == disputed


@pytest.mark.parametrize(("count", "tells"), [(LEAST_FOR_KAPPA - 1, False), (LEAST_FOR_KAPPA, True)])
def test_kappa_is_told_of_enough_records_alone(count: int, tells: bool) -> None:
    made = []
    for at in range(count):
        record, action = replace(RECORD, output=f"Fig {at}"), "reject" if at % 2 else "keep"
        made += [decision(action, record, id=f"{name}{at}", reviewer=name) for name in ("ann", "bob")]  # type: ignore[arg-type]
    (found,) = agreements(Standings(made))
    assert (found.judged, found.agreed, found.kappa) == (count, count, 1.0 if tells else None)
    assert found.are_too_few == (not tells)


def test_a_skip_hides_a_record_from_the_one_who_skipped_it_and_takes_no_side() -> None:
    made = [decision("reject", reviewer="ann"), decision("skip", id="2", reviewer="bob")]
    standing = Standings(made).of(RECORD)
    assert [standing.is_decided_by(name) for name in ("ann", "bob", "eve")] == [True, True, False]
    assert (standing.verdict, standing.is_disputed) == (made[0], False)
    assert counts_of(Standings([*made, decision("skip", id="3", reviewer="ann")]), TASKS[:1]).rejected == 1
    assert Standings([made[1], decision("undo", undoes="2", id="5")]).of(RECORD).skipped_by == set()


def test_a_share_has_an_interval_around_it() -> None:
    assert estimated_share(0, 0) is None
    found = estimated_share(190, 200)
    assert found is not None
    # Brown, Cai and DasGupta 2001 give the formula; these are the figures of R's binom.confint.
    assert [round(each, 3) for each in found[:3]] == [0.95, 0.910, 0.973]


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15, 0.4),
        ([(True, True), (False, False)], 1.0),
        ([(True, False), (False, True)], -1.0),
        ([(True, True)] * 9, None),
        ([], None),
    ],
)
def test_agreement_is_measured_beyond_chance(pairs: list[tuple[bool, bool]], kappa: float | None) -> None:
    found = cohens_kappa(pairs)
    assert found == kappa if kappa is None else found is not None and abs(found - kappa) < 1e-9
