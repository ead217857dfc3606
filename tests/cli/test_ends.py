"""What a command says in the end: what to do next, in words or as JSON; what it said on the way went to stderr."""

import json
import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest

import selfinstruct
from selfinstruct import Connection, ScriptedBackend, Settings
from selfinstruct.cli.display import ConsoleObserver
from tests.conftest import Command
from tests.crashes.inprocess import Main, main_of

RUN = ("generate", "-n", 20, "--backend", "demo", "--random-seed", 1)


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


def test_what_may_be_done_next_are_commands_that_work(main: Main) -> None:
    done = main(*RUN, "-o", "my run")
    typed = [line.partition("  ")[2] for line in done.stdout.partition("next:\n")[2].split("\n") if line]
    words = [shlex.split(line.rpartition("  ")[0]) for line in typed]
    assert [each[1] for each in words] == ["review", "report", "export", "generate"]
    for each in words[2:]:
        assert main(*each[1:]).returncode == 0
    assert selfinstruct.open_run("my run").report.kept >= 40


def test_what_stopped_short_is_to_go_on(main: Main) -> None:
    done = main(*RUN, "-o", "run", "--max-requests", 3)
    assert done.returncode == 1
    assert "next:\n  selfinstruct generate -o run -n 20 " in done.stdout


def test_json_is_all_that_stdout_holds(main: Main) -> None:
    first = json.loads(main(*RUN, "--json", "-o", "run").stdout)
    assert (first["kept"], first["exit_code"], first["stopped_by"], first["error"]) == (first["accepted"], 0, "", None)
    assert first["files"] == ["run/alpaca_data.json", "run/rejected.jsonl"]
    again = main("generate", "-n", 30, "-o", "run", "--json")
    assert "goes on with" in again.stderr
    numbers = json.loads(again.stdout)
    assert (numbers["target"], numbers["language"], numbers["backend"]) == (30, "en", "demo")
    stands = json.loads(main("status", "run", "--json").stdout)
    assert stands.items() >= {key: numbers[key] for key in ("tokens", "requests", "rejected", "claimed")}.items()
    assert stands["is_being_worked_on"] is False
    replayed = json.loads(main("replay", "run", "-o", "again", "--json").stdout)
    rebuilt = "taken by the run that this one was rebuilt from, and by what was asked here later; rebuilding asks"
    rebuilt += " nothing:\nrequests answered"
    assert rebuilt in main("status", "again").stdout
    assert rebuilt not in main("status", "run").stdout
    assert replayed["accepted"] == numbers["accepted"]
    imported = json.loads(main("import", "run/alpaca_data.json", "-o", "mine", "--json").stdout)
    assert imported["candidates"] == 30
    capped = json.loads(main(*RUN, "-o", "capped", "--max-requests", 2, "--json").stdout)
    assert (capped["exit_code"], "cap" in capped["stopped_by"], "‹" in capped["stopped_by"]) == (1, True, False)


def test_runs_are_listed_the_latest_first(main: Main, tmp_path: Path) -> None:
    assert main("status").stdout.startswith("no run below outputs/")
    main(*RUN, "-o", "outputs/一")
    main(*RUN, "-o", "outputs/two")
    (tmp_path / "outputs" / "no run").mkdir()
    (tmp_path / "outputs" / "broken").mkdir()
    (tmp_path / "outputs" / "broken" / "run.sqlite").write_text("not SQLite at all")
    done = main("status")
    assert done.returncode == 0
    head, *lines = [line.split("  ")[0] for line in done.stdout.splitlines()]
    assert head == "run"
    assert sorted(lines) == ["outputs/broken", "outputs/two", "outputs/一"]
    assert lines.index("outputs/two") < lines.index("outputs/一")
    assert "20 of 20 tasks" in done.stdout
    (tmp_path / "outputs" / "broken" / "run.sqlite").unlink()
    listed = json.loads(main("status", "--json").stdout)["runs"]
    assert [each["folder"] for each in listed] == ["outputs/two", "outputs/一"]


def test_what_a_useless_model_says_is_quoted(tmp_path: Path) -> None:
    settings = Settings(5, language="zh", connection=Connection("demo"))
    result = selfinstruct.generate(settings, tmp_path / "run", backend=ScriptedBackend("你好！\n有什么可以帮你的？"))
    assert result.stopped_by.endswith(
        "brought nothing new; rejected: 30 no_instructions; the last one: the answer “你好！ 有什么可以帮你的？”"
    )


def test_progress_on_a_pipe_goes_to_stderr(command: Command, tmp_path: Path) -> None:
    lines = "import selfinstruct.cli.display as display\ndisplay._LINE_SECONDS = 0.05\n"
    (tmp_path / "sitecustomize.py").write_text(lines, encoding="utf-8")
    root = Path(selfinstruct.__file__).parents[1]
    done = command(*RUN, "-o", "run", "--backend-option", "seconds=0.3", PYTHONPATH=f"{tmp_path}:{root}")
    assert done.returncode == 0, done.stderr
    assert " of 20 accepted · " in done.stderr
    assert "proposed " in done.stderr
    assert done.stdout.startswith("20 of 20 tasks\n")
    assert " accepted · " not in done.stdout


def test_what_was_told_just_now_is_not_followed_by_a_count(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("selfinstruct.cli.display.time", SimpleNamespace(monotonic=lambda: clock[0]))
    observer = ConsoleObserver()
    clock[0] = 11.0
    observer.noted("a line")
    clock[0] = 12.0
    observer.counted(1, "tasks written")
    clock[0] = 22.0
    observer.counted(900, "tasks written")
    assert capfd.readouterr().err.splitlines() == ["a line", "tasks written: 900"]


@pytest.mark.parametrize("ends", ["noted", "ended", "another", "left"])
def test_a_count_that_was_told_is_told_to_its_end(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    clock = [0.0]
    monkeypatch.setattr("selfinstruct.cli.display.time", SimpleNamespace(monotonic=lambda: clock[0]))
    with ConsoleObserver() as observer:
        for seconds, count in ((11.0, 256), (12.0, 301)):
            clock[0] = seconds
            observer.counted(count, "tasks read")
        if ends == "noted":
            observer.noted("a line")
        elif ends == "ended":
            observer.ended()
        elif ends == "another":
            observer.counted(1, "tasks written")
    told = [each for each in capfd.readouterr().err.splitlines() if each.startswith("tasks")]
    assert told == ["tasks read: 256", "tasks read: 301"]


def test_a_count_that_was_never_told_ends_without_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    with ConsoleObserver() as observer:
        observer.counted(301, "tasks read")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("said", "named"), [("", True), ('[generate]\nmodel = "m"\n', False)])
def test_after_an_import_the_next_step_names_whom_to_ask(main: Main, tmp_path: Path, said: str, named: bool) -> None:
    (tmp_path / "selfinstruct.toml").write_text(said)
    (tmp_path / "a.jsonl").write_text('{"instruction": "Name a red fruit.", "output": "A strawberry."}\n')
    done = main("import", "a.jsonl", "--lang", "en", "-o", "run")
    assert (" -n 2 --model MODEL " in done.stdout) == named
    assert main("generate", "-o", "run", "-n", 2, "--backend", "demo").returncode == 0
    assert "--model MODEL" not in main("status", "run").stdout
