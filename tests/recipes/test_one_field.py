"""A dataset of one field: what prompts name beside the demonstrations is of that field, and of no other."""

import json
from pathlib import Path

import pytest

from selfinstruct.core.forms import FORMS
from selfinstruct.core.resources import prompts_folder
from selfinstruct.pool.variety import LISTS, Variety
from tests.conftest import Command
from tests.crashes.inprocess import Main, main_of

FIELDS = {"en": "customer service of a bank", "zh": "银行客服"}
RECIPES = [("en", "self-instruct"), ("zh", "self-instruct"), ("en", "alpaca"), ("zh", "belle")]
# What only a prompt for all fields says.
ALL_FIELDS = ("at work, at school or at home", "工作、学习和生活")
OWN = {
    "topics": ("fees of an account", "a card that was stolen"),
    "personas": ("someone at a counter", "a branch manager"),
}


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


def _entries(code: str, name: str) -> set[str]:
    variety = Variety.load(prompts_folder() / code)
    return {*(variety.personas if name == "personas" else variety.lists["topic"])}


def _first_prompt(main: Main, *arguments: object) -> str:
    done = main(
        "generate", "-n", 20, "--backend", "demo", "-o", "run", "--dry-run", "--show-prompts", "--json", *arguments
    )
    assert done.returncode == 0, done.stderr
    prompts = json.loads(done.stdout)["prompts"]
    return str(prompts.get("instructions") or prompts["tasks"])


def _asks_beside_demonstrations(prompt: str, code: str, recipe: str) -> str:
    """Return a prompt without the demonstrations, which are of all fields as long as the seed tasks are."""
    rows = prompt.split("\n")
    return "\n".join(row for row in rows if not row[:1].isdigit()) if recipe == "self-instruct" else prompt


@pytest.mark.parametrize("form", ["json", "text", "short", "continuation"])
@pytest.mark.parametrize(("code", "recipe"), RECIPES)
def test_every_prompt_names_the_field_and_nothing_of_others(main: Main, code: str, recipe: str, form: str) -> None:
    assert {*FORMS} == {"json", "text", "short", "continuation"}
    given = ("--lang", code, "--recipe", recipe, "--ask", form)
    usual, narrow = _first_prompt(main, *given), _first_prompt(main, *given, "--about", f" {FIELDS[code]}. \n")
    told = _asks_beside_demonstrations(narrow, code, recipe)
    assert FIELDS[code] in told
    assert f"{FIELDS[code]}.." not in told
    assert not [words for words in ALL_FIELDS if words in told]
    rows = {*narrow.split("\n")} - {*usual.split("\n")}
    assert not [
        entry for name in OWN for entry in _entries(code, name) if any(entry in row for row in rows) and len(entry) > 5
    ]


def _put(folder: Path, **lists: tuple[str, ...]) -> None:
    folder.mkdir(parents=True)
    for name, entries in lists.items():
        (folder / f"{name}.txt").write_text("\n".join(entries), encoding="utf-8")


@pytest.mark.parametrize("names", [("topics",), ("personas",), ("topics", "personas")])
def test_lists_alone_will_do_and_what_is_absent_is_ours(main: Main, tmp_path: Path, names: tuple[str, ...]) -> None:
    _put(tmp_path / "my" / "en", **{name: OWN[name] for name in names})
    prompt = _first_prompt(main, "--prompts", "my")
    for name, entries in OWN.items():
        assert any(entry in prompt for entry in entries) == (name in names)
    assert ALL_FIELDS[0] not in prompt
    assert "One wants this" in prompt


def test_a_copy_of_our_folder_asks_as_ours_does(main: Main, tmp_path: Path) -> None:
    usual = _first_prompt(main)
    for path in (prompts_folder() / "en").iterdir():
        _put_copy(path, tmp_path / "my" / "en" / path.name)
    assert _first_prompt(main, "--prompts", "my") == usual


def _put_copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")


def test_a_step_with_a_template_of_ones_own_has_no_other_of_ours(tmp_path: Path, main: Main) -> None:
    _put(tmp_path / "my" / "en")
    (tmp_path / "my" / "en" / "instructions.chat.txt").write_text("Mine: $demonstrations", encoding="utf-8")
    assert _first_prompt(main, "--prompts", "my").startswith("Mine: 1. ")
    done = main("generate", "-n", 20, "--backend", "demo", "-o", "run", "--prompts", "my", "--ask", "short")
    assert (done.returncode, done.stderr.count("instructions.short.txt: cannot read the file")) == (2, 1)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "topic.txt",
            "moss",
            f"topic.txt: no list has this name; they are {', '.join(f'{each}.txt' for each in LISTS)}",
        ),
        ("topics.md", "moss", "my/en: holds no template and no list; put there what is to differ"),
        ("instructions.chat.txt", "$demonstrations", "my/en/instructions.chat.txt: does not show $about; add it"),
        ("topics.txt", "# nothing", "my/en/topics.txt: the list is empty"),
    ],
)
def test_what_a_folder_of_ones_own_lacks_is_told(main: Main, tmp_path: Path, name: str, text: str, told: str) -> None:
    _put(tmp_path / "my" / "en")
    (tmp_path / "my" / "en" / name).write_text(text, encoding="utf-8")
    done = main("generate", "-n", 20, "--backend", "demo", "-o", "run", "--prompts", "my", "--about", "moss")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr
    assert not (tmp_path / "run").exists()


NOTE = (
    "beside your seed tasks, prompts name topics and people of all fields;"
    " for a dataset of one field, say which with --about\n"
)


@pytest.mark.parametrize(("more", "is_told"), [((), True), (("--about", "moss"), False), (("--prompts", "my"), False)])
def test_seed_tasks_of_ones_own_beside_our_lists_are_told_once(
    main: Main, tmp_path: Path, more: tuple[str, ...], is_told: bool
) -> None:
    seed = {"instruction": "Explain the moss to a child.", "instances": [{"input": "", "output": "It is soft."}]}
    (tmp_path / "own.jsonl").write_text(json.dumps(seed), encoding="utf-8")
    _put(tmp_path / "my" / "en", topics=OWN["topics"])
    given = ("generate", "--backend", "demo", "-o", "run", "--seeds", "own.jsonl", *more)
    assert (NOTE in main(*given, "-n", 5, "--dry-run").stdout) == is_told
    done = main(*given, "-n", 5)
    assert ((done.stdout + done.stderr).count(NOTE)) == is_told
    again = main(*given, "-n", 9)
    assert (again.returncode, NOTE in again.stdout + again.stderr) == (0, False)
    assert main("status", "run", "--json").returncode == 0


def test_a_run_goes_on_with_its_field_and_has_a_report(main: Main) -> None:
    given = ("generate", "--backend", "demo", "-o", "run")
    assert main(*given, "-n", 5, "--about", FIELDS["en"]).returncode == 0
    done = main("generate", "-o", "run", "-n", 9)
    assert f"run goes on with --about '{FIELDS['en']}'" in done.stdout
    assert (done.returncode, main("show", "run", 1).stdout.count(FIELDS["en"])) == (0, 1)


def test_the_commands_of_the_page_on_seed_tasks_work(command: Command, tmp_path: Path) -> None:
    """Those of the section on one field, as they stand there, but for the model."""
    page = (Path(__file__).parents[2] / "docs" / "seeds.md").read_text(encoding="utf-8")
    section = page.partition("## A dataset of one field\n")[2].partition("\n## ")[0]
    typed = [line.strip() for line in section.split("\n") if line.startswith("    selfinstruct generate ")]
    assert len(typed) == 3
    (tmp_path / "my_seeds.jsonl").write_text(
        json.dumps({"instruction": "my card is gone, what now", "instances": [{"output": "Block it in the app."}]})
    )
    _put(tmp_path / "my_prompts" / "en", topics=OWN["topics"])
    for number, line in enumerate(typed):
        words = line.replace("--model MODEL", "--backend demo").replace("-n 500", "-n 5").replace("-n 5000", "-n 5")
        quoted = words.split('"')
        given = [*quoted[0].split()[1:], *([quoted[1], *quoted[2].split()] if len(quoted) > 1 else [])]
        done = command(*given, "--random-seed", number)
        assert done.returncode == 0, done.stderr
