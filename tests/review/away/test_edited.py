"""A training file that was edited by hand, read in as decisions."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct import Connection, Export, ImportSettings, InputError, Selection, Settings
from selfinstruct.decisions import journal
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder
from tests.support.reviewed import write_tasks

TASKS = [
    ("Name three fruits that grow in the north.", "", "Apples, pears and plums."),
    ("Translate the word into French.", "cheese", "fromage"),
    ("Translate the word into French.", "bread", "pain"),
    (
        "Write a short poem about a slow train.",
        "",
        "It leaves at nine, it stops at ten,\nand then it waits, and stops again.",
    ),
    ("Say whether the sentence is a question.", "Are you there?", "yes"),
    ("Describe how bread rises while it is baked.", "", "Yeast makes gas, and the dough holds it."),
    ("Give me a name for a grey cat.", "", "Pebble"),
    ("Explain to a child why the sea is salty.", "", "Rivers bring a little salt from the rocks, day after day."),
    ("List what a beginner needs to paint a wall.", "", "- a brush\n- a roller\n- paint\n- old clothes"),
    ("Which planet is the largest?", "", "Jupiter"),
]
Row = dict[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    settings = ImportSettings(language="en", filters="none", similarity_threshold=1.0)
    selfinstruct.import_tasks([write_tasks(folder / "tasks.json", TASKS)], folder / "run", settings)
    return folder / "run"


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "run"))


def _edit(file: Path, change: Callable[[list[Row]], object]) -> Path:
    """Change the rows of a file as a person does in an editor."""
    text = file.read_text("utf-8")
    rows = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
    change(rows)
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text(json.dumps(rows) if text.startswith("[") else lines, "utf-8")
    return file


def _decided(run: Path) -> list[tuple[str, str, str]]:
    """Return what is decided: the action, on which instruction and input."""
    return [(each.action, each.record.instruction, each.record.input) for each in journal.read(run)]


def test_what_is_gone_is_rejected_and_what_was_changed_is_edited(run: Path) -> None:
    def change(rows: list[Row]) -> None:
        rows[3]["output"] = "The train is slow."
        rows[5]["instruction"] = "Tell how bread rises in the oven."
        del rows[1]
        rows.append({"instruction": "Sing.", "input": "", "output": "La."})
        rows[0], rows[7] = rows[7], rows[0]

    file = _edit(run / "alpaca_data.json", change)
    wanted = json.loads(file.read_text())
    dry = selfinstruct.apply_review(run, file, dry_run=True)
    assert _decided(run) == []
    applied = selfinstruct.apply_review(run, file, reviewer="ann")
    assert applied == dry
    assert applied.added == {"reject": 1, "edit": 2}
    (note,) = applied.notes
    assert note.startswith(f"{file}, line 1: is no record of the dataset")
    assert sorted(_decided(run)) == [
        ("edit", TASKS[5][0], ""),
        ("edit", TASKS[3][0], ""),
        ("reject", *TASKS[1][:2]),
    ]
    result = selfinstruct.write_reviewed(run)
    known = [row for row in wanted if row["instruction"] != "Sing."]
    assert sorted(map(str, RunFolder(run).records)) == sorted(map(str, known))
    assert any("kept as" in note for note in result.notes)
    again = selfinstruct.apply_review(run, run / "alpaca_data.json.bak", reviewer="ann")
    assert (again.added, len(again.notes)) == ({}, 1)


def test_a_file_of_which_all_is_read_in_needs_no_backup(run: Path) -> None:
    file = _edit(run / "alpaca_data.json", lambda rows: rows[0].update(output="Apples."))
    assert selfinstruct.apply_review(run, file, dry_run=True).added == {"edit": 1}
    assert selfinstruct.apply_review(run, file).added == {"edit": 1}
    assert selfinstruct.write_reviewed(run).notes == ()
    assert RunFolder(run).records[0]["output"] == "Apples."


def test_nothing_changed_is_nothing_decided(run: Path) -> None:
    assert selfinstruct.apply_review(run, run / "alpaca_data.json").added == {}
    file = _edit(run / "alpaca_data.json", lambda rows: rows.reverse())
    assert selfinstruct.apply_review(run, file).added == {}


@pytest.mark.parametrize("shape", ["alpaca-jsonl", "belle-merged", "messages", "sharegpt", "chatglm", "self-instruct"])
def test_other_exports_are_read_in_too(run: Path, tmp_path: Path, shape: str) -> None:
    file = tmp_path / "out.json"
    selfinstruct.export(run, Export(shape, file, include_seeds=True))
    assert selfinstruct.apply_review(run, file) == selfinstruct.Applied({}, 0, ())  # type: ignore[arg-type]
    text = file.read_text("utf-8").replace("Jupiter", "It is Jupiter.").replace("cheese", "butter")
    file.write_text(text, "utf-8")
    assert selfinstruct.apply_review(run, file).added == {"edit": 2}
    edits = {each.record.input: each.after for each in journal.read(run)}
    assert edits["cheese"] == selfinstruct.Record("Translate the word into French.", "butter", "fromage")


def test_an_export_to_a_table_or_a_folder_is_read_in(run: Path, tmp_path: Path) -> None:
    selfinstruct.export(run, Export("parquet", tmp_path / "out.parquet"))
    assert selfinstruct.apply_review(run, tmp_path / "out.parquet").added == {}
    selfinstruct.export(run, Export("llama-factory", tmp_path / "folder", Selection(split=0.6)))
    _edit(tmp_path / "folder" / "test.json", lambda rows: rows.pop(0))
    assert selfinstruct.apply_review(run, tmp_path / "folder", reject_missing=True).added == {"reject": 1}


def test_a_cut_file_rejects_nothing_unless_that_is_said(run: Path) -> None:
    file = _edit(run / "alpaca_data.json", lambda rows: rows.__delitem__(slice(4, None)))
    with pytest.raises(InputError, match=r"lacks 6 of 10 records, 6 of them at its end.*‹reject_missing›"):
        selfinstruct.apply_review(run, file)
    assert _decided(run) == []
    assert selfinstruct.apply_review(run, file, reject_missing=True).added == {"reject": 6}


def test_a_tail_that_is_missing_is_taken_for_a_cut(tmp_path: Path) -> None:
    run = tmp_path / "run"
    selfinstruct.generate(Settings(60, language="en", connection=Connection(backend="demo")), run)
    file = run / "alpaca_data.json"
    _edit(file, lambda rows: rows.__delitem__(slice(-11, None)))
    with pytest.raises(InputError, match="lacks 11 of 60 records, 11 of them at its end"):
        selfinstruct.apply_review(run, file)
    _edit(file, lambda rows: rows.__delitem__(slice(0, 5)))
    assert selfinstruct.apply_review(run, file, reject_missing=True).added == {"reject": 16}


def test_what_another_wants_is_rejected_all_the_same(run: Path) -> None:
    file = _edit(run / "alpaca_data.json", lambda rows: rows.pop(0))
    assert selfinstruct.apply_review(run, file, reviewer="bob").added == {"reject": 1}
    rejected = next(journal.read(run))
    store = Store.open_to_read(run)
    decide(store, rejected.subject, "keep", "ann")
    store.close()
    assert selfinstruct.apply_review(run, file, reviewer="bob").added == {"reject": 1}


def test_an_unreadable_file_names_the_line(run: Path) -> None:
    file = run / "alpaca_data.json"
    file.write_text(file.read_text()[:-200])
    with pytest.raises(InputError, match=r"alpaca_data.json, line \d+: "):
        selfinstruct.apply_review(run, file)
    assert _decided(run) == []


def test_what_the_run_has_brought_since_is_not_missing(run: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(run / "alpaca_data.json", tmp_path / "copy.json"))
    more = write_tasks(
        tmp_path / "more.json", [("Count to three.", "", "One, two, three."), ("Say hello.", "", "Hello!")]
    )
    selfinstruct.import_tasks([more], run, ImportSettings(language="en", filters="none"))
    _edit(copy, lambda rows: rows.pop(2))
    applied = selfinstruct.apply_review(run, copy)
    assert applied.added == {"reject": 1}
    (note,) = applied.notes
    assert "lacks 2 records that it may never have held" in note


def test_the_train_part_of_a_split_rejects_nothing(run: Path, tmp_path: Path) -> None:
    file = tmp_path / "part.json"
    selfinstruct.export(run, Export("alpaca", file, Selection(split=0.6)))
    applied = selfinstruct.apply_review(run, _edit(file, lambda rows: rows[0].update(output="Another text.")))
    assert set(applied.added) == {"edit"}
    assert "may never have held" in applied.notes[-1]


def test_a_text_from_before_an_edit_does_not_undo_it(run: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(run / "alpaca_data.json", tmp_path / "copy.json"))
    _edit(run / "alpaca_data.json", lambda rows: rows[9].update(output="Jupiter is."))
    assert selfinstruct.apply_review(run, run / "alpaca_data.json").added == {"edit": 1}
    applied = selfinstruct.apply_review(run, copy)
    assert applied.added == {}
    assert "before it was edited in review" in applied.notes[0]


def test_a_joined_text_of_which_both_parts_changed_is_told(run: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    selfinstruct.export(run, Export("belle-merged", file))
    text = file.read_text("utf-8").replace("sentence is a question.\\nAre you there?", "text asks.\\nAre you here?")
    file.write_text(text, "utf-8")
    applied = selfinstruct.apply_review(run, file)
    assert applied.added == {}
    assert "line 5: instruction and input, in one text here, were both changed" in applied.notes[0]


def test_a_restored_record_can_be_taken_out_again(tmp_path: Path) -> None:
    run = tmp_path / "run"
    selfinstruct.generate(Settings(40, language="zh", connection=Connection(backend="demo"), random_seed=4), run)
    with selfinstruct.open_run(run) as opened:
        near = next(each for each, _ in opened.rejections() if each.reason == "near_duplicate")
    line = {"action": "restore", "subject": near.id, "completion": 1, "was_accepted": False, "reviewer": "ann"}
    texts: dict[str, Any] = {"record": {"instruction": near.instruction, "input": "", "output": ""}, "at": 1.0}
    after = {"after": texts["record"] | {"output": "写好了。"}, "action": "edit", "id": "b"}
    lines = [line | texts | {"id": "a"}, line | texts | after]
    (tmp_path / "told.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert selfinstruct.apply_review(run, tmp_path / "told.jsonl").added == {"restore": 1, "edit": 1}
    selfinstruct.write_reviewed(run)
    file = run / "Belle.train.json"
    assert "写好了。" in file.read_text("utf-8")
    _edit(file, lambda rows: rows.remove(next(row for row in rows if row["output"] == "写好了。")))
    assert selfinstruct.apply_review(run, file).added == {"reject": 1}
    selfinstruct.write_reviewed(run)
    assert "写好了。" not in file.read_text("utf-8")
