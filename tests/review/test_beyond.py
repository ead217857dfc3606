"""Cards say of accepted records whether the training file still has room for them."""

from contextlib import closing
from pathlib import Path

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.core.values import Record
from selfinstruct.review.desk import Desk
from selfinstruct.review.queues import Asked
from tests.conftest import RunFolder


def _beyond(desk: Desk) -> dict[str, int]:
    rows = desk.window(Asked("accepted"), None, backwards=False)[0].rows
    return {row.record.instruction: desk.card(row.id, row.instance, "en").beyond for row in rows}


def _in_file(run: Path) -> set[str]:
    selfinstruct.write_reviewed(run)
    return {each["instruction"] for each in RunFolder(run).records}


def test_a_card_says_what_lies_beyond_the_target_as_the_training_file_has_it(tmp_path: Path) -> None:
    run = tmp_path / "run"
    selfinstruct.generate(Settings(40, language="zh", connection=Connection(backend="demo"), random_seed=4), run)
    with closing(Desk(run, "ann")) as desk:
        (first, *_, last) = desk.window(Asked("accepted"), None, backwards=False)[0].rows
        assert {*_beyond(desk).values()} == {0}
        restored = next(
            row for row in desk.window(Asked("rejected"), None, backwards=False)[0].rows if row.record.instruction
        )
        desk.decide("restore", restored.id)
        *_, moved = desk.decide("edit", restored.id, after=Record(restored.record.instruction, "", "好的例子"))
        assert moved == -1
        assert {name for name, target in _beyond(desk).items() if target == 40} == {last.record.instruction}
        assert last.record.instruction not in _in_file(run)
        *_, moved = desk.decide("reject", first.id)
        assert moved == 1
        assert {*_beyond(desk).values()} == {0}
        assert last.record.instruction in _in_file(run)
