"""One more output for an input: the prompts, and what is read of the answers."""

import json

import pytest

from selfinstruct.core.forms import CONTINUATION, FORMS, SHORT, Form
from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.values import Completion, Instance, Item, Usage
from selfinstruct.languages import find_language
from selfinstruct.steps.findings import Another, Nothing
from selfinstruct.steps.further_output import FurtherOutput, further_outputs
from selfinstruct.steps.templates import Prompts
from tests.support.completions import NO_HINT

TASK = Item("1.0", "Add it up.", "output_2", written=(Instance("$3 and $4", "$7"),))


def step(code: str = "en") -> FurtherOutput:
    return further_outputs(find_language(code), 2)[0]


def read(text: str, finish_reason: str = "stop") -> Another | Nothing:
    (finding,) = step().parse(Completion(text, finish_reason, Usage(), ""), [TASK])
    assert isinstance(finding, Another | Nothing)
    return finding


def test_each_output_after_the_first_has_a_step_before_those_that_review() -> None:
    steps = further_outputs(find_language("en"), 8)
    assert [(each.name, each.place) for each in steps] == [(f"output_{number}", 19 + number) for number in range(2, 9)]
    assert {each.label for each in steps} == {"outputs"}
    assert further_outputs(find_language("en"), 1) == ()


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_prompts_show_the_task_and_no_output(code: str, form: Form) -> None:
    prompts = Prompts(prompts_folder() / code, form.template, form.structured)
    step(code).check(prompts)
    prompt = step(code).prompt(prompts, [step(code).show(TASK)], NO_HINT)
    assert "Add it up.\n\n$3 and $4" in prompt
    assert "$7" not in prompt
    assert ('{"output": ""}' in prompt) == form.structured
    assert step(code).lead(prompt, form) == ("" if form.structured else {"en": "[Output]", "zh": "【输出】"}[code])
    if form is CONTINUATION:
        assert prompt.endswith(step(code).lead(prompt, form))
    if form is SHORT:
        assert prompt == "Add it up.\n\n$3 and $4"


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ('{"output": "It is $7."}', "It is $7."),
        ('Sure:\n```json\n{"output": "It is $7."}\n```', "It is $7."),
        ('<think>7?</think>{"output": "It is $7."}', "It is $7."),
        ("[Output]\nIt is $7.\n[End]", "It is $7."),
        ("[Output]\n[Output]\nIt is $7.\n[End]\nDoes that help?", "It is $7."),
        ("[Output]\n**Answer:** It is $7.", "It is $7."),
        ('[Output]\n{"output": 7}\n[End]', '{"output": 7}'),
        (json.dumps({"output": '{"sum": 7}'}), '{"sum": 7}'),
    ],
)
def test_an_output_is_read_in_every_form(text: str, output: str) -> None:
    finding = read(text)
    assert isinstance(finding, Another)
    assert (finding.draft.output, finding.draft.cut) == (output, "")


@pytest.mark.parametrize("text", ["", "It is $7.", "{}", '{"output": null}', "[1, 2]"])
def test_where_json_was_asked_for_and_there_is_none_nothing_is_found(text: str) -> None:
    assert isinstance(read(text), Nothing)


def test_what_is_cut_is_marked_so() -> None:
    for text, finish_reason, cut in (
        ('{"output": "It is', "stop", "endpoint"),
        ('{"output": "It is', "length", "length"),
        ("[Output]\nIt is", "length", "length"),
    ):
        finding = read(text, finish_reason)
        assert isinstance(finding, Another)
        assert finding.draft.cut == cut
