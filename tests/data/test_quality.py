"""What docs/quality.md says of blind grades is what the grades beside it come to."""

import csv
import json
import re
from pathlib import Path
from statistics import mean, median

import pytest

from tests.conftest import RunFolder

DOCS, SAMPLE_RUNS = (Path(__file__).parents[2] / name for name in ("docs", "outputs"))
ROWS = [("en", "ours", "English, ours"), ("en", "alpaca", "English, Alpaca's prompt and seeds")]
ROWS += [("zh", "ours", "Chinese, ours"), ("zh", "belle", "Chinese, BELLE's prompt and seeds")]


LATER = [("en", "ours", "English, ours, later"), ("en", "alpaca", "English, Alpaca's prompt and seeds, again")]
LATER += [("zh", "ours", "Chinese, ours, later"), ("zh", "belle", "Chinese, BELLE's prompt and seeds, again")]
SAMPLES = [
    ("en", "ours", "English, ours, samples"),
    ("en", "alpaca", "English, Alpaca's prompt and seeds, a third time"),
]
SAMPLES += [
    ("zh", "ours", "Chinese, ours, samples"),
    ("zh", "belle", "Chinese, BELLE's prompt and seeds, a third time"),
]
GRADED = [(*row, later) for rows, later in ((ROWS, ""), (LATER, "-later"), (SAMPLES, "-samples")) for row in rows]


def _grades(language: str, source: str, later: str = "") -> list[dict[str, str]]:
    with (DOCS / "quality" / f"grades-{language}{later}.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["source"] == source]


def _mean(language: str, source: str, name: str, later: str = "") -> float:
    return mean(float(row[name]) for row in _grades(language, source, later))


@pytest.mark.parametrize(("language", "source", "title", "later"), GRADED)
def test_the_tables_hold_the_means(language: str, source: str, title: str, later: str) -> None:
    real, fits, correct, value, valid = (
        _mean(language, source, name, later) for name in ("real", "input_ok", "correct", "value", "all_ok")
    )
    row = f"| {title} | {real:.2f} | {fits:.0%} | {correct:.2f} | {value:.2f} | {valid:.0%} |"
    assert row.replace("%", " %") in (DOCS / "quality.md").read_text("utf-8")


@pytest.mark.parametrize(("language", "other", "title"), [("en", "alpaca", "English"), ("zh", "belle", "Chinese")])
def test_the_differences_are_those_of_the_means(language: str, other: str, title: str) -> None:
    real, value = (_mean(language, "ours", name) - _mean(language, other, name) for name in ("real", "value"))
    assert f"| now, {title} | {real:+.2f} | {value:+.2f} |" in (DOCS / "quality.md").read_text("utf-8")


@pytest.mark.parametrize(("later", "count"), [("", 80), ("-later", 60), ("-samples", 60)])
@pytest.mark.parametrize(("language", "source"), [row[:2] for row in ROWS])
def test_every_grade_is_of_a_task_that_is_there(language: str, source: str, later: str, count: int) -> None:
    if (later, source) == ("-samples", "ours"):
        known = {str(place) for place, _ in enumerate(RunFolder(SAMPLE_RUNS / f"sample-{language}").records, 1)}
    else:
        tasks = _tasks(f"tasks-{language}{later if source == 'ours' else ''}.jsonl", source)
        known = {str(row["id"]) for row in tasks}
    grades = _grades(language, source, later)
    assert {row["task"] for row in grades} <= known
    assert {row["grader"] for row in grades} == {"1", "2", "3"}
    assert len({(row["grader"], row["task"]) for row in grades}) == len(grades) == 3 * count


def _tasks(name: str, source: str = "ours") -> list[dict[str, str]]:
    rows = [json.loads(line) for line in (DOCS / "quality" / name).read_text("utf-8").splitlines()]
    return [row for row in rows if row["source"] == source]


def test_what_is_counted_in_later_tasks_is_what_is_told_of_them() -> None:
    numbers, lengths, labelled = [], [], []
    for language in ("en", "zh"):
        for later in ("", "-later"):
            rows = _tasks(f"tasks-{language}{later}.jsonl")
            found = mean(len(re.findall(r"[0-9][0-9.,:]*", row["instruction"])) for row in rows)
            numbers.append(f"{found:.1f}")
            lengths.append(f"{median(len(row['output']) for row in rows if len(row['output']) > 30):,.0f}")
        count = sum(bool(row["is_classification"]) for row in rows)
        labelled.append(f"{100 * count / len(rows):.0f} % ({count} of {len(rows)})")
    told = (DOCS / "quality.md").read_text("utf-8")
    assert all(each in told for each in labelled)
    assert f"mean | {' | '.join(numbers)} |" in told
    assert f"in characters | {' | '.join(lengths)} |" in told
