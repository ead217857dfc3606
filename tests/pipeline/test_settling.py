"""One way to settle: whoever gets the lines of a log, and however often it dies over it, comes to the same dataset."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from selfinstruct.api import replay
from selfinstruct.core import wire
from selfinstruct.core.errors import PromptRefused
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import (
    ACCEPTED,
    IMPORT,
    REJECTED,
    Completion,
    Hint,
    Instance,
    LogLine,
    Reply,
    Request,
    Sampling,
    Task,
    Usage,
)
from selfinstruct.languages import find_language
from selfinstruct.pipeline.settling import Settlement
from selfinstruct.recipes import build_recipe
from selfinstruct.report.numbers import Report
from selfinstruct.runs.importing import Importing
from selfinstruct.runs.opening import open_to_grow
from selfinstruct.runs.state import RunState
from selfinstruct.storage.store import Store
from tests.support import virtual_time
from tests.support.grown import items_of, settings_of, work
from tests.support.judge import Judging, strangers_installed
from tests.support.scripted import said

GARBLED = b"<html>502 Bad Gateway</html>"


# --- a log with everything in it


class Faulty(Judging):
    """Also refuses prompts, and brings bodies that hold no completion."""

    def __init__(self) -> None:
        super().__init__(self._refuse)

    def _refuse(self, number: int) -> None:
        if number % 7 == 5:
            raise PromptRefused("filtered")

    async def complete(self, request: Request) -> Reply:
        reply = await super().complete(request)
        return {2: Reply(GARBLED), 3: Reply(reply.body[:40])}.get(self.asked % 5, reply)


def tasks_to_import(count: int, end: str) -> list[Task]:
    """Return tasks of which some are near-duplicates, and some have nothing sound in them."""
    texts = [f"Name the {number}th of the {number * 7} rules of {word}." for number, word in enumerate("ab" * count)]
    tasks = [
        Task("", text, False, (Instance("", "" if at % 5 == 0 else f"Rule {at}{end}"),), "elsewhere")
        for at, text in enumerate(texts)
    ]
    return [*tasks[:count], *tasks[: count // 2]]


RUNS: dict[str, dict[str, Any]] = {
    "en": {"language": "en", "instances_per_task": 2},
    "zh": {"language": "zh"},
    "whole tasks": {"recipe": "alpaca"},
    "a judge": {"recipe": "judged", "instances_per_task": 2},
    "whole tasks, a judge": {"recipe": "whole-and-judged"},
}
runs = pytest.mark.parametrize("run", RUNS)


@pytest.fixture(scope="module", autouse=True)
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with strangers_installed(tmp_path_factory.mktemp("strangers")):
        yield


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of runs that were grown, were imported into, and went on."""
    folders = {}
    for name, more in RUNS.items():
        folder = tmp_path_factory.mktemp("grown") / name
        for target in (30, 60) if "whole" not in name else (100, 200):
            grow_on(folder, settings_of(target, **more))
        folders[name] = folder
    return folders


def grow_on(folder: Path, settings: Settings) -> None:
    with closing(open_to_grow(folder, settings)) as store:
        virtual_time.run(work(store, settings, Faulty()))
        state = RunState(store)
        assert state.report.is_complete
        for _ in Importing(state, "default").batches(tasks_to_import(20, f" of {settings.target}.")):
            pass


@contextmanager
def reading(folder: Path) -> Iterator[Store]:
    with closing(Store.open_to_read(folder)) as store:
        yield store


def dataset(folder: Path) -> dict[str, Any]:
    """Return all that follows from a log, and the numbers."""
    with reading(folder) as store:
        assert store.unsettled() == []
        report = Report.load(store)
        return {
            "accepted": list(store.accepted()),
            "rejections": list(store.rejections()),
            "items": items_of(folder),
            "numbers": numbers(report),
        }


def numbers(report: Report) -> dict[str, Any]:
    """Return those that follow from the log; seconds, and attempts without a body, do not."""
    counts = {"stages": +report.stages, "rejections": +report.rejections, "requests": +report.requests}
    return counts | {"models": +report.models, "judges": +report.judges, "usage": report.usage}


def other(folder: Path, settings: RunSettings) -> Store:
    """Make a run with the same settings."""
    store = Store.create_or_open(folder)
    store.save_settings(settings)
    store.start_session()
    return store


def log_of(folder: Path) -> tuple[RunSettings, list[LogLine]]:
    with reading(folder) as store:
        return store.settings(), list(store.log())


# --- the same log, the same dataset


@runs
def test_the_logs_have_everything_in_them(grown: dict[str, Path], run: str) -> None:
    """Or the other tests would hold little."""
    _, log = log_of(grown[run])
    found = dataset(grown[run])
    with reading(grown[run]) as store:
        reasons = {rejection.reason for _, rejection in store.rejections()}
    assert sum(line.step == IMPORT for line in log) == 2
    assert any(line.body == GARBLED for line in log)
    assert {"prompt_refused", "near_duplicate"} <= reasons
    assert reasons & {"empty_output", "wrong_language"}
    assert ("wrong" in reasons) == ("judge" in run)
    assert len(found["accepted"]) >= 60


@runs
def test_line_by_line_it_is_what_the_loop_made_of_it(grown: dict[str, Path], run: str, tmp_path: Path) -> None:
    settings, log = log_of(grown[run])
    store = other(tmp_path / "run", settings)
    state = RunState(store)
    for line in log:
        state.settler.settle(store.copy(line))
        # What is counted on the way is what the tables say.
    assert numbers(state.report) == numbers(Report.load(store))
    assert {item.id: item for item in state.settler.waiting} == {item.id: item for item in store.waiting()}
    store.close()
    assert dataset(tmp_path / "run") == dataset(grown[run])


@runs
@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_the_same_when_processes_die_between_recording_and_settling(
    grown: dict[str, Path], run: str, seed: int, tmp_path: Path
) -> None:
    """Each leaves some lines that are not settled to the next one."""
    settings, log = log_of(grown[run])
    random, at, deaths = Random(seed), 0, 0
    while at < len(log):
        store = other(tmp_path / "run", settings)
        state = RunState(store)
        state.settle_the_rest()
        for line in log[at : at + random.randrange(6)]:
            state.settler.settle(store.copy(line))
            at += 1
        for line in log[at : at + random.randrange(3)]:
            store.copy(line)
            at += 1
        store.close()
        deaths += 1
    assert deaths > 3
    with closing(Store.create_or_open(tmp_path / "run")) as store:
        RunState(store).settle_the_rest()
    assert dataset(tmp_path / "run") == dataset(grown[run])


@runs
def test_it_is_the_same_when_it_is_replayed(grown: dict[str, Path], run: str, tmp_path: Path) -> None:
    result = replay(grown[run], tmp_path / "again")
    assert dataset(tmp_path / "again") == dataset(grown[run])
    with reading(grown[run]) as store:
        assert numbers(result.report) == numbers(Report.load(store))
    replay(tmp_path / "again", tmp_path / "once more")
    assert dataset(tmp_path / "once more") == dataset(grown[run])


@runs
def test_a_replay_of_a_log_that_was_not_settled_to_its_end_settles_it(
    grown: dict[str, Path], run: str, tmp_path: Path
) -> None:
    settings, log = log_of(grown[run])
    store = other(tmp_path / "died", settings)
    state = RunState(store)
    for line in log[:-5]:
        state.settler.settle(store.copy(line))
    for line in log[-5:]:
        store.copy(line)
    store.close()
    replay(tmp_path / "died", tmp_path / "again")
    assert dataset(tmp_path / "again") == dataset(grown[run])


# --- single lines

ENGLISH = find_language("en")
RECIPE = build_recipe("self-instruct", ENGLISH, 1)
TEXTS = ("Name a fruit that floats.", "Write a haiku about rust.", "Sum up the story below.")


class Settling:
    """A new run, and lines that come into it one after the other."""

    def __init__(self, folder: Path) -> None:
        settings = RunSettings("en", 0.7, (), (), 1, "self-instruct", "demo", "default", 1, target=100)
        self.store = other(folder, settings)
        self.state = RunState(self.store)

    def body(self, step: str, body: bytes, items: tuple[str, ...] = (), attempt: int = 1) -> Settlement:
        line = self.store.record(1, attempt, step, items, Hint(), "", body)
        settlement = self.state.settler.settle(line)
        assert self.store.unsettled() == []
        assert numbers(self.state.report) == numbers(Report.load(self.store))
        return settlement

    def say(self, step: str, text: str, *items: str) -> Outcome:
        return self.body(step, said(text).body, items).outcome

    @property
    def stages(self) -> dict[str, str]:
        return {item.id: item.stage for item in self.state.settler.waiting}


@pytest.fixture
def settling(tmp_path: Path) -> Iterator[Settling]:
    made = Settling(tmp_path / "run")
    made.say("instructions", "\n".join(f"{at}. {text}" for at, text in enumerate(TEXTS, 1)))
    assert made.stages == {"1.0": "classification", "1.1": "classification", "1.2": "classification"}
    yield made
    made.store.close()


def test_a_body_that_holds_no_completion_is_settled_and_nothing_follows(settling: Settling) -> None:
    before = numbers(settling.state.report)
    settlement = settling.body("classification", GARBLED, ("1.0", "1.1"))
    assert settlement == Settlement(Completion("", wire.GARBLED, Usage(), ""), Outcome())
    # It is no completion that was had; that it may have cost something is kept with the attempt.
    assert numbers(settling.state.report) == before
    assert all(item.attempts == 0 for item in settling.state.settler.waiting)


def test_what_a_completion_was_allowed_is_kept_with_it_and_says_whether_it_is_cut(settling: Settling) -> None:
    body = wire.write("1. Name a tree.\n2. Name a stone that fl", "stop", Usage(30, 12), "m")
    for allowed, cut in ((0, []), (13, []), (12, ["cut_by_length"])):
        sent = Request("Go on.", Sampling(1, 1, allowed)) if allowed else None
        line = settling.store.record(2, 1, "instructions", (), Hint(), "", body, sent)
        reasons = [each.reason for each in settling.state.settler.settle(line).outcome.rejections]
        assert [reason for reason in reasons if reason.startswith("cut")] == cut
    *_, last = settling.store.log()
    assert last.max_tokens == 12


def test_an_answer_without_text_only_took_tokens(settling: Settling) -> None:
    before = numbers(settling.state.report)
    settlement = settling.body("classification", wire.write("", "stop", Usage(30, 12), "m"), ("1.0", "1.1"))
    assert settlement == Settlement(Completion("", wire.GARBLED, Usage(30, 12), "m"), Outcome())
    assert numbers(settling.state.report) == before | {"usage": before["usage"] + Usage(30, 12)}
    assert all(item.attempts == 0 for item in settling.state.settler.waiting)


def test_a_second_answer_about_the_same_items_changes_nothing(settling: Settling) -> None:
    """Two processes, or a request that was given up and came in after all."""
    settling.say("classification", "1. no\n2. yes\n3. no", "1.0", "1.1", "1.2")
    stages = settling.stages
    assert stages == {"1.0": "input_first", "1.1": "output_first", "1.2": "input_first"}
    assert settling.say("classification", "1. yes\n2. no\n3. yes", "1.0", "1.1", "1.2") == Outcome()
    assert settling.stages == stages
    assert settling.state.report.requests_of("classification") == 2


def test_of_a_line_only_what_is_said_of_items_that_wait_counts_and_goes_to_its_own_item(settling: Settling) -> None:
    settling.say("classification", "1. no", "1.1")
    outcome = settling.say("classification", "1. yes\n2. yes\n3. no\n4. yes", "9.7", "1.1", "1.0", "1.2")
    assert [(item.id, item.is_classification) for item in outcome.items] == [("1.0", False), ("1.2", True)]
    assert settling.stages == {"1.1": "input_first", "1.0": "input_first", "1.2": "output_first"}


def test_what_is_said_of_accepted_and_rejected_items_is_left_out(settling: Settling) -> None:
    settling.say("classification", "1. no\n2. no\n3. no", "1.0", "1.1", "1.2")
    text = "[Task 1]\n[Output]\nAn apple.\n[Task 2]\n[Input]\nx\n[Output]\n\n[End]"
    outcome = settling.say("input_first", text, "1.0", "1.1")
    assert [(item.id, item.stage) for item in outcome.items] == [("1.0", ACCEPTED), ("1.1", REJECTED)]
    again = "[Task 1]\n[Output]\nA pear.\n[Task 2]\n[Output]\nRed dust.\n[End]"
    assert settling.say("input_first", again, "1.0", "1.1") == Outcome()
    assert [task.instances for task in settling.store.accepted()] == [(Instance("", "An apple."),)]
    assert settling.stages == {"1.2": "input_first"}


def test_a_refusal_of_a_prompt_about_items_that_wait_no_more_is_no_rejection(settling: Settling) -> None:
    settling.say("classification", "1. no", "1.0")
    settlement = settling.body("classification", wire.refusal("filtered", "m"), ("1.0",), attempt=0)
    assert (settlement.completion.finish_reason, settlement.outcome) == (wire.PROMPT_REFUSED, Outcome())


def test_those_that_wait_are_in_the_order_in_which_they_came_to_wait(settling: Settling) -> None:
    settling.say("classification", "1. no", "1.0")
    settling.say("classification", "1. maybe", "1.1")
    assert [(item.id, item.attempts) for item in settling.state.settler.waiting] == [("1.2", 0), ("1.0", 0), ("1.1", 1)]


# --- imported tasks


def import_line(tasks: list[Task], filters: str = "default") -> bytes:
    return json.dumps({"filters": filters, "recipe": "", "tasks": [asdict(task) for task in tasks]}).encode()


HM = Task("theirs", "Hm.", True, (Instance("a", "b"), Instance("c", "d")), "theirs", Hint("qa"))


def test_imported_tasks_are_accepted_at_once_whatever_steps_the_recipe_has(settling: Settling) -> None:
    task = replace(HM, instruction="Rate the letter below.")
    settlement = settling.body(IMPORT, import_line([HM, task]), attempt=0)
    assert settlement.outcome.accepted == [replace(task, id="2.1", origin="2")]
    assert [rejection.reason for rejection in settlement.outcome.rejections] == ["too_short"]
    # All instances of an imported task are kept, however many a model may write.
    assert list(settling.store.accepted()) == [replace(task, id="2.1", origin="2")]
    assert settling.state.report.requests == Counter({("instructions", "stop"): 1})


def test_imported_tasks_pass_the_filters_of_their_time_unless_others_are_named(tmp_path: Path) -> None:
    for kept, named, reasons in (("none", None, []), ("none", "default", ["too_short"]), ("default", "none", [])):
        store = Settling(tmp_path / f"{kept}-{named}").store
        line = store.record(0, 0, IMPORT, (), Hint(), "", import_line([HM], kept))
        RunState(store, named).settler.settle(line)
        assert [rejection.reason for _, rejection in store.rejections()] == reasons
        store.close()


def test_an_instruction_that_was_imported_is_not_claimed_again(settling: Settling) -> None:
    settling.body(IMPORT, import_line([replace(HM, instruction="Spell the longest word you know.")]), attempt=0)
    outcome = settling.say("instructions", "1. Spell the longest word you know!")
    assert [(rejection.reason, outcome.items) for rejection in outcome.rejections] == [("near_duplicate", [])]
