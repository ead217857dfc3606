"""The queue of what was rejected: by reason, whatever the order in which it came."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from selfinstruct.decisions.standing import Standings
from selfinstruct.review import by_reason
from selfinstruct.review import queues as module
from selfinstruct.review.queues import Asked, Queues
from selfinstruct.storage.browsing import Row
from selfinstruct.storage.store import Store
from tests.support.reviewed import imported_run

_KINDS = ("too_short", "asks_for_media", "near_duplicate", "empty_output")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A run in which reasons take turns."""
    words = "one two three four five six seven".split()
    tasks = [("Describe how the bread rises in a very warm kitchen at night.", "", "Slowly.")]
    for word in words:
        tasks += [
            (word, "", "Yes."),
            (f"Draw a picture of {word} horses that run along a beach.", "", "Here it is."),
            (f"Describe how the bread rises in a very warm kitchen at {word}.", "", "Slowly."),
            (f"Name the {word} most useful tools of a gardener and say why.", "", ""),
        ]
    with closing(Store.open_to_read(imported_run(tmp_path_factory.mktemp("turns"), tasks))) as store:
        yield store


def _all(queues: Queues, *, backwards: bool = False) -> list[Row]:
    rows: list[Row] = []
    reached = None
    for _ in range(1_000):
        window = queues.window(Asked("rejected"), Standings(), reached, backwards=backwards)
        rows += window.rows
        reached = window.reached
        if reached is None:
            return rows
    raise AssertionError("it has no end")


@pytest.mark.parametrize("page", [1, 2, 7, 50])
@pytest.mark.parametrize("stretch", [2, 5_000])
def test_what_has_the_same_reason_stands_together(
    store: Store, page: int, stretch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PAGE": page, "_ROWS": page, "_PATIENCE": 0}.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(by_reason, "_STRETCH", stretch)
    queues = Queues(store)
    rows = _all(queues)
    assert {row.reason for row in rows} == set(_KINDS)
    reasons = [(row.reason, int(row.id[1:])) for row in rows]
    assert reasons == sorted(set(reasons))
    assert rows == _all(queues, backwards=True)[::-1]


def test_a_reason_that_comes_later_follows_and_no_place_changes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    queues = Queues(store)
    monkeypatch.setattr(store, "reasons_shown", lambda: iter(["empty_output", "too_short"]))
    before = _all(queues)
    monkeypatch.undo()
    after = _all(queues)
    assert after[: len(before)] == before
    later = [row.reason for row in after[len(before) :]]
    assert later == sorted(later)
    assert set(later) == {"asks_for_media", "near_duplicate"}
