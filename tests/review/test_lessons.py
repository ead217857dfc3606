"""What decisions teach, and previews that come true when their command is really run."""

import shlex
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, ImportSettings, Lesson, ReplaySettings, RunFolderError, Settings
from selfinstruct.core.values import Record
from selfinstruct.decisions.standing import Standings
from selfinstruct.review.desk import Desk
from selfinstruct.review.evidence import Evidence, Seen
from selfinstruct.review.lessons import lowered_threshold, raised_threshold
from selfinstruct.review.previews import Previews
from selfinstruct.review.risks import Risks
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.conftest import Command, unexpected
from tests.support.reviewed import REVIEW, imported_run, opened, served, varied_run, write_tasks
from tests.support.taught import CLOSE, NEAR, SHORT, TASKS, accepted_ids, rejected_for, said_of, taught_run

Taught = Callable[[str], Path]


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    known: dict[str, Path] = {}

    def run(filters: str) -> Path:
        if filters not in known:
            known[filters] = taught_run(tmp_path_factory.mktemp("taught"), filters)
        return known[filters]

    return run


@pytest.fixture
def taught(runs: Taught, tmp_path: Path) -> Taught:
    """Copy a run, with filters that the name says, into a folder whose name a shell would take apart."""
    return lambda filters: Path(shutil.copytree(runs(filters), tmp_path / "it's a run"))


def _lesson(run: Path, name: str, *, was_accepted: bool = False) -> Lesson:
    return next(each for each in selfinstruct.lessons(run) if (each.name, each.was_accepted) == (name, was_accepted))


def _accepted(run: Path) -> set[str]:
    with closing(Store.open_to_read(run)) as store:
        return {task.instruction for task in store.accepted()}


def _restore_near(run: Path) -> None:
    said_of(run, "restore", rejected_for(run, "near_duplicate", high=0.8)[:9])
    said_of(
        run, "reject", [*rejected_for(run, "near_duplicate", high=0.8)[9:10], *rejected_for(run, "near_duplicate", 0.8)]
    )


def _restore_short(run: Path) -> None:
    said_of(run, "restore", rejected_for(run, "too_short")[:9])
    said_of(run, "reject", rejected_for(run, "too_short")[9:10])


def _reject_close(run: Path) -> None:
    ids = accepted_ids(run)
    said_of(run, "keep", ids[:TASKS])
    said_of(run, "reject", ids[TASKS + SHORT * (len(ids) > TASKS + CLOSE) :][:10])


def _reject_short(run: Path) -> None:
    ids = accepted_ids(run)
    said_of(run, "keep", ids[:TASKS])
    said_of(run, "reject", ids[TASKS : TASKS + 10])


@pytest.mark.parametrize(
    ("filters", "decide", "name", "was_accepted", "changes", "count", "decided"),
    [
        ("default", _restore_near, "near_duplicate", False, ReplaySettings(similarity_threshold=0.75), NEAR, (9, 1)),
        ("default", _restore_short, "too_short", False, ReplaySettings(filters="default,-too_short"), SHORT, (9, 1)),
        ("default", _reject_close, "close_to_seed", True, ReplaySettings(similarity_threshold=0.62), CLOSE, (0, 10)),
        ("default,-too_short", _reject_short, "too_short", True, ReplaySettings(filters="default"), SHORT, (0, 10)),
        ("none", _reject_short, "too_short", True, ReplaySettings(filters="none,+too_short"), SHORT, (0, 10)),
    ],
)
def test_a_preview_is_what_its_command_does(
    taught: Taught,
    command: Command,
    filters: str,
    decide: Callable[[Path], None],
    name: str,
    was_accepted: bool,
    changes: ReplaySettings,
    count: int,
    decided: tuple[int, int],
) -> None:
    run = taught(filters)
    decide(run)
    preview = _lesson(run, name, was_accepted=was_accepted).preview
    assert preview is not None
    assert (preview.changes, preview.lets_in, preview.count) == (changes, not was_accepted, count)
    assert ((preview.wanted, preview.unwanted), len(preview.examples), preview.bare) == (decided, 2, 0)
    program, *arguments = shlex.split(preview.command)
    done = command(*arguments)
    assert (program, done.returncode, done.stderr) == ("selfinstruct", 0, "")
    output = Path(arguments[arguments.index("--output") + 1])
    before, after = _accepted(run), _accepted(output)
    moved, others = (before - after, after - before) if was_accepted else (after - before, before - after)
    assert (len(moved), others) == (count, set())
    assert {*preview.examples} <= moved
    # The next one goes into another folder.
    again = _lesson(run, name, was_accepted=was_accepted).preview
    assert again is not None
    assert str(output) + "-2" in shlex.split(again.command)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two instances a task, step by step, with what filters found in all of them."""
    folder = tmp_path_factory.mktemp("grown") / "run"
    demo = Connection(backend="demo")
    selfinstruct.generate(Settings(150, connection=demo, random_seed=6, instances_per_task=2), folder)
    return folder


@pytest.mark.parametrize("instances", [1, 2])
def test_each_filter_taken_out_lets_in_what_a_replay_does(grown: Path, tmp_path: Path, instances: int) -> None:
    run = tmp_path / "run"
    reasons = selfinstruct.replay(grown, run, ReplaySettings(instances_per_task=instances)).report.rejections
    tried, came = 0, 0
    for reason in sorted({name for _, name in reasons}):
        with closing(Store.open_to_read(run)) as store:
            preview = Previews(
                Evidence(store, store.settings(), Standings(), Risks.all_known(store, []))
            ).without_filter(reason)
        if preview:
            selfinstruct.replay(run, tmp_path / reason, preview.changes)
            before, after = _instances(run), _instances(tmp_path / reason)
            assert preview.count == sum(count > before.get(text, -1) for text, count in after.items()), reason
            assert preview.bare == sum(text not in before and not count for text, count in after.items())
            tried, came = tried + 1, came + preview.count
    assert tried >= 4
    assert came >= 2


def _instances(run: Path) -> dict[str, int]:
    """Return how many instances each claimed instruction has in the dataset."""
    with closing(Store.open_to_read(run)) as store:
        claimed = dict.fromkeys((each.instruction for each in store.claimed()), 0)
        return claimed | {task.instruction: len(task.instances) for task in store.accepted()}


def test_too_few_decisions_or_too_even_ones_propose_nothing(taught: Taught) -> None:
    run = taught("default")
    short = rejected_for(run, "too_short")
    assert selfinstruct.lessons(run) == []
    said_of(run, "skip", short[:8])
    assert selfinstruct.lessons(run) == []
    said_of(run, "restore", short[:3])
    assert (_lesson(run, "too_short").overturned, _lesson(run, "too_short").preview) == (3, None)
    said_of(run, "restore", short[3:8])
    assert _lesson(run, "too_short").preview
    said_of(run, "reject", short[5:12])
    found = _lesson(run, "too_short")
    assert (found.overturned, found.share.of, found.preview) == (5, 12, None)


def test_what_was_edited_before_it_was_restored_says_nothing_of_its_filter(taught: Taught) -> None:
    run = taught("default")
    edited, *others = rejected_for(run, "too_short")[:3]
    with closing(Store.open_to_read(run)) as store:
        decide(store, edited, "edit", "ann", after=Record("Explain why the sky is blue at noon.", "", "It scatters."))
    said_of(run, "restore", [edited, *others])
    said_of(run, "skip", others)
    assert (_lesson(run, "too_short").overturned, _lesson(run, "too_short").share.of) == (2, 2)


def test_a_lower_threshold_needs_more_than_a_reviewer_who_rejects_everything(taught: Taught) -> None:
    run = taught("default")
    said_of(run, "reject", accepted_ids(run))
    assert _lesson(run, "close_to_seed", was_accepted=True).overturned == CLOSE
    assert _lesson(run, "", was_accepted=True).share.share == 1
    assert not [each for each in selfinstruct.lessons(run) if each.preview]


def test_where_there_are_many_some_stand_for_all(taught: Taught, monkeypatch: pytest.MonkeyPatch) -> None:
    run = taught("default")
    _restore_short(run)
    monkeypatch.setattr("selfinstruct.review.previews._MOST_TRIED", 6)
    preview = _lesson(run, "too_short").preview
    assert preview is not None
    assert (preview.count, preview.of, preview.is_estimate) == (SHORT, SHORT, True)
    assert preview.told_in("en").startswith("Without this filter, about 12 of the 12 that it rejected would come in.")


def test_what_another_filter_rejects_as_well_does_not_come_in(taught: Taught) -> None:
    run = taught("default")
    _restore_short(run)
    with closing(sqlite3.connect(run / "run.sqlite")) as db, db:
        last = rejected_for(run, "too_short")[-1]
        db.execute("UPDATE rejections SET instruction = '- 有' WHERE id = ?", (last[1:],))
    preview = _lesson(run, "too_short").preview
    assert preview is not None
    assert (preview.count, preview.of) == (SHORT - 1, SHORT)


def test_what_is_near_to_an_instruction_to_avoid_is_told(taught: Taught) -> None:
    run = taught("default")
    _restore_near(run)
    with closing(sqlite3.connect(run / "run.sqlite")) as db, db:
        last = rejected_for(run, "near_duplicate", high=0.8)[-1]
        db.execute("UPDATE rejections SET reason = 'avoided', nearest_kind = 'avoid' WHERE id = ?", (last[1:],))
    preview = _lesson(run, "near_duplicate").preview
    assert preview is not None
    assert (preview.count, preview.avoided) == (NEAR, 1)
    assert "1 are near to an instruction to avoid" in preview.told_in("en")


def test_imported_tasks_alone_cannot_be_replayed(tmp_path: Path) -> None:
    run = imported_run(tmp_path, [(f"Why {at}?", "", "Because it is so.") for at in "abcdef"])
    said_of(run, "restore", rejected_for(run, "too_short"))
    found = _lesson(run, "too_short")
    assert (found.overturned, found.preview) == (6, None)


def test_no_filter_is_proposed_where_imported_tasks_came_in_through_others(taught: Taught, tmp_path: Path) -> None:
    run = taught("default")
    _restore_short(run)
    _restore_near(run)
    for filters, is_proposed in (("default", True), ("none", False)):
        file = write_tasks(tmp_path / "more.json", [(f"Name what {filters} means here.", "", "Nothing at all.")])
        selfinstruct.import_tasks([file], run, ImportSettings(language="en", filters=filters))
        assert bool(_lesson(run, "too_short").preview) == is_proposed
    assert _lesson(run, "near_duplicate").preview


def test_there_is_none_where_there_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="no run here"):
        selfinstruct.lessons(tmp_path / "nowhere")


@pytest.mark.parametrize(("lang", "told"), [("en", "up to 12 of the 12 that it rejected"), ("zh", "最多 12 条会入选")])
def test_the_page_and_the_terminal_show_them(taught: Taught, command: Command, lang: str, told: str) -> None:
    run = taught("default")
    with served(run) as address, opened(address) as tab:
        assert "<table" not in tab.get("/lessons", lang=lang)["html"]
        _restore_short(run)
        html = tab.get("/lessons", lang=lang)["html"]
    done = command("review", run, "--lessons")
    preview = _lesson(run, "too_short").preview
    assert preview is not None
    assert told in html
    assert preview.command in unescape(html)
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    assert "too_short      9 of 10" in done.stdout
    assert f"  {preview.command}\n" in done.stdout
    assert preview.told_in("en") in done.stdout


def _seen(*similarities: float, is_wanted: bool) -> list[Seen]:
    return [Seen(Record(f"{each}", "", ""), (), is_wanted, (), each, "") for each in similarities]


@pytest.mark.parametrize(
    ("wanted", "unwanted", "threshold"),
    [
        ([0.72] * 5, [], 0.72),
        ([8 / 11] * 5, [0.74, 0.9], 0.73),
        ([0.71, 0.71, 0.74, 0.74, 0.74, 0.78], [0.79], 0.78),
        ([0.71] * 6 + [0.9], [0.75, 0.76, 0.77], 0.71),
        ([0.71] * 3, [], None),
        ([0.71] * 8, [0.71] * 8, None),
        ([0.9995] * 9, [], None),
        ([], [0.8] * 9, None),
    ],
)
def test_a_threshold_is_raised_as_far_as_most_decisions_ask(
    wanted: list[float], unwanted: list[float], threshold: float | None
) -> None:
    assert raised_threshold(_seen(*wanted, is_wanted=True) + _seen(*unwanted, is_wanted=False)) == threshold


@pytest.mark.parametrize(
    ("of", "wanted", "unwanted", "threshold"),
    [
        (0.7, [0.2] * 9, [0.65] * 5, 0.64),
        (0.7, [0.2] * 9 + [0.62], [2 / 3] * 6 + [0.61] * 2, 0.6),
        (0.7, [0.2] * 9 + [0.62] * 6, [2 / 3] * 6 + [0.61], 0.66),
        (0.7, [0.2] * 9, [0.55] * 9, None),
        (0.7, [0.2], [0.2] * 9 + [0.65] * 9, None),
        (0.1, [0.0] * 9, [0.005] * 9, None),
    ],
)
def test_a_threshold_is_lowered_where_what_is_near_to_seed_tasks_is_rejected(
    of: float, wanted: list[float], unwanted: list[float], threshold: float | None
) -> None:
    assert lowered_threshold(_seen(*wanted, is_wanted=True) + _seen(*unwanted, is_wanted=False), of) == threshold


def test_risks_that_take_a_look_at_all_of_a_run_are_lessons_too(tmp_path: Path) -> None:
    run = varied_run(tmp_path)
    with closing(Store.open_to_read(run)) as store:
        tasks = {task.instruction: task.id for task in store.accepted()}
        decide(store, tasks[REVIEW], "reject", "ann", instance=4)
        decide(store, tasks["Describe how bread rises while you wait."], "reject", "ann")
        decide(store, tasks["Describe how bread rises while it is baked."], "keep", "ann")
    found = {each.name: (each.overturned, each.share.of) for each in selfinstruct.lessons(run) if each.was_accepted}
    assert (found["rare_label"], found["close_to_task"]) == ((1, 1), (1, 1))
    assert found[""] == (2, 3)
    with closing(Desk(run, "ann")) as desk:
        assert {each.name for each in desk.lessons()} == {*found} - {"rare_label", "close_to_task"}
        while not desk.counts()["is_complete"]:
            pass
        assert {each.name for each in desk.lessons()} == {*found} - {"close_to_task"}
