"""Options of the scripts of Alpaca, BELLE and Self-Instruct: a line says what they are called here, and so do pages."""

import re
from pathlib import Path

import pytest
import typer

from selfinstruct.cli.commands import app
from selfinstruct.cli.scripts import FLAGS, OF_ONE_SCRIPT, OF_SELF_INSTRUCT, called_here
from tests.conftest import Command

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| (.*?) \| (.*) \|$", re.MULTILINE)
_OPTION = re.compile(r"(?<![\w-])--?[a-z][\w-]*")
NOT_NEEDED = {".md": "not needed", ".zh.md": "不需要"}


@pytest.mark.parametrize("suffix", [".md", ".zh.md"])
@pytest.mark.parametrize(("page", "flags"), [("README", OF_ONE_SCRIPT), ("docs/recipes", OF_SELF_INSTRUCT)])
def test_the_tables_of_the_pages_are_what_the_program_says(page: str, flags: dict[str, object], suffix: str) -> None:
    rows = _ROW.findall((ROOT / f"{page}{suffix}").read_text(encoding="utf-8"))
    told = {
        name.replace("_", "-"): here
        for there, here in rows
        if there.startswith("`--")
        for name in _OPTION.findall(there)
    }
    assert told.keys() == flags.keys()
    for name, here in told.items():
        assert {*_OPTION.findall(str(FLAGS[name]))} <= {*_OPTION.findall(here)}
        assert here.startswith(NOT_NEEDED[suffix]) == (not FLAGS[name].here)


def _options(command: str) -> set[str]:
    group = typer.main.get_command(app)
    return {name for each in group.commands[command].params for name in each.opts}  # type: ignore[attr-defined]


def test_what_is_said_to_be_here_is_here_and_what_was_there_is_not() -> None:
    for flag in FLAGS.values():
        command = "export" if flag.here.startswith("export ") else "generate"
        assert {*_OPTION.findall(str(flag))} <= _options(command)
    assert not _options("generate") & FLAGS.keys()


@pytest.mark.parametrize("name", FLAGS)
def test_each_option_of_a_script_is_told_with_dashes_and_without(name: str) -> None:
    for typed in (name, f"--{name[2:].replace('-', '_')}"):
        told = called_here(typed, ["-n", "5", f"{typed}=1", "--num_cpus", "16"])
        assert told.startswith(f"{typed} is {FLAGS[name].here or 'not needed'} here")
        assert "--num_cpus is not needed here" in told
        assert not called_here("--bakend", ["--bakend", "demo", typed, "1"])


@pytest.mark.parametrize("name", ["--temperature", "--top_p", "--num_instructions_to_generate", "--api"])
def test_an_option_of_a_script_is_told_in_one_line(name: str, command: Command) -> None:
    done = command("generate", name, "1", "--backend", "demo", "-o", "run", "--num_cpus", "16")
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert f"{FLAGS[name.replace('_', '-')].here} here" in done.stderr
    assert "ossible options" not in done.stderr


@pytest.mark.parametrize("value", ["chat", "completion", "completions"])
def test_ways_of_asking_are_understood_as_the_scripts_name_them(value: str, command: Command) -> None:
    done = command("generate", "-n", 3, "--api", value, "--backend", "demo", "-o", "run", "--dry-run")
    assert done.returncode == 0, done.stderr


def test_another_mistake_is_told_as_it_is(command: Command) -> None:
    done = command("generate", "-n", 3, "--bakend", "demo", "--temperature", 1)
    assert "No such option: --bakend" in done.stderr
