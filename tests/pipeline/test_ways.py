"""In which form a step asks next: the first one as long as a model does well in it, else the one that brings most."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from selfinstruct import api
from selfinstruct.core.forms import CONTINUATION, JSON, SHORT, TEXT, Form
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Connection, Settings
from selfinstruct.core.tally import Tally
from selfinstruct.core.values import Hint, LogLine, Nearest, Rejection
from selfinstruct.languages import find_language
from selfinstruct.pipeline.ways import TRIES, Ways
from selfinstruct.recipes import build_recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step

RECIPE = build_recipe("self-instruct", find_language("en"), 1)
PROPOSES = RECIPE.proposes
CLASSIFICATION, INPUT_FIRST, _ = RECIPE.works_on
FORMS = (JSON, TEXT, SHORT, CONTINUATION)
WORTH = {"instructions": 20.0, "classification": 5.0, "input_first": 100.0, "output_first": 100.0}


def ways(tallies: Mapping[tuple[str, Form], Tally]) -> Ways:
    report = Report(RunSettings("en", 0.7, (), (), 1), 100)
    report.tallies.update({(step, form.name): tally for (step, form), tally in tallies.items()})
    return Ways(RECIPE, {step.name: FORMS for step in RECIPE.steps}, WORTH, report)


def brought(items: int, tokens: int, *, requests: int = TRIES) -> Tally:
    return Tally(requests, 8 * requests, 600 * requests, tokens, items)


def asked(by: Ways, step: Step, times: int) -> list[Form]:
    """Return the forms of so many requests that leave one after the other, before any is back."""
    forms = []
    for _ in range(times):
        forms.append(by.form(step))
        by.start(step.name, forms[-1].name)
    return forms


def test_before_anything_is_known_every_step_asks_in_the_first_form() -> None:
    by = ways({})
    assert all(asked(by, step, 20) == [JSON] * 20 for step in RECIPE.steps)


def test_a_model_that_does_well_in_it_is_asked_in_no_other() -> None:
    by = ways({("instructions", JSON): brought(20, 900), ("input_first", JSON): brought(12, 3000)})
    assert all(asked(by, step, 50) == [JSON] * 50 for step in RECIPE.steps)


def test_two_bad_answers_are_no_sign_yet() -> None:
    assert asked(ways({("instructions", JSON): brought(0, 4000, requests=2)}), PROPOSES, 5) == [JSON] * 5


def test_where_it_brings_little_of_what_it_is_asked_for_every_form_is_tried_a_few_times() -> None:
    by = ways({("instructions", JSON): brought(2, 200)})
    assert asked(by, PROPOSES, 9) == [SHORT] * TRIES + [TEXT] * TRIES + [CONTINUATION] * TRIES
    # What is bad as the first form of one step is not tried in the others.
    assert asked(by, CLASSIFICATION, 9) == [SHORT] * TRIES + [TEXT] * TRIES + [CONTINUATION] * TRIES


def test_one_that_proposes_what_is_there_already_is_not_bad_for_that() -> None:
    assert ways({("instructions", JSON): replace(brought(0, 900), repeated=20)}).form(PROPOSES) is JSON


def test_but_another_form_is_used_for_what_is_new_in_it() -> None:
    found = {("instructions", JSON): brought(0, 600), ("instructions", TEXT): brought(12, 900)}
    found |= {("instructions", each): replace(brought(10, 900), repeated=40) for each in (SHORT, CONTINUATION)}
    assert ways(found).form(PROPOSES) is TEXT


@pytest.mark.parametrize(
    ("nearest", "repeated"),
    [
        (Nearest("claimed", "3.1", "", 0.8), 1),
        (Nearest("avoid", "", "", 0.8), 1),
        (Nearest("claimed", "7.0", "", 0.8), 0),
        (Nearest("seed", "seed_4", "", 0.8), 0),
        (None, 0),
    ],
    ids=["earlier", "to avoid", "beside it", "shown", "another reason"],
)
def test_what_a_model_copies_from_its_prompt_or_itself_is_not_counted_as_there_already(
    nearest: Nearest | None, repeated: int
) -> None:
    line = LogLine(7, 7, 7, "instructions", ("seed_4", "2.0"), Hint(), "", b"", 0.0)
    outcome = Outcome(rejections=[Rejection("instruction", "", "near_duplicate", "", nearest=nearest)])
    assert outcome.repeated(line) == repeated


def test_a_run_beside_others_like_it_is_asked_in_the_first_form_to_its_end(tmp_path: Path) -> None:
    settings = Settings(25, connection=Connection("demo"), random_seed=3)
    api.generate(settings, tmp_path / "first")
    known = tmp_path / "first" / "alpaca_data.json"
    beside = api.generate(replace(settings, avoid=(known,)), tmp_path / "second").report
    assert beside.rejections["instruction", "avoided"] > 10
    assert {form for _, form in beside.tallies} == {"text"}


def test_where_its_answers_never_end_others_are_tried_too() -> None:
    assert ways({("instructions", JSON): brought(19, 12_000)}).form(PROPOSES) is SHORT


def test_instructions_may_be_less_long_than_outputs() -> None:
    assert ways({("instructions", JSON): brought(21, 2500)}).form(PROPOSES) is SHORT
    assert ways({("input_first", JSON): brought(9, 8000)}).form(PROPOSES) is JSON


def test_unless_all_others_are_bad_too() -> None:
    found = {("instructions", JSON): brought(0, 900)}
    found |= {("input_first", each): brought(1, 900) for each in (TEXT, SHORT, CONTINUATION)}
    assert asked(ways(found), INPUT_FIRST, 4)[:3] == [JSON] * TRIES


def test_a_form_that_is_bad_for_one_step_is_tried_for_another() -> None:
    found = {("instructions", each): brought(n, 900) for each, n in zip(FORMS, (1, 2, 1, 20), strict=True)}
    assert asked(ways(found), INPUT_FIRST, 9) == [SHORT] * TRIES + [TEXT] * TRIES + [CONTINUATION] * TRIES


def test_then_the_one_that_brings_most_for_its_tokens_is_used_in_each_step() -> None:
    found = {("instructions", each): brought(n, 900) for each, n in zip(FORMS, (1, 2, 8, 20), strict=True)}
    found |= {("input_first", each): brought(n, 900) for each, n in zip(FORMS, (1, 2, 8, 3), strict=True)}
    by = ways(found)
    assert asked(by, PROPOSES, 20) == [CONTINUATION] * 20
    assert asked(by, INPUT_FIRST, 20) == [SHORT] * 20


def test_once_one_does_well_the_others_are_tried_by_and_by() -> None:
    found = {("instructions", JSON): brought(2, 900), ("instructions", SHORT): brought(9, 500)}
    by = ways(found)
    assert asked(by, PROPOSES, 20) == ([SHORT] * 9 + [TEXT, *[SHORT] * 3] * 2 + [TEXT, SHORT, SHORT])
    found["instructions", TEXT] = brought(2, 900)
    assert CONTINUATION in asked(ways(found), PROPOSES, 20)


def test_a_model_that_is_just_not_weak_any_more_is_asked_as_it_does_best() -> None:
    found = {("instructions", JSON): brought(12, 900), ("instructions", SHORT): brought(9, 300)}
    assert asked(ways(found), PROPOSES, 3) == [SHORT] * 3


def test_a_model_that_was_only_unlucky_is_asked_in_the_first_form_again() -> None:
    found = {("instructions", JSON): brought(27, 900), ("instructions", SHORT): brought(9, 300)}
    assert asked(ways(found), PROPOSES, 3) == [JSON] * 3


def test_it_is_left_again_once_it_brings_less_than_another() -> None:
    found = {("instructions", each): brought(n, 900) for each, n in zip(FORMS, (1, 2, 8, 20), strict=True)}
    found["instructions", CONTINUATION] += brought(10, 30_000, requests=60)
    assert ways(found).form(PROPOSES) is SHORT


def test_prompts_count_for_a_quarter() -> None:
    few, many = Tally(3, 24, 300, 300, 9), Tally(3, 24, 6000, 300, 10)
    by = ways(
        {
            ("instructions", JSON): brought(0, 600),
            ("instructions", TEXT): many,
            ("instructions", SHORT): few,
            ("instructions", CONTINUATION): many,
        }
    )
    assert by.form(PROPOSES) is SHORT


def test_a_form_that_the_endpoint_does_not_take_is_left_out() -> None:
    by = ways({("instructions", JSON): brought(0, 600)})
    assert by.leave_out("continuation")
    assert asked(by, PROPOSES, 6) == [SHORT] * TRIES + [TEXT] * TRIES
    assert by.leave_out("json")
    assert by.leave_out("text")
    assert not by.leave_out("short")
