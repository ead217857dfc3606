"""A run that saturates is told while it runs, in the words and numbers of its report."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import selfinstruct
from selfinstruct import Connection, Ideas, Observer, Request, ScriptedBackend, Settings
from selfinstruct.core.counts import Count, Rough
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.report.course import Stretch, enough_of, outlook
from selfinstruct.report.numbers import Report
from selfinstruct.report.trend import Following, Trend

VERBS = "describe explain compare draw invent list sort praise repair paint".split()
NOUNS = "lantern harbour cheese glacier violin orchard comet saddle tunnel kettle".split()


class Noting(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def noted(self, line: str) -> None:
        self.lines.append(line)


def _script(new: int) -> Any:
    """Return a script that brings ten new tasks an answer until there are `new`, and the same ones after that."""
    count = 0

    def answer(request: Request) -> str:
        nonlocal count
        tasks = []
        for _ in range(20):
            at = count if count < new or count % 20 == 0 else count % new
            words = f"{VERBS[at // 10 % 10]} q{at}a z{at}b {NOUNS[at % 10]} y{at}c x{at}d"
            tasks.append({"instruction": f"Please {words} today.", "input": "", "output": f"Done {at}."})
            count += 1
        return json.dumps({"tasks": tasks})

    return answer


def _grow(folder: Path, new: int, target: int) -> tuple[list[str], selfinstruct.Result]:
    observer = Noting()
    settings = Settings(target, recipe="alpaca", random_seed=1, connection=Connection("demo"))
    result = selfinstruct.generate(settings, folder, observer=observer, backend=ScriptedBackend(_script(new)))
    return observer.lines, result


def test_a_run_that_saturates_is_told_once_with_what_the_report_says(tmp_path: Path) -> None:
    lines, result = _grow(tmp_path / "run", 200, 230)
    assert result.stopped_by == "" or "nothing new" in result.stopped_by
    (told,) = [line for line in lines if line.startswith("the run saturates: ")]
    # In the end the numbers are those of the end, and nothing is told twice.
    (ended,) = [note for note in result.notes if note.startswith("the run saturates: ")]
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert ended.startswith(" ".join(["the run saturates:", *run.trend.lines()]))
    # What is told is what the verdict rests on, and what is to come follows from the numbers that are told.
    numbers = r"Of the first (\d+) candidates (\d+)% were sound and new, of the last as many (\d+)%. "
    numbers += r"The last \d+ took (\d+) requests and brought (\d+) tasks."
    found = re.search(numbers, told)
    assert found
    candidates, first, recent, requests, tasks = map(int, found.groups())
    assert Ideas(candidates, *(round(candidates * each / 100) for each in (first, recent))).are_running_out
    outlook = re.search(r"At this rate the (\d+) tasks? still to come will take about (\d+) more requests?", told)
    assert bool(outlook) == (tasks > 0)
    assert outlook is None or int(outlook[2]) == Rough(round(int(outlook[1]) * requests / tasks))
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.trend.is_saturating


def test_a_run_with_new_ideas_is_left_alone(tmp_path: Path) -> None:
    lines, result = _grow(tmp_path / "run", 1000, 300)
    assert [line for line in lines if "saturates" in line] == []
    assert [line for line in result.notes if "saturates" in line] == []
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert run.trend.recent
        assert not run.trend.is_saturating


@pytest.mark.parametrize("ideas", [Ideas(60, 52, 25), None])
@given(st.integers(1, 400), st.integers(0, 99), st.integers(1, 500), st.integers(1, 5000))
def test_the_numbers_that_are_told_multiply(
    ideas: Ideas | None, candidates: int, share: int, requests: int, missing: int
) -> None:
    accepted, waiting = candidates * share // 100, candidates // 20
    recent = Stretch(candidates, accepted, waiting, candidates - accepted - waiting, requests=requests)
    report = replace(_report(), target=missing)
    coming = outlook(recent, report)
    assert bool(coming) == (recent.tasks > 0)
    lines = Trend(recent, recent, coming, ideas).lines()
    assert bool(ideas) == any(line.startswith("Of the first 60 candidates 87% were") for line in lines)
    assert coming is None or coming.requests == round(missing * requests / recent.tasks)
    told = f"took {Count(requests):request} and brought {Count(recent.tasks):task}."
    assert bool(ideas) == any(line.endswith(told) for line in lines)


def _report() -> Report:
    return Report(RunSettings("en", 0.7, (), (), 1), 1000)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=200), st.integers(0, 199))
def test_it_follows_as_if_it_had_seen_all(steps: list[tuple[int, int]], cut: int) -> None:
    """What was counted in earlier sessions counts like what is seen; the shares are those of the true windows."""
    report, seen, stretches = _report(), [(0, 0)], []
    following = Following(report)
    for at, (new, refused) in enumerate(steps):
        report.stages["accepted"] += new
        report.rejections["instruction", "near_duplicate"] += refused
        if at < cut:
            stretches.append(Stretch(new + refused, new, requests=1))
            following = Following(report, stretches)
        else:
            following.note()
        seen.append((report.candidates, report.claimed))
    ideas, total = following.ideas, seen[-1][0]
    if total < 2 * enough_of(total) + 40:
        return
    assert ideas
    enough = ideas.candidates
    # Points lie at most a step and an answer apart.
    slack = max(10.0, 0.005 * total) + 60
    before = [claimed for candidates, claimed in seen if candidates <= enough]
    after = [claimed for candidates, claimed in seen if candidates >= enough]
    assert before[-1] - slack <= ideas.first <= after[0] + slack


@pytest.mark.parametrize(
    ("ideas", "running_out"),
    [
        (Ideas(50, 45, 40), False),
        (Ideas(50, 45, 20), True),
        (Ideas(50, 5, 2), False),
        (Ideas(1000, 900, 460), False),
        (Ideas(1000, 900, 440), True),
        (Ideas(50, 0, 0), False),
        (Ideas(50, 50, 50), False),
    ],
)
def test_only_what_is_beyond_chance_is_told(ideas: Ideas, running_out: bool) -> None:
    assert ideas.are_running_out == running_out
