"""Bad input: one clear line, exit code 2, nothing half-written."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.storage.store import Store
from tests.conftest import Command

DEMO = ("--backend", "demo", "--output", "run")


def _lines() -> list[str]:
    return seed_file("en").read_text(encoding="utf-8").split("\n")[:20]


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--n", 0, *DEMO), "--n 0: must be at least 1"),
        (("--n", -5, *DEMO), "--n -5"),
        (("--n", 5, "--lang", "xx", *DEMO), "unknown language; choose one of: en, zh"),
        (("--n", 5, "--recipe", "stew", *DEMO), "--recipe stew: unknown recipe"),
        (("--n", 5, "--backend", "gpt"), "--backend gpt: unknown backend"),
        (("--n", 5, "--concurrency", 0, *DEMO), "--concurrency 0"),
        (("--n", 5, "--concurrency", "many", *DEMO), "--concurrency many: must be a number, or auto"),
        (("--n", 5, "--rpm", 0, *DEMO), "--rpm 0: must be at least 1"),
        (("--n", 5, "--timeout", 0, *DEMO), "--timeout 0.0: must be a number of seconds above 0"),
        (("--n", 5, "--max-tokens", 0, *DEMO), "--max-tokens 0: must be at least 1"),
        (("--n", 5, "--max-cost", 1, *DEMO), "--max-cost: needs prices; name them with --price-in and --price-out"),
        (("--n", 5, "--price-in", 1, *DEMO), "--price-in and --price-out: name both"),
        (("--n", 5, "--sampling", "instances.heat=1", *DEMO), "write it as instances.temperature=0.5"),
        (("--n", 5, "--sampling", "instances.top_p=hot", *DEMO), "write it as instances.temperature=0.5"),
        (("--n", 5, "--sampling", "temperature=0.4", *DEMO), "names no step, one of tasks, instructions, "),
        (("--n", 5, "--sampling", "temperature=0.4", *DEMO), "judge; write it as instances.temperature=0.4; see"),
        (("--n", 5, "--sampling", "instances.heat=1", *DEMO), "heat is none of temperature, top_p, max_tokens, "),
        (("--n", 5, "--sampling", "instances.top_p=hot", *DEMO), "instances.top_p=hot: hot is no number; write it as"),
        (("--n", 5, "--extra-body", "[1]", *DEMO), "not a JSON object"),
        (("--n", 5, "--extra-body", '{"x": [NaN]}', *DEMO), "not a JSON object"),
        (("--n", 5, "--extra-body", '{"x": 1e999}', *DEMO), "not a JSON object"),
        (("--n", 5, "--extra-body", '{"x": "\\ud800"}', *DEMO), "not a JSON object"),
        (("--n", 5, "--system", "a\udcff", *DEMO), "--system: holds bytes that are no UTF-8"),
        (("--n", 5, "--model", "a\udcff", *DEMO), "--model: holds bytes that are no UTF-8"),
        (("--n", 5, "--step-model", "instances=a\udcff", *DEMO), "--step-model: holds bytes that are no UTF-8"),
        (("--n", 5, "--extra-body", '{"stream": true}', *DEMO), "--extra-body: stream has an option of its own"),
        (("--n", 5, "--instances-per-task", 6, *DEMO), "--instances-per-task 6: must be from 1 to 5"),
        (("--n", 5, "--instances-per-task", 2, "--recipe", "alpaca", *DEMO), "--recipe alpaca writes tasks of one"),
        (
            ("--n", 5, "--sampling", "tasks.top_p=1", *DEMO),
            "--sampling tasks: --recipe self-instruct takes no such step; its own are instructions",
        ),
        (
            ("--n", 5, "--step-model", "instances=m", "--recipe", "alpaca", *DEMO),
            "--step-model instances: --recipe alpaca takes no such step; its own are tasks",
        ),
        (("--n", 5, "--step-model", "instances", *DEMO), "--step-model instances: write it as STEP=MODEL"),
        (("--n", 5, "--step-model", "=m", *DEMO), "--step-model =m: write it as STEP=MODEL"),
        (("--n", 5, "--backend-option", "warmth", *DEMO), "--backend-option warmth: write it as NAME=VALUE"),
        (("--n", 5, "--backend-option", "warmth=9", *DEMO), "--backend-option warmth: unknown to the backend demo"),
        (("--n", 5, "--ask", "nicely", *DEMO), "'nicely' is not one of"),
        (
            ("--n", 5, "--price-in", 1, "--price-out", 2, "--price-cached", 3, *DEMO),
            "--price-cached 3: must be at most",
        ),
        (("--n", 5, "--similarity-threshold", 1.5, *DEMO), "--similarity-threshold 1.5"),
        (("--n", 5, "--similarity-threshold", "nan", *DEMO), "--similarity-threshold nan"),
        (("--n", 5, "--seeds", "none.jsonl", *DEMO), "none.jsonl: cannot read the file"),
        (("--n", 5, "--seeds", "", *DEMO), "the name of a file or folder is empty"),
        (("--n", 5, "--prompts", "none", *DEMO), "none/en: holds no template and no list"),
        (("--n", 5, "--about", " ", *DEMO), "--about: is empty; name a field"),
        (("--n", 5, "--base-url", "localhost:8000", "--model", "m", "--output", "run"), "write it as http://"),
        (("--n", 5, "--base-url", "http://[::1/v1", "--output", "run"), "not an address"),
        (("--n", 5, "--base-url", "http://127.0.0.1:99999/v1", "--output", "run"), "not an address"),
        (("--n", 5, "--lang", "zh", "--seeds", seed_file("en"), *DEMO), "only 0 of 175 seed tasks are in Chinese"),
        (("--n", 5, "--output", "run"), "set OPENAI_API_KEY, name an endpoint with --base-url, or try --backend demo"),
    ],
)
def test_it_is_told_in_one_line(command: Command, tmp_path: Path, arguments: tuple[object, ...], told: str) -> None:
    done = command("generate", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"instruction": "Say hello', "not valid JSON"),
        ('{"id": "x", "instruction": " ", "instances": []}', "“instruction”"),
        ('{"id": "x", "instruction": "Say hello.", "instances": []}', "“instances”"),
        ('{"id": "x", "instruction": "Say hello.", "instances": [{"input": ""}]}', "“output”"),
        ('{"id": "x", "instruction": "Say.", "instances": [{"output": "o"}], "is_classification": 1}', "true or false"),
        ('["Say hello."]', "must be a JSON object"),
        ('{"instruction": "Say \\ud800.", "instances": [{"output": "o"}]}', "half of a surrogate pair"),
        (_lines()[3], "stands in line 4 already"),
    ],
)
def test_a_broken_line_of_a_seed_file_is_named(command: Command, tmp_path: Path, line: str, told: str) -> None:
    lines = _lines()
    lines[16] = line
    _write(tmp_path / "seeds.jsonl", lines)
    for arguments in (("seeds", "check", "seeds.jsonl"), ("generate", "--n", 5, "--seeds", "seeds.jsonl", *DEMO)):
        done = command(*arguments)
        assert done.returncode == 2
        assert "seeds.jsonl, line 17: " in done.stderr
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_a_broken_element_of_a_seed_array_is_named_by_its_line(command: Command, tmp_path: Path) -> None:
    tasks = [json.loads(line) for line in _lines()]
    tasks[1]["instances"] = None
    text = json.dumps(tasks, indent=1)
    (tmp_path / "seeds.json").write_text(text, encoding="utf-8")
    line = text.count("\n", 0, text.index(tasks[1]["id"])) + 1
    assert f"line {line - 1}: “instances”" in command("seeds", "check", "seeds.json").stderr
    (tmp_path / "seeds.json").write_text(text[:-20], encoding="utf-8")
    assert command("seeds", "check", "seeds.json").returncode == 2


def test_more_than_one_seed_array_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "seeds.json").write_text(f"[{_lines()[0]}]\n\n[{_lines()[1]}]\n", encoding="utf-8")
    assert "seeds.json, line 1: there is more after the array" in command("seeds", "check", "seeds.json").stderr


def test_a_key_that_is_none_is_told(command: Command) -> None:
    done = command("generate", "--n", 5, "--model", "m", OPENAI_API_KEY="密钥")
    assert done.returncode == 2
    assert "OPENAI_API_KEY" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"\n\n", b"[]"])
def test_an_empty_seed_file_is_told(command: Command, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "seeds.jsonl").write_bytes(content)
    done = command("generate", "--n", 5, "--seeds", "seeds.jsonl", *DEMO)
    assert done.returncode == 2
    assert "seeds.jsonl: holds no seed tasks" in done.stderr


def test_a_seed_file_in_another_encoding_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "seeds.jsonl").write_bytes(
        b'{"instruction": "a"}\n' + '{"instruction": "请写一首关于春天的诗"}'.encode("gbk")
    )
    assert "line 2: not UTF-8" in command("seeds", "check", "seeds.jsonl").stderr


def test_a_prompt_with_an_unknown_field_is_named(command: Command, tmp_path: Path) -> None:
    for path in (prompts_folder() / "en").iterdir():
        own = tmp_path / "prompts" / "en" / path.name
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(path.read_text(encoding="utf-8").replace("$count", "$number"), encoding="utf-8")
    done = command("generate", "--n", 5, "--prompts", "prompts", *DEMO)
    assert done.returncode == 2
    assert "instructions.chat.txt: unknown field $number" in done.stderr


@pytest.mark.parametrize("folder", ["file/run", "locked/run", "/sys/run"])
def test_a_folder_that_cannot_be_written_is_told(command: Command, tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "locked").mkdir(mode=0o500)
    if folder == "locked/run" and os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    done = command("generate", "--n", 5, "--backend", "demo", "--output", folder)
    assert done.returncode == 2
    assert f"{folder}: cannot write here" in done.stderr
    assert done.stderr.count("\n") == 1


def _foreign_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE mine (a)")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("run.sqlite", lambda path: path.write_bytes(b"not a database, but long enough to be looked at " * 40)),
        ("run.sqlite", _foreign_table),
        ("alpaca_data.json", lambda path: path.write_text("[]")),
        ("rejected.jsonl", lambda path: path.write_text("{}")),
    ],
    ids=["no database", "another database", "training file", "rejections"],
)
def test_files_of_others_are_left_alone(
    command: Command, tmp_path: Path, name: str, make: Callable[[Path], object]
) -> None:
    (tmp_path / "run").mkdir()
    path = tmp_path / "run" / name
    make(path)
    content = path.read_bytes()
    for backend in (DEMO, ("--base-url", "http://127.0.0.1:9/v1", "--model", "m", "--output", "run")):
        done = command("generate", "--n", 5, *backend)
        assert done.returncode == 2
        assert "run" in done.stderr
        assert done.stderr.count("\n") == 1
        assert [(each.name, each.read_bytes()) for each in (tmp_path / "run").iterdir()] == [(name, content)]


def test_a_folder_that_was_there_before_stays(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for output in ("empty", "deep/er/run"):
        assert command("generate", "--n", 5, "--output", output).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


def test_status_of_no_run_is_told(command: Command) -> None:
    done = command("status", "nowhere")
    assert done.returncode == 2
    assert "nowhere: no run here" in done.stderr


def test_status_of_a_run_that_holds_nothing_yet_is_told(command: Command, tmp_path: Path) -> None:
    store = Store.create_or_open(tmp_path / "run")
    done = command("status", "run")
    store.close()
    assert done.returncode == 2
    assert "run: nothing is recorded here yet" in done.stderr


def test_status_of_a_damaged_run_is_told(command: Command, tmp_path: Path) -> None:
    command("generate", "--n", 30, *DEMO)
    path = tmp_path / "run" / "run.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    done = command("status", "run")
    assert done.returncode == 2
    assert "run.sqlite" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unknown_option_is_a_usage_error(command: Command) -> None:
    done = command("generate", "--n", 5, "--bakend", "demo")
    assert done.returncode == 2
    assert "--bakend" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--sampling", "instructions.max_tokens=0"), "max_tokens is at least 1"),
        (("--sampling", "instructions.max_tokens=-1000000"), "max_tokens is at least 1"),
        (("--sampling", "instances.temperature=nan"), "--sampling instances.temperature=nan"),
        (("--sampling", "instances.presence_penalty=inf"), "--sampling instances.presence_penalty=inf"),
        (("--timeout", "inf"), "--timeout inf: must be a number of seconds above 0"),
        (("--timeout", "0"), "--timeout 0.0: must be"),
        (("--give-up-after", "nan"), "--give-up-after nan: must be"),
        (("--price-in", "nan", "--price-out", "1"), "--price-in nan: must be"),
        (("--price-cached", "1"), "--price-in and --price-out: name both"),
        (("--base-url", "http://a..b/v1"), "--base-url http://a..b/v1: not an address"),
        (("--base-url", f"http://{'a' * 64}/v1"), "not an address"),
        (("--base-url", "http://"), "--base-url http://: not an address"),
        (("--model", ""), "--model: is empty; name a model"),
    ],
)
def test_numbers_and_addresses_that_are_none_are_told(command: Command, options: tuple[str, ...], told: str) -> None:
    done = command("generate", "--n", 5, "--output", "run", "--model", "m", *options, OPENAI_API_KEY="sk-none-at-all")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


@pytest.mark.parametrize("backend", ["openai", "chatglm"])
def test_an_address_that_only_the_clients_see_through_is_told(command: Command, backend: str) -> None:
    arguments = ("generate", "--n", 5, "--output", "run", "--backend", backend, "--base-url")
    done = command(*arguments, "http://xn--a/v1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    done = command(*arguments, "https://127.0.0.1:9/v1", SSL_CERT_FILE="none.pem")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "SSL_CERT_FILE none.pem: cannot read certificates from it: No such file" in done.stderr
    done = command(*arguments, "http://127.0.0.1:9/v1", ALL_PROXY="socks5://127.0.0.1:9")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "check" in done.stderr
