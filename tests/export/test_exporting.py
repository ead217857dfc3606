"""`selfinstruct export`: a run in another shape."""

import json
import os
import re
import sqlite3
import stat
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import datasets
import pytest
from huggingface_hub import DatasetCard

from selfinstruct.errors import InputError, RunFolderError
from selfinstruct.export.exporting import Export, export_run
from selfinstruct.export.selection import Selection, condition
from selfinstruct.formats import find_format, format_names, records
from selfinstruct.resources import seed_file
from selfinstruct.storage.store import Store
from selfinstruct.types import Task
from tests.conftest import Command, command_line, environment
from tests.demo_run import demo_run

N = 40


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the demo backend, with up to two instances a task; not to be changed."""
    return demo_run(tmp_path_factory.mktemp("exporting") / "run", "zh", N)


@pytest.fixture(scope="module")
def tasks(run: Path) -> list[Task]:
    with closing(Store.open_to_read(run)) as store:
        return list(store.accepted(N))


def _export(run: Path, export: Export) -> list[Path]:
    with closing(Store.open_to_read(run)) as store:
        return [path for path, _ in export_run(store, export, lambda written: iter(written))]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def _rows(tasks: Iterable[Task]) -> list[dict[str, str]]:
    return [asdict(record) for record in records(tasks)]


@pytest.mark.parametrize("name", format_names())
def test_every_format_is_written_to_the_run_folder_or_where_it_is_wanted(
    command: Command, tmp_path: Path, run: Path, name: str
) -> None:
    for output in ("elsewhere", None):
        path = tmp_path / "deep" / output if output else run / find_format(name).FILE_NAME
        done = command("export", run, "--format", name, *(("--output", path) if output else ()))
        assert done.returncode == 0, done.stderr
        assert re.match(rf"wrote {re.escape(str(path))} \(\d+ records, [\d,]+ bytes, ", done.stdout)
        assert done.stdout.count("\n") == 1
    assert [each.name for each in (tmp_path / "deep").iterdir()] == ["elsewhere"]


def test_what_the_run_itself_writes_comes_out_the_same(tmp_path: Path, run: Path) -> None:
    (path,) = _export(run, Export("belle", tmp_path / "belle.json"))
    assert path.read_bytes() == (run / "Belle.train.json").read_bytes()
    assert len(_lines(path)) > N


def test_a_part_has_a_file_of_its_own(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    names = {"data.json": "data.test.json", "train.json": "test.json", "Belle.train.json": "Belle.test.json"}
    for train, test in {**names, "mytrain.json": "mytrain.test.json", "no-suffix": "no-suffix.test"}.items():
        paths = _export(run, Export("belle", tmp_path / train, Selection(split=0.7)))
        assert paths == [tmp_path / train, tmp_path / test]
        parts = [_lines(path) for path in paths]
        assert all(parts)
        assert sorted(map(str, parts[0] + parts[1])) == sorted(map(str, _rows(tasks)))
        assert not {row["instruction"] for row in parts[0]} & {row["instruction"] for row in parts[1]}


def test_a_split_stays_when_other_things_change(tmp_path: Path, run: Path) -> None:
    plain = Export("belle", tmp_path / "plain", Selection(split=0.7))
    other = Export("belle", tmp_path / "other", Selection((condition("output>=10"),), 5, 0.7), include_seeds=True)
    before, after = ([{row["instruction"] for row in _lines(path)} for path in _export(run, e)] for e in (plain, other))
    assert not before[0] & after[1]
    assert not before[1] & after[0]


def test_a_shuffle_is_the_same_again(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    paths = [
        _export(run, Export("belle", tmp_path / f"{number}", Selection(shuffle=seed)))[0]
        for number, seed in enumerate((1, 1, 2))
    ]
    first, again, other = (path.read_bytes() for path in paths)
    assert first == again != other
    assert sorted(map(str, _lines(paths[0]))) == sorted(map(str, _rows(tasks)))


def test_seed_tasks_come_first(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    (path,) = _export(run, Export("self-instruct", tmp_path / "tasks.jsonl", include_seeds=True))
    seeds = [json.loads(line)["id"] for line in seed_file("zh").read_text(encoding="utf-8").split("\n") if line]
    assert [row["id"] for row in _lines(path)] == [*seeds, *(task.id for task in tasks)]


def test_only_what_meets_the_conditions_is_written(command: Command, tmp_path: Path, run: Path) -> None:
    conditions = ("--where", "classification=yes", "--where", "output<=8")
    assert command("export", run, "--format", "self-instruct", "--output", "a.jsonl", *conditions).returncode == 0
    rows = _lines(tmp_path / "a.jsonl")
    assert rows
    assert all(row["is_classification"] and len(row["instances"][0]["output"]) <= 8 for row in rows)
    assert len(rows) < len(_lines(_export(run, Export("self-instruct", tmp_path / "all.jsonl"))[0]))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "tsv"), "--format tsv: unknown format; choose one of: alpaca"),
        (("--format", "belle", "--where", "output>many"), "--where output>many: write it in quotes"),
        (("--format", "belle", "--split", "1.5"), "--split 1.5: must be above 0 and below 1"),
        (("--format", "belle", "--push-to-hub", "me/data"), "--push-to-hub: needs --format hf"),
        (
            ("--format", "belle", "--license", "mit"),
            "--license and --terms: go on the dataset card; they need --format hf",
        ),
        (("--format", "chatglm", "--where", "category=none"), "--where: no task meets all of this"),
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


def test_the_files_of_the_run_are_not_replaced_by_others(run: Path) -> None:
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    own = run / "Belle.train.json"
    for export in (
        Export("belle", run / "run.sqlite"),
        Export("alpaca", run / "rejected.jsonl"),
        Export("alpaca", own),
        Export("belle", own, include_seeds=True),
        Export("belle", own, Selection(shuffle=1)),
        Export("belle", own, Selection(split=0.5)),
        Export("belle", run / "sub" / ".." / "Belle.train.json", Selection((condition("input=no"),))),
    ):
        with pytest.raises(InputError, match="is a file of the run itself; choose another --output"):
            _export(run, export)
    assert _export(run, Export("belle", own)) == [own]
    assert {name: (run / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("name", ["out", "out.test", "out.provenance.jsonl"])
@pytest.mark.parametrize("through_a_symlink", [False, True])
def test_a_pipe_is_not_replaced(
    command: Command, tmp_path: Path, run: Path, name: str, through_a_symlink: bool
) -> None:
    pipe = tmp_path / ("pipe" if through_a_symlink else name)
    os.mkfifo(pipe)
    if through_a_symlink:
        (tmp_path / name).symlink_to("pipe")
    for format_ in ("belle", "hf"):
        if name == "out.test" and format_ == "hf":
            continue
        done = command("export", run, "--format", format_, "--output", "out", "--split", 0.5, "--with-provenance")
        assert done.returncode == 2
        assert f"error: {name}: is no ordinary file; choose another --output" in done.stderr
        assert done.stderr.count("\n") == 1
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert len(list(tmp_path.iterdir())) == 1 + through_a_symlink


def test_of_a_symlink_the_target_is_written(tmp_path: Path, run: Path) -> None:
    names = ["out", "out.test", "out.provenance.jsonl", "folder"]
    there = tmp_path / "there"
    there.mkdir()
    for name in names:
        (tmp_path / name).symlink_to(there / name)
    (there / "out").write_text("old")
    _export(run, Export("belle", tmp_path / "out", Selection(split=0.5), with_provenance=True))
    _export(run, Export("hf", tmp_path / "folder"))
    assert all((tmp_path / name).is_symlink() for name in names)
    assert sorted(path.name for path in there.iterdir()) == sorted(names)
    assert len(_lines(there / "out")) + len(_lines(there / "out.test")) == len(_lines(there / "out.provenance.jsonl"))
    assert (there / "folder" / "README.md").is_file()


def test_a_symlink_does_not_lead_to_the_files_of_the_run(tmp_path: Path, run: Path) -> None:
    for name, link in (("run.sqlite", "a"), ("rejected.jsonl", "b.test"), ("run.lock", "c.provenance.jsonl")):
        (tmp_path / link).symlink_to(run / name)
        export = Export("belle", tmp_path / link[0], Selection(split=0.5), with_provenance=True)
        with pytest.raises(InputError, match=f"{link}: is a file of the run itself; choose another --output"):
            _export(run, export)


@pytest.mark.parametrize("name", ["belle", "self-instruct", "messages", "hf", "llama-factory"])
def test_the_provenance_is_in_step_with_the_records(tmp_path: Path, run: Path, tasks: list[Task], name: str) -> None:
    selection = Selection(split=0.6, shuffle=4)
    *_, sidecar = _export(run, Export(name, tmp_path / "out", selection, include_seeds=True, with_provenance=True))
    assert sidecar == tmp_path / "out.provenance.jsonl"
    rows = _lines(sidecar)
    plain = Export("self-instruct", tmp_path / "tasks", selection, include_seeds=True)
    for part, path in zip(("train", "test"), _export(run, plain), strict=True):
        own = [row for row in rows if row["part"] == part]
        assert [row["record"] for row in own] == list(range(len(own)))
        expected = [
            (task["id"], None if name == "self-instruct" else position)
            for task in _lines(path)
            for position in range(1 if name == "self-instruct" else len(task["instances"]))
        ]
        assert [(row["id"], row.get("instance")) for row in own] == expected
    from_the_model = [row for row in rows if row["id"] in {task.id for task in tasks}]
    assert all(row["proposed_by"] == row["written_by"] == "demo" and row["demonstrations"] for row in from_the_model)
    assert all(0 < row["seed_similarity"] <= 0.7 and row["nearest_seed"] for row in from_the_model)
    assert not [row for row in rows if "proposed_by" in row and row not in from_the_model]


def test_a_seed_task_is_not_taken_for_what_a_completion_of_that_number_brought(
    command: Command, tmp_path: Path
) -> None:
    lines = seed_file("en").read_text(encoding="utf-8").split("\n")[:30]
    seeds = [json.loads(line) | {"id": str(number)} for number, line in enumerate(lines)]
    (tmp_path / "seeds.jsonl").write_text("\n".join(map(json.dumps, seeds)), encoding="utf-8")
    command("generate", "--n", 10, "--backend", "demo", "--seeds", "seeds.jsonl", "--output", "run")
    export = Export("alpaca", tmp_path / "a.json", include_seeds=True, with_provenance=True)
    _, sidecar = _export(tmp_path / "run", export)
    assert not any("proposed_in" in row for row in _lines(sidecar) if "." not in row["id"])


def test_a_folder_for_the_hub_has_its_card_and_its_splits(tmp_path: Path, run: Path, tasks: list[Task]) -> None:
    export = Export("hf", tmp_path / "data", Selection(split=0.7), licence="cc-by-4.0", terms="none: of note")
    assert _export(run, export) == [tmp_path / "data"]
    parts = [list(records(export.selection.of(tasks, part))) for part in ("train", "test")]
    loaded = datasets.load_dataset(str(tmp_path / "data"), cache_dir=str(tmp_path / "cache"))
    assert {part: list(data) for part, data in loaded.items()} == {
        part: list(map(asdict, own)) for part, own in zip(("train", "test"), parts, strict=True)
    }
    card = DatasetCard.load(tmp_path / "data" / "README.md")
    assert card.data.license == "cc-by-4.0"
    assert f"(train {len(parts[0])}, test {len(parts[1])})" in card.text
    assert "**Terms of the teacher model:** none: of note" in card.text
    assert "**Model:** demo (backend: demo)" in card.text


@pytest.mark.parametrize("name", format_names())
def test_conditions_that_no_task_meets_are_told(tmp_path: Path, run: Path, name: str) -> None:
    with pytest.raises(InputError, match="--where: no task meets all of this; nothing is written"):
        _export(run, Export(name, tmp_path / "out", Selection((condition("category=none"),))))
    assert list(tmp_path.iterdir()) == []


def test_parts_take_their_places_together(tmp_path: Path, run: Path) -> None:
    """So that a failure leaves parts that belong together."""
    (tmp_path / "out").write_text("old")
    (tmp_path / "out.test").write_text("old")
    calls = []

    def fails(tasks: Iterable[Task]) -> Iterator[Task]:
        calls.append(tasks)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return iter(tasks)

    with closing(Store.open_to_read(run)) as store, pytest.raises(RunFolderError, match="No space left"):
        export_run(store, Export("belle", tmp_path / "out", Selection(split=0.5)), fails)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"out": "old", "out.test": "old"}


def test_exports_to_one_place_at_the_same_time_leave_one_of_them_whole(tmp_path: Path, run: Path) -> None:
    output, wholes = tmp_path / "out", []
    for name in ("alpaca", "sharegpt"):
        (path,) = _export(run, Export(name, tmp_path / name))
        wholes.append(path.read_bytes())
        path.unlink()
    arguments = [("export", run, "--format", name, "--output", output) for name in ("alpaca", "sharegpt") * 3]
    exports = [subprocess.Popen(command_line(*each), env=environment()) for each in arguments]
    assert [export.wait(timeout=60) for export in exports] == [0] * 6
    assert output.read_bytes() in wholes
    assert list(tmp_path.iterdir()) == [output]


def test_an_export_over_the_training_file_and_a_generate_leave_it_whole(command: Command, tmp_path: Path) -> None:
    generate = ("generate", "--n", 200, "--backend", "demo", "--random-seed", 1, "--output", "run")
    assert command(*generate).returncode == 0
    whole = (tmp_path / "run" / "alpaca_data.json").read_bytes()
    export = ("export", "run", "--format", "alpaca", "--output", "run/alpaca_data.json")
    both = [
        subprocess.Popen(command_line(*each), env=environment(), cwd=tmp_path, stdout=subprocess.DEVNULL)
        for each in (export, generate) * 2
    ]
    ended = [each.wait(timeout=60) for each in both]
    assert ended[0] == ended[2] == 0
    assert (tmp_path / "run" / "alpaca_data.json").read_bytes() == whole
    assert not list((tmp_path / "run").glob("*.partial"))


@pytest.mark.parametrize("name", format_names())
def test_a_failure_leaves_what_was_there(tmp_path: Path, run: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out"
    if not getattr(find_format(name), "IS_FOLDER", False):
        output.write_text("old")

    def fails(tasks: Iterable[Task]) -> Iterator[Task]:
        yield next(iter(tasks))
        raise OSError(28, "No space left on device")

    with (
        closing(Store.open_to_read(run)) as store,
        pytest.raises(RunFolderError, match="out: cannot be written: No space left on device"),
    ):
        export_run(store, Export(name, output), fails)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] in ([], [("out", "old")])


def test_what_is_accepted_meanwhile_is_left_out(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 20, "--backend", "demo", "--random-seed", 1, "--output", "run")
    database = tmp_path / "run" / "run.sqlite"
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("UPDATE settings SET value = '1000' WHERE name = '--n'")
        with closing(Store.open_to_read(tmp_path / "run")) as store:
            there = list(records(store.accepted()))

            def watch(tasks: Iterable[Task]) -> Iterator[Task]:
                yield from tasks
                last = db.execute("SELECT max(accepted) + 1 FROM instances").fetchone()[0]
                db.execute("INSERT INTO items VALUES (?, 'New!', 'accepted', 0, 0, '', '', 0)", (f"new {last}",))
                db.execute("INSERT INTO instances VALUES (?, 0, ?, '', 'new', 1)", (f"new {last}", last))

            export = Export("belle", tmp_path / "out", Selection(shuffle=1, split=0.5), with_provenance=True)
            (train, _), (test, _), (sidecar, _) = export_run(store, export, watch)
    written = _lines(train) + _lines(test)
    assert sorted(map(str, written)) == sorted(str(asdict(record)) for record in there)
    assert len(_lines(sidecar)) == len(written)


def test_a_run_that_holds_nothing_yet_is_told(tmp_path: Path) -> None:
    with closing(Store.create_or_open(tmp_path / "run")) as store:
        for name in format_names():
            with pytest.raises(RunFolderError, match="run: nothing is recorded here yet"):
                export_run(store, Export(name, tmp_path / "out", include_seeds=True), iter)


def test_an_imported_run_is_exported_too(command: Command, tmp_path: Path) -> None:
    rows = [{"instruction": "Write a poem about the old harbour.", "input": "", "output": "Masts in the fog."}]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    assert command("import", "a.json", "--output", "run").returncode == 0
    _, sidecar = _export(tmp_path / "run", Export("hf", tmp_path / "data", with_provenance=True))
    (row,) = _lines(sidecar)
    assert not {"proposed_by", "written_by"} & set(row)
    assert "none, the tasks were imported" in (tmp_path / "data" / "README.md").read_text(encoding="utf-8")
