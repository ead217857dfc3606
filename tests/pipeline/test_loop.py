"""The loop, started from the middle and watched from inside."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core.errors import EndpointRefused, InputError, PromptRefused, RunFolderError, Unavailable
from selfinstruct.core.values import Completion, Item, LogLine, Nearest, Reply, Request
from selfinstruct.languages import en
from selfinstruct.pipeline.loop import Loop
from selfinstruct.report.numbers import Report
from selfinstruct.runs.building import build_loop
from selfinstruct.runs.opening import open_to_grow
from selfinstruct.runs.state import RunState
from selfinstruct.steps.classification import Classification
from selfinstruct.steps.findings import Finding
from selfinstruct.storage.store import Store
from tests.support import virtual_time
from tests.support.grown import grow, items_of, settings_of, timed, work
from tests.support.scripted import Echo, Hangs


def _die_at_every(nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every nth completion be recorded but not settled, as if the process had died there."""
    settle, next_job, calls = Store.settle, Loop._next_job, 0
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
    monkeypatch.setattr(Loop, "_next_job", lambda self: None if self.store in dead else next_job(self))


def test_the_report_of_a_run_is_the_report_of_its_folder(tmp_path: Path) -> None:
    store, loop = grow(tmp_path, settings_of(120))
    seen = loop.report
    kept = Report.load(store)
    assert +seen.stages == +kept.stages
    assert (seen.rejections, seen.requests, seen.usage) == (kept.rejections, kept.requests, kept.usage)
    assert kept.candidates - sum(kept.rejected("instruction").values()) == kept.claimed
    assert kept.claimed - kept.rejected_items - kept.waiting == kept.accepted >= 120
    assert kept.rejected("task").total() == kept.rejected_items
    store.close()


def test_a_crash_between_recording_and_settling_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _die_at_every(7, monkeypatch)
    settings, deaths = settings_of(40), 0
    while True:
        store = open_to_grow(tmp_path, settings)
        try:
            virtual_time.run(work(store, settings))
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
    store, _ = grow(tmp_path, settings_of(60))
    items = items_of(tmp_path)
    assert [list(item.tokens) for item in items] == [en.tokenize(item.instruction) for item in items]
    assert any(item.seed_similarity > 0 for item in items)
    tokenised: list[str] = []

    def counting(text: str) -> list[str]:
        tokenised.append(text)
        return en.tokenize(text)

    monkeypatch.setattr(en, "LANGUAGE", replace(en.LANGUAGE, tokenize=counting))
    claims = RunState(store).pool.claim(items[:1])
    assert [claim.nearest for claim in claims] == [Nearest("claimed", items[0].id, items[0].instruction, 1.0)]
    tokenised.remove(items[0].instruction)
    assert not set(tokenised) & {item.instruction for item in items}
    store.close()


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
    monkeypatch.setattr("selfinstruct.endpoints.retry.MOST_TRIES", 1)
    settings, backend = settings_of(250), Echo(unavailable_now_and_then)
    while True:
        store = open_to_grow(tmp_path, settings)
        try:
            virtual_time.run(work(store, settings, backend))
            break
        except (KeyboardInterrupt, BaseExceptionGroup):
            store.close()
    assert _outputs_belong_to_their_instructions(store)
    store.close()


def test_items_of_requests_that_failed_are_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_for_a_while(number: int) -> None:
        if 10 < number < 40:
            raise Unavailable("busy", cause="HTTP 503")

    monkeypatch.setattr("selfinstruct.endpoints.retry.MOST_TRIES", 1)
    store, _ = grow(tmp_path, settings_of(60), Echo(fails_for_a_while))
    report = Report.load(store)
    assert report.accepted >= 60
    assert report.faults["HTTP 503"] == 29
    assert report.waiting + report.accepted + report.rejected_items == report.claimed
    assert _outputs_belong_to_their_instructions(store)
    store.close()


def test_an_endpoint_that_falls_silent_ends_the_run_in_the_end(tmp_path: Path) -> None:
    def falls_silent(number: int) -> None:
        if number > 20:
            raise Unavailable("busy", cause="HTTP 503")

    store, loop = grow(tmp_path, settings_of(500, give_up_after=300), Echo(falls_silent))
    assert isinstance(loop.error, EndpointRefused)
    assert "no answer for 300 s; the last try: busy" in loop.stopped_by
    assert loop.faults["HTTP 503"] > 30
    assert Report.load(store).faults == loop.faults
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
    settings = settings_of(500)
    store = open_to_grow(tmp_path, settings)
    monkeypatch.setattr(Store, method, full)
    loop = virtual_time.run(work(store, settings, Echo(fails_now_and_then)))
    assert (str(loop.error), loop.stopped_by) == ("the disk is full", "the disk is full")
    store.close()


def test_once_a_settlement_has_failed_the_rest_waits_for_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, lines = Store.settle, list[int]()

    def fails_once(self: Store, line: LogLine, *arguments: Any) -> None:
        lines.append(line.id)
        if len(lines) == 12:
            raise RunFolderError("the disk is full")
        settle(self, line, *arguments)

    monkeypatch.setattr(Store, "settle", fails_once)
    store, loop = grow(tmp_path, settings_of(100), Echo())
    assert loop.stopped_by == "the disk is full"
    # What was claimed with the 12th is in the pool, and nowhere else.
    assert len(lines) == 12 < len(list(store.log()))
    assert [line.id for line in store.unsettled()] == [line.id for line in store.log()][11:]
    store.close()


def test_a_step_that_cannot_make_a_request_ends_the_run_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> str:
        raise KeyError("oak")

    monkeypatch.setattr(Classification, "prompt", fails)
    backend = Echo()
    store, loop = grow(tmp_path, settings_of(60), backend)
    assert isinstance(loop.error, InputError)
    assert loop.stopped_by == "‹recipe›: its step classification cannot make a request: KeyError('oak'); mend the step"
    assert backend.asked == len(list(store.log())) > 1
    assert (store.unsettled(), store.reservations()) == ([], [])
    store.close()


def test_a_completion_that_trips_a_parser_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse, calls = Classification.parse, 0

    def trips(self: Classification, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            raise IndexError("a bug")
        return parse(self, completion, items)

    monkeypatch.setattr(Classification, "parse", trips)
    store, loop = grow(tmp_path, settings_of(100))
    assert loop.report.accepted >= 100
    assert loop.report.rejections["completion", "unreadable"] > 0
    assert store.unsettled() == []
    store.close()


@pytest.mark.parametrize("concurrency", [1, 4, 50])
def test_little_more_is_asked_than_is_needed(tmp_path: Path, concurrency: int) -> None:
    store, loop = grow(tmp_path, settings_of(300, concurrency))
    assert loop.report.accepted - 300 <= min(5 * concurrency, 30)
    assert loop.report.claimed <= 300 * 1.3
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
def test_an_answer_that_never_comes_holds_up_nobody(tmp_path: Path, target: int, hangs: int) -> None:
    settings = settings_of(target)
    store = open_to_grow(tmp_path, settings)
    loop, seconds = virtual_time.run(timed(store, settings, Hangs(hangs)))
    assert (loop.error, loop.stopped_by) == (None, "")
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


def test_what_is_in_flight_when_something_ends_the_run_is_waited_for(tmp_path: Path) -> None:
    store, loop = grow(tmp_path, settings_of(300), Slow())
    assert isinstance(loop.error, EndpointRefused)
    assert Report.load(store).requests.total() == 7
    store.close()


class Interrupts(Echo):
    """An echo that interrupts the loop at some of its requests, before it answers them, or gives up at one."""

    def __init__(self, *numbers: int, gives_up_at: int = 0) -> None:
        super().__init__(self._interrupt)
        self._numbers, self._gives_up_at = numbers, gives_up_at
        self.loop: Loop | None = None

    def _interrupt(self, number: int) -> None:
        if self.loop and number in self._numbers:
            self.loop.interrupt()
        if self.loop and number == self._gives_up_at:
            self.loop.give_up()


def _interrupted(folder: Path, backend: Interrupts) -> tuple[Store, Loop]:
    settings = settings_of(300)
    store = open_to_grow(folder, settings)

    async def watched() -> Loop:
        loop = backend.loop = build_loop(RunState(store), settings, backend, lambda _: None)
        await loop.generate()
        return loop

    return store, virtual_time.run(watched())


@pytest.mark.parametrize("numbers", [(20,), (20, 21), range(20, 40)], ids=["once", "twice", "with each answer"])
def test_an_interrupt_lets_what_is_in_flight_come_in(tmp_path: Path, numbers: Sequence[int]) -> None:
    store, loop = _interrupted(tmp_path, backend := Interrupts(*numbers))
    assert (loop.interrupted, loop.error, loop.stopped_by) == (True, None, "interrupted; run it again to go on")
    assert backend.asked > 20
    assert Report.load(store).requests.total() == backend.asked
    store.close()


@pytest.mark.parametrize("numbers", [(), (20,)], ids=["at once", "after an interrupt"])
def test_what_is_in_flight_can_be_given_up(tmp_path: Path, numbers: Sequence[int]) -> None:
    store, loop = _interrupted(tmp_path, backend := Interrupts(*numbers, gives_up_at=21))
    assert (loop.interrupted, loop.error) == (True, None)
    assert loop.stopped_by.startswith("interrupted, ")
    assert 0 < Report.load(store).requests.total() < backend.asked
    assert Report.load(store).reserved.completion_tokens > 0
    store.close()


def test_what_fails_once_the_target_is_reached_is_no_failure(tmp_path: Path) -> None:
    loops: list[Loop] = []

    def refuses_what_is_too_much(number: int) -> None:
        if loops and loops[0].report.accepted >= 40:
            raise EndpointRefused("no quota left")

    settings = settings_of(40, concurrency=16)
    store = open_to_grow(tmp_path, settings)

    async def watched() -> None:
        loops.append(build_loop(RunState(store), settings, Echo(refuses_what_is_too_much), lambda _: None))
        await loops[0].generate()

    virtual_time.run(watched())
    (loop,) = loops
    assert (loop.error, loop.stopped_by) == (None, "")
    assert loop.faults == {"endpoint refused": 1} or not loop.faults
    store.close()
