"""The loop, started from the middle and watched from inside."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from selfinstruct.config import Settings
from selfinstruct.languages import en
from selfinstruct.report import Report
from selfinstruct.resources import prompts_folder
from selfinstruct.setup import build_pool, build_run, open_store
from selfinstruct.store import Store
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
    """Settle fails at every 7th completion, as if the process had died there; each start goes on from the record."""
    settle, calls = Store.settle, 0

    def dies_now_and_then(self: Store, *arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls % 7 == 0:
            raise SystemError("died")
        settle(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "settle", dies_now_and_then)
    settings, deaths = _settings(tmp_path, 40), 0
    while True:
        store = open_store(settings)
        try:
            asyncio.run(_work(settings, store))
            break
        except (SystemError, ExceptionGroup):
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


@pytest.mark.parametrize("concurrency", [1, 4, 50])
def test_little_more_is_asked_than_is_needed(tmp_path: Path, concurrency: int) -> None:
    store, report = _generate(_settings(tmp_path, 300, concurrency))
    assert report.accepted - 300 <= 5 * concurrency
    assert report.requests_of("instructions") <= 300 / 10 * 2 + concurrency
    store.close()
