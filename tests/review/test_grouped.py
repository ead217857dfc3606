"""Near-duplicates in a list of their own: those of the same instruction stand together."""

from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import ImportSettings
from selfinstruct.decisions.standing import Standings
from selfinstruct.review import queues as module
from selfinstruct.review.queues import Asked, Queues
from selfinstruct.storage.browsing import Place
from selfinstruct.storage.store import Store
from tests.support.reviewed import imported_run, write_tasks

_FORM = "Describe how {} rises while it is {} in a warm kitchen."
# Of each kind the first is accepted, all others are near to it; they come in turns.
KINDS = ("bread", "dough", "steam", "smoke")
WAYS = ("baked", "cooling", "waiting", "resting", "watched")


def _tasks(ways: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [
        (_FORM.format(" ".join([kind] * 6), way), "", f"It {kind}s as it is {way}.") for way in ways for kind in KINDS
    ]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return imported_run(tmp_path, _tasks(WAYS[:-1]), filters="none")


def _titles(queues: Queues, *, backwards: bool = False) -> list[str]:
    found: list[str] = []
    start: Place | None = None
    while True:
        window = queues.window(Asked("rejected", "near_duplicate"), Standings(), start, backwards=backwards)
        found += [row.record.instruction for row in window.rows]
        if window.reached is None:
            return found
        start = window.reached


def _in_order(ways: tuple[str, ...]) -> list[str]:
    return [_FORM.format(" ".join([kind] * 6), way) for kind in KINDS for way in ways[1:]]


@pytest.mark.parametrize("page", [1, 3, 50])
def test_they_stand_together_both_ways_also_while_the_run_grows(
    run: Path, page: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "PAGE", page)
    monkeypatch.setattr(module, "_ROWS", page)
    with closing(Queues(Store.open_to_read(run))) as queues:
        assert _titles(queues) == _in_order(WAYS[:-1])
        assert _titles(queues, backwards=True) == _in_order(WAYS[:-1])[::-1]
        more = write_tasks(tmp_path / "more.json", _tasks(WAYS[-1:]))
        selfinstruct.import_tasks([more], run, ImportSettings(language="en", filters="none"))
        assert _titles(queues) == _in_order(WAYS)


def test_while_they_are_gathered_a_page_may_be_empty_and_goes_on(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfinstruct.review.grouped._STRETCH", 2)
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    with closing(Queues(Store.open_to_read(run))) as queues:
        first = queues.window(Asked("rejected", "near_duplicate"), Standings(), None, backwards=False)
        assert (first.rows, first.reached is None) == ([], False)
        assert _titles(queues) == _in_order(WAYS[:-1])
