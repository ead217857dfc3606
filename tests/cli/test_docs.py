"""Documents that could rot: the help pages, the two READMEs, links."""

import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import typer

from selfinstruct.cli.commands import app
from tests.conftest import Command

ROOT = Path(__file__).parents[2]


def test_the_help_pages_are_those_of_the_commands(command: Command) -> None:
    # A page tells what the environment sets, and that of the tests sets this.
    shown = partial(command, SELFINSTRUCT_RANDOM_SEED="")
    pages = [
        f"## `{' '.join(['selfinstruct', *words])}`\n\n```text\n{shown(*words, '--help').stdout.strip()}\n```\n"
        for words in _commands(typer.main.get_command(app))
    ]
    text = "# Help pages\n\nGenerated from the commands; a test keeps them true.\n\n" + "\n".join(pages)
    path = ROOT / "docs" / "help.md"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "renew it with UPDATE_GOLDEN=1"


# What the Chinese page has in the place of the English one's.
CHINESE = {
    "--lang en": "--lang zh",
    "--recipe alpaca": "--recipe belle",
    "outputs/alpaca": "outputs/belle",
    " seed_tasks.jsonl": " zh_seed_tasks.json",
    "sample-en": "sample-zh",
    "customer service of a bank: cards, transfers, loans": "银行客服：银行卡、转账、贷款",
    "customer service of a bank": "银行客服",
}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("README", 15),
        ("docs/runs", 9),
        ("docs/training", 2),
        ("docs/local-models", 12),
        ("docs/review", 13),
        ("docs/report", 1),
        ("docs/import", 3),
        ("docs/judge", 6),
        ("docs/lanes", 2),
        ("docs/seeds", 5),
        ("docs/dedup", 4),
        ("docs/scale", 8),
        ("docs/engine", 9),
        ("docs/run-folder", 6),
    ],
)
def test_pages_in_both_languages_show_the_same_commands(name: str, number: int) -> None:
    texts = [(ROOT / f"{name}{suffix}").read_text(encoding="utf-8") for suffix in (".md", ".zh.md")]
    for theirs, ours in CHINESE.items():
        texts[0] = texts[0].replace(theirs, ours)
    commands = [_commands_in(text) for text in texts]
    # The Chinese page on runs also tells of what has an English page of its own.
    assert [line for line in commands[1] if line in commands[0]] == commands[0]
    assert len(commands[0]) == number


_BLOCK = re.compile(r"```(?:python|py|toml|text)\n.*?```", re.DOTALL)


@pytest.mark.parametrize("path", [*(ROOT / "docs").glob("*.zh.md")], ids=lambda path: path.name)
def test_pages_in_both_languages_show_the_same_files_and_programs(path: Path) -> None:
    """A comment may be in the language of the page; what the terminal shows is English on both."""
    ours, theirs = (
        [re.sub(r"# .*", "#", block) for block in _BLOCK.findall(page.read_text(encoding="utf-8"))]
        for page in (path, path.with_name(path.name.replace(".zh", "")))
    )
    assert ours == theirs


def _commands_in(text: str) -> list[str]:
    found = re.findall(r"^(?:    )?((?:python3?|pip|export|\.|selfinstruct) [^#\n]*)", text, re.MULTILINE)
    return [line.replace("--lang en", "--lang zh").strip() for line in found]


DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "outputs" / "README.md",
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target, anchor in re.findall(r"\]\((?!\w+:)([^)#\s]*)#?([^)\s]*)\)", text):
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), target
        assert not anchor or anchor in _anchors(there), f"{target}#{anchor}"


def _anchors(path: Path) -> set[str]:
    """Return what the headings of a page are called in addresses."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# Written in English only.
SINGLE = {"help.md"}


def test_every_page_is_there_and_in_the_contents_in_both_languages() -> None:
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md", "README.zh.md"}
    chinese = {name for name in pages if name.endswith(".zh.md")}
    assert {name.replace(".md", ".zh.md") for name in pages - chinese - SINGLE} == chinese
    for contents, listed in (("README.md", pages), ("README.zh.md", chinese | SINGLE)):
        text = (ROOT / "docs" / contents).read_text(encoding="utf-8")
        assert {name for name in listed if f"({name})" not in text} == set()


FIGURES = ("asking", "cluster", "dedup", "engine", "local-models", "quality", "run-folder", "scale")


@pytest.mark.parametrize("name", FIGURES)
def test_tables_in_both_languages_give_the_same_figures(name: str) -> None:
    theirs, ours = (_figures(ROOT / "docs" / f"{name}{suffix}") for suffix in (".md", ".zh.md"))
    assert ours == theirs


def _figures(path: Path) -> list[list[str]]:
    """Return the numbers of each row of a table, in whatever order a sentence has them."""
    rows = re.findall(r"^\|.*", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [sorted(re.findall(r"\d[\d,.]*(?<=\d)", row)) for row in rows]


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
