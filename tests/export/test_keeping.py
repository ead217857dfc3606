"""What a person did to a file that we write anew is kept beside it, and nothing else is."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, Export, Observer, Result, Settings
from selfinstruct.core.errors import RunFolderError
from selfinstruct.exports.keeping import digest, keep_changes
from tests.conftest import RunFolder
from tests.crashes.dying import die_at
from tests.support.runs_0_1 import lay_out, output_files

NAMES = {"en": "alpaca_data.json", "zh": "Belle.train.json"}


def _grow(folder: Path, target: int = 20, language: str = "en", **more: object) -> Result:
    settings = Settings(target, language=language, connection=Connection("demo"), random_seed=3)
    return selfinstruct.generate(replace(settings, **more), folder)  # type: ignore[arg-type]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def _change(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace('"output": "', '"output": "Mine: ', 2), encoding="utf-8")


def _cut(path: Path) -> None:
    records = RunFolder(path.parent).records[:-3]
    is_array = path.suffix == ".json" and path.name.startswith("alpaca")
    dumped = [json.dumps(each, ensure_ascii=False) for each in records]
    path.write_text(f"[{','.join(dumped)}]" if is_array else "\n".join(dumped) + "\n", encoding="utf-8")


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:700])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _reformat(path: Path) -> None:
    path.write_bytes(b"\n" + path.read_bytes())


def _save_as_another_file(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    _change(other)
    other.replace(path)


EDITS = [
    (_change, "2 records differ"),
    (_cut, "3 records differ"),
    (_truncate, ""),
    (_empty, "20 records differ"),
    (_reformat, "the records are the same"),
    (_save_as_another_file, "2 records differ"),
]


@pytest.mark.parametrize("target", [20, 35], ids=["the same n", "a larger n"])
@pytest.mark.parametrize(("edit", "told"), EDITS, ids=[edit.__name__ for edit, _ in EDITS])
@pytest.mark.parametrize("language", NAMES)
def test_a_training_file_that_was_edited_is_kept_and_told(
    tmp_path: Path, language: str, edit: Callable[[Path], None], told: str, target: int
) -> None:
    _grow(tmp_path, language=language)
    path = tmp_path / NAMES[language]
    edit(path)
    edited = path.read_bytes()
    result = _grow(tmp_path, target, language)
    (note,) = result.notes
    assert note.startswith(f"{path}: was changed by hand")
    assert told in note
    assert f"; that is kept as {path}.bak" in note
    reads_in = f"; to read it in as decisions: selfinstruct review {tmp_path} ‹apply› {path}.bak"
    assert note.endswith(reads_in) == ("differ" in note)
    assert Path(f"{path}.bak").read_bytes() == edited
    assert len(RunFolder(tmp_path).records) == target


def test_backups_take_no_place_of_each_other_and_are_not_made_twice(tmp_path: Path) -> None:
    _grow(tmp_path)
    path, contents = tmp_path / NAMES["en"], []
    (tmp_path / f"{path.name}.bak.2").write_text("not ours")
    for text in ("one", "two", "one", "two"):
        path.write_text(text)
        (note,) = _grow(tmp_path).notes
        contents.append(note.partition("kept as ")[2].partition(";")[0].removeprefix(f"{path}."))
    assert contents == ["bak", "bak.3", "bak", "bak.3"]
    backups = {each.name.removeprefix(path.name): each.read_text() for each in tmp_path.glob(f"{path.name}.bak*")}
    assert backups == {".bak": "one", ".bak.2": "not ours", ".bak.3": "two"}


def test_what_was_rejected_is_kept_when_it_was_edited(tmp_path: Path) -> None:
    _grow(tmp_path, 60)
    path = tmp_path / "rejected.jsonl"
    path.write_text("\n".join(_lines(path)[1:]), encoding="utf-8")
    edited = path.read_bytes()
    (note,) = _grow(tmp_path, 60).notes
    assert note.startswith(f"{path}: was changed by hand (1 record differs)")
    assert Path(f"{path}.bak").read_bytes() == edited


@pytest.mark.parametrize("language", NAMES)
def test_what_nobody_touched_is_written_over_without_a_word(tmp_path: Path, language: str) -> None:
    for target, truncate in ((20, False), (40, False), (40, False), (10, True), (30, False)):
        assert _grow(tmp_path, target, language, truncate=truncate).notes == ()
    assert not list(tmp_path.glob("*.bak*"))


def test_a_file_that_was_removed_is_written_again(tmp_path: Path) -> None:
    _grow(tmp_path)
    before = output_files(tmp_path)
    for name in before:
        (tmp_path / name).unlink()
    assert _grow(tmp_path).notes == ()
    assert output_files(tmp_path) == before


def test_of_a_link_what_it_leads_to_is_kept(tmp_path: Path) -> None:
    run, path = tmp_path / "run", tmp_path / "run" / NAMES["en"]
    _grow(run)
    path.rename(tmp_path / "moved.json")
    path.symlink_to(tmp_path / "moved.json")
    assert _grow(run, 25).notes == ()
    (tmp_path / "mine.json").write_text("mine")
    path.unlink()
    path.symlink_to(tmp_path / "mine.json")
    (note,) = _grow(run, 25).notes
    assert f"; that is kept as {tmp_path / 'mine.json.bak'}" in note
    assert (tmp_path / "mine.json.bak").read_text() == "mine"


def test_where_there_are_no_links_a_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _grow(tmp_path)
    path = tmp_path / NAMES["en"]

    def fails(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", fails)
    for name, text in (("bak", "one"), ("bak.2", "two")):
        path.write_text(text)
        assert _grow(tmp_path).notes[0].partition(", which")[0].endswith(f".{name}")
        assert Path(f"{path}.{name}").read_text() == text


# --- what is known of a file


@pytest.mark.parametrize(("method", "call"), [("note_written", 1), ("note_written", 2), ("written", 2), ("close", 1)])
@pytest.mark.parametrize("target", [30, 45])
def test_a_process_that_died_while_it_wrote_leaves_no_doubt(
    tmp_path: Path, method: str, call: int, target: int
) -> None:
    _grow(tmp_path, 30)
    die_at(call, method, "generate", "--n", 45, "--output", tmp_path)
    assert _grow(tmp_path, target).notes in ((), (_kept_above(target),))
    assert not list(tmp_path.glob("*.bak*"))
    _change(tmp_path / NAMES["en"])
    assert "2 records differ" in _grow(tmp_path, 45).notes[0]


def _kept_above(target: int) -> str:
    return f"‹target› {target}: the training file keeps its 45 tasks; to cut it, add ‹truncate›"


@pytest.mark.parametrize("is_edited", [False, True])
def test_a_failure_between_the_note_and_the_file_leaves_no_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_edited: bool
) -> None:
    _grow(tmp_path)
    path = tmp_path / NAMES["en"]
    if is_edited:
        _change(path)
    edited = path.read_bytes()

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, suppress(RunFolderError):
        patched.setattr(os, "fsync", fails)
        _grow(tmp_path, 25)
    assert path.read_bytes() == edited
    assert len(_grow(tmp_path, 25).notes) == is_edited
    backups = [each.read_bytes() for each in tmp_path.glob("*.bak*")]
    assert backups == [edited] * is_edited


@pytest.mark.parametrize("name", ["en-self-instruct", "zh-belle"])
def test_a_training_file_of_an_earlier_version_is_gone_on_with_and_kept_when_in_doubt(
    tmp_path: Path, name: str
) -> None:
    run = lay_out(name, tmp_path / "run")
    with selfinstruct.open_run(run) as opened:
        settings = replace(opened.grown_with, target=opened.report.target + 5)
    training = next(run / each for each in NAMES.values() if (run / each).exists())
    assert not [note for note in selfinstruct.generate(settings, run).notes if training.name in note]
    run = lay_out(name, tmp_path / "edited")
    training = run / training.name
    _change(training)
    (note,) = [note for note in selfinstruct.generate(settings, run).notes if training.name in note]
    assert "held something else (2 records differ)" in note


@pytest.mark.parametrize(
    ("old", "new", "is_ours"),
    [
        ("[]\n", "[\n    1\n]\n", True),
        ("[\n    1\n]\n", "[\n    1,\n    2\n]\n", True),
        ("[\n    1\n]\n", "[\n    12\n]\n", False),
        ("1\n2\n", "1\n2\n3\n", True),
        ("1\n2\n", "1\n3\n", False),
        ("1\n2\n", "1\n", False),
        ("", "1\n", True),
        ("mine", "mine\n", False),
    ],
)
def test_a_file_of_which_nothing_is_known_is_ours_if_the_new_one_goes_on_with_it(
    tmp_path: Path, old: str, new: str, is_ours: bool
) -> None:
    (tmp_path / "old").write_text(old)
    (tmp_path / "new").write_text(new)
    assert bool(keep_changes(tmp_path / "old", tmp_path / "new", {})) != is_ours


# --- exports


class Noting(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def noted(self, line: str) -> None:
        self.lines.append(line)


def _export(run: Path, format_: str, output: Path) -> list[str]:
    observer = Noting()
    selfinstruct.export(run, Export(format_, output), observer=observer)
    return observer.lines


@pytest.mark.parametrize("format_", ["messages", "alpaca", "parquet"])
def test_an_export_goes_over_its_own_file_only(tmp_path: Path, format_: str) -> None:
    run, output = tmp_path / "run", tmp_path / "data"
    for target in (20, 30):
        _grow(run, target)
        assert _export(run, format_, output) == []
    edited = output.read_bytes()[:-200]
    output.write_bytes(edited)
    (line,) = _export(run, format_, output)
    assert line.startswith(f"{output}: was changed by hand")
    assert (tmp_path / "data.bak").read_bytes() == edited
    (tmp_path / "other").write_text('{"whose": "mine"}\n')
    (line,) = _export(run, format_, tmp_path / "other")
    assert "other: held something else" in line
    assert (tmp_path / "other.bak").read_text() == '{"whose": "mine"}\n'


def test_a_torn_line_spoils_no_other_note(tmp_path: Path) -> None:
    run, output = tmp_path / "run", tmp_path / "data"
    _grow(run)
    assert _export(run, "messages", output) == []
    with (run / "exports.jsonl").open("a") as notes:
        notes.write('\n[1]\n{"contents": {}}\n{"file": "x')
    for target, format_ in ((30, "alpaca"), (40, "messages")):
        _grow(run, target)
        assert _export(run, format_, output) == []
    assert not (tmp_path / "data.bak").exists()


def test_what_is_noted_beside_a_run_tells_nothing_of_the_machine(tmp_path: Path) -> None:
    run, output = tmp_path / "run", tmp_path / "own-data"
    _grow(run)
    before = (run / "run.sqlite").read_bytes()
    assert _export(run, "messages", output) == []
    noted = (run / "exports.jsonl").read_text()
    assert digest(output) in noted
    assert not [name for name in (output.name, tmp_path.name, str(run)) if name in noted]
    assert (run / "run.sqlite").read_bytes() == before


def test_an_export_over_the_training_file_is_known_to_the_next_generate(tmp_path: Path) -> None:
    run = tmp_path / "run"
    _grow(run)
    training_file = run / "alpaca_data.json"
    training_file.unlink()
    assert _export(run, "alpaca", training_file) == []
    _grow(run, 30)
    assert not [*run.glob("*.bak*")]
    assert not (run / "exports.jsonl").exists()


def test_an_export_from_a_folder_that_cannot_be_written_keeps_what_it_does_not_know(
    tmp_path: Path,
) -> None:
    run = tmp_path / "run"
    _grow(run)
    (run / "exports.jsonl").mkdir()
    not_noted = (
        f"{tmp_path / 'data'}: could not be noted in {run}; if you change it by hand, choose another ‹output› for the"
        " next export"
    )
    assert _export(run, "parquet", tmp_path / "data") == [not_noted]
    _grow(run, 30)
    told, line = _export(run, "parquet", tmp_path / "data")
    assert told == not_noted
    assert "held something else" in line
