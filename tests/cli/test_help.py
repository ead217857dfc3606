"""Help pages are in panels, with examples that work; the shell completes names."""

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
