"""A cap that is too small is told as a run begins; once it has stopped one, another is proposed that is enough."""

from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Caps, Connection, Observer, Prices, Settings
from selfinstruct.pipeline.capped import Amounts, caps_to_reach
from tests.judging.judged import imported, judged_by, verdict

SETTINGS = Settings(60, connection=Connection(backend="demo"), prices=Prices(1, 2), random_seed=4)


class Noting(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def noted(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.parametrize(
    ("cap", "told"),
    [
        (Caps(cost=0.02), "‹caps.cost› 0.02 is too little: it will stop it at about"),
        (Caps(tokens=9_000), "‹caps.tokens› 9,000 is too little: it will stop it at about"),
        (Caps(requests=8), "‹caps.requests› 8 is too little: it will stop it at about"),
    ],
    ids=["cost", "tokens", "requests"],
)
def test_one_that_is_too_small_is_told_first_and_the_one_proposed_is_enough(
    tmp_path: Path, cap: Caps, told: str
) -> None:
    observer = Noting()
    stopped = selfinstruct.generate(replace(SETTINGS, caps=cap), tmp_path / "run", observer=observer)
    assert [line for line in observer.lines if line.startswith(told)]
    assert (stopped.exit_code, list(stopped.enough)) == (1, [next(name for name, each in vars(cap).items() if each)])
    observer = Noting()
    again = replace(SETTINGS, caps=Caps(**stopped.enough))  # type: ignore[arg-type]
    assert selfinstruct.generate(again, tmp_path / "run", observer=observer).exit_code == 0
    assert observer.lines == []


def test_a_run_without_a_cap_or_with_one_that_is_enough_is_told_nothing(tmp_path: Path) -> None:
    for name, caps in (("none", Caps()), ("large", Caps(cost=50, requests=5_000))):
        observer = Noting()
        result = selfinstruct.generate(replace(SETTINGS, caps=caps), tmp_path / name, observer=observer)
        assert (result.enough, observer.lines) == ({}, [])


def test_the_cap_that_is_proposed_for_a_judge_lets_it_judge_all(tmp_path: Path) -> None:
    run = imported(tmp_path)
    stopped, _ = judged_by("good", run, verdict(4), caps=Caps(requests=2))
    assert stopped.enough["requests"] >= 4
    result, _ = judged_by("good", run, verdict(4), caps=Caps(requests=int(stopped.enough["requests"])))
    assert (result.exit_code, result.judging) == (0, selfinstruct.JudgingResult(4, 0, 0))


@pytest.mark.parametrize(
    ("about", "enough"),
    [
        (Amounts(cost=1.0), {"cost": 2.3}),
        (Amounts(cost=0.01), {"cost": 2.0}),
        (Amounts(), {"cost": 2.0}),
    ],
    ids=["more is needed", "the least is enough", "nobody knows"],
)
def test_no_cap_is_below_the_least(about: Amounts, enough: dict[str, float]) -> None:
    assert caps_to_reach({"cost": 2.0}, Amounts(cost=1.02), about, 1.2) == enough
