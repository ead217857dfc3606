"""A run file with a value in it that no run has written: told in one line, by every command, and left as it is."""

import shutil
import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from selfinstruct import Connection, ImportSettings, Settings, generate, import_tasks
from selfinstruct.core.errors import SelfInstructError
from selfinstruct.review.desk import Desk
from tests.crashes.inprocess import Main, main_of

DAMAGES = (
    "UPDATE completions SET body = 'text'",
    "UPDATE completions SET items = '[1]'",
    "UPDATE completions SET hint = '[1, 2, 3]'",
    "UPDATE completions SET prompt_tokens = 'many'",
    "UPDATE completions SET step = x'ff'",
    "UPDATE completions SET body = x'7b7d' WHERE step = 'import'",
    "UPDATE items SET instruction = x'ff00'",
    "UPDATE items SET stage = 'unheard of' WHERE stage != 'accepted'",
    "UPDATE items SET hint = '['",
    "UPDATE items SET written = '[[1]]'",
    "UPDATE items SET id = 'x' || id WHERE stage != 'accepted'",
    "UPDATE instances SET output = x'ff'",
    "UPDATE instances SET accepted = 'last' WHERE accepted = 1",
    "UPDATE rejections SET others = '[[', output = ''",
    "UPDATE rejections SET nearest_instruction = 'Sing.', similarity = NULL",
    "UPDATE prompts SET packed = x'00'",
    "UPDATE sessions SET active_until = 'never'",
    "INSERT INTO faults VALUES ('busy', 'many')",
    "UPDATE settings SET value = '{'",
    "DELETE FROM items WHERE rowid % 3 = 0",
    "DELETE FROM instances WHERE accepted % 2",
    "DELETE FROM prompts WHERE base IS NULL",
    "DELETE FROM completions",
    "DELETE FROM settings WHERE name != 'language'",
)
COMMANDS = (
    *(("status", "run"), ("show", "run"), ("show", "run", "2"), ("show", "run", "r1"), ("show", "run", "1.0")),
    *(("export", "run", "--format", "sharegpt"), ("replay", "run", "--output", "other")),
    ("generate", "--n", 8, "--backend", "demo", "--output", "run"),
)


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Main:
    monkeypatch.chdir(tmp_path)
    return main_of(monkeypatch, capsys)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with tasks that were imported, written and rejected, and instructions that wait."""
    folder = tmp_path_factory.mktemp("sound")
    lines = [f'{{"instruction": "{text}", "output": "Here."}}\n' for text in ("Name a soft moss.", "name a soft moss!")]
    (folder / "tasks.jsonl").write_text("".join(lines), encoding="utf-8")
    import_tasks([folder / "tasks.jsonl"], folder / "run", ImportSettings(language="en"))
    generate(Settings(target=5, connection=Connection(backend="demo")), folder / "run")
    return folder / "run"


def _look_through(folder: Path) -> None:
    desk = Desk(folder, "me")
    try:
        desk.counts()
        for number in (1, 2):
            desk.completion(number)
        desk.card("1.0", 0, "en")
    finally:
        desk.close()


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_in_one_line(main: Main, sound: Path, tmp_path: Path, damage: str) -> None:
    fresh = partial(shutil.copytree, sound, tmp_path / "run", dirs_exist_ok=True)
    for arguments in COMMANDS:
        shutil.rmtree(tmp_path / "run", ignore_errors=True)
        fresh()
        with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db, db:
            assert db.execute(damage).rowcount
        done = main(*arguments)
        said = done.stdout + done.stderr
        assert done.returncode in (0, 2), (arguments, said)
        assert "our fault" not in said, (arguments, said)
        assert "Traceback" not in said, (arguments, said)
        assert done.stderr.count("\n") == 1 or not done.returncode or "stopped" in said, (arguments, said)
    # Whatever else it raises is no line for a reviewer to read.
    with suppress(SelfInstructError):
        _look_through(tmp_path / "run")
