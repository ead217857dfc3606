"""Completions of real models, as `recorded/README.md` describes them, are read as a person reads them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.languages import find_language
from selfinstruct.recipes import RECIPES, build_recipe
from selfinstruct.steps.findings import Finding, Instances, Proposal, Verdict
from tests.support.findings import said, waiting

FOLDER = Path(__file__).parent / "recorded"
COMPLETIONS = sorted(FOLDER.glob("*/*.txt"))
NONE = pytest.param(None, marks=pytest.mark.skip(reason="no completion has been recorded yet: see recorded/README.md"))


def read(name: str, text: str, code: str, items: Sequence[str], *, cut: bool) -> list[Any]:
    """Return what the step of that name finds in a completion, in the form of `recorded/README.md`."""
    language = find_language(code)
    recipes = [build_recipe("self-instruct", language, 1), RECIPES.find("alpaca").build(language, 1)]
    step = next(each for recipe in recipes for each in recipe.steps if each.name == name)
    findings = step.parse(said(text, "length" if cut else "stop"), waiting(step, *items))
    return [_plain(finding) for finding in findings]


def _plain(finding: Finding) -> Any:
    match finding:
        case Proposal():
            instances = [[each.input, each.output] for each in finding.drafts or ()]
            return [finding.instruction, *instances[0]] if instances else finding.instruction
        case Verdict():
            return finding.is_classification
        case Instances():
            return [[each.input, each.output] for each in finding.drafts]
    return None


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in COMPLETIONS] or [NONE]
)
def test_a_recorded_completion_is_read_as_it_is_meant(path: Path) -> None:
    known = json.loads(path.with_suffix(".json").read_text("utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    if lead := known.get("lead"):
        text = f"{lead}\n{text}"
    found = read(path.name.partition(".")[0], text, known["language"], known["items"], cut=known["cut"])
    assert found == known["right"]


def test_every_file_belongs_to_a_completion() -> None:
    """A file under another name would be read by no test."""
    files = {path.relative_to(FOLDER) for path in FOLDER.rglob("*") if path.is_file()}
    known = {path.relative_to(FOLDER) for text in COMPLETIONS for path in (text, text.with_suffix(".json"))}
    assert files - known == {Path("README.md")}


@pytest.mark.parametrize(
    ("name", "text", "items", "found"),
    [
        ("instructions", "1. Sing.", [], ["Sing."]),
        ("classification", "1. yes", ["Sing."], [True]),
        ("input_first", "[Input]\na\n[Output]\nb", ["Sing."], [[["a", "b"]]]),
        ("output_first", "[Label]\nb\n[Input]\na", ["Sing."], [[["a", "b"]]]),
        ("tasks", "[Task 4]\nSing.\n[Output]\nb", [], [["Sing.", "", "b"]]),
    ],
)
def test_every_step_can_have_recorded_completions(name: str, text: str, items: list[str], found: list[Any]) -> None:
    assert read(name, text, "en", items, cut=False) == found
