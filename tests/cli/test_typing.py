"""What is typed a little wrong: numbers as people write them, names that are nearly right, words that are left over."""

from pathlib import Path

import pytest
import typer

from selfinstruct.cli import numbers
from tests.crashes.inprocess import Main, main_of


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("text", "number"), [("5000", 5000), ("5,000", 5000), ("1,234,567", 1_234_567), ("1e6", 10**6), (" 7 ", 7), (7, 7)]
)
def test_whole_numbers_are_read_as_people_write_them(text: object, number: int) -> None:
    assert numbers.whole(text) == number


@pytest.mark.parametrize(("text", "number"), [("0.25", 0.25), ("1e-3", 0.001), (".5", 0.5), (3, 3.0), (0.5, 0.5)])
def test_numbers_are_read_as_people_write_them(text: object, number: float) -> None:
    assert numbers.number(text) == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ten", "ten is no whole number; write it in digits"),
        ("", "nothing is no whole number; write it in digits"),
        ("一百", "一百 is no whole number; write it in digits"),
        ("1万", "1万 is no whole number; write it as 10000"),
        ("10k", "10k is no whole number; write it as 10000"),
        ("5000 tasks", "5000 tasks is no whole number; write it as 5000"),
        ("2.5", "2.5 is no whole number; write it without a point"),
        ("50,00", "50,00 is no whole number; write it in digits"),
        ("1e400", "1e400 is no whole number; write it in digits"),
        ("9" * 5000, f"{'9' * 40}… is no whole number; write it in digits"),
    ],
)
def test_what_is_no_whole_number_is_told_with_what_is_meant(text: str, told: str) -> None:
    with pytest.raises(typer.BadParameter) as raised:
        numbers.whole(text)
    assert raised.value.message == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("$0.25", "$0.25 is no number; write it as 0.25"),
        ("5$", "5$ is no number; write it as 5"),
        ("5元", "5元 is no number; write it as 5"),
        ("0,25", "0,25 is no number; write it as 0.25"),
        ("1,000", "1,000 is no number; write it as 1000, or as 1.000"),
        ("$1,234.50", "$1,234.50 is no number; write it as 1234.5"),
        ("70%", "70% is no number; write it as 0.7"),
        ("1.2.3", "1.2.3 is no number; write it in digits"),
        ("-5$", "-5$ is no number; write it in digits"),
    ],
)
def test_what_is_no_number_is_told_with_what_is_meant(text: str, told: str) -> None:
    with pytest.raises(typer.BadParameter) as raised:
        numbers.number(text)
    assert raised.value.message == told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("-n", "ten"), "ten is no whole number; write it in digits; see selfinstruct generate --help"),
        (("-n", 5, "--price-in", "$0.25"), "'--price-in': $0.25 is no number; write it as 0.25; see"),
        (("-n", 5, "--max-tokens", "1.5"), "'--max-tokens': 1.5 is no whole number; write it without a point"),
        (("-n", 5, "--modle", "x"), "No such option: --modle; do you mean --model? See selfinstruct generate --help"),
        (("-n", 5, "--prce-in", 1), "No such option: --prce-in; do you mean --price-in"),
        (("10",), "10 belongs to no option; do you mean -n 10? See selfinstruct generate --help"),
        (("-n", 5, "10", "more"), "10 more belongs to no option; put a text with spaces in quotes"),
        (("-n", 5, "--lang", "english"), "--lang english: unknown language; do you mean en?"),
        (
            ("-n", 5, "--recipe", "alpacca"),
            "--recipe alpacca: unknown recipe; do you mean alpaca? If not, choose one of",
        ),
        (("-n", 5, "--filters", "default,-tolong"), "--filters -tolong: is not in default; do you mean too_long?"),
        (("-n", 5, "--filters", "defualt"), "--filters defualt: unknown set of filters; do you mean default?"),
        (("-n", 5, "--backend", "opanai"), "--backend opanai: unknown backend; do you mean openai?"),
        (("-n", 5, "--serve", "vlm", "--model", "x"), "--serve vlm: unknown server; do you mean vllm?"),
    ],
)
def test_it_is_told_what_is_likely_meant(main: Main, typed: tuple[object, ...], told: str) -> None:
    done = main("generate", "-o", "run", *typed)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr
    assert "?;" not in done.stderr


def test_a_command_that_there_is_not_is_told_with_the_one_that_is_meant(main: Main) -> None:
    assert main("genrate").stderr.endswith("Did you mean 'generate'? See selfinstruct --help\n")


def test_a_run_that_there_is_not_is_told_with_the_one_beside_it(main: Main) -> None:
    given = ("generate", "-n", "1,0", "--backend", "demo")
    assert main(*given, "-o", "outputs/cs60").returncode == 2
    assert main("generate", "-n", 5, "--backend", "demo", "-o", "outputs/cs60").returncode == 0
    for command in ("status", "show", "review"):
        assert "do you mean outputs/cs60?" in main(command, "outputs/cs6").stderr
    assert "do you mean" not in main("status", "outputs/other").stderr
    assert main("export", "outputs/cs60", "--format", "shargpt").stderr.count("do you mean sharegpt?") == 1
    head, line = main("status").stdout.splitlines()
    assert head.split() == ["run", "tasks", "last", "changed", "made", "by"]
    assert line.startswith("outputs/cs60  5 of 5 tasks")
