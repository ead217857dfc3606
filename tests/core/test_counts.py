"""How counts are said: with a noun that agrees, in all texts of the program."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct.core.counts import Count, Rough, listed, rough_money

PACKAGE = Path(selfinstruct.__file__).parent
# What a count is formatted with, as in `{Count(n):seed task}`.
NOUN = re.compile(r":([a-z][a-z ]+)(?:/([a-z ]+))?\}")
# The page of a review puts its numbers into its words in the browser.
IN_THE_BROWSER = "words"


@pytest.mark.parametrize(
    ("number", "noun", "told"),
    [
        (0, "task", "0 tasks"),
        (1, "task", "1 task"),
        (1200, "seed task", "1,200 seed tasks"),
        (1, "reply/replies", "1 reply"),
        (2, "reply/replies", "2 replies"),
        (1, "record is/records are", "1 record is"),
        (2, "record is/records are", "2 records are"),
        (1200, "", "1,200"),
    ],
)
def test_a_count_agrees_with_its_noun(number: int, noun: str, told: str) -> None:
    assert f"{Count(number):{noun}}" == told
    assert f"{{:{noun}}}".format(Count(number)) == told


def test_counts_in_a_row_are_the_highest_first_each_before_what_it_counts() -> None:
    assert listed({"rate limit": 2, "HTTP 500": 1, "HTTP 502": 1200}) == "1,200 HTTP 502, 2 rate limit, 1 HTTP 500"
    assert listed({"b": 1, "a": 1, "c": 3}, most=2) == "3 c, 1 a"
    assert listed({}) == ""


@pytest.mark.parametrize(
    ("amount", "told", "in_words"),
    [
        (1_208_016, "1.2 million tokens", "1.2 million"),
        (999_999, "1 million tokens", "1 million"),
        (123_456_789, "120 million tokens", "120 million"),
        (598_578, "600,000 tokens", "600,000"),
        (57.6, "58 tokens", "58"),
        (1, "1 token", "1"),
        (0, "0 tokens", "0"),
    ],
)
def test_an_estimate_has_two_digits(amount: float, told: str, in_words: str) -> None:
    assert (f"{Rough(amount):token}", Rough(amount).in_words) == (told, in_words)


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (1.4409, "1.44"),
        (0.02823, "0.0282"),
        (150.68, "151"),
        (1440.9, "1,440"),
        (2.0, "2"),
        (0, "0"),
        (1e-6, "0.000001"),
    ],
)
def test_an_estimate_of_money_has_three_digits(amount: float, told: str) -> None:
    assert rough_money(amount) == told


def test_no_text_counts_what_may_be_one_in_the_plural_alone() -> None:
    texts = [*_texts()]
    plurals = {several or f"{one}s" for text in texts for one, several in NOUN.findall(text)}
    # `records are` has a verb, `more requests` another word before the noun.
    nouns = {re.sub(" (?:are|were)$", "", plural).split()[-1] for plural in plurals}
    assert {"tasks", "records", "requests", "tokens", "instructions"} <= nouns
    counted = re.compile(rf"\{{(?:number)?\}} (?:[a-z]+ )?(?:{'|'.join(sorted(nouns))})\b")
    assert [text for text in texts if counted.search(text)] == []


def _texts() -> Iterator[str]:
    """Yield each text of the program that has places for values: `{number}` for one that is told as a number."""
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.parent.name == "review" and file.stem.startswith(IN_THE_BROWSER):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                yield "".join(map(_part, node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                yield node.value


def _part(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    spec = ast.unparse(part.format_spec)[2:-1] if part.format_spec else ""
    # A number that is written into the program is never one.
    fixed = isinstance(part.value, ast.Name) and part.value.id.isupper()
    return "…" if fixed else "{number}" if spec == "," else f"{{:{spec}}}" if spec else "{other}"
