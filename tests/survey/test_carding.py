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


@pytest.mark.parametrize("other", [False, True])
def test_a_card_shows_charts_of_the_run(run: Path, tmp_path: Path, other: bool) -> None:
    folder = tmp_path / "data"
    numbers = selfinstruct.survey_of(run)
    language = {"en": "zh", "zh": "en"}[numbers.language] if other else numbers.language
    selfinstruct.export(run, Export("hf", folder, page_language=language if other else ""))
    card = (folder / "README.md").read_text("utf-8")
    shown = re.findall(r"!\[[^]]+\]\((figures/\w+\.png)\)", card)
    assert {"figures/phrases.png", "figures/novelty_earlier.png", "figures/reasons.png"} <= {*shown}
    assert {f"figures/{file.name}" for file in (folder / "figures").iterdir()} == {*shown}
    assert all((folder / each).read_bytes().startswith(b"\x89PNG") for each in shown)
    tasks = {"en": "tasks: ", "zh": "任务："}[language]
    assert f"- {tasks}{numbers.tasks}\n" in card
    # A figure is told by its name first, and each in one language.
    assert not re.search(r"^- [\d.,%]+ ", card, re.MULTILINE)
    assert ("median" in card) == (language == "en")
    # Neither what it cost nor what more would take is for readers of the data.
    assert not any(word in card for word in ("At this rate", "cost in all", "for each accepted", "照此速度", "花费"))
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
    assert re.search("^## (Statistics|统计)$", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    selfinstruct.export(run, Export("alpaca", tmp_path / "data.json"), observer=(other := _Listening()))
    assert other.notes == []
