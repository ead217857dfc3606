"""A clock that is set while a run goes on changes nothing: durations stay what they were."""

import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder, unexpected
from tests.crashes.inprocess import main_of
from tests.support.misbehaving_server import MisbehavingServer

HOUR = 3600.0
# 429 and 503 come with a time to wait.
FAULTS = {"rate_limit": 0.1, "unavailable": 0.1}


@pytest.mark.parametrize(
    "jumps", [(0, 5, -7), (0, -1, -2, -3, -4), (0, 1, 2, 3, 4)], ids=["both ways", "back", "ahead"]
)
def test_a_clock_that_jumps_by_hours_does_not_disturb_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], jumps: tuple[int, ...]
) -> None:
    run, main = tmp_path / "run", main_of(monkeypatch, capsys)
    started = time.monotonic()
    with MisbehavingServer(faults=FAULTS) as server, monkeypatch.context() as patched:
        offsets = _offsets(jumps)
        true_time = time.time
        patched.setattr(time, "time", lambda: true_time() + next(offsets))
        for n in (20, 40):
            done = main("generate", "--n", n, "--base-url", server.url, "--model", "demo", "--output", run)
            assert (done.returncode, unexpected(done.stderr)) == (0, "")
    assert len(RunFolder(run).records) == 40
    store = Store.open_to_read(run)
    report, sessions = Report.load(store), _sessions(store)
    store.close()
    assert len(sessions) == 2
    assert min(sessions) >= 0
    assert 0 <= report.dedup_seconds <= report.seconds <= time.monotonic() - started


def _offsets(jumps: tuple[int, ...]) -> Iterator[float]:
    """Yield what the clock is off by, in seconds; it jumps each tenth time that it is asked."""
    for jump in cycle(jumps):
        yield from [jump * HOUR] * 10


def _sessions(store: Store) -> list[float]:
    """Return how long each session has taken."""
    return [seconds for (seconds,) in store._rows("SELECT active_until - started_at FROM sessions")]
