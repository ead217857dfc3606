"""A search goes on behind the open queue, names each queue once, and finds each record once."""

from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct.review import queues as module
from selfinstruct.review.desk import Desk
from selfinstruct.review.queues import QUEUES, Asked
from selfinstruct.storage.browsing import Row


def _found(desk: Desk, asked: Asked, *, backwards: bool = False) -> list[tuple[str, Row]]:
    rows, start = list[tuple[str, Row]](), None
    while True:
        found, _ = desk.window(asked, start, backwards=backwards)
        rows += [(found.queue, row) for row in found.rows]
        start = found.reached
        if start is None:
            return rows


@pytest.mark.parametrize("queue", QUEUES)
@pytest.mark.parametrize("page", [1, 50])
def test_it_finds_all_once_in_whatever_queue_it_begins(
    run: Path, queue: str, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PAGE": page, "_ROWS": page, "_STRETCH": 2, "_PATIENCE": 0}.items():
        monkeypatch.setattr(module, name, value)
    with closing(Desk(run, "ann", sample_size=2)) as desk, closing(Desk(run, "bob")) as bob:
        accepted, rejected = ([row for _, row in _found(desk, Asked(name))] for name in ("accepted", "rejected"))
        desk.decide("keep", accepted[0].id)
        bob.decide("reject", accepted[0].id)
        desk.decide("doubt", accepted[1].id)
        desk.decide("doubt", rejected[0].id)
        own = [row for _, row in _found(desk, Asked(queue))]
        found = _found(desk, Asked(queue, text="E"))
        assert sorted(row.id for _, row in found) == sorted(row.id for row in accepted + rejected)
        assert [row for name, row in found if name == queue] == own
        others = {row.id: name for name, row in found if name != queue}
        assert others == {
            row.id: "rejected" if row in rejected else "accepted"
            for row in accepted + rejected
            if row.id not in {each.id for each in own}
        }
        assert found == _found(desk, Asked(queue, text="E"), backwards=True)[::-1]


def test_what_is_narrowed_to_one_reason_is_looked_for_there_alone(run: Path) -> None:
    with closing(Desk(run, "ann")) as desk:
        assert {name for name, _ in _found(desk, Asked("rejected", "too_short", "why"))} == {"rejected"}
        assert _found(desk, Asked("rejected", "too_short", "bread")) == []
