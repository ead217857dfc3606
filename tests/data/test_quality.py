"""What docs/quality.md says of blind grades is what the grades beside it come to."""

import csv
import json
import re
from pathlib import Path
from statistics import mean, median

import pytest

DOCS = Path(__file__).parents[2] / "docs"
ROWS = [("en", "ours", "English, ours"), ("en", "alpaca", "English, Alpaca's prompt and seeds")]
ROWS += [("zh", "ours", "Chinese, ours"), ("zh", "belle", "Chinese, BELLE's prompt and seeds")]


def _grades(language: str, source: str) -> list[dict[str, str]]:
    with (DOCS / "quality" / f"grades-{language}.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["source"] == source]


def _mean(language: str, source: str, name: str) -> float:
    return mean(float(row[name]) for row in _grades(language, source))


@pytest.mark.parametrize(("language", "source", "title"), ROWS)
def test_the_table_holds_the_means(language: str, source: str, title: str) -> None:
    real, fits, correct, value, valid = (
        _mean(language, source, name) for name in ("real", "input_ok", "correct", "value", "all_ok")
    )
    row = f"| {title} | {real:.2f} | {fits:.0%} | {correct:.2f} | {value:.2f} | {valid:.0%} |"
    assert row.replace("%", " %") in (DOCS / "quality.md").read_text("utf-8")


@pytest.mark.parametrize(("language", "other", "title"), [("en", "alpaca", "English"), ("zh", "belle", "Chinese")])
def test_the_differences_are_those_of_the_means(language: str, other: str, title: str) -> None:
    real, value = (_mean(language, "ours", name) - _mean(language, other, name) for name in ("real", "value"))
    assert f"| now, {title} | {real:+.2f} | {value:+.2f} |" in (DOCS / "quality.md").read_text("utf-8")


@pytest.mark.parametrize(("language", "source", "title"), ROWS)
def test_every_grade_is_of_a_task_that_is_there(language: str, source: str, title: str) -> None:
    lines = (DOCS / "quality" / f"tasks-{language}.jsonl").read_text("utf-8").splitlines()
    tasks = {str(row["id"]): row["source"] for row in map(json.loads, lines)}
    grades = _grades(language, source)
    assert {tasks[row["task"]] for row in grades} == {source}
    assert {row["grader"] for row in grades} == {"1", "2", "3"}
    assert len(grades) == 3 * 80


def _tasks(name: str) -> list[dict[str, str]]:
    rows = [json.loads(line) for line in (DOCS / "quality" / name).read_text("utf-8").splitlines()]
    return [row for row in rows if row["source"] == "ours"]


def test_what_is_counted_in_later_tasks_is_what_is_told_of_them() -> None:
    graded, later = _tasks("tasks-en.jsonl"), _tasks("tasks-en-later.jsonl")
    numbers, lengths = [], []
    for rows in (graded, later):
        numbers.append(mean(len(re.findall(r"[0-9][0-9.,:]*", row["instruction"])) for row in rows))
        lengths.append(median(len(row["output"]) for row in rows if len(row["output"]) > 30))
    labelled = sum(bool(row["is_classification"]) for row in later)
    told = (DOCS / "quality.md").read_text("utf-8")
    assert f"{100 * labelled / len(later):.0f} % ({labelled} of {len(later)})" in told
    assert f"mean | {numbers[0]:.1f} | {numbers[1]:.1f} |" in told
    assert f"in characters | {lengths[0]:,.0f} | {lengths[1]:,.0f} |" in told
