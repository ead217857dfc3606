"""`docs/recipes.md`: its commands run, and it says what the code does."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfinstruct.core.resources import seed_file
from selfinstruct.filters import load_filters
from tests.conftest import RunFolder
from tests.crashes.inprocess import main_of

TEXT = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")
N = 40


def commands() -> Iterator[list[str]]:
    """Yield the words of each command, in the order of the document."""
    for block in re.findall(r"```bash\n(.*?)```", TEXT, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            yield shlex.split(line, comments=True)[1:]


def test_its_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On the demo backend, and with our seed tasks in the place of the ancestors'."""
    monkeypatch.chdir(tmp_path)
    main = main_of(monkeypatch, capsys)
    shutil.copy(seed_file("en"), "seed_tasks.jsonl")
    shutil.copy(seed_file("zh"), "zh_seed_tasks.json")
    found = list(commands())
    assert len(found) == 7
    for words in found:
        if words[0] == "generate":
            words[words.index("--n") + 1] = str(N)
            at = words.index("--model")
            words[at : at + 2] = ["--backend", "demo"]
        done = main(*words)
        assert done.returncode == 0, done.stderr
        assert len(RunFolder(Path(words[words.index("--output") + 1])).records) >= N / 2


def test_a_threshold_of_1_lets_all_near_duplicates_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run = ("generate", "--recipe", "belle", "--lang", "zh", "--n", 300, "--backend", "demo", "--random-seed", 1)
    for threshold, rejected in ((0.7, True), (1, False)):
        main_of(monkeypatch, capsys)(*run, "--similarity-threshold", threshold, "--output", threshold)
        reasons = {row["reason"] for row in RunFolder(tmp_path / str(threshold)).rejections}
        assert ("near_duplicate" in reasons) == rejected


def test_all_reasons_of_the_ancestors_are_told() -> None:
    sets = [load_filters("ancestor", *which) for which in (("self-instruct",), ("alpaca",), ("belle", "zh"))]
    reasons = {reason for each in sets for reason in each}
    assert {reason for reason in reasons if f"`{reason}`" not in TEXT} == set()
