"""Runs that 0.1 has made: read as they are, brought to the form of today once they are written, whatever happens."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import MutableSequence, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from selfinstruct import api
from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.remembering import settings_to_go_on
from selfinstruct.core.settings import Asking, Connection, Prices, Settings
from selfinstruct.core.values import Hint, Rejection
from selfinstruct.filters import Filters, load_filters
from selfinstruct.pipeline import settling
from selfinstruct.pool import pool
from selfinstruct.storage import migration
from selfinstruct.storage.schema import SCHEMA, VERSION
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder, environment, unexpected
from tests.crashes.inprocess import Main, main_of
from tests.crashes.ordeal import accepted_tasks, claimed_items, read_log
from tests.support.disks import mount, small_disk
from tests.support.misbehaving_server import MisbehavingServer
from tests.support.runs_0_1 import GROWN, NAMES, lay_out, lay_out_version_4, output_files, what_0_1_told

ON_DEMO = {
    "en-alpaca": ("--recipe", "alpaca"),
    "en-self-instruct": (),
    "import": (),
    "zh-belle": ("--recipe", "belle", "--lang", "zh"),
    "zh-self-instruct": ("--lang", "zh"),
}
COPY = f"run.sqlite.version-{migration.OLDEST}"

each_run = pytest.mark.parametrize("name", NAMES)
each_grown_run = pytest.mark.parametrize("name", GROWN)


class InOrder(Random):
    """Draws what comes first."""

    def shuffle(self, x: MutableSequence[Any]) -> None:
        pass


@pytest.fixture(autouse=True)
def as_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let labels be as they were: what the demo model said in 0.1 is now rejected, and one of equal ones is drawn."""

    def without_that_of_labels(*about: str) -> Filters:
        filters = load_filters(*about)
        filters.pop("label_not_named", None)
        return filters

    monkeypatch.setattr(settling, "load_filters", without_that_of_labels)
    monkeypatch.setattr(pool, "Random", InOrder)


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


def _demo(name: str, run: Path, n: int) -> tuple[object, ...]:
    return ("generate", "--n", n, "--backend", "demo", *ON_DEMO[name], "--output", run)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        version: int = db.execute("PRAGMA user_version").fetchone()[0]
        return version


def _rows(path: Path) -> list[str]:
    """Return all that stands in a database, as statements that would make it anew."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return list(db.iterdump())


def _export(main: Main, run: Path, output: Path) -> str:
    """Export the tasks of a run elsewhere; return what was told."""
    done = main("export", run, "--format", "messages", "--output", output)
    assert done.returncode == 0
    with api.open_run(run) as opened:
        assert len(output.read_text(encoding="utf-8").splitlines()) == len(list(opened.tasks()))
    return done.stderr + done.stdout


# --- reading


@each_run
def test_looking_at_it_changes_nothing(main: Main, tmp_path: Path, name: str) -> None:
    run = lay_out(name, tmp_path / "run")
    before = _contents(run)
    done = main("status", run)
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    with api.open_run(run) as opened:
        tasks = list(opened.tasks())
        assert done.stdout.startswith(f"{len(tasks)} of {opened.report.target} tasks\n")
        assert [task.id for task in tasks] == [task.id for task in accepted_tasks(run)[: opened.report.target]]
    assert _export(main, run, tmp_path / "out").startswith("wrote ")
    after = _contents(run)
    assert after.pop("exports.jsonl")
    assert after == before


@each_grown_run
def test_a_replay_gives_the_same_files(main: Main, tmp_path: Path, name: str) -> None:
    run = lay_out(name, tmp_path / "run")
    before = _contents(run)
    done = main("replay", run, "--output", "again")
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    assert what_0_1_told(tmp_path / "again") == what_0_1_told(run)
    assert _contents(run) == before


def test_a_run_of_imported_tasks_is_known_as_one(main: Main, tmp_path: Path) -> None:
    run = lay_out("import", tmp_path / "run")
    assert "holds imported tasks only" in main("replay", run, "--output", "again").stderr
    with api.open_run(run) as opened:
        settings = opened.settings
    assert (settings.recipe, settings.backend, settings.filters, settings.instances_per_task) == (None,) * 4


def test_what_a_dead_process_has_left_in_the_log_of_the_database_is_read(main: Main, tmp_path: Path) -> None:
    run, dead = lay_out("zh-belle", tmp_path / "run"), tmp_path / "dead"
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("UPDATE settings SET value = '11' WHERE name = '--n'")
        shutil.copytree(run, dead)
    assert (dead / "run.sqlite-wal").stat().st_size > 0
    assert "11 of 11 tasks" in main("status", dead).stdout
    assert _version(dead / "run.sqlite") == migration.OLDEST
    assert main(*_demo("zh-belle", dead, 15)).returncode == 0
    assert len(RunFolder(dead).records) == 15


# --- what stands in it


def test_all_that_it_holds_has_its_place(tmp_path: Path) -> None:
    run = lay_out("killed", tmp_path / "run")
    with closing(sqlite3.connect(run / "run.sqlite")) as db:
        stages = dict(db.execute("SELECT replace(stage, 'dropped', 'rejected'), count(*) FROM items GROUP BY 1"))
        told = dict(db.execute("SELECT name, value FROM settings"))
        log = db.execute("SELECT id, body FROM completions ORDER BY id").fetchall()
    (endpoint,) = (name.removeprefix("refused by ") for name in told if name.startswith("refused by "))
    for open_store in (Store.open_to_read, Store.create_or_open):
        with closing(open_store(run)) as store:
            settings = store.settings()
            assert store.refused(endpoint) == {"demo": {"presence_penalty", "temperature"}}
            assert store.count("stages") == stages
            assert {"accepted", "rejected", "classification", "input_first", "output_first"} <= stages.keys()
            assert [(line.id, line.body) for line in store.log()] == log
            assert len(store.unsettled()) == 1
            assert all(item.written == () for item in claimed_items(store))
            assert store.count("faults")["rate limit"] == 2
        assert (settings.language, settings.recipe, settings.backend) == ("en", "self-instruct", "openai")
        assert (settings.target, settings.similarity_threshold, settings.random_seed) == (40, 0.7, 5)
        assert (settings.filters, settings.instances_per_task, settings.is_replay) == ("default", 1, False)
        assert [task.id for task in settings.seed_tasks] == [task["id"] for task in json.loads(told["seed_tasks"])]
        assert settings.prices == Prices(1.0, 2.0, 1.0)
    assert _version(run / "run.sqlite") == VERSION


@each_run
def test_its_tables_become_those_of_a_new_run(tmp_path: Path, name: str) -> None:
    run = lay_out(name, tmp_path / "run")
    Store.create_or_open(run).close()
    with closing(sqlite3.connect(":memory:")) as new, closing(sqlite3.connect(run / "run.sqlite")) as migrated:
        new.executescript(SCHEMA)
        assert _tables(migrated) == _tables(new)
    assert sorted(_contents(run)) == sorted([*output_files(run), "run.lock", "run.sqlite"])


def test_a_run_of_version_4_goes_on_and_knows_not_what_its_completions_were_allowed(main: Main, tmp_path: Path) -> None:
    run = lay_out_version_4(tmp_path / "run")
    held = accepted_tasks(run)
    assert main("generate", "--n", 40, "--backend", "demo", "--output", run).returncode == 0
    assert (_version(run / "run.sqlite"), accepted_tasks(run)[: len(held)]) == (VERSION, held)
    allowed = [line.max_tokens for line in read_log(run)]
    assert allowed[0] == 0 < allowed[-1]


@pytest.mark.parametrize(("name", "keeps"), [("zh-belle", False), ("import", True)])
def test_what_a_prompt_named_for_one_of_many_is_that_of_none(tmp_path: Path, name: str, *, keeps: bool) -> None:
    run = lay_out(name, tmp_path / "run")
    hint = json.dumps(["code", "moss", ""])
    with closing(sqlite3.connect(run / "run.sqlite")) as db, db:
        db.execute("UPDATE items SET hint = ?", (hint,))
        db.execute("UPDATE completions SET hint = ? WHERE attempt", (hint,))
    with closing(Store.open_to_read(run)) as store:
        assert {task.hint for task in store.accepted()} == {Hint("code", "moss") if keeps else Hint()}
        assert {hint for hint, _ in store.claimed_by_hint()} == {Hint("code", "moss")}


def test_a_run_of_version_5_gets_the_indexes_of_its_rejections(tmp_path: Path) -> None:
    run = lay_out_version_4(tmp_path / "run")
    Store.create_or_open(run).close()
    with closing(sqlite3.connect(run / "run.sqlite")) as db:
        now = _tables(db)
        _make_older(db, 5)
    with closing(Store.open_to_read(run)) as store:
        rejections = [*store.rejections()]
    Store.create_or_open(run).close()
    with closing(sqlite3.connect(run / "run.sqlite")) as db, closing(Store.open_to_read(run)) as store:
        assert _tables(db) == now
        assert [*store.rejections()] == rejections != []
    assert (_version(run / "run.sqlite"), sorted(_contents(run))[-2:]) == (VERSION, ["run.lock", "run.sqlite"])


def _make_older(db: sqlite3.Connection, version: int) -> None:
    """Take away from a run file of today what came after a version."""
    dropped = {
        12: [("attempts", "prices"), ("completions", "prices")],
        9: [("completions", "repeated"), ("rejections", "score")],
        8: [("items", "scores"), ("items", "written_in")],
        7: [("attempts", "price"), ("completions", "price")],
        6: [("completions", "form"), ("completions", "brought")],
    }
    for later in range(VERSION - 1, version - 1, -1):
        for table, column in dropped.get(later, []):
            db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table in ("price_lists", "batches", "batched"):
        db.execute(f"DROP TABLE {table}")
    if version < 9:
        db.execute("DELETE FROM settings WHERE name IN ('judge', 'min_score', 'imports_judged')")
    of_rejections = ("rejections_of_completion", "rejections_of_item") if version < 6 else ()
    for name in ("rejections_alike", "items_accepted_as", *of_rejections):
        db.execute(f"DROP INDEX {name}")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()


def test_what_a_run_of_version_7_has_spent_counts_at_the_usual_price(tmp_path: Path) -> None:
    prices = Prices(1.0, 2.0, 1.0)
    settings = Settings(5, connection=Connection("demo"), random_seed=1, prices=prices)
    cost = api.generate(settings, tmp_path).report.cost
    with closing(sqlite3.connect(tmp_path / "run.sqlite")) as db:
        now = _tables(db)
        _make_older(db, 7)
    with closing(Store.create_or_open(tmp_path)) as store:
        assert store.spent().cost(store.price_lists()) == cost != 0
    with closing(sqlite3.connect(tmp_path / "run.sqlite")) as db:
        assert _tables(db) == now


def _tables(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return the columns of each table and the tables of each index, by their names."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")]
    return {name: db.execute(f"PRAGMA table_xinfo({name})").fetchall() for name in sorted(names)}


def test_what_version_4_kept_of_rejections_gets_fields_of_its_own(main: Main, tmp_path: Path) -> None:
    """As in a replay, which also knows the score to the last digit, and what was written with an instruction."""
    run = lay_out_version_4(tmp_path / "run")
    assert main("replay", run, "--output", "again").returncode == 0
    for open_store in (Store.open_to_read, Store.create_or_open):
        with closing(open_store(run)) as store, closing(Store.open_to_read(tmp_path / "again")) as replayed:
            migrated, anew = ([each for _, each in every.rejections()] for every in (store, replayed))
            assert [each.id for _, each in store.rejections(folded=True)] == [
                each.id for each in anew if each.is_folded
            ]
            assert store.request(1) is None
        kinds = Counter(each.nearest.kind for each in migrated if each.nearest)
        assert kinds == {"seed": 3, "claimed": 2, "avoid": 1}
        assert {each.subject for each in migrated if each.item} == {"instance"}
        assert migrated == [_as_kept_in_version_4(each) for each in anew]
    assert main("generate", "--n", 40, "--backend", "demo", "--output", run).returncode == 0
    assert what_0_1_told(run)["rejections"][: len(anew)] == what_0_1_told(tmp_path / "again")["rejections"]
    assert sorted(_contents(run)) == sorted([*output_files(run), "run.lock", "run.sqlite"])


def _as_kept_in_version_4(rejection: Rejection) -> Rejection:
    if not rejection.nearest:
        return rejection
    rounded = replace(rejection.nearest, similarity=round(rejection.nearest.similarity, 4))
    return replace(rejection, nearest=rounded, instances=())


# --- going on


@pytest.mark.parametrize("name", ON_DEMO)
def test_it_is_grown_further_and_the_first_records_stay(main: Main, tmp_path: Path, name: str) -> None:
    run = lay_out(name, tmp_path / "run")
    records, held, log = RunFolder(run).records, accepted_tasks(run), read_log(run)
    done = main(*_demo(name, run, len(held) + 20))
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    assert RunFolder(run).records[: len(records)] == records
    assert len(RunFolder(run).records) == len(held) + 20
    assert accepted_tasks(run)[: len(held)] == held
    assert read_log(run)[: len(log)] == log
    assert not (run / COPY).exists()
    replayed = main("replay", run, "--output", "again")
    assert replayed.returncode == 0, replayed.stderr
    assert what_0_1_told(tmp_path / "again") == what_0_1_told(run)


def test_one_that_was_killed_goes_on_where_it_was(main: Main, tmp_path: Path) -> None:
    run, log = lay_out("killed", tmp_path / "run"), []
    log = read_log(run)
    with MisbehavingServer() as server:
        url = ("--base-url", server.url, "--model", "demo", "--random-seed", 5)
        done = main("generate", "--n", 40, *url, "--output", run)
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    assert len(RunFolder(run).records) == 40
    assert read_log(run)[: len(log)] == log
    assert len(read_log(run)) == len(log) + server.sent["answer"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("--lang", "zh"), "--lang en, which cannot become zh"),
        (("--filters", "none"), "--filters default, which cannot become none"),
        (("--similarity-threshold", 0.5), "--similarity-threshold 0.7, which cannot become 0.5"),
        (("--instances-per-task", 2), "--instances-per-task 1, which cannot become 2"),
        (("--recipe", "alpaca"), "--recipe self-instruct, which cannot become alpaca"),
        (("--random-seed", 8), "--random-seed 7, which cannot become 8"),
        (("--seeds", "own.jsonl"), "other seed tasks"),
        (("--avoid", "own.jsonl"), "other instructions to avoid"),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, tuple) else "",
)
def test_what_a_run_keeps_for_good_it_still_keeps(
    main: Main, tmp_path: Path, change: Sequence[object], told: str
) -> None:
    run = lay_out("en-self-instruct", tmp_path / "run")
    task = {"instruction": "Name three rivers of Asia.", "input": "", "output": "Ob, Lena, Mekong"}
    (tmp_path / "own.jsonl").write_text(
        json.dumps(task | {"instances": [{"input": "", "output": "Ob"}]}) + "\n", encoding="utf-8"
    )
    before, known = output_files(run), what_0_1_told(run)
    done = main(*_demo("en-self-instruct", run, 30), *change)
    assert done.returncode == 2
    assert told in done.stderr
    # What a replay can change is named with the command that does, which asks nothing; what it cannot is not.
    again = f"without a request: selfinstruct replay {run} --output NEW {' '.join(map(str, change))}"
    can_be = {"--filters", "--similarity-threshold", "--instances-per-task"}
    assert (again in done.stderr) == (change[0] in can_be) == ("replay" in done.stderr)
    assert output_files(run) == before
    assert main(*_demo("en-self-instruct", run, 12)).returncode == 0
    assert what_0_1_told(run) == known


def test_a_replay_that_0_1_has_not_finished_is_not_grown(main: Main, tmp_path: Path) -> None:
    run = lay_out("zh-belle", tmp_path / "run")
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as db:
        db.execute("INSERT INTO settings VALUES ('replaying', 'true')")
    assert "the replay into it was not finished" in main(*_demo("zh-belle", run, 30)).stderr
    source = lay_out("zh-belle", tmp_path / "source")
    assert main("replay", source, "--output", run).returncode == 0
    assert main(*_demo("zh-belle", run, 15)).returncode == 0


def test_a_file_of_yet_another_version_is_refused(main: Main, tmp_path: Path) -> None:
    run = lay_out("zh-belle", tmp_path / "run")
    with closing(sqlite3.connect(run / "run.sqlite", isolation_level=None)) as db:
        db.execute(f"PRAGMA user_version = {migration.OLDEST - 1}")
    before = (run / "run.sqlite").read_bytes()
    for arguments in (("status", run), _demo("zh-belle", run, 30)):
        done = main(*arguments)
        assert done.returncode == 2
        assert "made by another version of selfinstruct" in done.stderr
    assert (run / "run.sqlite").read_bytes() == before


# --- when something is in the way


def _grow(run: Path) -> None:
    settings = Settings(30, language="zh", recipe="belle", connection=Connection(backend="demo"))
    assert api.generate(settings, run).report.is_complete


def _require_unharmed(run: Path, before: list[str], *, has_copy: bool) -> None:
    """Require that a run is as 0.1 has left it, with a whole copy beside it if there is to be one, and goes on."""
    assert _version(run / "run.sqlite") == migration.OLDEST
    assert _rows(run / "run.sqlite") == before
    assert (run / COPY).exists() == has_copy
    if has_copy:
        assert _version(run / COPY) == migration.OLDEST
        assert _rows(run / COPY) == before
    records = RunFolder(run).records
    _grow(run)
    assert RunFolder(run).records[: len(records)] == records
    assert sorted(_contents(run)) == sorted([*output_files(run), "run.lock", "run.sqlite"])


def test_a_disk_that_gets_full_while_tables_change_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = lay_out("zh-belle", tmp_path / "run")
    before, migrate = _rows(run / "run.sqlite"), migration.migrate

    def on_a_full_disk(db: sqlite3.Connection) -> None:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages}")
        migrate(db)

    with monkeypatch.context() as patched:
        patched.setattr(migration, "migrate", on_a_full_disk)
        with pytest.raises(RunFolderError, match="disk is full; it is left as it is"):
            _grow(run)
    _require_unharmed(run, before, has_copy=True)


def test_a_disk_without_room_for_a_copy_leaves_all_as_it_was(tmp_path: Path) -> None:
    run = lay_out("zh-belle", tmp_path / "run")
    before = _rows(run / "run.sqlite")
    script = (
        "import resource, runpy\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "runpy.run_module('selfinstruct', run_name='__main__', alter_sys=True)\n"
    )
    done = _process(script, run)
    assert done.returncode == 2
    assert done.stderr.startswith(f"selfinstruct: error: {run}: the run file run.sqlite cannot be used: ")
    assert unexpected(done.stderr).count("\n") == 1
    _require_unharmed(run, before, has_copy=False)


def test_whatever_fails_in_the_middle_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = lay_out("zh-belle", tmp_path / "run")
    before, change = _rows(run / "run.sqlite"), migration._migrate

    def fails(db: sqlite3.Connection) -> None:
        change(db)
        raise RuntimeError("no more")

    with monkeypatch.context() as patched:
        patched.setattr(migration, "_migrate", fails)
        with pytest.raises(RuntimeError, match="no more"):
            _grow(run)
    _require_unharmed(run, before, has_copy=True)


# Kills the process at a moment: when SQLite is to run a statement of the migration that begins so, when a file of a
# name is to be renamed or removed, or after all has changed.
_DYING = """
import os, pathlib, runpy, signal, sys
from selfinstruct.storage import migration

kind, what = sys.argv.pop(1), sys.argv.pop(1)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def dying(method):
    original = getattr(pathlib.Path, method)
    def instead(path, *arguments, **options):
        if path.name == what and path.exists():
            die()
        return original(path, *arguments, **options)
    setattr(pathlib.Path, method, instead)

original = migration.migrate

def migrate(db):
    if not db.execute("PRAGMA database_list").fetchone()[2]:
        return original(db)  # aside, to look into it
    if kind == "statement":
        db.set_trace_callback(lambda sql: sql.startswith(what) and die())
    original(db)
    if kind == "after":
        die()

migration.migrate = migrate
if kind in ("replace", "unlink"):
    dying(kind)
runpy.run_module("selfinstruct", run_name="__main__", alter_sys=True)
"""


def _process(script: str, run: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    given = [sys.executable, "-c", script, *words, *map(str, _demo("zh-belle", run, 30))]
    return subprocess.run(given, env=environment(), capture_output=True, text=True, timeout=240)


@pytest.mark.parametrize(
    ("kind", "what", "has_copy"),
    [
        ("replace", f"{COPY}.partial", False),
        ("statement", "BEGIN", True),
        ("statement", "ALTER TABLE items", True),
        ("statement", "CREATE TABLE refusals", True),
        ("statement", "PRAGMA user_version =", True),
        ("statement", "COMMIT", True),
    ],
    ids=str,
)
def test_killed_before_the_change_is_whole_it_begins_anew(
    main: Main, tmp_path: Path, kind: str, what: str, *, has_copy: bool
) -> None:
    run = lay_out("zh-belle", tmp_path / "run")
    before = _rows(run / "run.sqlite")
    assert _process(_DYING, run, kind, what).returncode == -signal.SIGKILL
    assert main("status", run).stdout.startswith("12 of 12 tasks")
    _require_unharmed(run, before, has_copy=has_copy)


@pytest.mark.parametrize(("kind", "what"), [("after", ""), ("unlink", COPY)], ids=str)
def test_killed_behind_the_change_it_goes_on_and_the_copy_does_no_harm(
    main: Main, tmp_path: Path, kind: str, what: str
) -> None:
    run = lay_out("zh-belle", tmp_path / "run")
    records = RunFolder(run).records
    assert _process(_DYING, run, kind, what).returncode == -signal.SIGKILL
    assert _version(run / "run.sqlite") == VERSION
    assert main("status", run).stdout.startswith("12 of 12 tasks")
    _grow(run)
    assert RunFolder(run).records[: len(records)] == records
    assert main("replay", run, "--output", "again").returncode == 0
    assert what_0_1_told(tmp_path / "again") == what_0_1_told(run)


# --- where nothing can be written


def _chmod(run: Path) -> None:
    for path in run.iterdir():
        path.chmod(0o400)
    run.chmod(0o500)


def test_a_folder_without_the_right_to_write_can_be_read(main: Main, tmp_path: Path) -> None:
    run = lay_out("zh-self-instruct", tmp_path / "run")
    _chmod(run)
    before = _contents(run)
    try:
        assert main("status", run).stdout.startswith("12 of 12 tasks")
        assert main("replay", run, "--output", "again").returncode == 0
        assert what_0_1_told(tmp_path / "again") == what_0_1_told(run)
        assert _contents(run) == before
        told = _export(main, run, tmp_path / "out")
        if os.geteuid():
            assert f"could not be noted in {run}; if you change it by hand, choose another --output" in told
            assert _contents(run) == before
            assert main(*_demo("zh-self-instruct", run, 30)).returncode == 2
    finally:
        run.chmod(0o700)


def test_a_disk_that_is_read_only_can_be_read(main: Main, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        run = lay_out("zh-self-instruct", disk / "run")
        before = _contents(run)
        assert mount("-o", "remount,ro", disk)
        assert main("status", run).stdout.startswith("12 of 12 tasks")
        assert main("replay", run, "--output", "again").returncode == 0
        assert what_0_1_told(tmp_path / "again") == what_0_1_told(run)
        told = f"{tmp_path / 'out'}: could not be noted in {run}; if you change it by hand, choose another --output"
        assert _export(main, run, tmp_path / "out").startswith(told)
        assert "cannot write here" in main(*_demo("zh-self-instruct", run, 30)).stderr
        assert _contents(run) == before


@pytest.mark.parametrize(
    ("asking", "form"),
    [
        ({"api": "completions"}, "continuation"),
        ({"api": "completions", "structured": "off"}, "continuation"),
        ({"structured": "on"}, "json"),
        ({"structured": "off", "system": "Be brief."}, "text"),
        ({}, "auto"),
    ],
)
def test_a_run_of_version_6_goes_on_in_the_form_that_it_was_asked_in(
    tmp_path: Path, asking: dict[str, str], form: str
) -> None:
    api.generate(Settings(5, connection=Connection("demo"), random_seed=1), tmp_path)
    with closing(sqlite3.connect(tmp_path / "run.sqlite")) as db:
        db.execute("INSERT OR REPLACE INTO settings VALUES ('grown_with', ?)", (json.dumps({"asking": asking}),))
        _make_older(db, 6)
    with closing(Store.create_or_open(tmp_path)) as store:
        found = settings_to_go_on(store.settings())
        assert store.brought() == {}
    assert found.asking == Asking(form=form, system=asking.get("system", ""))  # type: ignore[arg-type]
    assert api.generate(replace(found, target=8), tmp_path).report.kept >= 8


def test_a_run_of_version_8_has_no_judge_and_gets_none(tmp_path: Path) -> None:
    settings = Settings(5, connection=Connection("demo"), random_seed=1)
    api.generate(settings, tmp_path / "run")
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db:
        now = _tables(db)
        _make_older(db, 8)
    with closing(Store.open_to_read(tmp_path / "run")) as store:
        assert (store.settings().judge, store.settings().min_score) == (False, 0.0)
    with pytest.raises(RunFolderError, match="was started with ‹judge› False, which cannot become True"):
        api.generate(replace(settings, target=8, judge=True), tmp_path / "run")
    assert api.generate(replace(settings, target=8), tmp_path / "run").report.kept >= 8
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db:
        assert _tables(db) == now
