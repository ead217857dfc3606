"""The loop, started from the middle and watched from inside."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.backends.demo.reading import read
from selfinstruct.config import Settings
from selfinstruct.errors import EndpointRefused, PromptRefused, RunFolderError, Unavailable
from selfinstruct.languages import en
from selfinstruct.report import Report
from selfinstruct.resources import prompts_folder
from selfinstruct.sessions import _interruptible
from selfinstruct.setup import build_pool, build_run, open_store
from selfinstruct.steps.classification import Classification
from selfinstruct.store import Store
from selfinstruct.types import Completion, Request
from selfinstruct.variety import Variety


def _settings(folder: Path, target: int, concurrency: int = 8) -> Settings:
    return Settings(
        folder=folder,
        language="en",
        target=target,
        prompts=prompts_folder() / "en",
        backend="demo",
        concurrency=concurrency,
        random_seed=11,
    )


def _generate(settings: Settings) -> tuple[Store, Report]:
    store = open_store(settings)

    async def work() -> Report:
        run = build_run(settings, store)
        await run.generate()
        return run.report

    return store, asyncio.run(work())


def _die_at_every(nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every nth completion be recorded but not settled, as if the process had died there."""
    settle, calls = Store.settle, 0

    def dies_now_and_then(self: Store, *arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls % nth == 0:
            raise KeyboardInterrupt
        settle(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "settle", dies_now_and_then)


def test_the_report_of_a_run_is_the_report_of_its_folder(tmp_path: Path) -> None:
    store, seen = _generate(_settings(tmp_path, 120))
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
            asyncio.run(_work(settings, store))
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
    build_pool(settings, store, Variety({}, {}, {}))
    assert not set(tokenised) & {item.instruction for item in items}
    store.close()


async def _work(settings: Settings, store: Store) -> None:
    await build_run(settings, store).generate()


class Echo:
    """A backend whose every output names its instruction; `trouble` may raise before it answers."""

    def __init__(self, trouble: Callable[[int], None]) -> None:
        self._demo = DemoBackend(random_seed=4)
        self._trouble = trouble
        self.asked = 0

    async def complete(self, request: Request) -> Completion:
        self.asked += 1
        number = self.asked
        await asyncio.sleep(0)
        self._trouble(number)
        completion = await self._demo.complete(request)
        question = read(request.prompt)
        if question.wanted not in ("input_first", "output_first"):
            return completion
        parts = (f"[Task {n}]\n[Output]\nDone: {text}" for n, text in enumerate(question.instructions, 1))
        return replace(completion, text="\n".join(parts), finish_reason="stop")

    async def close(self) -> None:
        pass


def _store_with(backend: Echo, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr("selfinstruct.setup.open_backend", lambda _: backend)
    monkeypatch.setattr("selfinstruct.endpoint._seconds_to_wait", lambda _: 0.0)
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
    monkeypatch.setattr("selfinstruct.endpoint.ATTEMPTS", 1)
    settings, backend = _settings(tmp_path, 250), Echo(unavailable_now_and_then)
    while True:
        store = _store_with(backend, settings, monkeypatch)
        try:
            asyncio.run(_work(settings, store))
            break
        except (KeyboardInterrupt, BaseExceptionGroup):
            store.close()
    assert _outputs_belong_to_their_instructions(store)
    store.close()


def test_items_of_requests_that_failed_are_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_for_a_while(number: int) -> None:
        if 10 < number < 40:
            raise Unavailable("busy", cause="HTTP 503")

    monkeypatch.setattr("selfinstruct.endpoint.ATTEMPTS", 1)
    settings = _settings(tmp_path, 60)
    store = _store_with(Echo(fails_for_a_while), settings, monkeypatch)
    asyncio.run(_work(settings, store))
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

    monkeypatch.setattr("selfinstruct.endpoint.GIVE_UP_AFTER", 0.2)
    settings = _settings(tmp_path, 500)
    store = _store_with(Echo(falls_silent), settings, monkeypatch)
    run = build_run(settings, store)
    asyncio.run(run.generate())
    assert isinstance(run.error, EndpointRefused)
    assert "busy" in run.ended_by
    assert run.report.faults["HTTP 503"] > 30
    store.close()


def test_a_full_disk_ends_the_run_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(number: int) -> None:
        if number % 4 == 0:
            raise PromptRefused("filtered")

    def full(self: Store, faults: object) -> None:
        raise RunFolderError("the disk is full")

    settings = _settings(tmp_path, 500)
    store = _store_with(Echo(refuses), settings, monkeypatch)
    monkeypatch.setattr(Store, "count_faults", full)
    run = build_run(settings, store)
    asyncio.run(run.generate())
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
    store, report = _generate(_settings(tmp_path, 100))
    assert report.accepted >= 100
    assert report.rejections["completion", "unreadable"] > 0
    assert store.unsettled() == []
    store.close()


def test_an_interrupt_while_the_run_is_being_set_up_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Ctrl-C cancels then is the task that is about to let the run work."""
    settings = _settings(tmp_path, 50)
    store = _store_with(Echo(lambda _: None), settings, monkeypatch)
    run = build_run(settings, store)

    async def interrupted_before() -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await _interruptible(run)

    asyncio.run(interrupted_before())
    assert (run.exit_code, run.ended_by) == (130, "interrupted; the same command goes on")
    store.close()


@pytest.mark.parametrize("concurrency", [1, 4, 50])
def test_little_more_is_asked_than_is_needed(tmp_path: Path, concurrency: int) -> None:
    store, report = _generate(_settings(tmp_path, 300, concurrency))
    assert report.accepted - 300 <= min(5 * concurrency, 30)
    assert report.claimed <= 300 * 1.3
    store.close()
