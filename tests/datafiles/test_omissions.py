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


@pytest.mark.parametrize("subject", ["completion", "instruction", "task", "instance"])
def test_what_a_run_has_rejected(subject: str) -> None:
    rejected = {"id": "r1", "subject": subject, "reason": "refusal", "detail": "", **ROW, "completion": 3}
    assert why_left_out(rejected) == "tasks that a run has rejected"
    # Each of these names by itself may stand for anything.
    for name in ("subject", "reason", "detail"):
        assert why_left_out(ROW | {name: rejected[name]}) == ""


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
        {"toxic": "True"},
        {"exclude": True},
        {"is_refusal": 1},
        {"hallucination": True},
        {"verified": False},
        {"valid": "no"},
        {"helpful": False},
        {"correctness": False},
        {"status": "discarded"},
        {"review_status": "rejected"},
        {"label": "N"},
        {"label": "harmful"},
        {"label": "fail"},
        {"metadata": {"is_correct": False}},
        {"metadata": '{"is_correct": false}'},
        {"metadata.is_correct": False},
        {"annotation": {"label": "bad"}},
        {"labels": {"spam": 1, "quality": 0}},
        {"quality.responses": ["bad"]},
        {"quality.responses.status": ["discarded"]},
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
        {"status": "submitted", "correctness": 0, "verified": True, "valid": "yes", "exclude": False, "toxic": 0},
        {"status": 200, "helpfulness": 3, "metadata": {"source": "x", "label": 3}, "labels": [0], "meta": "{no"},
        {"output": "No, it swims.", "label": "no"},
        {"output": "It is spam.", "label": "spam", "spam": 1},
        {"chosen": "Gannet.", "rejected": "yes", "rejected_metadata": {"finish_reason": "length"}},
        {"metadata": {"finish_reason": "stop", "truncated": False}, "complete": True},
        {"text": "A bird dives.", "source": "Birds of the sea."},
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
        ({"finish_reason": "length"}, "answers cut short"),
        ({"truncated": True}, "answers cut short"),
        ({"complete": "false"}, "answers cut short"),
        ({"response_metadata": {"finish_reason": "length"}}, "answers cut short"),
        ({"metadata": {"stop_reason": "max_tokens"}}, "answers cut short"),
        ({"error": "timeout"}, "tasks with an error beside them"),
    ],
)
def test_tasks_that_need_what_is_not_read(fields: dict[str, Any], why: str) -> None:
    assert why_left_out(ROW | fields).startswith(why)


POINTING = {"instruction": "Translate the sentence into French.", "output": "Le chat dort sur le tapis."}
TEXT = "The cat sleeps on the mat."


@pytest.mark.parametrize(
    "fields",
    [
        *({name: TEXT} for name in ("text", "email", "input_text", "inputs", "sql_context", "source", "notes")),
        {"facts": [TEXT, "It snores."]},
        {"output": f"{TEXT} Le chat dort.", "text": TEXT},
        {"instruction": "把下面的句子翻译成法语。", "文本": "猫睡在垫子上"},
        {"instruction": "给这篇文章拟一个标题。", "description": "猫睡在垫子上，狗也来了。"},
    ],
)
def test_a_text_that_the_question_speaks_of_is_needed(fields: dict[str, Any]) -> None:
    assert why_left_out(POINTING | fields).startswith(f"tasks with a field “{[*fields][-1]}”")


@pytest.mark.parametrize(
    "fields",
    [
        {"input": TEXT, "text": "Le chat."},
        {"text": f"Below is an instruction.\n\n{POINTING['instruction']}\n\nLe chat dort sur le tapis."},
        {"text": POINTING["output"]},
        {"source": "Stack Overflow"},
        {"source": "https://example.org/cats.html"},
        {"title": "Cats at home", "email": "ann@example.org", "text": ""},
        {"instruction": "Why do cats sleep?", "text": TEXT, "description": TEXT},
        {"instruction": "Translate “The cat sleeps.” into French: the sentence is short.", "text": "The cat sleeps."},
    ],
)
def test_a_text_that_it_can_do_without_is_not(fields: dict[str, Any]) -> None:
    assert why_left_out(POINTING | fields) == ""
