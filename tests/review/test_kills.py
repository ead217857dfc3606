"""What the page said was saved is there, whenever its server was killed."""

from pathlib import Path
from random import Random

import pytest

import selfinstruct
from selfinstruct.decisions import journal
from tests.review.kills import killed_while_deciding, lost
from tests.support.reviewed import opened, served


@pytest.mark.parametrize("seconds", [0.05, 0.4])
def test_a_kill_loses_no_decision_that_was_acknowledged(run: Path, seconds: float) -> None:
    said = killed_while_deciding(run, seconds, Random(seconds))
    assert lost(run, said) == []
    # Half a line of one that nobody was told of is no hindrance.
    before = [each.id for each in journal.read(run)]
    with served(run, reviewer="bob") as address, opened(address) as tab:
        assert [each["id"] for each in tab.tell("/undo")["undone"]] == []
        tab.tell("/decide", action="skip", id="1.0")
    assert [each.id for each in journal.read(run)][:-1] == before
    selfinstruct.write_reviewed(run)
