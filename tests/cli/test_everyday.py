"""What is typed every day may stand in a file or in the environment; what is typed or kept by a run counts more."""

from pathlib import Path
from typing import Any

import pytest

import selfinstruct
from tests.crashes.inprocess import Main, main_of

CONFIG = """
n = 12
lang = "zh"
backend = "demo"
max-requests = 400
backend-option = {seconds = 0}
sampling = {instructions = {temperature = 0.5, top_p = 0.9}}

[generate]
output = "from file"
json = true

[export]
format = "sharegpt"
where = ["output>=1"]
"""


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    return main_of(monkeypatch, capsys)


def _grown_with(folder: str) -> Any:
    with selfinstruct.open_run(folder) as run:
        return run.grown_with


def test_a_file_of_the_folder_is_used(main: Main, tmp_path: Path) -> None:
    (tmp_path / "selfinstruct.toml").write_text(CONFIG, encoding="utf-8")
    done = main("generate")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("{")
    settings = _grown_with("from file")
    assert (settings.target, settings.language, settings.caps.requests) == (12, "zh", 400)
    assert settings.connection.options == {"seconds": "0"}
    assert settings.asking.sampling == {"instructions": {"temperature": 0.5, "top_p": 0.9}}
    assert main("export", "from file").returncode == 0
    assert (tmp_path / "from file" / "sharegpt.json").exists() or list((tmp_path / "from file").glob("sharegpt*"))


@pytest.mark.parametrize(
    ("said", "judges"),
    [
        ('[judge]\nmodel = "another"', None),
        ('[judge]\nmodel = "another"\n[generate]\njudge = true', True),
        ("judge = true", True),
        ("judge = false", None),
    ],
)
def test_a_table_is_that_of_the_command_also_where_a_setting_is_called_like_it(
    main: Main, tmp_path: Path, said: str, judges: bool | None
) -> None:
    (tmp_path / "selfinstruct.toml").write_text(f'n = 2\nlang = "en"\nbackend = "demo"\n{said}', encoding="utf-8")
    done = main("generate", "-o", "run")
    assert (done.returncode, bool(_grown_with("run").judge)) == (0, bool(judges)), done.stderr
    done = main("judge", "run", "--dry-run", "--json")
    assert done.returncode == 0, done.stderr


def test_what_is_typed_counts_more_than_the_environment_and_that_more_than_the_file(
    main: Main, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.toml").write_text('max-requests = 100\nlang = "zh"\nbackend = "demo"', encoding="utf-8")
    monkeypatch.setenv("SELFINSTRUCT_MAX_REQUESTS", "200")
    monkeypatch.setenv("SELFINSTRUCT_GENERATE_OUTPUT", "named")
    monkeypatch.setenv("SELFINSTRUCT_SEED_ONLY", "yes")
    assert main("generate", "-n", 3, "--config", "other.toml").returncode == 0
    assert (_grown_with("named").caps.requests, _grown_with("named").language) == (200, "zh")
    assert _grown_with("named").seed_only
    assert main("generate", "-n", 3, "-o", "typed", "--config=other.toml", "--max-requests", 300).returncode == 0
    assert _grown_with("typed").caps.requests == 300
    monkeypatch.setenv("SELFINSTRUCT_CONFIG", "other.toml")
    monkeypatch.delenv("SELFINSTRUCT_MAX_REQUESTS")
    assert main("generate", "-n", 3, "-o", "third").returncode == 0
    assert _grown_with("third").caps.requests == 100


def test_a_run_keeps_what_it_was_made_with(main: Main, tmp_path: Path) -> None:
    assert main("generate", "-n", 5, "-o", "run", "--backend", "demo", "--max-requests", 90).returncode == 0
    words = 'lang = "zh"\nrecipe = "belle"\nfilters = "none"\nmax-requests = 80\nmax-tokens = 999999\nrandom-seed = 4\n'
    (tmp_path / "selfinstruct.toml").write_text(words + 'similarity-threshold = 0.5\nseeds = "nowhere.jsonl"\n')
    done = main("generate", "-n", 10, "-o", "run")
    assert done.returncode == 0, done.stderr
    settings = _grown_with("run")
    assert (settings.language, settings.recipe, settings.filters) == ("en", "self-instruct", "default")
    assert (settings.caps.requests, settings.caps.tokens) == (90, 999999)
    before = selfinstruct.open_run("run").report
    assert main("replay", "run", "-o", "again").returncode == 0
    after = selfinstruct.open_run("again").report
    assert (after.accepted, after.settings.filters) == (before.accepted, before.settings.filters)
    assert main("import", "run/alpaca_data.json", "-o", "run").returncode == 0


def test_an_address_that_is_known_starts_no_server(main: Main, tmp_path: Path) -> None:
    (tmp_path / "selfinstruct.toml").write_text(
        'serve = "llama.cpp"\nserve-log = "x.log"\nmodel = "m"', encoding="utf-8"
    )
    done = main("generate", "-n", 2, "--base-url", "http://127.0.0.1:9/v1", "--dry-run")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("max-csot = 5", "selfinstruct.toml: no run has a setting --max-csot; do you mean max-cost?"),
        ("max_cost = 5", "no run has a setting --max_cost; do you mean max-cost?"),
        ("format = 'hf'", "no run has a setting --format; options of one command go into its table: [export]"),
        ("output = 'x'", "; options of one command go into its table: [generate] or "),
        ("api-key = 'x'", "no run has a setting --api-key; a key is read from OPENAI_API_KEY, that of a judge from "),
        ("judge_api_key = 'x'", "a key is read from OPENAI_API_KEY, that of a judge from JUDGE_API_KEY"),
        ("nothing-alike = 'x'", "setting --nothing-alike; options of one command go into its table\n"),
        ("[generate]\nformat = 'hf'", "selfinstruct.toml: generate has no option --format"),
        ("[generate]\nouput = 'x'", "selfinstruct.toml: generate has no option --ouput; do you mean output?"),
        ("[exprt]\nformat = 'hf'", "no command and no setting of a run is called exprt; do you mean export?"),
        ("[tool.ruff]\nline-length = 1", "no command and no setting of a run is called tool\n"),
        ("generate = 5", "generate"),
        ("n = ", "write it in TOML"),
        ("n = 'many'", "error: Invalid value for '-n' / '--n': "),
        ("max-requests = 'x'", "(it stands in selfinstruct.toml)"),
        ("lang = 'xx'", "--lang xx: unknown language"),
    ],
)
def test_what_is_no_option_is_told_in_one_line(main: Main, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "selfinstruct.toml").write_text(text, encoding="utf-8")
    done = main("generate", "--backend", "demo", *(() if "n = " in text else ("-n", 2)))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def test_a_bad_variable_is_named(main: Main, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFINSTRUCT_RPM", "many")
    done = main("generate", "-n", 2, "--backend", "demo")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "(it is in the environment, as SELFINSTRUCT_RPM)" in done.stderr


def test_a_file_that_is_not_there_is_told(main: Main) -> None:
    assert "nowhere.toml: No such file" in main("generate", "-n", 2, "--config", "nowhere.toml").stderr
    assert "--config: name a file" in main("generate", "-n", 2, "--config").stderr


def test_another_model_is_told(main: Main) -> None:
    assert main("generate", "-n", 3, "-o", "run", "--backend", "demo", "--model", "one").returncode == 0
    done = main("generate", "-n", 6, "-o", "run", "--model", "two")
    assert "run holds tasks of " in done.stdout
    assert "so far; --model two answers from now on" in done.stdout
    assert "so far; --model" not in main("generate", "-n", 9, "-o", "run").stdout


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("MAX_COSTS", "no option is called so; do you mean SELFINSTRUCT_MAX_COST?"),
        ("OUTPUT", "--output is an option of single commands; write SELFINSTRUCT_GENERATE_OUTPUT or "),
        ("FORMAT", "--format is an option of single commands; write SELFINSTRUCT_EXPORT_FORMAT\n"),
        ("EXPORT_FORMT", "no option is called so; do you mean SELFINSTRUCT_EXPORT_FORMAT?"),
        ("API_KEY", "a key is read from OPENAI_API_KEY, that of a judge from JUDGE_API_KEY, in the environment"),
        ("QQQ", "no option is called so; see docs/terminal.md\n"),
    ],
)
def test_a_variable_that_names_no_option_is_told(
    main: Main, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.setenv(f"SELFINSTRUCT_{name}", "3")
    monkeypatch.setenv("SELFINSTRUCT_PORT_8000_TCP", "tcp://10.0.0.1:8000")
    monkeypatch.setenv("SELFINSTRUCT_EXPORT_FORMAT", "sharegpt")
    done = main("status")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith(f"SELFINSTRUCT_{name}: in the environment, but it has no effect: ")
    assert told in done.stderr


@pytest.mark.parametrize("where", ["file", "environment", "nowhere", "broken"])
def test_what_may_be_done_next_names_the_format_of_every_day(
    main: Main, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    done = main("generate", "-n", 3, "-o", "run", "--backend", "demo")
    assert done.returncode == 0, done.stderr
    file = {"file": '[export]\nformat = "messages"\n', "broken": "[export\n"}.get(where, "")
    (tmp_path / "selfinstruct.toml").write_text(file, encoding="utf-8")
    (tmp_path / "own.toml").write_text("", encoding="utf-8")
    if where == "environment":
        monkeypatch.setenv("SELFINSTRUCT_EXPORT_FORMAT", "messages")
    shape = "messages" if where in ("file", "environment") else "sharegpt"
    told = main("status", "run", *(["--config", "own.toml"] if where == "broken" else []))
    assert f"  selfinstruct export run --format {shape} " in told.stdout, told.stderr


def test_numbers_of_the_file_are_told_as_they_stand_there(main: Main, tmp_path: Path) -> None:
    (tmp_path / "selfinstruct.toml").write_text('backend = "demo"\ntimeout = 90\nprice-in = 0.5\nprice-out = 1\n')
    done = main("generate", "-n", 3, "-o", "run", "--dry-run")
    assert "--timeout 90 --price-in 0.5 --price-out 1\n" in done.stdout, done.stderr


def test_what_a_new_run_takes_from_the_file_is_told(main: Main, tmp_path: Path) -> None:
    (tmp_path / "selfinstruct.toml").write_text(
        'backend = "demo"\nmax-requests = 90\nseed-only = true\nheader = {X-Secret = "hush"}\n', encoding="utf-8"
    )
    line = "selfinstruct.toml sets --seed-only --backend demo --header … --max-requests 90\n"
    done = main("generate", "-n", 3, "--lang", "nope")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    for more in (("--dry-run",), ("--json",), ()):
        done = main("generate", "-n", 3, "-o", "run" if not more else "other", *more)
        assert (done.stderr if "--json" in more else done.stdout).startswith(line)
    assert " sets " not in main("generate", "-n", 4, "-o", "run").stdout
    assert " sets " not in main("status", "run").stdout
