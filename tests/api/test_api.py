"""The use cases as functions: they return values, tell an observer, and leave the process to its owner."""

import asyncio
import json
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import (
    BackendError,
    Caps,
    Connection,
    EndpointRefused,
    Export,
    ImportSettings,
    InputError,
    Loop,
    Observer,
    Pace,
    ReplaySettings,
    Reply,
    Request,
    Result,
    RunFolderError,
    ScriptedBackend,
    Settings,
    api,
)
from selfinstruct.core.values import Task
from selfinstruct.pipeline.settling import Settlement
from tests.conftest import RunFolder
from tests.support.runs_0_1 import output_files
from tests.support.scripted import Echo

DEMO = Connection(backend="demo")
ENGLISH = Settings(60, connection=DEMO, random_seed=3)
CHINESE = replace(ENGLISH, language="zh")
MANY = replace(ENGLISH, target=5000, pace=Pace(concurrency=4))


class Noting(Observer):
    """Notes what it is told; `on_settled` is called with the loop at each completion."""

    def __init__(self, on_settled: Callable[[Loop, int], None] = lambda *_: None) -> None:
        self.told: list[str] = []
        self.settlements: list[Settlement] = []
        self.counts: list[tuple[int, str]] = []
        self.threads: set[int] = set()
        self._on_settled = on_settled

    def _note(self, what: str) -> None:
        self.told.append(what)
        self.threads.add(threading.get_ident())

    def started(self, loop: Loop) -> None:
        self._note("started")
        assert (loop.endpoints.in_flight, loop.stopped_by, loop.endpoints.not_asked) == (0, "", [])
        assert loop.endpoints.concurrency >= 1
        self.loop = loop

    def settled(self, settlement: Settlement) -> None:
        self._note("settled")
        self.settlements.append(settlement)
        self._on_settled(self.loop, len(self.settlements))

    def importing(self, interrupt: Callable[[], None]) -> None:
        self._note("importing")

    def ended(self) -> None:
        self._note("ended")
        assert self.told[0] == "importing" or self.loop.endpoints.in_flight == 0

    def counted(self, count: int, what: str) -> None:
        self.counts.append((count, what))


@pytest.fixture
def leaves_the_process_alone(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], None]]:
    """Require that nothing is printed, and that the handlers of signals are what they were whenever that is asked."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    # Python itself takes over its own handler of Ctrl-C while an event loop runs, but nobody else's.
    pythons = signal.signal(signal.SIGINT, _of_the_caller)
    before = [signal.getsignal(number) for number in numbers]

    def look() -> None:
        assert [signal.getsignal(number) for number in numbers] == before

    yield look
    look()
    signal.signal(signal.SIGINT, pythons)
    assert capfd.readouterr() == ("", "")


def _of_the_caller(number: int, frame: object) -> None:
    """Stand in for what a caller does when a signal comes."""


def _same(one: Path, other: Path) -> bool:
    return output_files(one) == output_files(other) != {}


# --- where it may be called


def test_it_prints_nothing_and_traps_no_signal(tmp_path: Path, leaves_the_process_alone: Callable[[], None]) -> None:
    observer = Noting(lambda *_: leaves_the_process_alone())
    run = tmp_path / "run"
    assert api.generate(ENGLISH, run, observer=observer).report.is_complete
    assert len(observer.settlements) > 5
    api.import_tasks([run / "alpaca_data.json"], tmp_path / "imported", observer=observer)
    api.replay(run, tmp_path / "again", observer=observer)
    api.export(run, Export("messages", tmp_path / "out"), observer=observer)
    api.plan(ENGLISH, run)
    with api.open_run(run) as opened:
        assert opened.report.accepted >= 60


def test_it_works_from_a_thread_and_under_a_running_event_loop(tmp_path: Path) -> None:
    api.generate(ENGLISH, tmp_path / "plain")

    async def under_a_loop() -> None:
        result = api.generate(ENGLISH, tmp_path / "loop")
        assert result.report.is_complete
        await api.generate_async(ENGLISH, tmp_path / "async")
        await asyncio.to_thread(api.generate, ENGLISH, tmp_path / "to_thread")

    asyncio.run(under_a_loop())
    with ThreadPoolExecutor(1) as threads:
        threads.submit(api.generate, ENGLISH, tmp_path / "thread").result()
    for name in ("loop", "async", "to_thread", "thread"):
        assert _same(tmp_path / name, tmp_path / "plain"), name


def test_two_at_the_same_time_come_to_what_they_come_to_one_after_the_other(tmp_path: Path) -> None:
    wanted = (("en", ENGLISH), ("zh", CHINESE))
    for name, settings in wanted:
        api.generate(settings, tmp_path / name)
    # Each begins only when both have begun, and neither ends before both are well on their way.
    both = threading.Barrier(2, timeout=240)

    def wait(loop: Loop, number: int) -> None:
        if number <= 3:
            both.wait()

    with ThreadPoolExecutor(2) as threads:
        jobs = [
            threads.submit(api.generate, settings, tmp_path / f"{name} too", observer=Noting(wait))
            for name, settings in wanted
        ]
        results = [job.result() for job in jobs]
    for (name, _), result in zip(wanted, results, strict=True):
        assert result.report.is_complete
        assert _same(tmp_path / name, tmp_path / f"{name} too"), name


def test_two_in_one_event_loop_do_not_disturb_each_other(tmp_path: Path) -> None:
    async def both() -> None:
        await asyncio.gather(
            *(api.generate_async(each, tmp_path / f"{each.language} too") for each in (ENGLISH, CHINESE))
        )

    for settings in (ENGLISH, CHINESE):
        api.generate(settings, tmp_path / settings.language)
    asyncio.run(both())
    for name in ("en", "zh"):
        assert _same(tmp_path / name, tmp_path / f"{name} too"), name


def test_the_same_folder_twice_is_refused(tmp_path: Path) -> None:
    refused: list[Exception] = []

    def again(loop: Loop, number: int) -> None:
        if not refused:
            with pytest.raises(RunFolderError, match="in use by another") as caught:
                api.import_tasks([task_file], tmp_path / "run")
            refused.append(caught.value)

    task_file = tmp_path / "task.json"
    task_file.write_text('[{"instruction": "Name three rivers of Asia.", "input": "", "output": "Ob, Lena, Mekong"}]')
    result = api.generate(ENGLISH, tmp_path / "run", observer=Noting(again))
    assert result.report.is_complete
    assert refused


# --- what it tells


def test_the_observer_sees_all_that_happens(tmp_path: Path) -> None:
    observer = Noting()
    result = api.generate(ENGLISH, tmp_path / "run", observer=observer)
    assert observer.told == ["started", *["settled"] * len(observer.settlements), "ended"]
    assert len(observer.settlements) == result.report.requests.total()
    tasks = [task for settlement in observer.settlements for task in settlement.outcome.accepted]
    rejections = [each for settlement in observer.settlements for each in settlement.outcome.rejections]
    with api.open_run(tmp_path / "run") as run:
        assert [task.id for task in tasks][:60] == [task.id for task in run.tasks()]
        assert rejections == [rejection for rejection, _ in run.rejections()]
    assert observer.loop.report.accepted == len(tasks)


def test_the_observer_is_not_told_of_a_run_that_asks_nothing(tmp_path: Path) -> None:
    first = api.generate(ENGLISH, tmp_path / "run")
    observer = Noting()
    again = api.generate(ENGLISH, tmp_path / "run", observer=observer)
    assert (observer.told, first.is_untouched, again.is_untouched) == ([], False, True)
    assert again.report.requests == first.report.requests
    assert again.files == first.files


def test_what_is_read_is_counted(tmp_path: Path) -> None:
    observer, run = Noting(), tmp_path / "run"
    requests = api.generate(ENGLISH, run).report.requests.total()
    api.import_tasks([run / "alpaca_data.json"], tmp_path / "imported", observer=observer)
    api.replay(run, tmp_path / "again", observer=observer)
    api.export(run, Export("messages", tmp_path / "out"), observer=observer)
    last = {what: count for count, what in observer.counts}
    assert last == {"tasks read": 60, "completions read": requests, "tasks written": 60}
    assert observer.told == ["importing", "ended"]


def test_an_observer_that_raises_ends_the_run_but_loses_nothing(tmp_path: Path) -> None:
    def fails(loop: Loop, number: int) -> None:
        if number == 3:
            raise ZeroDivisionError("mine")

    result = api.generate(ENGLISH, tmp_path / "run", observer=Noting(fails))
    assert isinstance(result.error, ZeroDivisionError)
    with api.open_run(tmp_path / "run") as run:
        assert len(list(run.completions())) >= 3
    assert api.generate(ENGLISH, tmp_path / "run").report.is_complete


def test_a_backend_of_the_caller_is_asked_in_the_place_of_the_named_one(tmp_path: Path) -> None:
    backend = ScriptedBackend("1. Name three rivers of Asia.")
    settings = Settings(5, connection=Connection(backend="openai"), caps=Caps(requests=4))
    result = api.generate(settings, tmp_path / "run", backend=backend)
    assert len(backend.requests) == 4
    assert all(isinstance(request, Request) and request.question for request in backend.requests)
    assert "‹caps.requests› 4 are sent" in result.stopped_by
    assert (result.error, result.interrupted, result.is_untouched) == (None, False, False)


# --- what goes wrong


def test_it_raises_instead_of_ending_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    run, imported = tmp_path / "run", tmp_path / "imported"
    api.generate(replace(ENGLISH, target=5), run)
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"instruction": "Name three rivers.", "input": "", "output": "Ob"}\n{"input": 5}\n[]\n')
    cases: list[tuple[type[Exception], str, Callable[[], object]]] = [
        (InputError, "‹target› 0: must be at least 1", lambda: replace(ENGLISH, target=0)),
        (InputError, "‹language› xx: unknown language", lambda: api.generate(replace(ENGLISH, language="xx"), run)),
        (InputError, "‹backend› gpt: unknown", lambda: api.generate(Settings(1, connection=Connection("gpt")), run)),
        (InputError, "set OPENAI_API_KEY", lambda: api.generate(Settings(1), tmp_path / "new")),
        (
            RunFolderError,
            "‹filters› default, which cannot",
            lambda: api.generate(replace(ENGLISH, filters="none"), run),
        ),
        (RunFolderError, "‹filters› default, which cannot", lambda: api.plan(replace(ENGLISH, filters="none"), run)),
        (RunFolderError, "no run here", lambda: api.open_run(tmp_path / "nothing")),
        (RunFolderError, "no run here", lambda: api.replay(tmp_path / "nothing", tmp_path / "new")),
        (RunFolderError, "holds a run already", lambda: api.replay(run, run)),
        (RunFolderError, "no run here", lambda: api.export(tmp_path / "nothing", Export("belle", tmp_path / "out"))),
        (InputError, "‹format› tsv: unknown", lambda: api.export(run, Export("tsv", tmp_path / "out"))),
        (
            InputError,
            r"bad.jsonl, line 2: .*; 1 other value is bad, too; .*‹skip_bad›",
            lambda: api.import_tasks([bad], imported),
        ),
    ]
    for kind, told, work in cases:
        with pytest.raises(kind, match=told):
            work()
    assert not imported.exists()
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "out").exists()


def test_values_that_are_no_tasks_are_noted_if_they_may_be_left_out(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"instruction": "Name three large rivers.", "input": "", "output": "Ob"}\n{"input": 5}\n[]\n')
    result = api.import_tasks([bad], tmp_path / "run", skip_bad=True)
    assert [note.partition("line ")[2][0] for note in result.notes] == ["2", "3"]
    assert result.report.accepted == len(RunFolder(tmp_path / "run").records) == 1


def test_a_backend_that_refuses_all_is_raised_and_one_that_refuses_later_is_told(tmp_path: Path) -> None:
    settings = replace(ENGLISH, pace=Pace(concurrency=1))
    refusing = ScriptedBackend([EndpointRefused("wrong key")])
    with pytest.raises(EndpointRefused, match="wrong key"):
        api.generate(settings, tmp_path / "run", backend=refusing)
    assert not (tmp_path / "run").exists()
    script: list[str | Reply | BackendError] = [
        "1. Name three rivers of Asia.\n2. Explain the tides to a child.",
        EndpointRefused("no quota left"),
    ]
    result = api.generate(settings, tmp_path / "run", backend=ScriptedBackend(script))
    assert isinstance(result.error, EndpointRefused)
    assert result.stopped_by == "no quota left"
    assert result.report.claimed == 2
    assert api.generate(replace(ENGLISH, target=20), tmp_path / "run").report.is_complete


# --- stopping


def test_an_interrupt_stops_and_keeps_what_is_in_flight(tmp_path: Path) -> None:
    def interrupt(loop: Loop, number: int) -> None:
        if number == 4:
            loop.interrupt()
            backend.lets_go = True

    backend, observer = Holding(), Noting(interrupt)
    result = api.generate(MANY, tmp_path / "run", backend=backend, observer=observer)
    assert (result.interrupted, result.error) == (True, None)
    assert result.stopped_by == "interrupted; run it again to go on"
    assert 4 < backend.asked == len(observer.settlements) == result.report.requests.total()
    assert {path.name for path in result.files} == {"alpaca_data.json", "rejected.jsonl"}
    assert observer.told[-1] == "ended"


def test_what_is_given_up_is_counted_and_the_run_goes_on(tmp_path: Path) -> None:
    def interrupt(loop: Loop, number: int) -> None:
        if number == 4:
            loop.give_up()

    backend, observer = Holding(), Noting(interrupt)
    result = api.generate(MANY, tmp_path / "run", backend=backend, observer=observer)
    assert result.interrupted
    assert result.stopped_by.startswith("interrupted, 3 requests in flight given up")
    assert result.report.requests.total() == 4
    assert result.report.attempts == backend.asked == 7
    assert api.generate(ENGLISH, tmp_path / "run").report.is_complete


def test_an_observer_that_fails_is_named(tmp_path: Path) -> None:
    def fail(_: Loop, number: int) -> None:
        raise KeyError("mine")

    result = api.generate(ENGLISH, tmp_path / "run", observer=Noting(fail))
    assert result.stopped_by == "the observer failed, in settled(): KeyError('mine')"
    assert isinstance(result.error, KeyError)
    assert result.exit_code == 2
    assert api.generate(ENGLISH, tmp_path / "run").report.is_complete


def test_one_that_is_cancelled_leaves_a_folder_that_goes_on(tmp_path: Path) -> None:
    run = tmp_path / "run"

    async def cancel_after(settlements: int) -> Noting:
        enough = asyncio.Event()
        observer = Noting(lambda _, number: enough.set() if number == settlements else None)
        work = asyncio.create_task(api.generate_async(MANY, run, backend=Holding(), observer=observer))
        await enough.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        return observer

    held: list[Task] = []
    for settlements in (3, 9):
        observer = asyncio.run(cancel_after(settlements))
        assert observer.told[-1] == "ended"
        with api.open_run(run) as opened:
            assert not opened.is_being_worked_on
            tasks = list(opened.tasks())
            assert tasks[: len(held)] == held
            held = tasks
    assert api.generate(ENGLISH, run).report.is_complete
    with api.open_run(run) as opened:
        assert list(opened.tasks())[: len(held)] == held
        assert opened.report.attempts > opened.report.requests.total()


class Holding(Echo):
    """Answers a request once three more have come in, so that some are always in flight, or once it is to let go."""

    lets_go = False

    async def answering(self) -> None:
        self.asked += 1
        wanted = self.asked + 3
        while self.asked < wanted and not self.lets_go:
            await asyncio.sleep(0.001)


# --- looking into a run


def test_an_open_run_has_all_that_came_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    result = api.generate(replace(CHINESE, target=120, instances_per_task=2), folder)
    with api.open_run(folder) as run:
        tasks, records = list(run.tasks()), RunFolder(folder).records
        assert len(tasks) == 120
        assert [
            {"instruction": task.instruction, "input": each.input, "output": each.output}
            for task in tasks
            for each in task.instances
        ] == records
        assert run.to_dataset().to_list() == records
        assert run.to_dataset().column_names == ["instruction", "input", "output"]
        rejected = [(each.id, each.instruction, each.reason) for each, _ in run.rejections()]
        rows = sorted(RunFolder(folder).rejections, key=lambda row: int(row["id"][1:]))
        assert rejected == [(row["id"], row["instruction"], row["reason"]) for row in rows]
        answers = list(run.completions())
        assert len(answers) == result.report.requests.total()
        assert all(answer.completion.text and answer.line.body for answer in answers)
        assert {completion for _, completion in run.rejections()} <= {answer.line.id for answer in answers}
        assert run.report == result.report
        assert (run.settings.language, run.settings.target) == ("zh", 120)
        assert run.files == list(result.files)


def test_a_run_can_be_looked_into_while_it_grows(tmp_path: Path) -> None:
    seen: list[int] = []

    def look(loop: Loop, number: int) -> None:
        with api.open_run(tmp_path / "run") as run:
            assert run.is_being_worked_on
            assert len(list(run.completions())) == number
            seen.append(run.report.accepted)

    api.generate(replace(ENGLISH, target=20), tmp_path / "run", observer=Noting(look))
    assert seen == sorted(seen)
    assert seen[-1] >= 20


def test_an_empty_run_gives_an_empty_dataset(tmp_path: Path) -> None:
    backend = ScriptedBackend("nothing of use")
    settings = replace(ENGLISH, caps=Caps(requests=1), pace=Pace(concurrency=1))
    api.generate(settings, tmp_path / "run", backend=backend)
    with api.open_run(tmp_path / "run") as run:
        assert run.to_dataset().column_names == ["instruction", "input", "output"]
        assert run.to_dataset().num_rows == 0


# --- the other use cases


def test_a_replay_returns_how_the_new_run_stands(tmp_path: Path) -> None:
    before = api.generate(ENGLISH, tmp_path / "run")
    same = api.replay(tmp_path / "run", tmp_path / "same")
    assert same.report.stages == before.report.stages
    assert same.notes[0] == f"{before.report.requests.total()} completions read"
    assert _same(tmp_path / "run", tmp_path / "same")
    strict = api.replay(tmp_path / "run", tmp_path / "strict", ReplaySettings(target=10, similarity_threshold=0.4))
    assert strict.report.target == 10
    assert strict.report.claimed < before.report.claimed
    with api.open_run(tmp_path / "strict") as run:
        assert (run.settings.similarity_threshold, run.settings.is_replay) == (0.4, False)


def test_an_import_takes_a_language_and_filters(tmp_path: Path) -> None:
    tasks = [{"instruction": "请介绍一下长江的源头。", "input": "无", "output": "长江发源于青藏高原。"}]
    (tmp_path / "zh.json").write_text(json.dumps(tasks), encoding="utf-8")
    for filters, given in (("default", ""), ("none", "无")):
        settings = ImportSettings(language="zh", filters=filters)
        result = api.import_tasks([tmp_path / "zh.json"], tmp_path / filters, settings)
        assert [path.name for path in result.files] == ["Belle.train.json", "rejected.jsonl"]
        assert RunFolder(tmp_path / filters).records == [tasks[0] | {"input": given}]


def test_an_export_returns_what_was_written(tmp_path: Path) -> None:
    api.generate(ENGLISH, tmp_path / "run")
    assert api.export(tmp_path / "run", Export("messages", tmp_path / "out.jsonl")) == [(tmp_path / "out.jsonl", 60)]


def test_a_plan_asks_and_keeps_nothing(tmp_path: Path) -> None:
    new = api.plan(ENGLISH, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
    assert (new.missing, new.from_experience) == (60, False)
    api.generate(ENGLISH, tmp_path / "run")
    before = {path: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    grown = api.plan(replace(ENGLISH, target=160), tmp_path / "run")
    assert grown.from_experience
    assert grown.missing <= 100
    assert {path: path.read_bytes() for path in (tmp_path / "run").iterdir()} == before


def test_a_plan_hardly_depends_on_which_seed_tasks_are_drawn_first() -> None:
    """What a prompt takes is the mean of many, since it may show short seed tasks or long ones."""
    settings = Settings(1000, language="zh", recipe="belle", connection=Connection("demo"))
    taken = [api.plan(replace(settings, random_seed=seed)).usage for seed in (1, 2, 3, 4)]
    prompts = [each.prompt_tokens for each in taken]
    assert max(prompts) < 1.05 * min(prompts)
    assert len({each.completion_tokens for each in taken}) == 1


def test_a_check_yields_what_each_endpoint_does() -> None:
    async def found() -> list[tuple[str, str, bool | None]]:
        return [(name, each.what, each.works) async for name, each in api.check(DEMO, ENGLISH.asking)]

    told = asyncio.run(found())
    assert [what for _, what, _ in told] == ["models", "chat", "completions", "structured", "limits"]
    assert {name for name, _, _ in told} == {"demo"}


def test_without_a_folder_it_takes_the_one_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result: Result = api.generate(replace(CHINESE, target=5, recipe="belle"))
    assert result.folder == Path("outputs/zh-belle-demo")
    assert len(RunFolder(tmp_path / result.folder).records) == 5


def test_folders_and_files_may_be_given_as_text(tmp_path: Path) -> None:
    run, anew, brought = (str(tmp_path / name) for name in ("run", "anew", "brought"))
    settings = selfinstruct.Settings(target=3, language="en", connection=selfinstruct.Connection(backend="demo"))
    assert selfinstruct.plan(settings, run)
    written = selfinstruct.generate(settings, run).files[0]
    selfinstruct.replay(run, anew)
    imported = selfinstruct.ImportSettings(language="en")
    assert selfinstruct.import_tasks([str(written)], brought, imported).report.accepted == 3
    assert selfinstruct.export(anew, selfinstruct.Export("messages", tmp_path / "messages.jsonl"))
    with selfinstruct.open_run(brought) as found:
        assert len([*found.tasks()]) == 3
