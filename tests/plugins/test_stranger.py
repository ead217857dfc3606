"""A package of a stranger, installed into a fresh environment, adds one of each kind without a line of ours changed.

The package of `docs/plugins.md`, copied to the letter, is installed beside it.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.conftest import RunFolder, environment

ROOT = Path(__file__).parents[2]
STRANGER = Path(__file__).parent / "stranger"
PAGE = ROOT / "docs" / "plugins.md"
WORDS = "+".join(f"{kind}{number}" for kind in ("pomme", "train", "lune", "jardin") for number in range(40))


class Installed:
    """A fresh environment with all packages, and a folder to work in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder / "venv", with_pip=False)
        self.python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        place = dict.fromkeys(("base", "platbase"), str(folder / "venv"))
        site = Path(sysconfig.get_path("purelib", vars=place))
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        for project in (ROOT, STRANGER, _package_of_the_page(folder / "page")):
            subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder / "wheels", project], check=True)
        wheels = sorted((folder / "wheels").iterdir())
        subprocess.run([*pip, "install", "--no-deps", "--target", site, *wheels], check=True)
        # What they depend on is that of the environment which runs the tests; they themselves are not there.
        (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")

    def run(self, *arguments: object, code: int = 0) -> str:
        done = subprocess.run(
            [self.python, "-m", "selfinstruct", *map(str, arguments)],
            cwd=self.folder,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


def _package_of_the_page(folder: Path) -> Path:
    """Write the files of the page, each block to the name that its sentence has for it, as a reader would."""
    text = PAGE.read_text(encoding="utf-8")
    sentence, blocks = re.split(r"\n(?=```)", text, maxsplit=1)
    names = re.findall(r"`([\w./]+\.(?:toml|py))`", sentence.rstrip().splitlines()[-1])
    contents = re.findall(r"```\w+\n(.*?)```", blocks, re.DOTALL)
    assert len(names) == len(contents)
    for name, content in zip(names, contents, strict=True):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return Installed(tmp_path_factory.mktemp("stranger"))


GENERATE = (
    *("generate", "--lang", "fr", "--recipe", "scored", "--backend", "echo", "--backend-option", f"words={WORDS}"),
    *("--filters", "default,-too_short,+stranger.shouts", "--random-seed", 1),
)


@pytest.fixture(scope="module")
def run(installed: Installed) -> RunFolder:
    installed.run(*GENERATE, "--n", 30, "--output", "run")
    return RunFolder(installed.folder / "run")


def test_all_of_it_runs_end_to_end(installed: Installed, run: RunFolder) -> None:
    assert len(run.records) == 30
    assert installed.run("status", "run").startswith("30 of 30 tasks\nfr · scored · echo · echo")
    reasons = {rejection["reason"] for rejection in run.rejections}
    assert {"stranger.shouts", "low_score"} <= reasons
    low = next(rejection for rejection in run.rejections if rejection["reason"] == "low_score")
    assert low["subject"] == "instance"
    assert low["output"]
    assert low["detail"] in ("0 of 5", "1 of 5")


def test_it_goes_on_and_is_replayed(installed: Installed, run: RunFolder) -> None:
    before = (run.path / "alpaca_data.json").read_bytes()
    installed.run("replay", "run", "--output", "again")
    assert (installed.folder / "again" / "alpaca_data.json").read_bytes() == before
    records = run.records
    installed.run(*GENERATE, "--n", 40, "--output", "run")
    assert run.records[:30] == records
    assert len(run.records) == 40


def test_its_format_writes_and_reads(installed: Installed, run: RunFolder) -> None:
    count = len(run.records)
    installed.run("export", "run", "--format", "questions", "--output", "questions.jsonl")
    lines = (installed.folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [set(json.loads(line)) for line in lines] == [{"q", "a"}] * count
    installed.run("import", "questions.jsonl", "--lang", "fr", "--filters", "none", "--output", "back")
    assert len(RunFolder(installed.folder / "back").records) > 0.9 * count


def test_its_step_takes_options(installed: Installed) -> None:
    wanted = ("--sampling", "scores.max_tokens=99", "--step-model", "scores=judge")
    installed.run(*GENERATE, "--n", 5, "--output", "other", *wanted)
    bad = installed.run(*GENERATE, "--n", 5, "--output", "x", "--step-model", "tasks=m", code=2)
    assert "takes no such step" in bad


def test_our_demo_backend_speaks_its_language_and_answers_its_step(installed: Installed) -> None:
    arguments = ("--lang", "fr", "--recipe", "scored", "--backend", "demo")
    told = installed.run("generate", *arguments, "--n", 20, "--output", "demo")
    assert told.startswith("20 of 20 tasks")
    assert "scores" in told


def test_help_pages_list_it(installed: Installed) -> None:
    page = " ".join(installed.run("generate", "--help").split())
    recipe = "scored (as self-instruct, with scores; any language)"
    for named in (recipe, "echo (words of an option)", "stranger.shouts"):
        assert named in page
    assert "fr (French)" in page
    assert "words (words with a plus between them)" in page
    assert "questions" in installed.run("export", "--help")


def test_its_errors_are_ours(installed: Installed) -> None:
    bad = installed.run("generate", "--backend", "echo", "--backend-option", "words=a+b", "--n", 1, code=2)
    assert "--backend-option words=a+b: nine words at least" in bad
    bad = installed.run("generate", "--backend", "echo", "--backend-option", "volume=11", "--n", 1, code=2)
    assert "--backend-option volume: unknown to the backend echo; its options are words" in bad


def test_the_filters_of_the_page_reject(installed: Installed) -> None:
    tasks = [
        {"instruction": "Name a river in Asia!! Quickly now", "input": "", "output": "The Mekong."},
        {
            "instruction": "Name the capital of this country.",
            "input": "Peru",
            "output": "Peru has Lima as its capital.",
        },
        {"instruction": "Sort these words by length.", "input": "pear fig apple", "output": "fig, pear, apple"},
    ]
    (installed.folder / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    names = re.findall(r'^"(mypackage\.\w+)" =', PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    filters = ",".join(("none", *(f"+{name}" for name in names)))
    installed.run("import", "tasks.json", "--lang", "en", "--filters", filters, "--output", "page-run")
    run = RunFolder(installed.folder / "page-run")
    details = {rejection["reason"]: rejection["detail"] for rejection in run.rejections}
    assert {name: details.get(name) for name in names} == {
        "mypackage.shouts": "2 exclamation marks",
        "mypackage.repeats_input": "Peru",
    }
    assert [record["instruction"] for record in run.records] == ["Sort these words by length."]
