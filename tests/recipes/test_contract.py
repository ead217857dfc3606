"""What holds for every recipe in each of its languages, also for those yet to be written."""

import asyncio
import importlib
from dataclasses import replace
from pathlib import Path

import pytest

from selfinstruct.cli.messages import with_options
from selfinstruct.core.errors import InputError
from selfinstruct.core.forms import FORMS, Form
from selfinstruct.core.resources import seed_file
from selfinstruct.filters import load_filters
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.recipes import RECIPES, Recipe, build_recipe
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps.findings import Nothing
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder
from tests.crashes.inprocess import Main, main_of
from tests.support.completions import ANSWERS, answers_to, items, request_of

NAMES = RECIPES.names()


def languages_of(name: str) -> tuple[str, ...]:
    """Return the codes of the languages that a recipe is for."""
    return RECIPES.find(name).languages or tuple(LANGUAGES.names())


CASES = [(name, code) for name in NAMES for code in languages_of(name)]
each_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
names = pytest.mark.parametrize("name", NAMES)
cases = pytest.mark.parametrize(("name", "code"), CASES)


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


def build(name: str, code: str) -> Recipe:
    return build_recipe(name, find_language(code), 1)


def demo(name: str, code: str, n: int, *more: object) -> tuple[object, ...]:
    """Return the command of a run of the demo backend."""
    kept = ("--recipe", name, "--lang", code, "--output", "run", "--random-seed", 5)
    return ("generate", "--n", n, "--backend", "demo", *kept, *more)


def shown(folder: Path, step: str) -> list[tuple[str, ...]]:
    """Return the ids of the demonstrations that each proposing request of a run showed, in the order of the log."""
    store = Store.open_to_read(folder)
    try:
        return [line.items for line in store.log() if line.step == step]
    finally:
        store.close()


@names
def test_it_is_a_short_file_that_says_what_it_does(name: str) -> None:
    module = importlib.import_module(f"selfinstruct.recipes.{name.replace('-', '_')}")
    assert (module.__doc__ or "").strip()
    assert set(languages_of(name)) <= set(LANGUAGES.names())
    assert len(Path(module.__file__ or "").read_text(encoding="utf-8").splitlines()) < 80
    assert Path(__file__).with_name(f"test_{name.replace('-', '_')}.py").is_file()


@cases
def test_its_steps_have_names_of_their_own(name: str, code: str) -> None:
    recipe = build(name, code)
    steps = [step.name for step in recipe.steps]
    assert len(set(steps)) == len(steps)
    assert recipe.seed_demonstrations > 0 <= recipe.accepted_demonstrations


@each_form
@cases
def test_its_steps_read_what_the_demo_model_answers(name: str, code: str, form: Form) -> None:
    """And find nothing but what they say they may."""
    for step in build(name, code).steps:
        request, asked = request_of(code, step, form), step.asked_in(form)
        lead = f"{step.lead(request.prompt, form)}\n"
        useful = 0
        for completion in asyncio.run(answers_to(request)):
            findings = step.parse(replace(completion, text=lead + completion.text), items(code, asked))
            assert {type(finding) for finding in findings} <= set(step.finds)
            useful += sum(not isinstance(finding, Nothing) for finding in findings)
        # Some answers are refusals, cut or beside the point.
        assert useful > 0.8 * ANSWERS * asked.batch


@each_form
@cases
def test_a_run_reaches_its_target(main: Main, name: str, code: str, form: Form) -> None:
    done = main(*demo(name, code, 80, "--ask", form.name))
    assert done.returncode == 0, done.stderr
    records = RunFolder(Path("run")).records
    assert len(records) == 80
    assert all(record["instruction"] and record["output"] for record in records)
    # A short prompt is the task itself, which then has no input.
    assert any(record["input"] for record in records) == (not form.few or not build(name, code).works_on)
    assert not all(record["input"] for record in records)
    if not build(name, code).works_on:
        # A whole task is one candidate, whatever of it a filter objects to.
        assert {row["subject"] for row in RunFolder(Path("run")).rejections} <= {"instruction", "completion"}


@cases
def test_seed_only_shows_no_accepted_tasks(main: Main, name: str, code: str) -> None:
    recipe, seeds = build(name, code), {task.id for task in read_seed_tasks(seed_file(code))}
    assert main(*demo(name, code, 150, "--seed-only", "--ask", "json")).returncode == 0
    requests = shown(Path("run"), recipe.proposes.name)
    count = recipe.seed_demonstrations + recipe.accepted_demonstrations
    assert all(len(ids) == count and set(ids) <= seeds for ids in requests)
    # A run remembers it until it is told otherwise.
    assert main(*demo(name, code, 400, "--no-seed-only", "--ask", "json")).returncode == 0
    later = shown(Path("run"), recipe.proposes.name)[len(requests) :]
    assert later
    assert all(len(set(ids) - seeds) == recipe.accepted_demonstrations and len(ids) == count for ids in later)


@cases
def test_accepted_tasks_are_shown_once_there_are_some(main: Main, name: str, code: str) -> None:
    recipe, seeds = build(name, code), {task.id for task in read_seed_tasks(seed_file(code))}
    assert main(*demo(name, code, 400, "--ask", "json")).returncode == 0
    accepted = [len(set(ids) - seeds) for ids in shown(Path("run"), recipe.proposes.name)]
    assert accepted[0] == 0
    assert accepted[-1] == recipe.accepted_demonstrations > 0


def refused(main: Main, *arguments: object, told: str) -> None:
    """Require a command to end with exit code 2 and one line."""
    done = main(*arguments)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"selfinstruct: error: {told}")


@names
def test_another_language_is_refused(main: Main, name: str) -> None:
    for code in set(LANGUAGES.names()) - set(languages_of(name)):
        known = " or ".join(languages_of(name))
        others = " or ".join(each for each in NAMES if code in languages_of(each))
        only = f"‹recipe› {name}: is for ‹language› {known} only; name that, or take ‹recipe› {others} for {code}"
        refused(main, *demo(name, code, 5), told=with_options(only))
        with pytest.raises(InputError, match=only):
            build(name, code)
    assert not Path("run").exists()


@cases
def test_the_ancestors_filters_do_or_are_refused(main: Main, name: str, code: str) -> None:
    """They are for the language of the scripts that the recipe comes from."""
    run = demo(name, code, 30, "--filters", "ancestor")
    try:
        load_filters("ancestor", name, code)
    except InputError as error:
        refused(main, *run, told=with_options(str(error)))
        assert not Path("run").exists()
    else:
        assert main(*run).returncode == 0
        assert len(RunFolder(Path("run")).records) == 30


@cases
def test_a_run_keeps_its_recipe_and_its_filters(main: Main, name: str, code: str) -> None:
    assert main(*demo(name, code, 5)).returncode == 0
    others = [other for other in NAMES if other != name and code in languages_of(other)]
    for other in others:
        told = f"run: this run was started with --recipe {name}, which cannot become {other};"
        refused(main, *demo(other, code, 10), told=told)
    told = "run: this run was started with --filters default, which cannot become none;"
    refused(main, *demo(name, code, 10, "--filters", "none"), told=told)
    assert len(RunFolder(Path("run")).records) == 5
    assert main(*demo(name, code, 10)).returncode == 0


def test_an_unknown_recipe_names_those_that_there_are(main: Main) -> None:
    told = f"--recipe stew: unknown recipe; choose one of: {', '.join(NAMES)}"
    refused(main, *demo("stew", "en", 5), told=told)
