"""What an export says where there are no tasks as they are wanted."""

import json
from pathlib import Path

import datasets
import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.exports.exporting import Export
from selfinstruct.exports.selection import Selection, condition
from selfinstruct.formats import FORMATS
from tests.conftest import Command
from tests.export.exported import exported, lines


@pytest.mark.parametrize("name", ["belle", "parquet", "llama-factory", "hf"])
def test_a_test_part_without_tasks_is_left_out(command: Command, tmp_path: Path, run: Path, name: str) -> None:
    conditions = ("--where", "classification=yes", "--where", "output<=8")
    done = command(
        "export", run, "--format", name, "--output", "out", "--split", 0.999, "--with-provenance", *conditions
    )
    assert done.returncode == 0, done.stderr
    is_folder = FORMATS.find(name).is_folder
    left_out = "out" if is_folder else "out.test"
    assert done.stdout.split("\n")[2:] == [f"{left_out}: no task falls to the test part; it is left out", ""]
    assert [path.name for path in tmp_path.rglob("*test*")] == []
    assert {row["part"] for row in lines(tmp_path / "out.provenance.jsonl")} == {"train"}
    if name in ("parquet", "hf"):
        source = (str(tmp_path / "out"),) if is_folder else ("parquet", None, None, str(tmp_path / "out"))
        assert list(datasets.load_dataset(*source, cache_dir=str(tmp_path / "cache"))) == ["train"]


@pytest.mark.parametrize(("recipe", "lang"), [("alpaca", "en"), ("belle", "zh")])
def test_a_recipe_that_does_not_ask_for_the_classification_cannot_be_asked_for_it(
    command: Command, tmp_path: Path, recipe: str, lang: str
) -> None:
    arguments = ("--backend", "demo", "--lang", lang, "--recipe", recipe, "--output", "run")
    assert command("generate", "--n", 20, *arguments).returncode == 0
    for value in ("yes", "no"):
        done = command("export", "run", "--format", "alpaca", "--output", "out", "--where", f"classification={value}")
        assert done.returncode == 2
        assert done.stderr == (
            f"selfinstruct: error: --where classification={value}: --recipe {recipe} has no classification step; leave"
            " it out\n"
        )
    assert command("export", "run", "--format", "alpaca", "--output", "out", "--where", "input=no").returncode == 0


@pytest.mark.parametrize("include_seeds", [False, True])
@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("category=code",), "category=code: none of {} tasks has a category; leave it out"),
        (("score>=4",), "score>=4: none of {} tasks has a score; run selfinstruct judge first"),
        *(
            ((f"{name}=no",), f"{name}=no: none of {{}} tasks has answers of a judge; run selfinstruct judge first")
            for name in ("all_valid", "instruction_valid", "input_fits", "output_right")
        ),
        (("input=yes",), "input=yes: none of {} tasks has an input"),
        (("input>=5",), "input>=5: none of {} tasks has an input"),
        (
            ("output>=5", "output<=3"),
            "‹conditions›: of {} tasks, so many meet output>=5: 1, output<=3: 1; no task meets all of this; nothing",
        ),
    ],
    ids=lambda each: ",".join(each) if isinstance(each, tuple) else "",
)
def test_what_no_task_has_is_told_with_how_many_there_are(
    command: Command, tmp_path: Path, texts: tuple[str, ...], told: str, include_seeds: bool
) -> None:
    rows = [
        {"instruction": "Write a poem about the old harbour.", "input": "", "output": "Masts in the fog."},
        {"instruction": "Name a colour that few flags have.", "input": "", "output": "Red"},
    ]
    seed = {"id": "s1", "name": "s", "instruction": "Say what rain is for.", "is_classification": False}
    seed |= {"instances": [{"input": "", "output": "Green"}]}
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "seeds.jsonl").write_text(json.dumps(seed) + "\n", encoding="utf-8")
    done = command("import", "rows.json", "--output", "run", "--seeds", "seeds.jsonl")
    assert done.returncode == 0, done.stderr
    chosen = Selection(tuple(map(condition, texts)))
    with pytest.raises(InputError) as caught:
        exported(tmp_path / "run", Export("belle", tmp_path / "out", chosen, include_seeds=include_seeds))
    wanted = told.format(3 if include_seeds else 2)
    assert wanted.replace("output>=5: 1", f"output>=5: {1 + include_seeds}") in str(caught.value)


def test_imported_tasks_are_asked_for_what_they_know(command: Command, tmp_path: Path) -> None:
    poem = {"instruction": "Write a poem about the old harbour.", "input": "", "output": "Masts in the fog."}
    label = {"instruction": "Is this praise or blame?", "instances": [{"input": "Well done!", "output": "praise"}]}
    (tmp_path / "mute.json").write_text(json.dumps([poem]), encoding="utf-8")
    (tmp_path / "knows.json").write_text(json.dumps([poem, label | {"is_classification": True}]), encoding="utf-8")
    for name in ("mute", "knows"):
        assert command("import", f"{name}.json", "--output", name).returncode == 0
    for text, told in (
        ("classification=no", "‹conditions› classification=no: the imported tasks do not say; leave it out"),
        ("category=code", "‹conditions› category=code: none of 1 task has a category; leave it out"),
    ):
        with pytest.raises(InputError, match=told):
            exported(tmp_path / "mute", Export("belle", tmp_path / "out", Selection((condition(text),))))
    chosen = Selection((condition("classification=yes"),))
    (path,) = exported(tmp_path / "knows", Export("belle", tmp_path / "out", chosen))
    assert [row["instruction"] for row in lines(path)] == [label["instruction"]]
