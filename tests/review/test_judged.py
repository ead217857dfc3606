"""What a judge said, on the review page: a queue by score, the card, and what is at risk."""

import shutil
from pathlib import Path

import pytest

from selfinstruct.core.values import Request
from selfinstruct.decisions import journal
from selfinstruct.decisions.standing import Standings
from selfinstruct.review.cards import card_of
from selfinstruct.review.counting import Counting
from selfinstruct.review.queues import Asked, Queues
from selfinstruct.storage.store import Store
from tests.judging.judged import TASKS, imported, judge, verdict
from tests.support.reviewed import opened, served

FRUIT, BREAD, SKY, POEM = (task[0] for task in TASKS)
MARKS = {FRUIT: 5.0, BREAD: 2.0, SKY: 3.5, POEM: 4.0}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = imported(tmp_path_factory.mktemp("judged"))

    def says(request: Request) -> str:
        task = next(each for each in MARKS if each in request.prompt)
        return verdict(MARKS[task], input_fits=task != POEM)

    judge(run, says)
    return run


@pytest.fixture
def run(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "run"))


def instructions(queues: Queues, queue: str, *, backwards: bool = False) -> list[str]:
    standings = Standings(journal.read(queues.store.folder))
    window = queues.window(Asked(queue), standings, backwards=backwards)
    return [row.record.instruction for row in window.rows]


def test_the_queue_goes_from_the_lowest_score_to_the_highest(run: Path) -> None:
    queues = Queues(Store.open_to_read(run))
    assert instructions(queues, "judged") == [BREAD, SKY, POEM, FRUIT]
    assert instructions(queues, "judged", backwards=True) == [FRUIT, POEM, SKY, BREAD]
    assert Counting(queues).counts(Standings([]))["judged"] == {"": 4}
    queues.close()


def test_what_the_judge_finds_fault_with_is_at_risk(run: Path) -> None:
    queues = Queues(Store.open_to_read(run))
    rows = queues.window(Asked("risk", "judge_objects"), Standings([]), backwards=False).rows
    assert {row.record.instruction for row in rows} == {BREAD, POEM}
    queues.close()


def test_a_card_shows_the_marks_and_the_reason(run: Path) -> None:
    queues = Queues(Store.open_to_read(run))
    (row,) = (each for each in queues.window(Asked("judged"), Standings([]), backwards=False).rows[:1])
    card = card_of(queues, Standings([]), row.id, 0, "en")
    assert card
    assert card.judged
    assert (card.judged.value, card.judged.reason) == (2, "It is worth 2.0.")
    queues.close()


def test_the_page_shows_it_and_escapes_the_reason(tmp_path: Path) -> None:
    run = imported(tmp_path)
    judge(run, verdict(4, reason="<script>alert(1)</script>"))
    with served(run) as address, opened(address) as tab:
        rows = tab.rows("judged")
        html = tab.get("/card", id=rows[0]["id"], lang="en")["html"]
    assert len(rows) == 4
    assert "The judge's score" in html.replace("&#39;", "'")
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
