"""To look whether caps are enough sums nothing up that a start would not sum up anyway."""

from collections import Counter
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Caps, Connection, Settings
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.report import course
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

_DEMO = Connection(backend="demo")


def _grow(run: Path, target: int, caps: Caps) -> None:
    selfinstruct.generate(Settings(target, "en", connection=_DEMO, random_seed=1, caps=caps), run)


def _judge(run: Path, target: int, caps: Caps) -> None:
    selfinstruct.judge(run, JudgeSettings(connection=_DEMO, caps=caps))


@pytest.mark.parametrize("start", [_grow, _judge])
def test_a_start_with_caps_reads_the_run_no_more_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: object
) -> None:
    assert callable(start)
    read: dict[str, Counter[str]] = {"without": Counter(), "with": Counter()}
    of = Counter[str]()
    for name, owner in (("_stretches", course), ("accepted", Store)):
        whole = getattr(owner, name)

        def noted(*given: object, _name: str = name, _whole: object = whole, **more: object) -> object:
            of[_name] += 1
            assert callable(_whole)
            return _whole(*given, **more)

        monkeypatch.setattr(owner, name, noted)
    load = Report.load
    monkeypatch.setattr(Report, "load", lambda store: of.update(["load"]) or load(store))
    for which, caps in (("without", Caps()), ("with", Caps(requests=100_000))):
        _grow(tmp_path / which, 20, Caps())
        of.clear()
        start(tmp_path / which, 40, caps)
        read[which].update(of)
    assert read["without"]["load"] > 0
    assert read["with"] == read["without"]
