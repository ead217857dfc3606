"""What `benchmarks/planted` plants, and that its figures tell a judge that finds faults from one that does not."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from benchmarks.planted import figures, parts
from benchmarks.planted.__main__ import main
from benchmarks.planted.faults import FAULTS, Pair, planted
from benchmarks.planted.parts import padded
from selfinstruct.core.resources import seed_file
from selfinstruct.core.scores import Score
from selfinstruct.core.values import Record
from selfinstruct.seeds.reading import read_seed_tasks
from tests.judging.judged import judge, verdict

SEEDS = {code: read_seed_tasks(seed_file(code)) for code in ("en", "zh")}


@pytest.mark.parametrize("code", SEEDS)
def test_each_kind_plants_its_fault_and_nothing_else(code: str) -> None:
    pairs = planted(SEEDS[code], 8, Random(1))
    assert {pair.kind for pair in pairs} == {*FAULTS}
    assert len({pair.sound for pair in pairs}) == len(pairs)
    assert pairs == planted(SEEDS[code], 8, Random(1)) != planted(SEEDS[code], 8, Random(2))
    for pair in pairs:
        sound, faulty = pair.sound, pair.faulty
        assert sound.instruction == faulty.instruction
        assert (sound.input == faulty.input) is (pair.kind != "off-topic input")
        assert (sound.output == faulty.output) is (pair.kind == "off-topic input")


@pytest.mark.parametrize("code", SEEDS)
def test_a_fault_is_what_it_is_called(code: str) -> None:
    labels = {task.instruction: {each.output for each in task.instances} for task in SEEDS[code]}
    for kind, sound, faulty in map(_apart, planted(SEEDS[code], 8, Random(3))):
        if kind == "wrong label":
            assert faulty.output in labels[sound.instruction]
        elif kind == "truncated":
            assert sound.output.startswith(faulty.output)
            assert 0.3 < len(faulty.output) / len(sound.output) <= 0.7
        elif kind == "missing part":
            assert faulty.output.count("\n") == sound.output.count("\n") - 1
        elif kind == "wrong sum":
            changed = [a != b for a, b in zip(sound.output, faulty.output, strict=True)]
            assert 0 < sum(changed) < 6
        elif kind == "other language":
            han = [any("一" <= char <= "鿿" for char in text[:20]) for text in (sound.output, faulty.output)]
            assert han == [code == "zh", code == "en"]


def _apart(pair: Pair) -> tuple[str, Record, Record]:
    return pair.kind, pair.sound, pair.faulty


def verdicts(pairs: Sequence[Pair], *, fault: float, length: float = 0) -> dict[Record, Score]:
    """Return scores that fall by `fault` where there is one, from 4, and rise by `length` with words around."""
    scores = {}
    for pair in pairs:
        longer = padded(pair, "en") or pair.sound
        for record, mark in ((pair.faulty, 4 - fault), (longer, 4 + length), (pair.sound, 4)):
            scores[record] = Score(True, True, fault < 1, mark, mark, mark, "")
    return scores


def told(made: object) -> str:
    console = Console(width=120, file=StringIO())
    with console.capture() as capture:
        console.print(made)
    return capture.get()


def test_figures_tell_a_judge_that_finds_faults() -> None:
    pairs = planted(SEEDS["en"], 2, Random(1))
    good, blind = verdicts(pairs, fault=3), verdicts(pairs, fault=0)
    faulty, sound = ([pair.faulty for pair in pairs], [pair.sound for pair in pairs])
    assert figures.Found.of(faulty, good, 4).by_score == len(pairs) == 12
    assert [figures.Found.of(each, blind, 4).by_score for each in (faulty, sound)] == [0, 0]
    assert "truncated       │ 2  │ 100% (34%–100%)" in told(figures.of_kinds(pairs, good, 4, sound=False))
    assert "truncated       │ 2  │ 0% (0%–66%)" in told(figures.of_kinds(pairs, blind, 4, sound=False))
    assert "100% of 144 pairs" in figures.order_of(pairs, good)
    assert "50% of 144 pairs" in figures.order_of(pairs, blind)
    unread = figures.Found.of(faulty, dict.fromkeys(faulty), 4)
    assert (unread.records, unread.scores, unread.mean) == (12, (), None)


def test_a_judge_that_likes_length_is_seen() -> None:
    pairs = planted(SEEDS["en"], 8, Random(1))
    scores = verdicts(pairs, fault=0, length=0.5)
    moved = told(figures.of_swaps(pairs, scores, scores, scores, "en", 4.2))
    order, length = (line for line in moved.splitlines() if "│" in line)
    assert "+0.00" in order
    assert "+0.50" in length
    assert "100%" in length


def test_what_is_planted_is_judged_in_runs_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "planted"
    main([str(folder), "--each", "1", "--once"])
    assert "│ 100% " not in capsys.readouterr().out
    code, pairs = parts.made(folder) or ("", [])
    assert (code, len(pairs)) == ("en", 6)
    judge(folder / "first", verdict(1))
    scores = parts.scores_in(folder, "first")
    assert {pair.sound in scores for pair in pairs} == {True, False}
    assert all((pair.sound in scores) is not (pair.faulty in scores) for pair in pairs)
    assert all(score and score.value == 1 for score in scores.values())
    main([str(folder), "--lang", "zh", "--each", "3"])
    assert parts.made(folder) == (code, pairs)
    assert "│ 100% " in capsys.readouterr().out
