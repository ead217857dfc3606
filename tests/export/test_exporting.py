"""`selfinstruct export`: a run in another shape."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import datasets
import pytest
from huggingface_hub import DatasetCard

from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Task
from selfinstruct.exports.exporting import Export, export_run
from selfinstruct.exports.selection import Selection, condition
from selfinstruct.formats import FORMATS, records
from selfinstruct.storage.store import Store
from tests.conftest import Command
from tests.export.exported import N, exported, lines, unwatched
from tests.formats.samples import OF_ALL_TASKS


def _rows(tasks: Iterable[Task]) -> list[dict[str, str]]:
    return [asdict(record) for record in records(tasks)]


@pytest.mark.parametrize("name", OF_ALL_TASKS)
def test_every_format_is_written_to_the_run_folder_or_where_it_is_wanted(
    command: Command, tmp_path: Path, run: Path, name: str
) -> None:
    for output in ("elsewhere", None):
        path = tmp_path / "deep" / output if output else run / FORMATS.find(name).file_name
        done = command("export", run, "--format", name, *(("--output", path) if output else ()))
        assert done.returncode == 0, done.stderr
        assert re.match(rf"wrote {re.escape(str(path))} \(\d+ records, [\d,]+ bytes, ", done.stdout)
        assert done.stdout.count("\n") == 1
    assert [each.name for each in (tmp_path / "deep").iterdir()] == ["elsewhere"]


def test_what_the_run_itself_writes_comes_out_the_same(tmp_path: Path, run: Path) -> None:
    (path,) = exported(run, Export("belle", tmp_path / "belle.json"))
    assert path.read_bytes() == (run / "Belle.train.json").read_bytes()
    assert len(lines(path)) > N


def test_a_part_has_a_file_of_its_own(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    names = {"data.json": "data.test.json", "train.json": "test.json", "Belle.train.json": "Belle.test.json"}
    for train, test in {**names, "mytrain.json": "mytrain.test.json", "no-suffix": "no-suffix.test"}.items():
        paths = exported(run, Export("belle", tmp_path / train, Selection(split=0.7)))
        assert paths == [tmp_path / train, tmp_path / test]
        parts = [lines(path) for path in paths]
        assert all(parts)
        assert sorted(map(str, parts[0] + parts[1])) == sorted(map(str, _rows(tasks)))
        assert not {row["instruction"] for row in parts[0]} & {row["instruction"] for row in parts[1]}


@pytest.mark.parametrize("format_", ["llama-factory", "hf"])
def test_the_parts_of_a_folder_are_told(tmp_path: Path, run: Path, format_: str) -> None:
    told: list[str] = []
    with closing(Store.open_to_read(run)) as store:
        ((path, records),) = export_run(
            store, Export(format_, tmp_path / "data", Selection(split=0.7)), unwatched, told.append
        )
        export_run(store, Export(format_, tmp_path / "whole"), unwatched, told.append)
    (line,) = told
    found = re.fullmatch(r".*data: (\d+) records in train, (\d+) records in test", line)
    assert path == tmp_path / "data"
    assert found
    assert int(found[1]) + int(found[2]) == records


def test_a_split_stays_when_other_things_change(tmp_path: Path, run: Path) -> None:
    plain = Export("belle", tmp_path / "plain", Selection(split=0.7))
    other = Export("belle", tmp_path / "other", Selection((condition("output>=10"),), 5, 0.7), include_seeds=True)
    before, after = ([{row["instruction"] for row in lines(path)} for path in exported(run, e)] for e in (plain, other))
    assert not before[0] & after[1]
    assert not before[1] & after[0]


def test_a_shuffle_is_the_same_again(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    paths = [
        exported(run, Export("belle", tmp_path / f"{number}", Selection(shuffle=seed)))[0]
        for number, seed in enumerate((1, 1, 2))
    ]
    first, again, other = (path.read_bytes() for path in paths)
    assert first == again != other
    assert sorted(map(str, lines(paths[0]))) == sorted(map(str, _rows(tasks)))


def test_seed_tasks_come_first(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    (path,) = exported(run, Export("self-instruct", tmp_path / "tasks.jsonl", include_seeds=True))
    seeds = [json.loads(line)["id"] for line in seed_file("zh").read_text(encoding="utf-8").split("\n") if line]
    assert [row["id"] for row in lines(path)] == [*seeds, *(task.id for task in tasks)]


def test_only_what_meets_the_conditions_is_written(command: Command, tmp_path: Path, run: Path) -> None:
    conditions = ("--where", "classification=yes", "--where", "output<=8")
    assert command("export", run, "--format", "self-instruct", "--output", "a.jsonl", *conditions).returncode == 0
    rows = lines(tmp_path / "a.jsonl")
    assert rows
    assert all(row["is_classification"] and len(row["instances"][0]["output"]) <= 8 for row in rows)
    assert len(rows) < len(lines(exported(run, Export("self-instruct", tmp_path / "all.jsonl"))[0]))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "tsv"), "--format tsv: unknown format; choose one of: alpaca"),
        (
            ("--format", "belle", "--where", "outputs>=3"),
            "--where outputs>=3: no field outputs; there are classification,",
        ),
        (("--format", "belle", "--where", "output>many"), "--where output>many: output takes >= or <= and a number"),
        (("--format", "belle", "--split", "1.5"), "--split 1.5: must be above 0 and below 1"),
        (("--format", "belle", "--push-to-hub", "me/data"), "--push-to-hub: needs --format hf"),
        (
            ("--format", "belle", "--license", "mit"),
            "--license and --terms: go on the dataset card; they need --format hf",
        ),
        (("--format", "chatglm", "--where", "output>=99999"), "--where: no task meets all of this"),
        (
            ("--format", "chatglm", "--where", "output>=1", "--where", "category=advice"),
            f"--where category=advice: none of {N} tasks has a category; leave it out",
        ),
        (("--format", "alpaca", "--split", "0.000001"), "--split 1e-06: no task falls to train; choose a larger share"),
        (("--format", "hf", "--output", "there"), "there: is there already; choose another --output"),
        (("--format", "llama-factory", "--output", "there"), "there: is there already; choose another --output"),
        (("--format", "alpaca", "--output", "there"), "there: is a folder; name a file with --output"),
        (("--format", "alpaca", "--output", "."), ".: is a folder"),
        (("--format", "alpaca", "--output", "file/a.json"), "file/a.json: cannot be written: "),
        (("--format", "alpaca", "--output", "a" * 300), "aaa: cannot be written: File name too long"),
        (("--format", "alpaca", "--output", "there/.", "--split", "0.5"), "there: is a folder; name a file"),
        (("--format", "alpaca", "--output", "a", "--with-provenance"), "a.provenance.jsonl: is a folder"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    command: Command, tmp_path: Path, run: Path, options: tuple[str, ...], told: str
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "a.provenance.jsonl").mkdir()
    done = command("export", run, *options)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.provenance.jsonl", "file", "mine", "there"]


def test_a_folder_for_the_hub_has_its_card_and_its_splits(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    export = Export("hf", tmp_path / "data", Selection(split=0.7), licence="cc-by-4.0", terms="none: of note")
    export = replace(export, page_language="en")
    assert exported(run, export) == [tmp_path / "data"]
    parts = [list(records(export.selection.of(tasks, part))) for part in ("train", "test")]
    loaded = datasets.load_dataset(str(tmp_path / "data"), cache_dir=str(tmp_path / "cache"))
    assert {part: list(data) for part, data in loaded.items()} == {
        part: list(map(asdict, own)) for part, own in zip(("train", "test"), parts, strict=True)
    }
    card = DatasetCard.load(tmp_path / "data" / "README.md")
    assert card.data.license == "cc-by-4.0"
    assert f"({len(parts[0])} in train, {len(parts[1])} in test)" in card.text
    assert "**Terms of the teacher model:** none: of note" in card.text
    assert "**Model:** demo (backend: demo)" in card.text


def test_the_card_tells_what_was_selected(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    selection = Selection((condition("classification=yes"), condition("output>=2")), shuffle=1, split=0.5)
    exported(run, Export("hf", tmp_path / "data", selection, page_language="en"))
    count = sum(len(list(selection.of(tasks, part))) for part in selection.parts)
    told = f"**Selected:** classification=yes, output>=2 ({count} of {N} tasks)"
    assert 0 < count < N
    assert told in (tmp_path / "data" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS.names())
def test_conditions_that_no_task_meets_are_told(tmp_path: Path, run: Path, name: str) -> None:
    with pytest.raises(InputError, match="‹conditions›: no task meets all of this; nothing is written"):
        exported(run, Export(name, tmp_path / "out", Selection((condition("output>=99999"),))))
    assert list(tmp_path.iterdir()) == []


def test_what_is_accepted_meanwhile_is_left_out(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 20, "--backend", "demo", "--random-seed", 1, "--output", "run")
    database = tmp_path / "run" / "run.sqlite"
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("UPDATE settings SET value = '1000' WHERE name = 'target'")
        with closing(Store.open_to_read(tmp_path / "run")) as store:
            there = list(records(store.accepted()))

            def watch(tasks: Iterable[Task], what: str) -> Iterator[Task]:
                yield from tasks
                last = db.execute("SELECT max(accepted) + 1 FROM instances").fetchone()[0]
                db.execute(
                    "INSERT INTO items VALUES (?, 'New!', 'accepted', 0, 0, '', '', 0, '', '', NULL)", (f"new {last}",)
                )
                db.execute("INSERT INTO instances VALUES (?, 0, ?, '', 'new', 1)", (f"new {last}", last))

            export = Export("belle", tmp_path / "out", Selection(shuffle=1, split=0.5), with_provenance=True)
            (train, _), (test, _), (sidecar, _) = export_run(store, export, watch)
    written = lines(train) + lines(test)
    assert sorted(map(str, written)) == sorted(str(asdict(record)) for record in there)
    assert len(lines(sidecar)) == len(written)


def test_a_run_that_holds_nothing_yet_is_told(tmp_path: Path) -> None:
    with closing(Store.create_or_open(tmp_path / "run")) as store:
        for name in FORMATS.names():
            with pytest.raises(RunFolderError, match="run: nothing is recorded here yet"):
                export_run(store, Export(name, tmp_path / "out", include_seeds=True), unwatched)


def test_an_imported_run_is_exported_too(command: Command, tmp_path: Path) -> None:
    rows = [{"instruction": "Write a poem about the old harbour.", "input": "", "output": "Masts in the fog."}]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    assert command("import", "a.json", "--output", "run").returncode == 0
    _, sidecar = exported(tmp_path / "run", Export("hf", tmp_path / "data", with_provenance=True))
    (row,) = lines(sidecar)
    assert not {"proposed_by", "written_by"} & set(row)
    assert "none, the tasks were imported" in (tmp_path / "data" / "README.md").read_text(encoding="utf-8")
