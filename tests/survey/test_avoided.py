"""What keeping away from an evaluation set has found."""

import json
from dataclasses import replace
from pathlib import Path

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.survey.page import page


def test_the_page_tells_what_came_too_close_and_to_what(tmp_path: Path) -> None:
    settings = Settings(target=30, language="en", connection=Connection(backend="demo"), random_seed=1)
    file = selfinstruct.generate(settings, tmp_path / "a").files[0]
    evaluation = {each["instruction"] for each in json.loads(file.read_text("utf-8"))}
    # The demo backend proposes the same again, and goes on to others.
    selfinstruct.generate(replace(settings, avoid=(file,)), tmp_path / "b")
    survey = selfinstruct.survey_of(tmp_path / "b")
    assert survey.avoided
    assert survey.avoided.instructions == len(evaluation)
    shown = survey.avoided.examples
    assert 0 < len(shown) == min(10, survey.avoided.candidates)
    assert all(each.nearest and each.nearest.instruction in evaluation for each in shown)
    html = page(survey, "en")
    assert f"keeps away from {len(evaluation)} instructions; {survey.avoided.candidates} candidates" in html
    assert selfinstruct.survey_of(tmp_path / "a").avoided is None
