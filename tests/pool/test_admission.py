"""What follows from a completion."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from selfinstruct.core.forms import FormName
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.values import Answer, Completion, Hint, Instance, Item, LogLine, Nearest, Usage
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.onward import MOST_REQUESTS
from selfinstruct.pool.pool import Pool
from selfinstruct.recipes import build_recipe

HINT = Hint("code", "bees", "a question")
ENGLISH = find_language("en")
RECIPE = build_recipe("self-instruct", ENGLISH, 1)
STEPS = {step.name: step for step in RECIPE.steps}


def _settle(
    step: str,
    text: str,
    items: Sequence[Item | None] = (),
    *,
    finish_reason: str = "stop",
    lead: str = "",
    instances_per_task: int = 1,
) -> Outcome:
    admission = Admission(Pool([], ENGLISH, 0.7), load_filters(), ENGLISH, instances_per_task, RECIPE)
    line = LogLine(5, 1, 1, step, (), HINT, lead, b"", received_at=0.0)
    return admission.settle(STEPS[step], Answer(line, Completion(text, finish_reason, Usage(), "m")), items)


def _items(stage: str, count: int = 2, attempts: int = 0) -> list[Item]:
    texts = ("Name a fruit that floats.", "Write a haiku about rust.", "Sum up the story below.")
    return [
        Item(f"1.{number}", text, stage, stage == "output_first", attempts) for number, text in enumerate(texts[:count])
    ]


def _reasons(outcome: Outcome) -> list[tuple[str, str]]:
    return [(rejection.subject, rejection.reason) for rejection in outcome.rejections]


def test_sound_new_instructions_are_claimed_and_wait_for_the_classification_step() -> None:
    outcome = _settle("instructions", "9. Name a fruit that floats.\n10. Hm.\n11. Name a fruit which floats.")
    assert outcome.items == [
        Item(
            "5.0",
            "Name a fruit that floats.",
            "classification",
            tokens=("name", "a", "fruit", "that", "floats"),
        )
    ]
    assert _reasons(outcome) == [("instruction", "too_short"), ("instruction", "near_duplicate")]
    nearest = Nearest("claimed", "5.0", "Name a fruit that floats.", 0.8000000000000002)
    assert outcome.rejections[1].nearest == nearest


@pytest.mark.parametrize(("batch", "form", "known"), [(1, "text", True), (10, "text", False), (10, "short", True)])
def test_what_a_prompt_names_is_that_of_the_one_instruction_that_it_asks_for(
    batch: int, form: FormName, *, known: bool
) -> None:
    recipe = replace(RECIPE, proposes=replace(RECIPE.proposes, batch=batch, few=1))
    pool = Pool([], ENGLISH, 0.7)
    line = LogLine(5, 1, 1, "instructions", (), HINT, "", b"", received_at=0.0, form=form)
    completion = Completion("1. Name a fruit that floats.\n2. Write a haiku.", "stop", Usage(), "m")
    outcome = Admission(pool, load_filters(), ENGLISH, 1, recipe).settle(recipe.proposes, Answer(line, completion), ())
    assert outcome.items[0].hint == (HINT if known else Hint())
    assert pool.hints["topic"] == {HINT.topic: len(outcome.items)}


@pytest.mark.parametrize(
    ("finish_reason", "cut"),
    [("length", "length"), ("content_filter", "content_filter"), ("repetition", "endpoint"), ("", "endpoint")],
)
def test_of_a_completion_that_broke_off_the_last_item_is_rejected(finish_reason: str, cut: str) -> None:
    outcome = _settle("instructions", "1. Name a fruit that floats.\n2. Write a haiku", finish_reason=finish_reason)
    assert [item.instruction for item in outcome.items] == ["Name a fruit that floats."]
    assert _reasons(outcome) == [("instruction", f"cut_by_{cut}")]


def test_a_completion_without_instructions_is_kept_as_rejected() -> None:
    assert _reasons(_settle("instructions", "I'm sorry, but I can't help.")) == [("completion", "no_instructions")]


def test_a_plain_completion_goes_on_where_the_prompt_ended() -> None:
    outcome = _settle("instructions", " Name a fruit that floats.\n10. Write a haiku about rust.", lead="9.")
    assert len(outcome.items) == 2


def test_the_classification_step_decides_where_an_item_goes() -> None:
    outcome = _settle("classification", "1. yes\n2. no", _items("classification"))
    assert [(item.stage, item.is_classification) for item in outcome.items] == [
        ("output_first", True),
        ("input_first", False),
    ]


def test_an_unusable_answer_is_asked_again_and_never_taken_for_no() -> None:
    outcome = _settle("classification", "1. perhaps\n2. no", _items("classification"))
    assert [(item.stage, item.attempts) for item in outcome.items] == [("classification", 1), ("input_first", 0)]
    assert outcome.rejections == []


def test_the_third_unusable_answer_rejects_the_item() -> None:
    outcome = _settle("classification", "perhaps", _items("classification", 1, attempts=MOST_REQUESTS - 1))
    assert [item.stage for item in outcome.items] == ["rejected"]
    assert _reasons(outcome) == [("task", "unclassified")]


def test_a_task_with_a_sound_instance_is_accepted() -> None:
    text = "[Task 1]\n[Input]\nnone\n[Output]\nAn apple.\n[Task 2]\n[Input]\nnone\n[Output]\n\n[End]"
    outcome = _settle("input_first", text, _items("input_first"))
    assert [(task.id, task.origin, task.instances) for task in outcome.accepted] == [
        ("1.0", "1", (Instance("", "An apple."),))
    ]
    assert [item.stage for item in outcome.items] == ["accepted", "rejected"]
    assert _reasons(outcome) == [("instance", "empty_output"), ("task", "no_sound_instance")]


def test_an_item_without_an_answer_gets_a_request_of_its_own() -> None:
    outcome = _settle("input_first", "[Task 1]\n[Output]\nAn apple.\n[End]", _items("input_first", 3))
    assert [(item.stage, item.attempts) for item in outcome.items] == [
        ("accepted", 0),
        ("input_first", 1),
        ("input_first", 1),
    ]


def test_an_instance_cut_in_a_batch_is_asked_again_alone() -> None:
    text = "[Task 1]\n[Output]\nAn apple.\n[Task 2]\n[Output]\nRed dust on"
    outcome = _settle("input_first", text, _items("input_first"), finish_reason="length")
    assert [(item.stage, item.attempts) for item in outcome.items] == [("accepted", 0), ("input_first", 1)]
    assert _reasons(outcome) == [("instance", "cut_by_length")]


def test_an_instance_cut_alone_rejects_the_task() -> None:
    outcome = _settle("input_first", "[Task 1]\n[Output]\nAn app", _items("input_first", 1), finish_reason="length")
    assert _reasons(outcome) == [("instance", "cut_by_length"), ("task", "no_sound_instance")]


@pytest.mark.parametrize(("kept", "surplus"), [(1, 2), (2, 1), (5, 0)])
def test_no_more_instances_are_kept_than_asked_for(kept: int, surplus: int) -> None:
    text = "".join(f"[Input]\ntext {n}\n[Output]\noutput {n}\n" for n in range(3))
    outcome = _settle("input_first", text, _items("input_first", 1), instances_per_task=kept)
    assert len(outcome.accepted[0].instances) == 3 - surplus
    assert _reasons(outcome) == [("instance", "surplus_instance")] * surplus


def test_one_input_with_different_outputs_rejects_all() -> None:
    text = "[Label]\nyes\n[Input]\nIt rains.\n[Label]\nno\n[Input]\nIt rains."
    outcome = _settle("output_first", text, _items("output_first", 1))
    assert _reasons(outcome) == [*[("instance", "conflicting_outputs")] * 2, ("task", "no_sound_instance")]


def test_a_refused_prompt_is_told_and_its_items_are_asked_again_alone() -> None:
    outcome = _settle("input_first", "The prompt was filtered", _items("input_first"), finish_reason="prompt_refused")
    assert [(item.stage, item.attempts) for item in outcome.items] == [("input_first", 1), ("input_first", 1)]
    assert [(each.reason, each.detail) for each in outcome.rejections] == [
        ("prompt_refused", "The prompt was filtered")
    ]


def test_what_a_refusal_says_is_never_taken_for_an_answer() -> None:
    outcome = _settle("instructions", "1. Name a fruit that floats.", finish_reason="prompt_refused")
    assert (outcome.items, _reasons(outcome)) == ([], [("completion", "prompt_refused")])


def test_an_answer_in_json_is_read_like_one_in_text() -> None:
    answer = '{"tasks": [{"number": 2, "instances": [{"input": "", "output": "Red dust."}]}]}'
    outcome = _settle("input_first", answer, _items("input_first"))
    assert [(task.id, task.instances) for task in outcome.accepted] == [("1.1", (Instance("", "Red dust."),))]
    assert [(item.stage, item.attempts) for item in outcome.items] == [("input_first", 1), ("accepted", 0)]


def test_items_that_do_not_wait_any_more_are_left_alone() -> None:
    one, other = _items("classification")
    for items, stages in (([None, other], ["input_first"]), ([one, None], ["output_first"]), ([None, None], [])):
        outcome = _settle("classification", "1. yes\n2. no", items)
        assert [item.stage for item in outcome.items] == stages
    outcome = _settle("classification", "The prompt was filtered", [one, None], finish_reason="prompt_refused")
    assert [(item.id, item.attempts) for item in outcome.items] == [("1.0", 1)]


def test_a_written_instance_is_none_any_more_once_its_task_is_accepted() -> None:
    """A run file would hold it twice."""
    outcome = _settle("input_first", "[Task 1]\n[Output]\nAn apple.", _items("input_first", 1))
    assert [(item.stage, item.written) for item in outcome.items] == [("accepted", ())]
