"""The charts of a dataset card."""

import re
from pathlib import Path

import datasets
import pytest

import selfinstruct
from selfinstruct import Export, InputError, Observer
from selfinstruct.survey import drawing


class _Listening(Observer):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def noted(self, line: str) -> None:
        self.notes.append(line)


def test_a_card_shows_charts_of_the_run(run: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    selfinstruct.export(run, Export("hf", folder))
    card = (folder / "README.md").read_text("utf-8")
    shown = re.findall(r"!\[[^]]+\]\((figures/\w+\.png)\)", card)
    assert {"figures/phrases.png", "figures/novelty_earlier.png", "figures/reasons.png"} <= {*shown}
    assert {f"figures/{file.name}" for file in (folder / "figures").iterdir()} == {*shown}
    assert all((folder / each).read_bytes().startswith(b"\x89PNG") for each in shown)
    numbers = selfinstruct.survey_of(run)
    assert f"- {numbers.tasks} tasks" in card
    # Pictures beside the data are not taken for data.
    loaded = datasets.load_dataset(str(folder), split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded.num_rows == numbers.records
    assert loaded.column_names == ["instruction", "input", "output"]


def test_without_matplotlib_a_card_has_no_charts_and_that_is_told(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise InputError("charts are drawn by matplotlib")

    monkeypatch.setattr(drawing, "require_matplotlib", refuse)
    listening, folder = _Listening(), tmp_path / "data"
    selfinstruct.export(run, Export("hf", folder), observer=listening)
    assert [each for each in listening.notes if "selfinstruct[report]" in each]
    assert not (folder / "figures").exists()
    assert "## Statistics" in (folder / "README.md").read_text("utf-8")
    selfinstruct.export(run, Export("alpaca", tmp_path / "data.json"), observer=(other := _Listening()))
    assert other.notes == []
