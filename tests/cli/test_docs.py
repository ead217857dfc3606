"""Documents that could rot: the help pages, the two READMEs."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import typer

from selfinstruct.cli.commands import app
from tests.conftest import Command

ROOT = Path(__file__).parents[2]


def test_the_help_pages_are_those_of_the_commands(command: Command) -> None:
    pages = [
        f"## `{' '.join(['selfinstruct', *words])}`\n\n```text\n{command(*words, '--help').stdout.strip()}\n```\n"
        for words in _commands(typer.main.get_command(app))
    ]
    text = "# Help pages\n\nGenerated from the commands; a test keeps them true.\n\n" + "\n".join(pages)
    path = ROOT / "docs" / "help.md"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "renew it with UPDATE_GOLDEN=1"


def test_both_readmes_show_the_same_commands() -> None:
    blocks = [
        re.findall(
            r"^(?:python3|export|\.|selfinstruct)[^#\n]*", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        for name in ("README.md", "README.zh.md")
    ]
    english, chinese = ([line.replace("--lang en", "--lang zh").strip() for line in block] for block in blocks)
    assert english == chinese
    assert len(english) == 12


def test_the_summary_in_the_readmes_is_the_one_that_is_printed(command: Command) -> None:
    arguments = re.search(r"bin/selfinstruct (generate .*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert arguments
    printed = command(*arguments[1].split()).stdout
    for path in (ROOT / "README.md", ROOT / "README.zh.md"):
        before, shown, after = re.split(
            r"(?<=```text\n)(.*?)(?=```)", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(before + printed + after, encoding="utf-8")
            shown = printed
        assert _without_times(printed) == _without_times(shown), "renew it with UPDATE_GOLDEN=1"


def _without_times(text: str) -> str:
    return re.sub(r"(?m)^time .*| \([\d,]+ bytes, [\d: -]+\)$", "", text)


def _commands(command: object, *words: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a command and of all below it."""
    yield words
    for name, each in getattr(command, "commands", {}).items():
        yield from _commands(each, *words, name)
