"""The loop, started from the middle and watched from inside."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.cli.sessions import _interruptible
from selfinstruct.core.errors import EndpointRefused, PromptRefused, RunFolderError, Unavailable
from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.settings import Connection, Settings
from selfinstruct.core.values import Reply, Request
from selfinstruct.languages import en
from selfinstruct.pipeline.run import Run
from selfinstruct.pool.variety import Variety
from selfinstruct.report.numbers import Report
from selfinstruct.runs.building import build_pool, build_run
from selfinstruct.runs.opening import open_store
from selfinstruct.steps.classification import Classification
from selfinstruct.storage.store import Store
from tests.support import virtual_time
from tests.support.scripted import Echo, Hangs


def _settings(folder: Path, target: int, concurrency: int = 8, give_up_after: float = 600.0) -> Settings:
    connection = Connection("demo", concurrency=concurrency, give_up_after=give_up_after)
    return Settings(
        folder=folder,
        language="en",
        target=target,
        prompts=prompts_folder() / "en",
        random_seed=11,
        connection=connection,
    )


def _generate(settings: Settings) -> tuple[Store, Run]:
    store = open_store(settings)
    return store, virtual_time.run(_work(settings, store))


async def _work(settings: Settings, store: Store) -> Run:
    run = build_run(settings, store)
    await run.generate()
    return run


def _die_at_every(nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every nth completion be recorded but not settled, as if the process had died there."""
    settle, next_job, calls = Store.settle, Run._next_job, 0
    dead: list[Store] = []

    def dies_now_and_then(self: Store, *arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls % nth == 0:
            dead.append(self)
            raise KeyboardInterrupt
        settle(self, *arguments)

    # While its loop winds down, the run would go on for a moment; a dead process does not.
    monkeypatch.setattr(Store, "settle", dies_now_and_then)
    monkeypatch.setattr(Run, "_next_job", lambda self: None if self._store in dead else next_job(self))


def test_the_report_of_a_run_is_the_report_of_its_folder(tmp_path: Path) -> None:
    store, run = _generate(_settings(tmp_path, 120))
    seen = run.report
    kept = Report.load(store)
    assert +seen.stages == +kept.stages
    assert (seen.rejections, seen.requests, seen.usage) == (kept.rejections, kept.requests, kept.usage)
    assert kept.candidates - sum(kept.rejected("instruction").values()) == kept.claimed
    assert kept.claimed - kept.dropped - kept.waiting == kept.accepted >= 120
    assert kept.rejected("task").total() == kept.dropped
    store.close()


def test_a_crash_between_recording_and_settling_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _die_at_every(7, monkeypatch)
    settings, deaths = _settings(tmp_path, 40), 0
    while True:
        store = open_store(settings)
        try:
            virtual_time.run(_work(settings, store))
            break
        except (KeyboardInterrupt, BaseExceptionGroup):
            assert len(store.unsettled()) >= 1
            deaths += 1
        finally:
            store.close()
    assert deaths > 1
    store = Store.open_to_read(tmp_path)
    assert store.unsettled() == []
    accepted = list(store.accepted())
    assert len(accepted) >= 40
    assert len({task.id for task in accepted}) == len({task.instruction for task in accepted}) == len(accepted)
    store.close()


def test_a_resumed_run_does_not_tokenise_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _settings(tmp_path, 60)
    store, _ = _generate(settings)
    items = store.items()
    assert [list(item.tokens) for item in items] == [en.tokenize(item.instruction) for item in items]
    assert any(item.seed_similarity > 0 for item in items)
    tokenised: list[str] = []

    def counting(text: str) -> list[str]:
        tokenised.append(text)
        return en.tokenize(text)

    monkeypatch.setattr(en, "LANGUAGE", replace(en.LANGUAGE, tokenize=counting))
    build_pool(store, Variety({}, {}, {}))
    assert not set(tokenised) & {item.instruction for item in items}
    store.close()


def _store_with(backend: Echo, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr("selfinstruct.runs.building.open_backend", lambda _: backend)
    return open_store(settings)


def _outputs_belong_to_their_instructions(store: Store) -> bool:
    tasks = list(store.accepted())
    return len(tasks) > 0 and all(
        instance.output == f"Done: {task.instruction}" for task in tasks for instance in task.instances
    )


def test_after_a_crash_answers_still_go_to_their_own_instructions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable_now_and_then(number: int) -> None:
        if number % 5 == 0:
            raise Unavailable("busy", cause="HTTP 503")

    _die_at_every(11, monkeypatch)
    monkeypatch.setattr("selfinstruct.endpoints.group.ATTEMPTS", 1)
    settings, backend = _settings(tmp_path, 250), Echo(unavailable_now_and_then)
    while True:
        store = _store_with(backend, settings, monkeypatch)
        try:
            virtual_time.run(_work(settings, store))
            break
        except (KeyboardInterrupt, BaseExceptionGroup):
            store.close()
    assert _outputs_belong_to_their_instructions(store)
    store.close()


def test_items_of_requests_that_failed_are_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_for_a_while(number: int) -> None:
        if 10 < number < 40:
            raise Unavailable("busy", cause="HTTP 503")

    monkeypatch.setattr("selfinstruct.endpoints.group.ATTEMPTS", 1)
    settings = _settings(tmp_path, 60)
    store = _store_with(Echo(fails_for_a_while), settings, monkeypatch)
    virtual_time.run(_work(settings, store))
    report = Report.load(store)
    assert report.accepted >= 60
    assert report.faults["HTTP 503"] == 29
    assert report.waiting + report.accepted + report.dropped == report.claimed
    assert _outputs_belong_to_their_instructions(store)
    store.close()


def test_an_endpoint_that_falls_silent_ends_the_run_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def falls_silent(number: int) -> None:
        if number > 20:
            raise Unavailable("busy", cause="HTTP 503")

    settings = _settings(tmp_path, 500, give_up_after=300)
    store = _store_with(Echo(falls_silent), settings, monkeypatch)
    run = virtual_time.run(_work(settings, store))
    assert isinstance(run.error, EndpointRefused)
    assert "no answer for 300 seconds; the last try: busy" in run.ended_by
    assert run.faults["HTTP 503"] > 30
    assert Report.load(store).faults == run.faults
    store.close()


@pytest.mark.parametrize("method", ["reserve", "record", "settle", "fail", "release"])
def test_a_full_disk_ends_the_run_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    calls = 0

    def fails_now_and_then(number: int) -> None:
        if number % 4 == 0:
            raise Unavailable("busy", cause="HTTP 503")
        if number % 4 == 1:
            raise PromptRefused("filtered")

    def full(*arguments: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise RunFolderError("the disk is full")
        return original(*arguments, **more)

    original = getattr(Store, method)
    settings = _settings(tmp_path, 500)
    store = _store_with(Echo(fails_now_and_then), settings, monkeypatch)
    monkeypatch.setattr(Store, method, full)
    run = virtual_time.run(_work(settings, store))
    assert (str(run.error), run.ended_by, run.exit_code) == ("the disk is full", "the disk is full", 1)
    store.close()


def test_a_completion_that_trips_a_parser_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse, calls = Classification.parse, 0

    def trips(self: Classification, *arguments: Any) -> list[bool | None]:
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            raise IndexError("a bug")
        return parse(self, *arguments)

    monkeypatch.setattr(Classification, "parse", trips)
    store, run = _generate(_settings(tmp_path, 100))
    assert run.report.accepted >= 100
    assert run.report.rejections["completion", "unreadable"] > 0
    assert store.unsettled() == []
    store.close()


def test_an_interrupt_while_the_run_is_being_set_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Ctrl-C cancels then is the task that is about to let the run work."""
    settings = _settings(tmp_path, 50)
    store = _store_with(Echo(), settings, monkeypatch)

    async def interrupted_before() -> Run:
        run = build_run(settings, store)
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await _interruptible(run)
        return run

    run = asyncio.run(interrupted_before())
    assert (run.exit_code, run.ended_by) == (130, "interrupted; the same command goes on")
    store.close()


@pytest.mark.parametrize("concurrency", [1, 4, 50])
def test_little_more_is_asked_than_is_needed(tmp_path: Path, concurrency: int) -> None:
    store, run = _generate(_settings(tmp_path, 300, concurrency))
    assert run.report.accepted - 300 <= min(5 * concurrency, 30)
    assert run.report.claimed <= 300 * 1.3
    store.close()


@pytest.mark.parametrize(
    ("target", "hangs"),
    [
        (300, 3),
        (300, 60),
        (300, 100),
        (60, 12),
    ],
)
def test_an_answer_that_never_comes_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: int, hangs: int
) -> None:
    settings = _settings(tmp_path, target)
    store = _store_with(Hangs(hangs), settings, monkeypatch)

    async def work() -> tuple[Run, float]:
        run = await _work(settings, store)
        return run, asyncio.get_running_loop().time()

    run, seconds = virtual_time.run(work())
    assert (run.exit_code, run.ended_by) == (0, "")
    assert seconds < 100
    assert _outputs_belong_to_their_instructions(store)
    store.close()


class Slow(Echo):
    """An echo that takes half a minute, and refuses the eighth request at once."""

    begun = 0

    async def complete(self, request: Request) -> Reply:
        self.begun += 1
        if self.begun == 8:
            raise EndpointRefused("no quota left")
        await asyncio.sleep(30)
        return await super().complete(request)


def test_what_is_in_flight_when_something_ends_the_run_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings(tmp_path, 300)
    store = _store_with(Slow(), settings, monkeypatch)
    run = virtual_time.run(_work(settings, store))
    assert isinstance(run.error, EndpointRefused)
    assert Report.load(store).requests.total() == 7
    store.close()


def test_what_fails_once_the_target_is_reached_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Run] = []

    def refuses_what_is_too_much(number: int) -> None:
        if runs and runs[0].report.accepted >= 40:
            raise EndpointRefused("no quota left")

    settings = _settings(tmp_path, 40, concurrency=16)
    store = _store_with(Echo(refuses_what_is_too_much), settings, monkeypatch)

    async def work() -> None:
        runs.append(build_run(settings, store))
        await runs[0].generate()

    virtual_time.run(work())
    assert (runs[0].exit_code, runs[0].error, runs[0].ended_by) == (0, None, "")
    assert runs[0].faults == {"endpoint refused": 1} or not runs[0].faults
    store.close()
