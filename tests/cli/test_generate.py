"""`selfinstruct generate` on the demo backend, as a user runs it."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import combinations, product
from pathlib import Path

import datasets
import pytest
from rouge_score.rouge_scorer import RougeScorer

from selfinstruct.core.rates import Rate
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.storage.store import Store
from tests.conftest import Command, RunFolder, command_line, environment
from tests.crashes.dying import die_at

FILES = {"en": "alpaca_data.json", "zh": "Belle.train.json"}


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_ends_with_exactly_n_records_none_a_near_duplicate(command: Command, tmp_path: Path, lang: str) -> None:
    done = command("generate", "--lang", lang, "--n", 150, "--backend", "demo", "--output", "run")
    assert done.returncode == 0, done.stderr
    records = RunFolder(tmp_path / "run").records
    assert len(records) == 150
    assert all(list(record) == ["instruction", "input", "output"] for record in records)

    class Tokenizer:
        tokenize = staticmethod(find_language(lang).tokenize)

    scorer = RougeScorer(["rougeL"], tokenizer=Tokenizer() if lang == "zh" else None)
    new = [record["instruction"] for record in records]
    seeds = [task.instruction for task in read_seed_tasks(seed_file(lang))]
    pairs = [*combinations(new, 2), *product(new[::5], seeds)]
    assert max(scorer.score(*pair)["rougeL"].fmeasure for pair in pairs) <= 0.7


def test_training_files_have_the_ancestors_form(command: Command, tmp_path: Path, lang: str) -> None:
    command("generate", "--lang", lang, "--n", 30, "--backend", "demo", "--output", "run")
    path = tmp_path / "run" / FILES[lang]
    text = path.read_text(encoding="utf-8")
    if lang == "zh":
        assert [json.loads(line) for line in text.splitlines()] == RunFolder(tmp_path / "run").records
        assert "\\u" not in text
    else:
        assert text.startswith('[\n    {\n        "instruction": "')
        assert json.dumps(json.loads(text), ensure_ascii=False, indent=4) + "\n" == text
    read = datasets.load_dataset("json", data_files=str(path), cache_dir=str(tmp_path / "cache"))["train"]
    assert read.column_names == ["instruction", "input", "output"]
    assert read.num_rows == 30


def test_what_was_rejected_is_kept_with_its_reason(command: Command, tmp_path: Path) -> None:
    command("generate", "--lang", "zh", "--n", 300, "--backend", "demo", "--random-seed", 1, "--output", "run")
    rejections = RunFolder(tmp_path / "run").rejections
    reasons = {(row["subject"], row["reason"]) for row in rejections}
    assert {("instruction", "near_duplicate"), ("instance", "surplus_instance")} <= reasons
    assert len(reasons) > 5
    near = next(row for row in rejections if row["reason"] == "near_duplicate")
    assert 0.7 < near["similarity"] <= 1
    assert near["nearest"]
    assert near["nearest_instruction"]
    assert all(row["output"] is not None for row in rejections if row["subject"] == "instance")


def test_the_same_random_seed_gives_the_same_files(command: Command, tmp_path: Path, lang: str) -> None:
    arguments = ("generate", "--lang", lang, "--n", 80, "--backend", "demo")
    for output, seed in (("a", 5), ("b", 5), ("c", 6)):
        command(*arguments, "--random-seed", seed, "--output", output)
    a, b, c = ((tmp_path / output / FILES[lang]).read_bytes() for output in "abc")
    assert a == b != c


def test_the_same_command_asks_nothing_and_a_larger_n_goes_on(command: Command, tmp_path: Path, lang: str) -> None:
    arguments = ("generate", "--lang", lang, "--backend", "demo", "--output", "run", "--n")
    command(*arguments, 40)
    run = RunFolder(tmp_path / "run")
    first, requests = run.records, _requests(run.path)
    again = command(*arguments, 40)
    assert again.returncode == 0
    assert "40 of 40 tasks (as it was, nothing to ask)" in again.stdout
    assert (run.records, _requests(run.path)) == (first, requests)
    command(*arguments, 90)
    assert len(run.records) == 90
    assert run.records[:40] == first
    tokens = [find_language(lang).tokenize(record["instruction"]) for record in run.records]
    assert max(f_measure(*pair) for pair in combinations(tokens, 2)) <= 0.7
    command(*arguments, 40, "--truncate")
    assert run.records == first


def test_several_instances_of_a_task_become_records_of_their_own(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 40, "--backend", "demo", "--instances-per-task", 3, "--output", "run")
    records = RunFolder(tmp_path / "run").records
    counts = [sum(other["instruction"] == record["instruction"] for other in records) for record in records]
    assert len({record["instruction"] for record in records}) == 40
    assert set(counts) <= {1, 2, 3}
    assert max(counts) == 3


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--lang", "zh"),
        ("--similarity-threshold", 0.6),
        ("--filters", "none"),
        ("--instances-per-task", 2),
        ("--backend", "openai"),
        ("--seeds", "other.jsonl"),
        ("--random-seed", 8),
    ],
)
def test_a_run_keeps_the_settings_that_make_its_pool(
    command: Command, tmp_path: Path, option: str, value: object
) -> None:
    (tmp_path / "other.jsonl").write_bytes(seed_file("en").read_bytes().partition(b"\n")[2])
    settings = {"--lang": "en", "--n": 10, "--backend": "demo", "--output": "run", "--random-seed": 7}
    command("generate", *_flat(settings))
    records = RunFolder(tmp_path / "run").records
    refused = command("generate", *_flat(settings | {option: value}))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert ("seed tasks" if option == "--seeds" else option) in refused.stderr
    assert "--output" in refused.stderr
    assert RunFolder(tmp_path / "run").records == records


def test_a_second_process_is_refused(command: Command, tmp_path: Path) -> None:
    store = Store.create_or_open(tmp_path / "run")
    try:
        refused = command("generate", "--n", 10, "--backend", "demo", "--output", "run")
    finally:
        store.close()
    assert refused.returncode == 2
    assert "in use by another" in refused.stderr


def test_status_prints_the_summary_of_the_run(command: Command) -> None:
    done = command("generate", "--n", 25, "--backend", "demo", "--output", "run")
    assert "25 of 25 tasks" in done.stdout
    assert "not for training" in done.stdout
    assert command("status", "run").stdout == done.stdout.replace("wrote run/", "holds run/")
    detailed = command("status", "run", "--detail").stdout
    assert re.search(r"\n  of which near-duplicates [\d.]+ s \(\d+\.\d%\)", detailed)


def test_an_answer_that_is_stored_and_not_settled_counts_as_answered(command: Command, tmp_path: Path) -> None:
    arguments = ("generate", "--n", 25, "--backend", "demo", "--random-seed", 1, "--output", tmp_path / "run")
    die_at(3, "settle", *arguments)
    shown = command("status", "run").stdout
    assert re.search(r"^requests answered 3: 3 instructions$", shown, re.MULTILINE), shown
    assert "requests lost" not in shown
    done = command(*arguments)
    assert (done.returncode, "requests lost" in done.stdout) == (0, False)


def test_status_needs_no_rights_to_write_and_leaves_nothing_behind(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 25, "--backend", "demo", "--output", "run")
    before = sorted(path.name for path in (tmp_path / "run").iterdir())
    (tmp_path / "run").chmod(0o500)
    assert command("status", "run").returncode == 0
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == before
    (tmp_path / "run").chmod(0o700)


def test_status_tells_when_a_run_is_being_worked_on(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 25, "--backend", "demo", "--output", "run")
    store = Store.create_or_open(tmp_path / "run")
    store.start_session()
    assert "25 of 25 tasks (being worked on)" in command("status", "run").stdout
    store.close()
    assert "25 of 25 tasks\n" in command("status", "run").stdout
    command("generate", "--n", 500, "--backend", "demo", "--output", "run", "--max-requests", 1)
    store = Store.create_or_open(tmp_path / "run")
    store.start_session()
    store.reserve(100, 200, Rate(), durable=True)
    told = command("status", "run").stdout
    assert "\nrequests in flight 1, including what earlier sessions left open\n" in told
    assert "selfinstruct review run " in told
    assert "selfinstruct generate" not in told
    store.close()
    told = command("status", "run").stdout
    assert "\nrequests lost 1: given up, or their process was ended\n" in told
    assert re.search(r"  selfinstruct generate -o run -n 500 +go on: nobody is working on it, as far as can be", told)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_does_not_stop_the_run(command: Command, tmp_path: Path, encoding: str) -> None:
    done = command("generate", "--n", 20, "--backend", "demo", "--output", "运行", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "运行").records) == 20


def test_a_reader_that_has_gone_does_no_harm(tmp_path: Path) -> None:
    arguments = command_line("generate", "--n", 20, "--backend", "demo", "--output", tmp_path / "run")
    process = subprocess.Popen(arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=240) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert len(RunFolder(tmp_path / "run").records) == 20


def test_without_a_terminal_there_are_plain_lines_only(command: Command) -> None:
    done = command("generate", "--n", 25, "--backend", "demo")
    assert "\x1b" not in done.stdout
    assert "outputs/en-self-instruct-demo/alpaca_data.json" in done.stdout


def test_own_seeds_and_prompts_stand_in_for_ours(command: Command, tmp_path: Path) -> None:
    seeds = [
        {"instruction": f"Explain the {word} to a child.", "instances": [{"input": "", "output": "It is so."}]}
        for word in ("moon", "sea", "wind")
    ]
    (tmp_path / "seeds.json").write_text(json.dumps(seeds), encoding="utf-8")
    for path in (prompts_folder() / "en").iterdir():
        own = tmp_path / "prompts" / "en" / path.name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    command(
        "generate", "--n", 10, "--backend", "demo", "--seeds", "seeds.json", "--prompts", "prompts", "--output", "run"
    )
    assert len(RunFolder(tmp_path / "run").records) == 10
    assert len(_stored_settings(tmp_path / "run")["seed_tasks"]) == 3


def test_help_needs_no_heavy_import() -> None:
    heavy = ("openai", "datasets", "jieba", "rouge_score", "numpy", "httpx", "sqlite3", "tenacity")
    code = f"import sys, selfinstruct.cli.commands; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_run_needs_no_client_of_a_backend_that_it_does_not_ask(tmp_path: Path) -> None:
    words = ["selfinstruct", "generate", "--lang", "zh", "--backend", "demo", "-n", "3", "-o", str(tmp_path / "run")]
    code = f"""if True:
        import sys
        from selfinstruct.cli.commands import app
        sys.argv = {words!r}
        app(standalone_mode=False)
        print("openai" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def _flat(settings: dict[str, object]) -> list[object]:
    return [part for pair in settings.items() for part in pair]


def _requests(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM completions").fetchone()[0])


def _stored_settings(folder: Path) -> dict[str, list[object]]:
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        return {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM settings")}


def test_a_dry_run_counts_all_that_is_sent(command: Command) -> None:
    def prompt_tokens(*options: object) -> int:
        about = ("generate", "--n", 1000, "--dry-run", "--json", "--model", "m", *options)
        done = command(*about, OPENAI_API_KEY="sk-none-at-all")
        assert done.returncode == 0, done.stderr
        return sum(int(step["prompt_tokens"]) for step in json.loads(done.stdout)["tokens"]["steps"].values())

    bare = prompt_tokens("--ask", "text")
    assert prompt_tokens() > bare + 10_000
    assert prompt_tokens("--system", "word " * 4000, "--ask", "text") > bare + 388 * 4000


def test_a_dry_run_says_first_what_it_takes_and_shows_prompts_only_where_they_are_wanted(command: Command) -> None:
    plan = ("generate", "--n", 1000, "--dry-run", "--model", "m", "--price-in", 0.4, "--price-out", 1.6)
    lines = command(*plan, "--rpm", 60, OPENAI_API_KEY="sk-none-at-all").stdout.splitlines()
    assert [line.split()[0] for line in lines[:5]] == ["1,000", "requests", "tokens", "cost", "time"]
    about, low, high = (
        int(each.replace(",", "")) for each in re.findall(r"about ([\d,]+), from ([\d,]+) to ([\d,]+)", lines[1])[0]
    )
    assert low < about < high
    assert " minutes, if " in lines[4]
    assert len(lines) < 10
    shown = command(*plan, "--show-prompts", "--system", "Be brief.", OPENAI_API_KEY="sk-none-at-all").stdout
    assert shown.startswith(lines[0])
    assert "Be brief." in shown.partition("--- the first prompt of instructions")[0]
    assert "--- the first prompt of classification" in shown


def test_a_dry_run_reassures_whatever_it_shows_and_says_that_no_model_is_named(command: Command) -> None:
    plan = ("generate", "-n", 10, "--dry-run")
    missing = "no model is named, and OpenAI serves many; name one with --model\n"
    for more in ((), ("--show-prompts",)):
        told = command(*plan, *more).stdout
        assert "\nno request was sent; " in told
        assert told.startswith(missing)
    for name, value in (("--model", "m"), ("--backend", "demo"), ("--base-url", "http://127.0.0.1:9/v1")):
        assert missing not in command(*plan, name, value).stdout


def test_a_dry_run_of_a_run_goes_by_what_it_has_taken(command: Command) -> None:
    command("generate", "--n", 60, "--backend", "demo", "--output", "run", "--random-seed", 1)
    lines = command("generate", "--n", 90, "--output", "run", "--dry-run").stdout.splitlines()
    assert lines[1].endswith(" tasks to grow, going by what the run has taken so far:")
    assert lines[-2].startswith("time ")
    assert lines[-2].endswith(", as fast as so far")
