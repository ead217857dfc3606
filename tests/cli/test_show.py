"""`selfinstruct show`: what is known of a task, a rejection or a completion, whatever stands in it."""

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.api import generate, import_tasks
from selfinstruct.core import wire
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Asking, Connection, ImportSettings, Settings
from selfinstruct.core.values import ACCEPTED, Completion, Hint, Instance, Item, Record, Rejection, Task, Usage
from selfinstruct.pool.reasons import sentence
from selfinstruct.runs.deciding import decide, undo
from selfinstruct.runs.run import Run
from selfinstruct.storage.store import Store
from tests.conftest import Command, RunFolder
from tests.crashes.inprocess import Main, main_of
from tests.judging.judged import judge, verdict
from tests.support.reviewed import imported_run
from tests.support.runs_0_1 import NAMES, lay_out, lay_out_version_4

WHY_NEAR = "The instruction is too similar to an earlier one: their ROUGE-L F1 is above the threshold."
EVIL = "\x1b[2J\x9b31m\u202eSing\x07 ‹output› of [bold]rust\u200f\0\tnow\r\nor　never"


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


@pytest.fixture
def run(main: Main, tmp_path: Path) -> Path:
    grown = main(
        "generate", "--n", 120, "--backend", "demo", "--random-seed", 1, "--system", "Be kind.", "--output", "run"
    )
    assert grown.returncode == 0
    return tmp_path / "run"


def told(main: Main, *words: object) -> str:
    done = main("show", *words)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def as_json(main: Main, *words: object) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(told(main, *words, "--json"))
    return row


# --- what is shown


def test_a_rejection_is_shown_with_its_neighbour_and_its_sentence(main: Main, run: Path) -> None:
    row = next(row for row in RunFolder(run).rejections if row.get("nearest_kind") == "claimed")
    lines = told(main, "run", row["id"]).split("\n")
    assert lines[:3] == [f"rejection    {row['id']}, instruction", "reason       near_duplicate", f"{'':13}{WHY_NEAR}"]
    assert f"instruction  {row['instruction']}" in lines
    assert f"nearest      {row['nearest_instruction']}" in lines
    score = f"similarity   ROUGE-L F1 {row['similarity']:.4f} with the task {row['nearest']}, "
    assert any(line.startswith(score) and "; the threshold is 0.7" in line for line in lines)
    assert f"completion   {row['completion']}" in lines
    found = as_json(main, "run", row["id"])
    assert found.pop("nearest_stage") in ("accepted", "rejected")
    assert found == {"kind": "rejection", **row}


def test_what_was_rejected_for_one_reason_is_listed_the_newest_first(main: Main, run: Path) -> None:
    rows = [row for row in RunFolder(run).rejections if row["reason"] == "near_duplicate"]
    ids = sorted((row["id"] for row in rows), key=lambda id_: -int(id_[1:]))
    assert len(ids) > 2
    found = as_json(main, "run", "--reason", "near_duplicate", "-n", 500)["rejections"]
    assert [each["id"] for each in found] == ids
    assert found[0] == as_json(main, "run", ids[0])
    by_id = {row["id"]: {"kind": "rejection", **row} for row in rows}
    assert all(by_id[each["id"]].items() <= each.items() for each in found)
    first, near, second, _, count, last = told(main, "run", "--reason", "near_duplicate", "-n", 2).splitlines()
    assert count == f"2 of {len(ids)} rejections for near_duplicate, the newest first; -n lists more"
    assert (first.split()[0], second.split()[0]) == (ids[0], ids[1])
    assert near.startswith(f"{'':13}near ")
    assert "instruction, near_duplicate " in first
    assert last.startswith("name one of these ids")
    done = main("show", "run", "--reason", "near")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--reason near; choose one of: " in done.stderr
    assert "near_duplicate" in done.stderr


def test_what_a_filter_found_stands_in_the_list(main: Main, tmp_path: Path) -> None:
    rows = [
        {"instruction": f"Explain how a {thing} works.", "input": "", "output": f"{nod}{answer}"}
        for thing, nod, answer in (
            ("clock", "Certainly! Here is an explanation. ", "A weight falls and turns a wheel."),
            ("kettle", "", "It heats water until it boils."),
            ("lighthouse", "", "[insert explanation here]"),
        )
    ]
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    assert main("import", "rows.json", "--lang", "en", "-o", "mine").returncode == 0
    rejected = [row for row in RunFolder(tmp_path / "mine").rejections if row.get("detail")]
    assert rejected
    for row in rejected:
        lines = told(main, "mine", "--reason", row["reason"]).splitlines()
        assert f"{'':13}found: {row['detail'].strip()}" in lines


def test_what_is_just_above_the_threshold_does_not_read_as_the_threshold(main: Main, tmp_path: Path) -> None:
    short = "Tell Anna how bread rises over night"
    texts = (short, f"{short} in a cold dark kitchen downstairs")
    rows = [{"instruction": each, "output": "In peace."} for each in texts]
    (tmp_path / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    assert main("import", "rows.json", "--lang", "en", "-o", "mine").returncode == 0
    (row,) = RunFolder(tmp_path / "mine").rejections
    assert row["similarity"] == 0.7000000000000001
    assert "ROUGE-L F1 0.7000+ with the task" in told(main, "mine", "r1")
    for listed in (told(main, "mine"), told(main, "mine", "--reason", "near_duplicate"), told(main, "mine", "1")):
        assert "near_duplicate 0.7000+: " in listed
    assert main("report", "mine").returncode == 0
    assert f"≈ 0.70+ {short}" in (tmp_path / "mine" / "report.html").read_text("utf-8")


def test_a_rejected_instance_is_shown_whole_and_leads_to_its_task(main: Main, run: Path) -> None:
    row = next(row for row in RunFolder(run).rejections if row["subject"] == "instance")
    text = told(main, "run", row["id"])
    assert f"task         {row['item']}" in text
    for line in (*row["input"].split("\n"), *row["output"].split("\n")):
        assert line in text
    assert row["id"] in told(main, "run", row["item"])


def test_a_task_names_its_completions_and_its_nearest_seed(main: Main, run: Path) -> None:
    assert main("export", "run", "--format", "alpaca-jsonl", "--output", "a.jsonl", "--with-provenance").returncode == 0
    provenance = (run.parent / "a.jsonl.provenance.jsonl").read_text(encoding="utf-8").splitlines()
    for line in map(json.loads, provenance[::40]):
        record = RunFolder(run).records[line["record"]]
        found = as_json(main, "run", line["id"])
        assert (found["stage"], found["proposed_in"], found["written_in"]) == (
            "accepted",
            line["proposed_in"],
            line["written_in"],
        )
        assert (found["nearest_seed"], found["seed_similarity"]) == (line["nearest_seed"], line["seed_similarity"])
        assert found["instances"] == [{"input": record["input"], "output": record["output"]}]
        text = told(main, "run", line["id"])
        assert f"instruction  {record['instruction']}" in text
        assert f"proposed in  completion {line['proposed_in']}\n" in text
        # What a prompt for several names is that of none of them.
        assert (found["hint"], "category" in text) == ({}, False)
        asked_for = as_json(main, "run", line["proposed_in"])["hint"]
        assert f"prompt named category {asked_for['category']}, " in told(main, "run", line["proposed_in"])
        assert told(main, "run", line["nearest_seed"]).startswith(f"seed task    {line['nearest_seed']}\n")


def test_a_completion_is_shown_with_the_prompt_that_was_sent(main: Main, run: Path) -> None:
    for number in range(1, 30, 4):
        text, found = told(main, "run", number), as_json(main, "run", number)
        assert text.startswith(f"completion   {number}\nstep         {found['step']}\nmodel        demo\n")
        assert f"--- the system message\nBe kind.\n--- the prompt, as it was sent\n{found['prompt']}\n" in text
        assert f"--- what came back\n{found['text']}\n--- what became of it\n" in text
        for id_ in (*found["claimed"], *found["worked_on"], *found["rejections"]):
            assert f"\n  {id_} " in text
        assert bool(found["claimed"]) != bool(found["worked_on"])


@pytest.mark.parametrize(
    ("recipe", "language", "form"),
    [("self-instruct", "en", "auto"), ("self-instruct", "zh", "continuation"), ("belle", "zh", "short")],
)
def test_a_prompt_that_was_not_kept_is_built_again_and_says_so(
    main: Main, tmp_path: Path, recipe: str, language: str, form: Any
) -> None:
    settings = Settings(40, language, recipe, asking=Asking(form=form), connection=Connection("demo"), random_seed=2)
    generate(settings, tmp_path / "run")
    with Run(tmp_path / "run") as opened:
        numbers = [answer.line.id for answer in opened.completions()]
        kept = [opened.show(str(number)).row() for number in numbers]
    with closing(Store.create_or_open(tmp_path / "run")) as store:
        store._db.execute("DELETE FROM prompts")
    again = [as_json(main, "run", number) for number in numbers]
    assert not any(row["is_rebuilt"] for row in kept)
    assert all(row["is_rebuilt"] for row in again)
    assert [row["api"] for row in again] == [row["api"] for row in kept]
    # What a proposal was to be like, beside its hint, follows from the pool of that time.
    same = [row["prompt"] == before["prompt"] for row, before in zip(again, kept, strict=True)]
    assert all(is_same or row["step"] in ("instructions", "tasks") for is_same, row in zip(same, again, strict=True))
    assert "the prompt, built again from the templates of this version" in told(main, "run", 1)


def test_without_an_id_the_latest_are_listed(main: Main, run: Path) -> None:
    found, text = as_json(main, "run"), told(main, "run")
    last = RunFolder(run).records[-1]["instruction"]
    assert last[:60] in text
    for kind in ("tasks", "rejections", "completions"):
        assert all(f"\n  {row['id']} " in text for row in found[kind])
        assert found[kind][0] == as_json(main, "run", found[kind][0]["id"])
    folded = {row["id"] for row in RunFolder(run).rejections if row["reason"] == "surplus_instance"}
    assert len(found["rejections"]) == 5
    assert not folded & {row["id"] for row in found["rejections"]}


def test_decisions_are_listed_with_who_decided_and_why(main: Main, tmp_path: Path) -> None:
    run = imported_run(tmp_path)
    assert told(main, run, "--decisions") == "no decisions\n"
    with closing(Store.open_to_read(run)) as store:
        (one, first), (other, second) = [(task.id, task.instruction) for task in store.accepted()][:2]
        undo(store, decide(store, other, "keep", "bob"), "bob")
        edit = decide(store, one, "edit", "bob", after=Record(first, "", "None."))
        decide(store, one, "answer", "bob", answers={"valid": True, "output_right": False})
        decide(store, other, "reject", "ann", why="wrong", note="Not\nin the ‹north›.")
    lines = re.sub(r", \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "", told(main, run, "--decisions")).splitlines()
    assert [line.split(maxsplit=1)[1] for line in lines[:-1:2]] == [
        "reject by ann: wrong; “Not in the ‹north›.”",
        "answer by bob: valid yes, output_right no",
        "edit by bob: output",
    ]
    assert [line.strip() for line in lines[1:-1:2]] == [second, first, first]
    assert lines[-1] == "3 decisions, the newest first"
    assert told(main, run, "--decisions", "-n", 1).endswith("\n1 of 3 decisions, the newest first; -n lists more\n")
    assert as_json(main, run, "--decisions")["decisions"][-1] == edit.row()
    of_nobody = told(main, run, "--decisions", "--reviewer", "nobody")
    assert (of_nobody, told(main, run, "--decisions", "--since", "2200-01-01")) == ("no decisions\n", "no decisions\n")
    assert told(main, run, "--decisions", "--since", "2020-01-01").endswith("\n3 decisions, the newest first\n")
    assert "write it as 2026-11-28" in main("show", run, "--decisions", "--since", "yesterday").stderr
    assert "--reviewer and --since go with --decisions" in main("show", run, "--reviewer", "ann").stderr
    done = main("show", run, one, "--decisions")
    assert (done.returncode, "an id, --reason and --decisions: give one of them" in done.stderr) == (2, True)


def test_a_task_is_shown_with_what_the_judge_and_the_reviewers_say(main: Main, tmp_path: Path) -> None:
    run = imported_run(tmp_path)
    judge(run, verdict(3, output_right=False))
    with closing(Store.open_to_read(run)) as store:
        one, other = [task.id for task in store.accepted()][:2]
        decide(store, one, "reject", "王", why="wrong")
        decide(store, other, "comment", "李", note="Fine.")
        rejected = next(store.rejections())[1].id
        decide(store, rejected, "restore", "王")
    text = told(main, run, one)
    assert text.startswith(f"task         {one}, accepted, then rejected by reviewers\n")
    assert "score        3 of 5 (helpfulness 3, correctness 3, clarity 3; no: output_right): It is worth 3." in text
    assert re.search(r"^review {7}reject by 王, [-\d :]+: wrong$", text, re.MULTILINE)
    row = as_json(main, run, one)
    assert (row["score"], row["judged"][0]["output_right"], row["is_taken_out"]) == (3, False, True)
    assert [each["action"] for each in row["decisions"]] == ["reject"]
    assert told(main, run, other).startswith(f"task         {other}, accepted\n")
    assert "review       comment by 李" in told(main, run, other)
    assert "review       restore by 王" in told(main, run, rejected)
    assert [each["action"] for each in as_json(main, run, rejected)["decisions"]] == ["restore"]


def test_the_reason_of_a_chinese_run_is_told_in_both_languages(main: Main, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"instruction": "写诗", "output": "春风。"}\n', encoding="utf-8")
    import_tasks([tmp_path / "a.jsonl"], tmp_path / "run", ImportSettings("zh"))
    text = told(main, "run", "r1")
    assert sentence("too_short") in text
    assert sentence("too_short", "zh") in text


def test_imported_tasks_and_their_line_are_shown(main: Main, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"instruction": "Name a fruit that floats.", "output": "An apple."}\n')
    import_tasks([tmp_path / "a.jsonl"], tmp_path / "run", ImportSettings("en"))
    assert told(main, "run", "1.0").startswith("task         1.0, accepted\n")
    text = told(main, "run", 1)
    assert "step         import\n" in text
    assert "the prompt" not in text
    assert "claimed, accepted: Name a fruit that floats." in text


# --- whatever is in the way


@pytest.mark.parametrize(
    "id_", ["r99999", "0.77", "9999", "9" * 40, "r" + "9" * 40, "x\x1b[2J", "１２", "-0", "12.", ""]
)
def test_an_id_that_is_not_there_is_told_in_one_line(main: Main, run: Path, id_: str) -> None:
    done = main("show", "run", "--", id_)
    if not id_:
        assert done.returncode == 0
        return
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "has nothing with the id" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_folder_without_a_run_is_told(main: Main, tmp_path: Path) -> None:
    done = main("show", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A run whose texts play with the terminal, with a body that holds no completion and one that is not settled."""
    task = Task("1.0", EVIL, False, (Instance(EVIL, EVIL),), "1")
    seed = Task("s\x1b1", EVIL, False, (Instance("", EVIL),), "seed")
    with closing(Store.create_or_open(tmp_path / "foreign")) as store:
        store.save_settings(RunSettings("en", 0.7, (seed,), (), 1, recipe="gone", target=1))
        store.start_session()
        body = wire.write(EVIL, EVIL, Usage(1, 2), EVIL)
        line = store.record(1, 1, "told", ["s\x1b1"], Hint("a\x1b", EVIL), "", body)
        rejection = Rejection("instance", EVIL, "odd\x1b", EVIL, (Instance(EVIL, EVIL),), "1.0")
        outcome = Outcome([Item("1.0", EVIL, ACCEPTED, tokens=("sing",))], [task], [rejection])
        store.settle(line, Completion(EVIL, EVIL, Usage(1, 2), EVIL), outcome)
        store.record(2, 2, "told", ["s\x1b1"], Hint(), "", b"\xff\x1b[2J<html>")
    return tmp_path / "foreign"


@pytest.mark.parametrize("id_", ["", "1", "1.0", "r1", "2", "s\x1b1"])
def test_text_of_a_model_does_nothing_to_a_terminal(main: Main, foreign: Path, id_: str) -> None:
    shown, found = told(main, foreign, *filter(None, [id_])), told(main, foreign, *filter(None, [id_]), "--json")
    for text in (shown, found):
        assert all(char.isprintable() or char in "\n　" for char in text)
    if id_ in ("1", "1.0", "r1"):
        assert "‹output› of [bold]rust" in shown
        assert json.loads(found)["text" if id_ == "1" else "instruction"] == EVIL


def test_it_works_while_the_run_is_worked_on(main: Main, run: Path) -> None:
    before = told(main, "run"), told(main, "run", 1)
    with closing(Store.create_or_open(run)) as store:
        store.record(999, 0, "instructions", (), Hint(), "", b"{}")
        assert told(main, "run", 1) == before[1]
        assert told(main, "run") != before[0]


def test_what_is_not_settled_or_cannot_be_read_says_so(main: Main, foreign: Path) -> None:
    text = told(main, foreign, 2)
    assert "the prompt was not kept, and cannot be built again" in text
    assert "<html>" in text
    assert "--- what became of it: nothing yet" in text


@pytest.mark.parametrize("name", NAMES)
def test_all_of_a_run_of_0_1_can_be_shown(main: Main, tmp_path: Path, name: str) -> None:
    require_all_is_shown(main, lay_out(name, tmp_path / "run"))


def test_all_of_a_run_of_version_4_can_be_shown(main: Main, tmp_path: Path) -> None:
    require_all_is_shown(main, lay_out_version_4(tmp_path / "run"))


def require_all_is_shown(main: Main, folder: Path) -> None:
    with closing(Store.open_to_read(folder)) as store:
        ids = [each.id for each in store.claimed()][::6]
        ids += [each.id for _, each in store.rejections()]
        ids += [str(line.id) for line in store.log()][::3]
    for id_ in ids:
        assert id_ in told(main, folder, id_).split("\n")[0]


def test_a_pipe_gets_the_same_lines(command: Command, main: Main, run: Path) -> None:
    done = command("show", run, 1)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == told(main, run, 1)
