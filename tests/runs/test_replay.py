"""`selfinstruct replay`: the dataset of a run from its log, the same byte for byte, or with other filters."""

import json
import shutil
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from rouge_score.rouge_scorer import _score_lcs

from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Item, Rejection
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder, unexpected
from tests.crashes.dying import die_at
from tests.crashes.inprocess import Main, main_of
from tests.crashes.ordeal import Ordeal, accepted_tasks, claimed_items, read_log
from tests.support.misbehaving_server import FAULTS, MisbehavingServer

MIX = dict.fromkeys(set(FAULTS) - {"rate_limit_bare", "odd"}, 0.02) | {"half_json": 0.05, "refused_prompt": 0.05}
# Reasons to reject that are none of a filter that can be left out.
KEPT = {"near_duplicate", "surplus_instance", "empty_output", "cut_by_length"}
DEMO = ("--backend", "demo", "--random-seed", 3)


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


@pytest.mark.parametrize(("lang", "api"), [("en", "chat"), ("zh", "chat"), ("zh", "completions")])
def test_with_nothing_changed_it_comes_out_the_same(main: Main, tmp_path: Path, lang: str, api: str) -> None:
    with MisbehavingServer(faults=MIX) as server:
        url = ("--base-url", server.url, "--model", "demo", "--api", api, "--lang", lang)
        assert main("generate", "--n", 150, "--output", "run", "--concurrency", 8, *url).returncode == 0
    assert server.sent.total() > server.sent["answer"]
    # The server has gone: whatever asked now would fail.
    _require_the_same(main, tmp_path / "run", tmp_path / "again")
    _require_the_same(main, tmp_path / "again", tmp_path / "once more")
    for name, is_replayed in (("run", False), ("again", True)):
        (line,) = [each for each in main("status", name).stdout.splitlines() if each.startswith("time ")]
        assert line.endswith(" since the replay began") is is_replayed
        assert ("tasks a second" in line) is not is_replayed


def test_it_comes_out_the_same_after_kills_and_an_import_in_the_middle(main: Main, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with MisbehavingServer(seconds=0.01, faults=MIX) as server:
        ordeal = Ordeal(server, run, n=80, seed=13)
        ordeal.kill_while_asking(2, requests=6)
        ordeal.resume()
        assert main("import", _others(main, tmp_path), "--output", run).returncode == 0
        ordeal.n = 150
        ordeal.kill_while_asking(1, requests=3)
        assert ordeal.resume().returncode == 0
    assert len({line.step for line in read_log(run)} - {"import"}) > 1
    assert "import" in {line.step for line in read_log(run)}
    _require_the_same(main, run, tmp_path / "again")


@pytest.mark.parametrize(("lang", "method"), [("en", "record"), ("en", "settle"), ("zh", "settle")])
def test_it_comes_out_the_same_when_a_process_died_between_two_lines(
    main: Main, tmp_path: Path, lang: str, method: str
) -> None:
    arguments = ("generate", "--lang", lang, "--n", 60, *DEMO, "--output", tmp_path / "run")
    for call in (2, 9):
        die_at(call, method, *arguments)
    assert main(*arguments).returncode == 0
    _require_the_same(main, tmp_path / "run", tmp_path / "again")


def test_it_comes_out_the_same_when_an_import_follows_a_death(main: Main, tmp_path: Path) -> None:
    arguments = ("generate", "--n", 60, *DEMO, "--output", tmp_path / "run")
    die_at(2, "settle", *arguments)
    *_, unsettled = read_log(tmp_path / "run")
    assert main("import", _proposed_in(tmp_path / "run", main, unsettled.id), "--output", "run").returncode == 0
    assert main(*arguments).returncode == 0
    _require_the_same(main, tmp_path / "run", tmp_path / "again")


def test_it_comes_out_the_same_when_a_process_died_beyond_the_target(main: Main, tmp_path: Path) -> None:
    arguments = ("generate", *DEMO, "--output", tmp_path / "run", "--n")
    die_at(16, "settle", *arguments, 60)
    accepted = len(accepted_tasks(tmp_path / "run"))
    assert main(*arguments, accepted).returncode == 0
    _require_the_same(main, tmp_path / "run", tmp_path / "again")


@pytest.mark.parametrize("threshold", [0.35, 1.0])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pool_obeys_another_threshold(main: Main, tmp_path: Path, lang: str, threshold: float) -> None:
    main("generate", "--lang", lang, "--n", 100, *DEMO, "--output", "run")
    done = main("replay", "run", "--output", "new", "--similarity-threshold", threshold)
    assert done.returncode == 0, done.stderr
    (items, rejections), (before, _) = _content(tmp_path / "new"), _content(tmp_path / "run")
    tokenize = find_language(lang).tokenize
    seeds = [tokenize(task.instruction) for task in read_seed_tasks(seed_file(lang))]
    claimed = [tokenize(item.instruction) for item in items]
    pairs = [*combinations(claimed, 2), *product(seeds, claimed)]
    assert max(_score_lcs(*pair).fmeasure for pair in pairs) <= threshold
    rejected = list(map(tokenize, _instructions(rejections, "near_duplicate")))
    assert all(max(_score_lcs(old, new).fmeasure for old in seeds + claimed) > threshold for new in rejected)
    assert (len(rejected) > 10, len(items) > len(before)) == (threshold < 0.7, threshold > 0.7)


def test_without_filters_what_they_rejected_comes_back(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 250, *DEMO, "--output", "run")
    done = main("replay", "run", "--output", "new", "--filters", "none")
    assert done.returncode == 0, done.stderr
    (_, before), (items, after) = _content(tmp_path / "run"), _content(tmp_path / "new")
    known, near = {item.instruction for item in items}, _instructions(after, "near_duplicate")
    instances = {(task.instruction, each) for task in accepted_tasks(tmp_path / "new") for each in task.instances}
    instances |= {
        (each.instruction, one) for each in after for one in each.instances if each.reason == "surplus_instance"
    }
    filtered = [each for each in before if each.subject in ("instruction", "instance") and each.reason not in KEPT]
    assert {each.subject for each in filtered} == {"instruction", "instance"}
    for each in filtered:
        # What comes back may be near to what comes back before it, or one instance too many of a task.
        assert each.instruction in known | near
        assert each.instruction in near or {(each.instruction, one) for one in each.instances} <= instances
    assert {each.reason for each in after if each.subject in ("instruction", "instance")} <= KEPT


def test_a_rebuilt_run_is_grown_further(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 60, *DEMO, "--output", "run")
    changed = ("--similarity-threshold", 0.5, "--filters", "none")
    assert main("replay", "run", "--output", "new", *changed).returncode == 0
    held = accepted_tasks(tmp_path / "new")
    done = main("generate", "--n", 100, *DEMO, *changed, "--output", "new")
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "new").records) == 100
    assert accepted_tasks(tmp_path / "new")[: len(held)] == held
    lines = read_log(tmp_path / "new")
    assert len({line.attempt for line in lines}) == len({line.request for line in lines}) == len(lines)
    _require_the_same(main, tmp_path / "new", tmp_path / "again")


def test_an_import_into_a_rebuilt_run_mixes_nothing_up(main: Main, tmp_path: Path) -> None:
    first, second = _others(main, tmp_path), tmp_path / "second.jsonl"
    record = {"instruction": "Name three large rivers of Asia for me.", "input": "", "output": "Yangtze, Lena, Mekong"}
    second.write_text(json.dumps(record) + "\n", encoding="utf-8")
    main("generate", "--n", 10, *DEMO, "--output", "run")
    main("import", first, "--output", "run")
    main("replay", "run", "--output", "new")
    assert main("import", second, "--output", "new").returncode == 0
    assert RunFolder(tmp_path / "new").records == [*RunFolder(tmp_path / "run").records, record]


def test_another_n_takes_more_or_less_of_the_same(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 40, *DEMO, "--output", "run")
    records, accepted = RunFolder(tmp_path / "run").records, len(accepted_tasks(tmp_path / "run"))
    assert accepted >= 40
    for n in (7, 1000):
        assert f"{min(n, accepted)} of {n:,} tasks" in main("replay", "run", "--output", n, "--n", n).stdout
        found = RunFolder(tmp_path / str(n)).records
        assert len(found) == min(n, accepted)
        assert found[:40] == records[: len(found)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run", "--output", "run"), "run: holds a run already; choose another --output"),
        (("run", "--output", "other"), "other: holds a run already; choose another --output"),
        (("none", "--output", "new"), "none: no run here"),
        (("empty", "--output", "new"), "empty: no run here"),
        (("imported", "--output", "new"), "imported: holds imported tasks only"),
        (("run", "--output", "new", "--filters", "some"), "--filters some: unknown set of filters"),
        (("run", "--output", "file"), "file: cannot write here: there is a file of that name"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_rebuilt_is_told_in_one_line(
    main: Main, tmp_path: Path, arguments: Sequence[str], told: str
) -> None:
    for name in ("run", "other"):
        main("generate", "--n", 5, *DEMO, "--output", name)
    main("import", _others(main, tmp_path), "--output", "imported")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    _require_refused(main("replay", *arguments), told)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("change", [("--similarity-threshold", 5.0), ("--n", 0), ("--instances-per-task", 0)], ids=str)
def test_a_number_out_of_its_range_is_refused(main: Main, tmp_path: Path, change: tuple[object, ...]) -> None:
    main("generate", "--n", 5, *DEMO, "--output", "run")
    _require_refused(main("replay", "run", "--output", "new", *change), f"{change[0]} {change[1]}: must be ")
    assert not (tmp_path / "new").exists()


def test_files_of_others_are_left_alone(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 5, *DEMO, "--output", "run")
    foreign = tmp_path / "new" / "alpaca_data.json"
    foreign.parent.mkdir()
    foreign.write_text("mine")
    _require_refused(main("replay", "run", "--output", "new"), "new: holds a alpaca_data.json of some other origin")
    assert foreign.read_text() == "mine"


@pytest.mark.parametrize(
    ("call", "method"),
    [(1, "save_settings"), (1, "start_session"), (9, "settle"), (1, "rejections")],
)
def test_a_replay_that_was_killed_goes_on_with_the_same_command(
    main: Main, tmp_path: Path, call: int, method: str
) -> None:
    main("generate", "--n", 30, *DEMO, "--output", "run")
    die_at(call, method, "replay", tmp_path / "run", "--output", tmp_path / "new")
    _require_the_same(main, tmp_path / "run", tmp_path / "new")


def test_a_replay_that_was_killed_is_not_grown_further(main: Main, tmp_path: Path) -> None:
    main("generate", "--n", 30, *DEMO, "--output", "run")
    die_at(9, "settle", "replay", tmp_path / "run", "--output", tmp_path / "new")
    for arguments in (("generate", "--n", 40, *DEMO), ("import", _others(main, tmp_path))):
        _require_refused(main(*arguments, "--output", "new"), "new: ")


def _require_the_same(main: Main, run: Path, again: Path) -> None:
    """Rebuild a run; the rebuilt one has the same files and tasks."""
    done = main("replay", run, "--output", again)
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    names = [path.name for path in run.iterdir() if path.suffix in (".json", ".jsonl")]
    assert len(names) == 2
    for name in names:
        assert (again / name).read_bytes() == (run / name).read_bytes()
    assert accepted_tasks(again) == accepted_tasks(run)
    assert read_log(again) == read_log(run)


def _require_refused(done: "CompletedProcess[str]", told: str) -> None:
    assert done.returncode == 2
    assert done.stderr.startswith(f"selfinstruct: error: {told}")
    assert unexpected(done.stderr).count("\n") == 1


def _content(folder: Path) -> tuple[list[Item], list[Rejection]]:
    store = Store.open_to_read(folder)
    try:
        return claimed_items(store), [rejection for _, rejection in store.rejections()]
    finally:
        store.close()


def _instructions(rejections: Iterable[Rejection], reason: str) -> set[str]:
    """Return the instructions that were rejected for a reason."""
    return {each.instruction for each in rejections if each.reason == reason}


def _proposed_in(run: Path, main: Main, completion: int) -> Path:
    """Make a file of tasks to import from what a completion proposes that is still to be settled."""
    copy, file = run.with_name("copy"), run.with_name("proposed.jsonl")
    shutil.copytree(run, copy)
    main("generate", "--n", 60, *DEMO, "--output", copy)
    items, _ = _content(copy)
    instructions = [item.instruction for item in items if item.id.startswith(f"{completion}.")]
    assert instructions
    lines = [
        {"instruction": each, "input": "", "output": "It is so, as far as anyone can tell."} for each in instructions
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def _others(main: Main, folder: Path) -> Path:
    """Make a file of tasks to import."""
    main("generate", "--n", 40, "--backend", "demo", "--random-seed", 99, "--output", folder / "others")
    return folder / "others" / "alpaca_data.json"
