"""Whatever stands on the command line, in the environment or in the run file: one line, exit code 2, or it works."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfinstruct.cli.settings import SETTINGS
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.core.settings import Settings
from tests.crashes.inprocess import Main, main_of

BASE = ("generate", "--backend", "demo", "--dry-run")
EXTREMES = (
    *("", " ", "0", "-1", "1e5", "100k", "0x10", "１２", "²", "nan", "inf", "-inf", "1e400", "1e-400", "-0.0", "1_0"),
    *(str(2**31), str(2**53), str(2**63), str(-(2**63) - 1), "9" * 400, "9" * 5000, "1" + "0" * 30 + ".5"),
)
# NUL cannot be on a command line; it can be in a list of arguments.
TEXTS = (
    "",
    " ",
    "a\nb",
    "a\0b",
    "\x1b[2J",
    "\udcff",
    "é",
    "密钥",
    "🙂",
    "a b",
    "=",
    "a=",
    "=b",
    ":",
    "‹target›",
    "-",
    "x" * 5000,
)
ODD = st.sampled_from((*EXTREMES, *TEXTS)) | st.text(max_size=20)


def _kinds(kind: type[Any], prefix: str = "") -> Iterator[tuple[str, set[Any]]]:
    """Yield the fields of the settings with their types, by the names that the table of options has."""
    for field in fields(kind):
        types = {field.type, *get_args(field.type)}
        inner = next((each for each in types if is_dataclass(each)), None)
        if inner:
            yield from _kinds(inner, field.name)  # type: ignore[arg-type]
        else:
            name = f"{prefix}.{field.name}" if f"{prefix}.{field.name}" in SETTINGS else field.name
            yield name, types


# A judge of a finished run has some of its own.
KINDS = dict(_kinds(JudgeSettings)) | dict(_kinds(Settings))
NUMBERS = [name for name, types in KINDS.items() if types & {int, float} and bool not in types]
PATHS = ("seeds", "avoid", "prompts")


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


def _is_told_or_works(main: Main, *arguments: object) -> str:
    done = main(*arguments)
    assert done.returncode in (0, 2), (arguments, done.stderr)
    assert "our fault" not in done.stderr, (arguments, done.stderr)
    assert "Traceback" not in done.stderr, (arguments, done.stderr)
    assert done.stderr.count("\n") == (1 if done.returncode else 0), (arguments, done.stderr)
    return done.stderr


def test_each_option_has_a_field() -> None:
    assert set(SETTINGS) <= set(KINDS)
    assert len(NUMBERS) > 12


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_at_their_extremes(main: Main, name: str) -> None:
    needed = () if name == "target" else ("--n", 1)
    prices = ("--price-in", 1, "--price-out", 1) if name == "caps.cost" else ()
    for value in EXTREMES:
        told = _is_told_or_works(main, *BASE, *needed, *prices, f"{SETTINGS[name].flag}={value}")
        assert not told or SETTINGS[name].flag in told or "--price-" in told, (value, told)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(value=ODD)
@pytest.mark.parametrize("name", [name for name in SETTINGS if bool not in KINDS[name]])
def test_junk_in_each_option(main: Main, name: str, value: str) -> None:
    if name in ("seeds", "avoid", "prompts") and value.strip() in ("", "."):
        return
    needed = () if name == "target" else ("--n", "1")
    _is_told_or_works(main, *BASE, *needed, f"{SETTINGS[name].flag}={value}")


@pytest.mark.parametrize(
    "value",
    ["", " ", "a\nb", "\x1b[2J", "x" * 300, "file", "run.sqlite-journal", "run.sqlite-wal/x", "run.lock", "link"],
)
def test_folders_that_no_run_can_have(main: Main, tmp_path: Path, value: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("file")
    before = sorted(tmp_path.iterdir())
    for arguments in (("generate", "--n", 1, "--backend", "demo"), ("import", "file"), ("replay", "file")):
        assert _is_told_or_works(main, *arguments, "--output", value)
        assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("value", ["nowhere", "folder", "locked", "loop", "x" * 300])
def test_paths_that_cannot_be_read(main: Main, tmp_path: Path, name: str, value: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "locked").write_text("{}")
    (tmp_path / "locked").chmod(0)
    (tmp_path / "loop").symlink_to("loop")
    assert _is_told_or_works(main, *BASE, "--n", 1, SETTINGS[name].flag, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "{"),
        ("language", "5"),
        ("language", '"xx"'),
        ("similarity_threshold", '"high"'),
        ("similarity_threshold", "[]"),
        ("seed_tasks", "{}"),
        ("seed_tasks", "[1]"),
        ("seed_tasks", '[{"instruction": 5}]'),
        ("avoid", '"all"'),
        ("avoid", "[1]"),
        ("random_seed", "1.5"),
        ("random_seed", "true"),
        ("target", '"many"'),
        ("recipe", "{}"),
        ("prices", '{"prompt": "free", "completion": 1, "cached": 1}'),
        ("prices", '{"prompt": -1, "completion": 1, "cached": 1}'),
        ("is_replay", '"no"'),
        ("unheard_of", "1"),
        ("target", "[" * 100_000),
    ],
)
def test_settings_that_are_damaged_are_told(main: Main, tmp_path: Path, name: str, value: str) -> None:
    main("generate", "--n", 3, "--backend", "demo", "--output", "run")
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db, db:
        db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))
    for arguments in (("status", "run"), ("generate", "--n", 5, "--backend", "demo", "--output", "run")):
        assert _is_told_or_works(main, *arguments)
    json.loads((tmp_path / "run" / "alpaca_data.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *((name, value) for name in ("COLUMNS", "LINES") for value in ("", "0", "-1", "many", "²", "9" * 30)),
        *((name, value) for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY") for value in ("junk", "http://", "::1")),
        *(("OPENAI_API_KEY", value) for value in ("a\nb", "密钥", " ", "\x1b", "x" * 5000)),
        *(("OPENAI_BASE_URL", value) for value in ("a\nb", " ", "ftp://a", "http://a b", "http://\udcff")),
        *(("LANG", value) for value in ("C", "xx_YY.junk")),
        *((name, "1") for name in ("NO_COLOR", "FORCE_COLOR")),
        *(("TERM", value) for value in ("", "dumb", "junk")),
    ],
)
def test_junk_in_the_environment(main: Main, monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    backend = () if variable.startswith(("OPENAI", "HTTP", "ALL")) else ("--backend", "demo")
    url = ("--base-url", "http://127.0.0.1:9/v1") if variable != "OPENAI_BASE_URL" else ()
    # Only for so long: the width of a terminal is one for pytest, too.
    with monkeypatch.context() as patched:
        with suppress(ValueError):
            patched.setenv(variable, value)
        patched.delenv("HOME", raising=False)
        _is_told_or_works(main, "generate", "--n", 1, "--model", "m", "--output", "run", *backend, *url)
