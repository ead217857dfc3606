"""What is doubtful: it takes no side, waits for a verdict, and takes back what the same reviewer said before."""

import pytest

from selfinstruct.core.values import Instance, Record, Task
from selfinstruct.decisions.applying import reviewed
from selfinstruct.decisions.counts import ReviewCounts, counts_of
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import Decision
from tests.decisions.made import RECORD, decision

TASKS = [Task("1.0", RECORD.instruction, False, (Instance("", RECORD.output),), "1")]
DOUBT = decision("doubt", id="d")


def _by_bob(action: str, number: str) -> Decision:
    return decision(action, reviewer="bob", id=number)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decisions", "verdict", "doubting"),
    [
        ([DOUBT], "", ["ann"]),
        ([decision("reject"), DOUBT], "", ["ann"]),
        ([decision("keep"), DOUBT], "", ["ann"]),
        # What another reviewer said holds, and is the last that was said.
        ([_by_bob("reject", "2"), decision("keep", id="3"), DOUBT], "reject", ["ann"]),
        # Whoever judges settles it.
        ([DOUBT, decision("reject", id="2")], "reject", []),
        ([DOUBT, _by_bob("keep", "2")], "keep", []),
        ([DOUBT, _by_bob("doubt", "2")], "", ["ann", "bob"]),
        ([DOUBT, _by_bob("doubt", "2"), _by_bob("reject", "3")], "reject", []),
        ([DOUBT, _by_bob("reject", "2"), decision("undo", undoes="2", id="3")], "", ["ann"]),
        ([decision("reject"), DOUBT, decision("undo", undoes="d", id="3")], "reject", []),
        # These take no side.
        ([DOUBT, decision("skip", id="2"), _by_bob("comment", "3")], "", ["ann"]),
        ([DOUBT, decision("edit", after=Record("Name it.", "", "Fig"), id="2")], "", ["ann"]),
    ],
)
def test_a_doubt_waits_for_a_verdict(decisions: list[Decision], verdict: str, doubting: list[str]) -> None:
    standings = Standings(decisions)
    standing = standings.of(RECORD)
    assert (standing.verdict.action if standing.verdict else "", [*standing.doubts]) == (verdict, doubting)
    # In exports it is as if nobody had decided on it.
    assert len([*reviewed(TASKS, standings)]) == (verdict != "reject")
    assert counts_of(standings, TASKS).doubtful == bool(doubting)
    assert standing.is_open_to("eve") == (not verdict and not doubting)


def test_what_was_restored_and_is_doubtful_is_out_again() -> None:
    lost, rejected = Record("Name a tree.", "", "Oak"), {"subject": "r7", "was_accepted": False}
    standings = Standings([decision("restore", lost, **rejected), decision("doubt", lost, id="2", **rejected)])
    assert [*reviewed([], standings)] == []
    assert counts_of(standings) == ReviewCounts(doubtful=1)
