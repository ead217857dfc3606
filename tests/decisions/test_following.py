"""How records stand, kept up with a journal that others add to."""

from pathlib import Path

from selfinstruct.decisions.following import Followed
from selfinstruct.decisions.journal import JOURNAL, append
from tests.decisions.made import RECORD, decision


def test_what_is_added_is_read_once_and_what_is_mended_anew(tmp_path: Path) -> None:
    followed = Followed(tmp_path)
    assert len(followed.now()) == 0
    append(tmp_path, decision("keep", id="1"))
    first = followed.now()
    append(tmp_path, decision("reject", id="2", at=2.0))
    with (tmp_path / JOURNAL).open("a") as file:
        file.write('{"half')
    assert followed.now() is first
    assert [each.id for each in first.history(RECORD)] == ["1", "2"]
    append(tmp_path, decision("skip", id="3", at=3.0))
    assert [each.id for each in followed.now().history(RECORD)] == ["1", "2", "3"]
    lines = (tmp_path / JOURNAL).read_text("utf-8").splitlines(keepends=True)
    (tmp_path / JOURNAL).write_text(lines[0], "utf-8")
    assert [each.id for each in followed.now().history(RECORD)] == ["1"]
    with (tmp_path / JOURNAL).open("r+") as file:  # as some editors do
        file.write(lines[2].replace('"3"', '"4", "note": "longer"') + lines[1])
    assert [each.id for each in followed.now().history(RECORD)] == ["4", "2"]
    (tmp_path / JOURNAL).unlink()
    assert len(followed.now()) == 0


def test_news_are_told_once(tmp_path: Path) -> None:
    followed = Followed(tmp_path)
    assert followed.news() is None
    append(tmp_path, decision("keep", id="1"))
    assert followed.news() is followed.now()
    assert followed.news() is None
    (tmp_path / JOURNAL).unlink()
    found = followed.news()
    assert found is not None
    assert len(found) == 0
    assert followed.news() is None
