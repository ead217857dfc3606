"""Help pages are in panels, with examples that work; the shell completes names."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from selfinstruct.cli.commands import app
from selfinstruct.cli.completion import completes, run_folders
from selfinstruct.cli.examples import EXAMPLES
from selfinstruct.cli.panels import FEWEST, OTHERS, PANELS
from tests.conftest import Command

GROUP: Any = typer.main.get_command(app)
TYPED = [typed for examples in EXAMPLES.values() for typed, _ in examples]


def _flags(name: str) -> list[str]:
    return [each for option in GROUP.commands[name].params for each in option.opts if each.startswith("--")]


@pytest.mark.parametrize("name", [name for name in GROUP.commands if name != "seeds"])
def test_where_there_are_panels_each_option_is_in_one(name: str, command: Command) -> None:
    page = command(name, "--help").stdout
    assert f"\n{OTHERS}:\n" not in page
    assert page.count("\nOptions:\n") == (len(_flags(name)) + 1 < FEWEST)


def test_no_panel_names_an_option_twice_or_one_that_is_not_there() -> None:
    named = [flag for flags in PANELS.values() for flag in flags.split()]
    assert len(set(named)) == len(named)
    known = {flag for name in GROUP.commands if name != "seeds" for flag in _flags(name)} | {"--help", "--config"}
    assert set(named) <= known


def test_ten_options_come_first() -> None:
    assert len(next(iter(PANELS.values())).split()) == 10


def test_each_command_has_an_example() -> None:
    assert EXAMPLES.keys() == {*GROUP.commands} - {"seeds"} | {"seeds check"}


@pytest.mark.parametrize("typed", TYPED)
def test_the_examples_are_understood(typed: str, tmp_path: Path) -> None:
    context = None
    words, at = shlex.split(typed)[1:], GROUP
    while hasattr(at, "commands"):
        name, at = words[0], at.commands[words.pop(0)]
        context = at.make_context(name, words.copy(), parent=context, resilient_parsing=hasattr(at, "commands"))
    assert context


def test_an_output_may_be_one_letter(command: Command, tmp_path: Path) -> None:
    done = command("generate", "-n", 3, "--backend", "demo", "-o", "run")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "run" / "alpaca_data.json").exists()


def test_the_shell_completes_names_and_runs(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    completed = command(
        _SELFINSTRUCT_COMPLETE="complete_bash", COMP_WORDS="selfinstruct generate --recipe a", COMP_CWORD="3"
    )
    assert completed.stdout.split() == ["alpaca"]
    assert completes("--system") is None
    monkeypatch.chdir(tmp_path)
    for name in ("outputs/one", "outputs/two", "other"):
        (tmp_path / name).mkdir(parents=True)
    assert sorted(run_folders("")) == ["outputs/one", "outputs/two"]
    assert run_folders("ot") == ["other"]
    assert run_folders("out") == ["outputs"]
    for name in ("outputs/one", "outputs/two"):
        (tmp_path / name / "run.sqlite").touch()
    assert run_folders("out") == ["outputs/one", "outputs/two"]
    assert run_folders("outputs/t") == ["outputs/two"]
    assert run_folders(f"{tmp_path}/ot") == [f"{tmp_path}/other"]
    assert run_folders("nowhere/x") == []


def test_the_shell_completes_reasons(command: Command) -> None:
    completed = command(
        _SELFINSTRUCT_COMPLETE="complete_bash", COMP_WORDS="selfinstruct show run --reason near", COMP_CWORD="4"
    )
    assert completed.stdout.split() == ["near_duplicate"]


PAGES = [*(name for name in GROUP.commands), "seeds check", ""]


@pytest.mark.parametrize("columns", ["60", "80"])
@pytest.mark.parametrize("words", PAGES)
def test_no_page_breaks_a_name_or_cuts_a_sentence(words: str, columns: str, command: Command) -> None:
    narrow, wide = (command(*words.split(), "--help", COLUMNS=each).stdout for each in (columns, "120"))
    assert not [line for line in narrow.splitlines() if line.endswith("-")]
    assert not re.search(r"(?<![A-Z\]])\.\.\.", narrow)
    assert re.fullmatch(r"Usage: [a-z ]+( \[?[A-Z]+(\.\.\.)?\]?(\.\.\.)?)+", narrow.splitlines()[0])
    # What a page says does not hang on how wide it is.
    assert sorted(re.findall(r"[\w-]+", narrow)) == sorted(re.findall(r"[\w-]+", wide))


@pytest.mark.parametrize("typed", TYPED)
def test_examples_fit_into_the_usual_width(typed: str, command: Command) -> None:
    assert len(f"    {typed}") <= 80
    name = next(name for name, examples in EXAMPLES.items() if typed in dict(examples))
    page = command(*name.split(), "--help", COLUMNS="80").stdout
    assert f"\n    {typed}\n" in f"{page}\n"


@pytest.mark.parametrize("name", ["generate", "export", "show"])
def test_what_the_file_and_the_environment_say_stands_in_the_place_of_defaults(
    name: str, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "selfinstruct.toml").write_text(
        'model = "m1"\nmax-cost = 5.0\n[generate]\nheader = "X-Key:hush"\nseed-only = true\n'
        '[export]\nformat = "messages"\n[show]\nn = 7\n',
        encoding="utf-8",
    )
    page = " ".join(command(name, "--help", SELFINSTRUCT_EXTRA_BODY='{"a": "hush"}').stdout.split())
    told = {
        "generate": [
            "Model name. [selfinstruct.toml: m1]",
            "--price-out. [selfinstruct.toml: 5]",
            "every request; repeatable. [selfinstruct.toml: …]",
            "no accepted ones. [selfinstruct.toml: true]",
            '{"enable_thinking": false}. [SELFINSTRUCT_EXTRA_BODY: …]',
        ],
        "export": ["[selfinstruct.toml: messages]"],
        "show": ["How many to list. [selfinstruct.toml: 7]"],
    }
    for each in told[name]:
        assert each in page
    assert "messages; required" not in page
    assert "hush" not in page


def test_steps_have_the_names_of_the_summary_beside_those_of_the_options(command: Command) -> None:
    page = " ".join(command("generate", "--help").stdout.split())
    assert page.count("instances (input_first and output_first)") == 2
