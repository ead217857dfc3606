"""What each reviewer did, how far they are, and when a dispute is settled."""

from collections.abc import Sequence

import pytest

from selfinstruct.core.values import Record
from selfinstruct.decisions.agreement import Answering, against_others, agreements, answerings
from selfinstruct.decisions.estimating import told_by
from selfinstruct.decisions.reviewers import Disputes, Done, Work, disputes_in, done_by, work_of
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import Decision
from tests.decisions.made import decision

HELLO = Record("Say hello.", "", "Hello.")
Said = tuple[str, str]


YES = {"valid": True, "input_fits": True, "output_right": True}


def _made(
    action: str, reviewer: str, at: float, *, record: Record = HELLO, subject: str = "1.1", settles: bool = False
) -> Decision:
    id_ = f"{action} {reviewer} {at} {subject}"
    return Decision(action, record, subject, 1, True, reviewer, at, id_, settles=settles)  # type: ignore[arg-type]


def _standings(said: Sequence[Said]) -> Standings:
    """Take in verdicts on one record, each of somebody who sees what was said before where it says so by "!"."""
    standings = Standings()
    for at, (who, action) in enumerate(said):
        decision = _made(action, who.rstrip("!"), at)
        standings.add(standings.settling(decision) if who.endswith("!") else decision)
    return standings


APART = [("ann", "keep"), ("bob", "reject")]


@pytest.mark.parametrize(
    ("said", "disputes", "settled_by"),
    [
        ([("ann", "keep"), ("bob!", "keep")], Disputes(0, 0), None),
        (APART, Disputes(1, 0), None),
        ([("ann", "keep"), ("bob!", "reject")], Disputes(1, 0), None),
        ([*APART, ("eve", "keep")], Disputes(1, 0), None),
        ([*APART, ("eve!", "keep")], Disputes(1, 1), "eve"),
        ([*APART, ("eve!", "reject")], Disputes(1, 1), "eve"),
        ([*APART, ("ann!", "reject")], Disputes(1, 1), "ann"),
        ([*APART, ("bob!", "reject")], Disputes(1, 1), "bob"),
        ([*APART, ("eve!", "keep"), ("dan", "reject")], Disputes(1, 0), None),
        ([*APART, ("eve!", "keep"), ("dan", "keep")], Disputes(1, 1), "eve"),
        ([*APART, ("eve!", "keep"), ("dan!", "reject")], Disputes(1, 1), "dan"),
    ],
    ids=str,
)
def test_a_dispute_is_settled_by_who_knows_of_it(
    said: Sequence[Said], disputes: Disputes, settled_by: str | None
) -> None:
    standings = _standings(said)
    standing = standings.of(HELLO)
    assert disputes_in(standings) == disputes
    assert disputes.open == disputes.of - disputes.settled
    assert (standing.settled.reviewer if standing.settled else None) == settled_by
    assert against_others(standing.every, standings) == disputes.open


def test_a_verdict_that_settles_says_nothing_of_how_far_two_agree() -> None:
    for settling in (("ann!", "reject"), ("eve!", "reject")):
        (told,) = agreements(_standings([*APART, settling]))
        assert (told.first, told.second, told.judged, told.agreed) == ("ann", "bob", 1, 0)


def test_a_settlement_that_is_taken_back_leaves_the_dispute_open() -> None:
    standings = _standings([*APART, ("eve!", "keep")])
    settled = standings.of(HELLO).settled
    assert settled
    standings.add(Decision("undo", HELLO, "1.1", 1, True, "eve", 9.0, "undo", undoes=settled.id))
    assert disputes_in(standings) == Disputes(1, 0)


_SOFT, _LOUD = Record("Say it.", "", "Softly."), Record("Say it.", "", "Loudly.")
# Decisions, those of one key at the same time; and how many are done by that.
AT_ONCE = {
    "equal texts, in a group": ([("reject", HELLO, f"r{at}", 1.0) for at in range(25)], 25),
    "one instruction, in a group": ([("reject", _SOFT, "r1", 1.0), ("reject", _LOUD, "r2", 1.0)], 2),
    "one of several outputs": ([("restore", _SOFT, "c1", 1.0), ("reject", _LOUD, "c2", 1.0)], 1),
    "none of several outputs": ([("reject", _SOFT, "c1", 1.0), ("reject", _LOUD, "c2", 1.0)], 1),
    "one after the other": ([("reject", _SOFT, "c1", 1.0), ("reject", _LOUD, "c2", 2.0)], 2),
    "the same one twice": ([("reject", HELLO, "r1", 1.0), ("keep", HELLO, "r1", 2.0)], 1),
    "a skip": ([("skip", HELLO, "r1", 1.0)], 0),
    "a skip, then a verdict": ([("skip", HELLO, "r1", 1.0), ("keep", HELLO, "r1", 2.0)], 1),
}


@pytest.mark.parametrize(("decided", "count"), AT_ONCE.values(), ids=AT_ONCE)
def test_what_is_done_adds_up(decided: Sequence[tuple[str, Record, str, float]], count: int) -> None:
    standings = Standings(
        _made(action, "ann", at, record=record, subject=subject) for action, record, subject, at in decided
    )
    skipped = int({action for action, *_ in decided} == {"skip"})
    assert done_by("ann", standings, lambda subject: subject.startswith("c")) == Done(count, skipped=skipped)
    assert done_by("bob", standings, lambda _: False) == Done()


def test_what_each_reviewer_did() -> None:
    other = Record("Say goodbye.", "", "Goodbye.")
    standings = Standings(
        [
            *(_made("reject", "ann", 1.0, subject=f"r{at}") for at in range(3)),
            _made("keep", "bob", 2.0),
            _made("skip", "bob", 3.0, record=other),
            _made("skip", "ann", 3.0),
            _made("restore", "bob", 4.0, record=_SOFT, subject="r9"),
        ]
    )
    assert work_of(standings) == [Work("ann", rejected=3), Work("bob", kept=1, restored=1, skipped=1)]
    assert [each.judged for each in work_of(standings)] == [3, 2]


def test_nobodys_answers_or_comments_take_the_place_of_anothers() -> None:
    standings = Standings(
        [
            decision("answer", HELLO, reviewer="ann", at=1.0, id="1", answers=YES | {"valid": False}),
            decision("comment", HELLO, reviewer="ann", at=2.0, id="2", note="not sure"),
            decision("answer", HELLO, reviewer="bob", at=3.0, id="3", answers=YES),
            decision("comment", HELLO, reviewer="bob", at=4.0, id="4", note="fine"),
        ]
    )
    standing = standings.of(HELLO)
    assert [each.reviewer for each in standing.decisions] == ["ann", "ann", "bob", "bob"]
    assert all(standing.is_decided_by(name) for name in ("ann", "bob"))
    assert work_of(standings) == [Work("ann", answered=1), Work("bob", answered=1)]
    assert [done_by(name, standings, lambda _: False) for name in ("ann", "bob")] == [Done(answered=1)] * 2
    (both,) = answerings(standings)
    assert both == Answering("ann", "bob", records=1, answers=3, agreed=2)
    told = told_by(each for _, each in standings.all())
    assert told["valid"]
    assert (told["valid"].share, told["valid"].of) == (1, 1)
    standings.add(decision("undo", HELLO, reviewer="bob", at=5.0, id="5", undoes="3"))
    told = told_by(each for _, each in standings.all())
    assert told["valid"]
    assert told["valid"].share == 0
