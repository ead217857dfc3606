"""`selfinstruct import` and `generate --avoid`: data that is there already, in the shapes it is published in."""

import json
import os
import re
from pathlib import Path
from typing import Any

import datasets
import pytest

from selfinstruct import api
from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.settings import Connection, ImportSettings, Settings
from selfinstruct.core.values import Task
from selfinstruct.datafiles.instructions import read_instructions
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.runs.importing import Gathered
from tests.conftest import Command, RunFolder, unexpected

POEM = {"instruction": "Write a poem about the old harbour.", "input": "", "output": "Masts in the fog."}
SUM = {"instruction": "Add up the bill below.", "input": "tea 2, cake 3", "output": "5"}


def _write(path: Path, rows: list[Any]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "value",
    [
        POEM,
        {"input": POEM["instruction"], "target": POEM["output"]},
        {"prompt": POEM["instruction"], "completion": POEM["output"]},
        {"prompt": POEM["instruction"], "response": POEM["output"], "history": []},
        {
            "id": "1",
            "conversations": [
                {"from": "human", "value": POEM["instruction"]},
                {"from": "assistant", "value": POEM["output"]},
            ],
        },
        {
            "conversations": [
                {"from": "system", "value": "You are a helpful assistant."},
                {"from": "human", "value": POEM["instruction"]},
                {"from": "gpt", "value": POEM["output"]},
                {"from": "human", "value": "Another one."},
            ]
        },
        {
            "messages": [
                {"role": "user", "content": POEM["instruction"]},
                {"role": "assistant", "content": POEM["output"]},
            ]
        },
        {"instruction": POEM["instruction"], "instances": [{"input": "", "output": POEM["output"]}]},
    ],
)
def test_every_published_shape_is_read(command: Command, tmp_path: Path, value: dict[str, Any]) -> None:
    _write(tmp_path / "lines.jsonl", [value])
    (tmp_path / "array.json").write_text(json.dumps([value], indent=2), encoding="utf-8")
    (lines,), (array,) = (list(read_tasks(tmp_path / name)) for name in ("lines.jsonl", "array.json"))
    assert isinstance(lines, Task)
    assert lines == array
    assert command("import", "lines.jsonl", "--output", "run").returncode == 0
    assert RunFolder(tmp_path / "run").records == [POEM]


def test_parquet_and_a_datasets_folder_are_read(command: Command, tmp_path: Path) -> None:
    data = datasets.Dataset.from_list([POEM, SUM])
    data.to_parquet(str(tmp_path / "data.parquet"))
    data.save_to_disk(str(tmp_path / "folder"))
    datasets.DatasetDict({"test": data, "train": data}).save_to_disk(str(tmp_path / "splits"))
    for name in ("data.parquet", "folder", "splits"):
        done = command("import", name, "--output", f"run-{name}")
        assert done.returncode == 0, done.stderr
        assert RunFolder(tmp_path / f"run-{name}").records == [POEM, SUM]
        assert ("left out: 1 part of a dataset beside those to train on" in done.stdout) == (name == "splits")


def test_imported_tasks_pass_filters_and_comparison_in_the_order_of_the_files(command: Command, tmp_path: Path) -> None:
    refusal = {"instruction": "Tell me the time in Lima.", "input": "", "output": "As an AI language model, I cannot."}
    again = POEM | {"instruction": "Write a poem about the old harbour, please."}
    _write(tmp_path / "a.jsonl", [POEM, refusal])
    _write(tmp_path / "b.jsonl", [again, SUM, {"instruction": "Sing!", "input": "", "output": "La."}])
    done = command("import", "a.jsonl", "b.jsonl", "--output", "run")
    assert done.returncode == 0, done.stderr
    run = RunFolder(tmp_path / "run")
    assert run.records == [POEM, SUM]
    assert [(row["subject"], row["reason"]) for row in run.rejections] == [
        ("instance", "refusal"),
        ("task", "no_sound_instance"),
        ("instruction", "near_duplicate"),
        ("instruction", "too_short"),
    ]
    near = run.rejections[2]
    assert (near["nearest_kind"], near["nearest_instruction"]) == ("claimed", POEM["instruction"])
    assert (near["instruction"], near["input"], near["output"]) == tuple(again.values())


@pytest.mark.parametrize("spelled", ["<noinput>", "N/A", "No input", "none", "无"])
def test_an_input_that_says_that_there_is_none_is_left_out(command: Command, tmp_path: Path, spelled: str) -> None:
    _write(tmp_path / "a.jsonl", [POEM | {"input": spelled}])
    for filters, expected in (("default", ""), ("none", spelled), ("ancestor", spelled)):
        assert command("import", "a.jsonl", "--output", filters, "--filters", filters).returncode == 0
        assert RunFolder(tmp_path / filters).records == [POEM | {"input": expected}]


@pytest.mark.parametrize(
    ("lang", "recipe", "instruction", "reason"),
    [
        ("en", None, "Write a program that sorts a list.", "asks_for_a_program"),
        ("en", "alpaca", "Describe a piece of music for sleeping.", "asks_for_media"),
        ("zh", None, "请说说GPT这个词的由来。", "speaks_of_a_model"),
        ("zh", "belle", "请说说GPT这个词的由来。", "speaks_of_a_model"),
    ],
)
def test_the_ancestor_s_filters_are_those_of_the_recipe_or_the_language(
    command: Command, tmp_path: Path, lang: str, recipe: str | None, instruction: str, reason: str
) -> None:
    if recipe:
        demo = ("--backend", "demo", "--lang", lang, "--recipe", recipe)
        assert command("generate", "--n", 5, *demo, "--output", "run").returncode == 0
    _write(tmp_path / "a.jsonl", [{"instruction": instruction, "input": "", "output": "x"}])
    done = command("import", "a.jsonl", "--lang", lang, "--filters", "ancestor", "--output", "run")
    assert done.returncode == 0, done.stderr
    told = {row["instruction"]: row["reason"] for row in RunFolder(tmp_path / "run").rejections}
    assert told[instruction] == reason


def test_a_run_with_imports_is_rebuilt_with_the_filters_of_its_recipe(command: Command, tmp_path: Path) -> None:
    task = {"instruction": "请用两句话介绍一下你的家乡。", "input": "", "output": "这里有山。这里有海。"}
    _write(tmp_path / "a.jsonl", [task])
    command("import", "a.jsonl", "--lang", "zh", "--output", "run")
    demo = ("--backend", "demo", "--lang", "zh", "--recipe", "belle")
    assert command("generate", "--n", 20, *demo, "--output", "run").returncode == 0
    done = command("replay", "run", "--output", "again", "--filters", "ancestor")
    assert done.returncode == 0, done.stderr
    assert RunFolder(tmp_path / "again").records[0] == task


def test_without_filters_all_but_empty_outputs_and_near_duplicates_stay(command: Command, tmp_path: Path) -> None:
    rows = [POEM, SUM | {"output": " "}, POEM, {"instruction": "Draw a map.", "input": "N/A", "output": "As an AI, I…"}]
    _write(tmp_path / "a.jsonl", rows)
    done = command("import", "a.jsonl", "--output", "run", "--filters", "none")
    assert done.returncode == 0, done.stderr
    run = RunFolder(tmp_path / "run")
    assert run.records == [POEM, rows[-1]]
    reasons = [row["reason"] for row in run.rejections]
    assert reasons == ["empty_output", "no_sound_instance", "near_duplicate"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"instruction": "Cut off', "not valid JSON"),
        ('{"text": "no task"}', "not a task in any known shape; its fields are text"),
        ('["a list"]', "must be a JSON object"),
        ('{"instruction": 3, "output": "x"}', "instruction, input and output must be texts"),
        ('{"conversations": [{"from": "human", "value": "Hello?"}]}', "no question with an answer after it"),
        ('{"messages": ["hello"]}', "each turn must have"),
    ],
)
def test_a_bad_line_is_named_and_skipped_only_on_request(
    command: Command, tmp_path: Path, line: str, told: str
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{json.dumps(POEM)}\n{line}\n{json.dumps(SUM)}\n", encoding="utf-8")
    refused = command("import", "a.jsonl", "--output", "run")
    assert refused.returncode == 2
    assert f"a.jsonl, line 2: {told}" in refused.stderr
    assert unexpected(refused.stderr).count("\n") == 1
    assert not (tmp_path / "run").exists()
    done = command("import", "a.jsonl", "--output", "run", "--skip-bad")
    assert done.returncode == 0
    assert "left out: a.jsonl, line 2: " in done.stdout
    assert RunFolder(tmp_path / "run").records == [POEM, SUM]


def test_an_imported_run_is_grown_further(command: Command, tmp_path: Path) -> None:
    _write(tmp_path / "a.jsonl", [POEM, SUM])
    command("import", "a.jsonl", "--output", "run")
    assert "2 of 2 tasks" in command("status", "run").stdout
    done = command("generate", "--n", 30, "--backend", "demo", "--output", "run")
    assert done.returncode == 0, done.stderr
    records = RunFolder(tmp_path / "run").records
    assert len(records) == 30
    assert records[:2] == [POEM, SUM]
    assert command("import", "a.jsonl", "--lang", "zh", "--output", "run").returncode == 2


def test_a_threshold_that_is_not_named_is_the_run_s_own(command: Command, tmp_path: Path) -> None:
    near = POEM | {"instruction": "Write a poem about the old harbour, please."}
    for number, row in enumerate((POEM, near, SUM)):
        _write(tmp_path / f"{number}.jsonl", [row])
    assert command("import", "0.jsonl", "--output", "run", "--similarity-threshold", 0.95).returncode == 0
    done = command("import", "1.jsonl", "2.jsonl", "--output", "run")
    assert done.returncode == 0, done.stderr
    assert RunFolder(tmp_path / "run").records == [POEM, near, SUM]
    refused = command("import", "0.jsonl", "--output", "run", "--similarity-threshold", 0.7)
    assert "--similarity-threshold 0.95, which cannot become 0.7" in refused.stderr


@pytest.mark.parametrize("threshold", [0.7, 1])
def test_what_an_earlier_import_brought_is_left_out(command: Command, tmp_path: Path, threshold: float) -> None:
    short = {"instruction": "Sing!", "input": "", "output": "La."}
    _write(tmp_path / "a.jsonl", [POEM, SUM, short, POEM])
    _write(tmp_path / "more.jsonl", [SUM, SUM, POEM | {"output": "Gulls."}])
    first = ("import", "a.jsonl", "--output", "run", "--similarity-threshold", threshold)
    assert command(*first).returncode == 0
    before = RunFolder(tmp_path / "run")
    records, rejections = before.records, before.rejections
    assert records == ([POEM, SUM, POEM] if threshold == 1 else [POEM, SUM])
    done = command(*first)
    assert done.stdout.startswith("left out: 4 tasks that an earlier import has brought here already\n")
    assert (before.records, before.rejections) == (records, rejections)
    # The same instruction with another answer is another task, and other filters may decide otherwise.
    assert "left out: 1 task that" in command("import", "more.jsonl", "--output", "run").stdout
    if threshold == 1:
        assert before.records == [*records, SUM, POEM | {"output": "Gulls."}]
    assert "left out" not in command("import", "a.jsonl", "--output", "run", "--filters", "none").stdout
    assert any(record["instruction"] == "Sing!" for record in before.records)


def test_a_candidate_near_to_what_is_to_be_avoided_is_rejected(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 40, "--backend", "demo", "--random-seed", 3, "--output", "free")
    free = [record["instruction"] for record in RunFolder(tmp_path / "free").records]
    (tmp_path / "test.txt").write_text("\n".join(free[:5]), encoding="utf-8")
    _write(tmp_path / "bench.jsonl", [POEM | {"instruction": instruction} for instruction in free[5:9]])
    arguments = ("generate", "--n", 40, "--backend", "demo", "--random-seed", 3, "--output", "kept")
    avoiding = ("--avoid", "test.txt", "--avoid", "bench.jsonl")
    assert command(*arguments, *avoiding).returncode == 0
    run = RunFolder(tmp_path / "kept")
    assert not {record["instruction"] for record in run.records} & set(free[:9])
    avoided = [row for row in run.rejections if row["reason"] == "avoided"]
    assert {row["instruction"] for row in avoided} >= set(free[:9])
    assert command(*arguments).returncode == 0
    assert "other instructions to avoid" in command(*arguments, "--avoid", "test.txt").stderr


def test_a_file_that_is_not_there_is_told(command: Command) -> None:
    for arguments in (("import", "none.jsonl"), ("generate", "--n", 1, "--backend", "demo", "--avoid", "none.jsonl")):
        done = command(*arguments, "--output", "run")
        assert done.returncode == 2
        assert "none.jsonl: there is no such file or folder" in done.stderr


CHINESE = {"instruction": "写一首关于旧港口的短诗。", "input": "", "output": "雾里桅杆，绳索入梦。"}
CHINESE_SUM = {"instruction": "把下面的账单加起来。", "input": "茶 2，饼 3", "output": "一共是 5 元。"}


def test_the_language_of_a_new_run_is_that_of_the_text(command: Command, tmp_path: Path) -> None:
    _write(tmp_path / "zh.jsonl", [CHINESE])
    _write(tmp_path / "more.jsonl", [CHINESE_SUM])
    _write(tmp_path / "en.jsonl", [POEM])
    assert command("import", "zh.jsonl", "--output", "run").returncode == 0
    assert RunFolder(tmp_path / "run").records == [CHINESE]
    # The run knows its own from then on.
    assert command("import", "more.jsonl", "--output", "run").returncode == 0
    assert RunFolder(tmp_path / "run").records == [CHINESE, CHINESE_SUM]
    for arguments in (("en.jsonl", "--output", "run"), ("zh.jsonl", "--output", "new", "--lang", "en")):
        refused = command("import", *arguments)
        assert refused.returncode == 2
        assert "choose the --lang they are in" in refused.stderr
        assert unexpected(refused.stderr).count("\n") == 1
    assert RunFolder(tmp_path / "run").records == [CHINESE, CHINESE_SUM]
    assert not (tmp_path / "new").exists()


def test_a_language_that_is_not_clear_must_be_named(command: Command, tmp_path: Path) -> None:
    another = SUM | {"instruction": "Name three tools that a cooper needs."}
    _write(tmp_path / "both.jsonl", [CHINESE, CHINESE_SUM, POEM, SUM, another])
    refused = command("import", "both.jsonl", "--output", "run")
    assert refused.returncode == 2
    assert "the language of the tasks is not clear" in refused.stderr
    assert "name it with --lang" in refused.stderr
    assert not (tmp_path / "run").exists()
    done = command("import", "both.jsonl", "--output", "run", "--lang", "zh")
    assert done.returncode == 0
    assert "only 2 of 5 instructions are in Chinese" in done.stdout
    assert RunFolder(tmp_path / "run").records == [CHINESE, CHINESE_SUM]


def test_what_is_left_out_is_told_by_kind(command: Command, tmp_path: Path) -> None:
    bad = [POEM | {"instruction": f"Bad one {number}.", "label": False} for number in range(3)]
    _write(tmp_path / "a.jsonl", [*bad, POEM | {"id": 7}, SUM | {"images": ["a.png"]}])
    done = command("import", "a.jsonl", "--output", "run")
    assert done.returncode == 0, done.stderr
    assert RunFolder(tmp_path / "run").records == [POEM]
    assert done.stdout.startswith(
        "left out: 3 answers labelled bad (first: a.jsonl, line 1)\n"
        "left out: 1 task with images, audio or video (first: a.jsonl, line 5)\n"
        "not kept: the field id (first: a.jsonl, line 4)\n"
    )


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "there is no task to import; empty: a.jsonl"),
        (
            [POEM | {"label": False}],
            "there is no task to import; left out: 1 answer labelled bad (first: a.jsonl, line 1)",
        ),
    ],
)
def test_if_nothing_is_left_to_import_it_is_an_error(
    command: Command, tmp_path: Path, rows: list[Any], told: str
) -> None:
    _write(tmp_path / "a.jsonl", rows)
    refused = command("import", "a.jsonl", "--output", "run")
    assert refused.returncode == 2
    assert refused.stderr == f"selfinstruct: error: {told}\n"
    assert not (tmp_path / "run").exists()


def test_a_file_that_holds_nothing_is_told(command: Command, tmp_path: Path) -> None:
    _write(tmp_path / "a.jsonl", [POEM])
    for name, text in (("b.jsonl", "\n"), ("c.json", "[]"), ("d.csv", "instruction,output\n")):
        (tmp_path / name).write_text(text)
    done = command("import", "b.jsonl", "a.jsonl", "c.json", "d.csv", "--output", "run")
    assert done.returncode == 0
    told = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("empty: ")]
    assert told == ["empty: b.jsonl", "empty: c.json", "empty: d.csv"]


def test_what_pipelines_did_is_undone_with_our_filters_only(command: Command, tmp_path: Path) -> None:
    escaped = {
        "instruction": "Say it&#39;s late.",
        "input": "&lt;noinput&gt;",
        "output": "It&#39;s late, isn&#39;t it?",
    }
    _write(tmp_path / "a.jsonl", [escaped])
    plain = {"instruction": "Say it's late.", "input": "", "output": "It's late, isn't it?"}
    for filters, expected in (("default", plain), ("default,-too_long", plain), ("none", escaped)):
        done = command("import", "a.jsonl", "--output", filters, "--filters", filters)
        assert ("changed: HTML entities" in done.stdout) == (expected is plain)
        assert RunFolder(tmp_path / filters).records == [expected]


@pytest.mark.parametrize("blank", [" ", "\n\t", "　", "\u200b", "\u2060\u00a0"])
@pytest.mark.parametrize("filters", ["default", "none"])
def test_a_blank_input_is_none(command: Command, tmp_path: Path, blank: str, filters: str) -> None:
    _write(tmp_path / "a.jsonl", [POEM | {"input": blank}])
    assert command("import", "a.jsonl", "--output", "run", "--filters", filters).returncode == 0
    assert RunFolder(tmp_path / "run").records == [POEM]


def test_a_list_in_an_object_is_read_but_not_one_of_several(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for value in ({"data": [POEM, SUM]}, {"version": 1, "about": "x", "rows": [POEM, SUM], "notes": ["a"]}):
        path.write_text(json.dumps(value, indent=2), encoding="utf-8")
        assert [task.instruction for task in read_tasks(path) if isinstance(task, Task)] == [
            POEM["instruction"],
            SUM["instruction"],
        ]
    path.write_text(json.dumps({"data": [POEM, 7 * [1]]}), encoding="utf-8")
    (error,) = read_tasks(path)
    assert "not a task in any known shape; its fields are data" in str(error)
    path.write_text(json.dumps({"data": [POEM, {"text": "x"}]}), encoding="utf-8")
    _, error = read_tasks(path)
    assert str(error).startswith(f"{path}, number 2 in “data”: not a task")
    path.write_text(json.dumps({"train": [POEM], "test": [SUM]}), encoding="utf-8")
    with pytest.raises(InputError, match=r"holds several lists \(“train”, “test”\); save the one that you mean"):
        list(read_tasks(path))


def test_instructions_to_avoid_are_those_of_any_value(tmp_path: Path) -> None:
    rows = [
        POEM | {"label": False},
        SUM | {"images": ["a.png"]},
        {"messages": [{"role": "user", "content": "Now?"}, {"role": "assistant", "tool_calls": [1]}]},
    ]
    _write(tmp_path / "a.jsonl", rows)
    assert read_instructions(tmp_path / "a.jsonl") == [POEM["instruction"], SUM["instruction"], "Now?"]
    _write(tmp_path / "b.jsonl", [POEM, {"text": "x"}])
    with pytest.raises(InputError, match=r"b.jsonl, line 2: not a task"):
        read_instructions(tmp_path / "b.jsonl")


def test_what_is_imported_is_what_was_read_even_if_the_file_changes_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _write(tmp_path / "a.jsonl", [POEM, SUM])
    chosen = Gathered.choose_language

    def change_first(*arguments: Any) -> Any:
        path.write_text("no tasks any more")
        return chosen(*arguments)

    monkeypatch.setattr(Gathered, "choose_language", change_first)
    api.import_tasks([path], tmp_path / "run")
    assert RunFolder(tmp_path / "run").records == [POEM, SUM]


def test_no_room_for_what_was_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("selfinstruct.runs.importing.pickle.dump", full)
    with pytest.raises(InputError, match="while they are read: No space left on device; make room"):
        api.import_tasks([_write(tmp_path / "a.jsonl", [POEM])], tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_what_is_no_file_is_told_in_one_line(command: Command, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/zero", "pipe", "x" * 300):
        refused = command("import", path, "--output", "run", timeout=60)
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"selfinstruct: error: {path}: ")
        assert unexpected(refused.stderr).count("\n") == 1


def _imported(folder: Path, **given: Any) -> Path:
    settings = ImportSettings(language="en", **given)
    api.import_tasks([_write(folder / "tasks.jsonl", [POEM, SUM])], folder / "run", settings)
    return folder / "run"


def _seed_of(run: Path) -> int:
    with api.open_run(run) as opened:
        return opened.settings.random_seed


@pytest.mark.parametrize("first", [None, 3])
@pytest.mark.parametrize("then", [None, 3, 4])
def test_a_random_seed_may_be_named_until_a_model_is_asked(tmp_path: Path, first: int | None, then: int | None) -> None:
    run = _imported(tmp_path, random_seed=first)
    drawn = _seed_of(run)
    assert first in (None, drawn)
    grown = Settings(4, random_seed=then, connection=Connection("demo"))
    assert api.generate(grown, run).exit_code == 0
    assert _seed_of(run) == (drawn if then is None else then)


def test_another_random_seed_is_refused_with_where_the_first_one_came_from(tmp_path: Path) -> None:
    run = _imported(tmp_path)
    api.generate(Settings(4, connection=Connection("demo")), run)
    drawn = _seed_of(run)
    told = (
        f"‹random_seed› {drawn}, which cannot become {drawn + 1} (if nobody named it, it was drawn as the run began);"
        " choose another folder with ‹output›, or leave the setting out"
    )
    for bring in (
        lambda: api.generate(Settings(5, random_seed=drawn + 1, connection=Connection("demo")), run),
        lambda: _imported(tmp_path, random_seed=drawn + 1),
    ):
        with pytest.raises(RunFolderError, match=re.escape(told)):
            bring()
    assert _imported(tmp_path, random_seed=drawn) == run


@pytest.mark.parametrize("filters", ["default", "none"])
def test_a_task_is_known_again_whatever_white_space_its_shape_has_left(tmp_path: Path, filters: str) -> None:
    """BELLE joins an instruction to its input with a line break, also to one that is empty."""
    plain, joined = _write(tmp_path / "plain.jsonl", [POEM]), {"target": POEM["output"]}
    joined["input"] = f"{POEM['instruction']}\n"
    for first, then in ((plain, joined), (_write(tmp_path / "joined.jsonl", [joined]), POEM)):
        run = tmp_path / first.stem
        settings = ImportSettings(language="en", filters=filters)
        api.import_tasks([first], run, settings)
        result = api.import_tasks([_write(tmp_path / "then.jsonl", [then])], run, settings)
        assert "left out: 1 task that an earlier import has brought here already" in result.notes
        assert result.report.candidates == 1
        if filters == "default":
            assert RunFolder(run).records == [POEM]


@pytest.mark.parametrize(("sound", "is_offered"), [(0, False), (1, True)])
def test_fields_that_nobody_knows_are_told_with_what_to_do(
    command: Command, tmp_path: Path, sound: int, is_offered: bool
) -> None:
    rows: list[dict[str, str]] = [{"customer_message": f"Help {at}.", "agent_reply": "Here."} for at in range(3)]
    _write(tmp_path / "a.jsonl", [*rows, *[POEM] * sound])
    done = command("import", "a.jsonl", "--output", "run")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    told = "its fields are customer_message, agent_reply; 2 other values are bad, too;"
    assert f"{told} rename those of question and answer to instruction and output" in done.stderr
    assert ("--skip-bad" in done.stderr) == is_offered
