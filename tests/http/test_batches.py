"""Runs whose requests leave in files, over real HTTP: half the price, nothing twice, and collected by whoever comes."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from selfinstruct.backends import openai
from selfinstruct.backends.openai.batches import BATCHING, OpenAIBatches
from selfinstruct.core.errors import EndpointRefused, InputError
from selfinstruct.core.judging import Judging
from selfinstruct.core.settings import Batch, Caps, Connection, Pace, Prices, Settings
from selfinstruct.pipeline.loop import Loop
from tests.conftest import RunFolder
from tests.crashes.inprocess import main_of
from tests.crashes.ordeal import read_log
from tests.support.batch_server import BatchServer

PRICES = Prices(prompt=2.0, completion=8.0, cached=2.0)


def _settings(server: BatchServer, batch: Batch = "steps", n: int = 30, **more: Any) -> Settings:
    how = Connection(base_urls=(server.url,), batch=batch, lane_price=0.5 if batch else None)
    return Settings(n, connection=how, prices=PRICES, pace=Pace(concurrency=4), random_seed=1, **more)


def _require_sound(folder: Path, server: BatchServer, n: int = 30) -> None:
    """Require that a run has its tasks, that all that was billed in batches is recorded, and nothing billed twice."""
    assert len(RunFolder(folder).records) == n
    assert server.bought_twice == 0
    recorded = {str(line.attempt) for line in read_log(folder)}
    assert {name for name, lane, _ in server.billed if lane == "batch"} <= recorded


@pytest.mark.parametrize(("batch", "language"), [("steps", "en"), ("all", "zh")])
def test_what_leaves_in_batches_costs_half(tmp_path: Path, batch: Batch, language: str) -> None:
    with BatchServer(forgets=batch == "all") as server:
        result = selfinstruct.generate(replace(_settings(server, batch), language=language), tmp_path / "run")
    _require_sound(tmp_path / "run", server)
    lanes = {lane for _, lane, _ in server.billed}
    assert lanes == ({"batch"} if batch == "all" else {"batch", "online"})
    assert result.report.cost == pytest.approx(server.cost(PRICES))
    assert result.report.out == []


@pytest.mark.parametrize(
    "faults",
    [
        {"unanswered": 0.3, "ends": "expired", "busy": 3},
        {"unanswered": 0.3, "largest": 30_000, "lost": 1, "unlisted": 3},
        {"dropped": 1},
    ],
    ids=str,
)
def test_what_is_not_answered_is_asked_again(
    tmp_path: Path, faults: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "dropped" in faults:
        monkeypatch.setattr(OpenAIBatches, "listed_within", 0.1)
    with BatchServer(**faults) as server:
        result = selfinstruct.generate(_settings(server), tmp_path / "run")
    _require_sound(tmp_path / "run", server)
    assert result.report.cost == pytest.approx(server.cost(PRICES))


def test_a_batch_that_is_refused_ends_the_run_with_its_words(tmp_path: Path) -> None:
    with BatchServer(fail=1) as server:
        result = selfinstruct.generate(_settings(server), tmp_path / "run")
        assert isinstance(result.error, EndpointRefused)
        assert "batch_1 was refused: invalid_json_line: this file cannot be processed" in result.stopped_by
        assert selfinstruct.generate(_settings(server), tmp_path / "run").exit_code == 0
    _require_sound(tmp_path / "run", server)


class _Leaving(selfinstruct.Observer):
    """Ends the command once a batch is out."""

    def __init__(self, server: BatchServer) -> None:
        self.server = server

    def started(self, loop: Loop) -> None:
        self.loop = loop
        self.look()

    def look(self) -> None:
        if self.server.batches:
            self.loop.interrupt()
        else:
            asyncio.get_running_loop().call_later(0.02, self.look)


def test_the_command_may_end_and_another_one_collects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run, away = tmp_path / "run", tmp_path / "away"
    with BatchServer(pause=0.3) as server:
        result = selfinstruct.generate(_settings(server), run, observer=_Leaving(server))
        assert result.interrupted
        (out,) = result.report.out
        assert out.requests == len(server.batches["batch_1"].lines)
        told = main_of(monkeypatch, capsys)("status", run).stdout
        assert f"requests out {out.requests}: since " in told
        assert f", in batch_1 at {server.url}, for {out.cost(result.report.price_lists):,.4f} at most" in told
        assert "requests lost" not in told
        elsewhere = replace(_settings(server).connection, base_urls=("http://127.0.0.1:9/v1",))
        with pytest.raises(InputError, match="a batch of this run is out at http"):
            selfinstruct.generate(replace(_settings(server), connection=elsewhere), run)
        run.rename(away)
        # Nothing new leaves in a batch, but what is out is collected.
        assert selfinstruct.generate(_settings(server, ""), away).exit_code == 0
    assert len(server.batches) == 1
    _require_sound(away, server)


def test_a_command_that_leaves_ends_once_all_is_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run, main = tmp_path / "run", main_of(monkeypatch, capsys)
    with BatchServer(holds=True) as server:
        given = ("generate", "--n", 10, "--output", run, "--base-url", server.url, "--batch", "all")
        for _ in range(2):
            left = main(*given, "--batch-leave")
            assert left.returncode == 0
            assert "0 of 10 tasks (all that can be asked is out in batches; run it again to coll" in left.stdout
            assert left.stdout.count("requests out") == len(server.batches) == 1
            assert f"  selfinstruct generate -o {run} -n 10  collect what is out, and go on\n" in left.stdout
        server.holds = False
        # Whether to leave is for one start.
        assert main("generate", "--n", 10, "--output", run).returncode == 0
    _require_sound(run, server, n=10)


def test_a_cap_on_money_holds_and_what_is_out_counts(tmp_path: Path) -> None:
    with BatchServer() as server:
        settings = _settings(server, "all", n=5000, caps=Caps(cost=0.2))
        result = selfinstruct.generate(settings, tmp_path / "run")
    assert "the cap is reached: ‹caps.cost› 0.2 leaves no room" in result.stopped_by
    assert 0.05 < server.cost(PRICES) <= 0.2
    assert len(server.batches["batch_1"].lines) == 4
    assert server.bought_twice == 0


def test_a_judge_judges_in_batches(tmp_path: Path) -> None:
    with BatchServer() as server:
        result = selfinstruct.generate(_settings(server, judge=True, n=10), tmp_path / "run")
    assert result.report.requests_of("judge") >= 1
    _require_sound(tmp_path / "run", server, n=10)


def test_a_judge_elsewhere_judges_in_batches_where_they_are_sold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with BatchServer() as server, BatchServer() as judges:
        sold_there = replace(BATCHING, price=lambda url: 0.5 if url == judges.url else 1.0)
        settings = _settings(server, judge=True, n=10, judging=Judging(urls=(judges.url,)))
        with monkeypatch.context() as patched:
            patched.setattr(openai, "BACKEND", replace(openai.BACKEND, batching=sold_there))
            result = selfinstruct.generate(settings, tmp_path / "sold")
        assert {lane for _, lane, _ in judges.billed} == {"batch"}
        assert result.report.cost == pytest.approx(server.cost(PRICES) + judges.cost(PRICES))
        # Where nobody knows of batches, such as at a local server, there may be none.
        selfinstruct.generate(settings, tmp_path / "local")
        assert {lane for _, lane, _ in judges.billed} == {"batch", "online"}
    assert len(RunFolder(tmp_path / "sold").records) == len(RunFolder(tmp_path / "local").records) == 10


def test_what_a_run_holds_is_judged_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    selfinstruct.generate(Settings(8, connection=Connection("demo"), random_seed=1), tmp_path / "run")
    with BatchServer() as server:
        given = ("judge", tmp_path / "run", "--base-url", server.url, "--batch", "steps")
        assert "judged: 8 tasks" in main_of(monkeypatch, capsys)(*given).stdout
    assert [lane for _, lane, _ in server.billed] == ["batch"] * 8
    assert len(server.batches) == 1


def test_what_no_batch_can_do_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    with BatchServer() as server:
        for settings, said in (
            (_settings(server, recipe="alpaca"), "no step of this recipe can wait"),
            (replace(_settings(server), connection=Connection("demo", batch="steps")), "the backend demo has no batch"),
        ):
            with pytest.raises(InputError, match=said):
                selfinstruct.generate(settings, tmp_path / "run")
    assert not (tmp_path / "run").exists()
