"""What is left out for the fields that say so, and what only looks like it."""

from typing import Any

import pytest

from selfinstruct.datafiles.omissions import why_left_out

ROW = {"instruction": "Name a sea bird.", "input": "", "output": "Gannet."}


@pytest.mark.parametrize(
    "value", [False, 0, 0.0, -1, "false", "False", "0", "0.0", "bad", "Rejected", "thumbs down", "👎", "差"]
)
@pytest.mark.parametrize("name", ["label", "kto_tag", "is_preferred", "chosen", "accepted"])
def test_answers_that_are_labelled_bad(name: str, value: Any) -> None:
    row = {"prompt": "Name a sea bird.", "completion": "Gannet."} if name == "label" else ROW
    assert why_left_out(row | {name: value}) == "answers labelled bad"


@pytest.mark.parametrize(
    "fields",
    [
        {"label": False},
        {"label": "bad"},
        {"label": -1},
        {"feedback": "thumbs_down"},
        {"feedback": False},
        {"rating": -1},
        {"vote": "-1"},
        {"quality": "bad"},
        {"rejected": True},
        {"is_bad": True},
        {"is_safe": False},
        {"is_valid": False},
        {"toxic": True},
        {"deleted": True},
    ],
)
def test_so_are_others_that_say_so_in_other_words(fields: dict[str, Any]) -> None:
    assert why_left_out(ROW | fields) == "answers labelled bad"


@pytest.mark.parametrize(
    "fields",
    [
        {"label": True},
        {"label": 1},
        {"label": "good"},
        {"label": "sports"},
        {"label": None},
        {"label": ""},
        {"label": 3},
        {"label": 0},
        {"label": "0"},
        {"output": "bad", "label": "bad"},
        {"output": "0", "label": 0},
        {"kto_tag": "true"},
        {"rating": 0},
        {"rating": "4.5"},
        {"quality": "high"},
        {"score": 0},
        {"chosen": "Gannet.", "rejected": "Cow."},
        {"rejected": False},
        {"images": []},
        {"images": None, "tools": "[]", "videos": ""},
        {"tools": "null"},
        {"options": []},
        {"A": "It dives.", "answer": "A"},
        {"option_a": "", "option_b": ""},
        {"plan_a": "x", "plan_b": "y"},
        {"image": {"bytes": None, "path": None}, "images": [None], "tools": "none"},
        {"image_size": 3},
        {"input": "Gannets dive.", "document": "d7"},
        {"category": "bad"},
        {"finish_reason": "stop", "stop_reason": None, "error": None, "toxic": False},
        {"code": "en-GB", "content": "Gannet.", "background": ""},
    ],
)
def test_sound_values_stay(fields: dict[str, Any]) -> None:
    assert why_left_out(ROW | fields) == ""


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"images": ["a.png"]}, "tasks with images, audio or video"),
        ({"image": {"bytes": b"1"}}, "tasks with images, audio or video"),
        ({"audio": "a.wav"}, "tasks with images, audio or video"),
        ({"tools": [{"name": "f"}]}, "tasks with tools"),
        ({"tools": '[{"name": "f"}]'}, "tasks with tools"),
        ({"options": ["a", "b"]}, "tasks with a field “options”"),
        ({"input": "Which?", "choices": {"text": ["a"]}}, "tasks with a field “choices”"),
        ({"A": "Gull", "B": "Gannet", "answer": "B"}, "tasks with a field “A”"),
        ({"option_a": "Gull", "option_b": "Gannet"}, "tasks with a field “option_a”"),
        ({"opa": "Gull", "opb": "Gannet"}, "tasks with a field “opa”"),
        ({"Option 1": 3, "Option 2": 4}, "tasks with a field “Option 1”"),
        ({"passage": "Gannets dive."}, "tasks with a field “passage”"),
        ({"code": "print(1)"}, "tasks with a field “code”"),
        ({"finish_reason": "length"}, "answers that were cut"),
        ({"error": "timeout"}, "tasks with an error beside them"),
    ],
)
def test_tasks_that_need_what_is_not_read(fields: dict[str, Any], why: str) -> None:
    assert why_left_out(ROW | fields).startswith(why)
