"""Written instances that wait for a step which looks at them before their task is accepted."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from selfinstruct.core.outcome import Outcome
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.values import Answer, Draft, Hint, Instance, Item, LogLine, Rejection, Task
from selfinstruct.filters import Filter, Filters, load_filters
from selfinstruct.languages import Language, find_language
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.onward import MOST_REQUESTS
from selfinstruct.pool.pool import Pool
from selfinstruct.recipes import Recipe, build_recipe
from selfinstruct.steps import Place, Step
from selfinstruct.steps.classification import Classification
from selfinstruct.steps.findings import Nothing
from selfinstruct.storage.store import Store
from tests.support.findings import said
from tests.support.judge import JUDGED, SAMPLING, WHOLE_AND_JUDGED, Judge, written

ENGLISH = find_language("en")
RECIPE = JUDGED.build(ENGLISH, 1)
JUDGE = RECIPE.works_on[-1]
FLOATS = "Name a fruit that floats."


def settle(
    step: Step,
    text: str,
    items: Sequence[Item] = (),
    *,
    recipe: Recipe = RECIPE,
    finish_reason: str = "stop",
    instances_per_task: int = 1,
) -> Outcome:
    by = Admission(Pool([], ENGLISH, 0.7), load_filters(), ENGLISH, instances_per_task, recipe)
    line = LogLine(5, 1, 1, step.name, tuple(item.id for item in items), Hint(), "", b"", received_at=0.0)
    return by.settle(step, Answer(line, said(text, finish_reason)), items)


def judged(*outputs: str, attempts: int = 0, number: int = 0) -> Item:
    """Return an item whose written instances wait for the judge."""
    return Item(f"1.{number}", FLOATS, "judge", attempts=attempts, written=written(*outputs))


def rejections(outcome: Outcome) -> list[tuple[str, str, str]]:
    """Return of what was rejected the subject, the reason and the output."""
    return [
        (each.subject, each.reason, each.instances[0].output if each.instances else "") for each in outcome.rejections
    ]


# --- written, not accepted


def test_what_the_filters_pass_waits_for_the_judge_and_is_not_accepted() -> None:
    text = "[Input]\nred\n[Output]\nAn apple.\n[Input]\nblue\n[Output]\n\n[Input]\ngreen\n[Output]\nA pear."
    outcome = settle(RECIPE.works_on[1], text, [Item("1.0", FLOATS, "input_first", attempts=2)])
    assert outcome.accepted == []
    assert [(item.stage, item.attempts, item.written) for item in outcome.items] == [
        ("judge", 0, (Instance("red", "An apple."), Instance("green", "A pear.")))
    ]
    assert rejections(outcome) == [("instance", "empty_output", "")]


def test_it_waits_in_the_run_file_as_it_was_written(tmp_path: Path) -> None:
    strange = (Instance("a\nb", "“ü” \u2028 ["), Instance("", "写一首诗\\n"))
    item = replace(judged(), written=strange, tokens=("name", "a"), seed_similarity=0.25)
    store = Store.create_or_open(tmp_path / "run")
    store.save_settings(RunSettings("en", 0.7, (), (), 1))
    for each in (replace(item, stage="input_first", written=()), item):
        line = store.record(1, 1, "input_first", ["1.0"], Hint(), "", b"")
        store.settle(line, said(""), Outcome(items=[each]))
    store.close()
    store = Store.open_to_read(tmp_path / "run")
    assert list(store.waiting()) == [item]
    assert list(store.accepted()) == []
    store.close()


def test_a_task_without_a_sound_instance_never_gets_to_the_judge() -> None:
    outcome = settle(RECIPE.works_on[1], "[Output]\n\n[End]", [Item("1.0", FLOATS, "input_first")])
    assert [(item.stage, item.written) for item in outcome.items] == [("rejected", ())]


# --- what the judge says


def test_what_the_judge_has_nothing_against_is_accepted() -> None:
    outcome = settle(JUDGE, '{"wrong": [[], []]}', [judged("An apple."), judged("A pear.", number=1)])
    assert [(task.id, task.instances) for task in outcome.accepted] == [
        ("1.0", written("An apple.")),
        ("1.1", written("A pear.")),
    ]
    assert [(item.stage, item.written) for item in outcome.items] == [("accepted", ())] * 2
    assert outcome.rejections == []


def test_it_objects_to_single_instances() -> None:
    outcome = settle(JUDGE, '{"wrong": [[0, 2]]}', [judged("A stone.", "An apple.", "A brick.")], instances_per_task=3)
    assert [task.instances for task in outcome.accepted] == [written("An apple.")]
    assert outcome.rejections == [
        Rejection("instance", FLOATS, "wrong", f"number {at}", (Instance("", output),), "1.0")
        for at, output in ((0, "A stone."), (2, "A brick."))
    ]


def test_of_what_is_left_as_many_are_kept_as_a_task_may_have() -> None:
    """The judge may object to the first, so nothing is surplus before it has spoken."""
    outcome = settle(JUDGE, '{"wrong": [[0]]}', [judged("A stone.", "An apple.", "A pear.")])
    assert [task.instances for task in outcome.accepted] == [written("An apple.")]
    assert rejections(outcome) == [("instance", "wrong", "A stone."), ("instance", "surplus_instance", "A pear.")]


def test_a_task_with_no_instance_left_is_rejected() -> None:
    outcome = settle(JUDGE, '{"wrong": [[1, 0]]}', [judged("A stone.", "A brick.")])
    assert outcome.accepted == []
    assert [(item.stage, item.written) for item in outcome.items] == [("rejected", ())]
    assert rejections(outcome) == [
        ("instance", "wrong", "A stone."),
        ("instance", "wrong", "A brick."),
        ("task", "no_sound_instance", ""),
    ]


def test_objections_to_what_is_not_there_do_no_harm() -> None:
    outcome = settle(JUDGE, '{"wrong": [[7, -1]]}', [judged("An apple.")])
    assert [task.instances for task in outcome.accepted] == [written("An apple.")]
    assert outcome.rejections == []


# --- when the judge says nothing


@pytest.mark.parametrize(
    ("text", "finish_reason", "told"),
    [
        ("Well.", "stop", []),
        ('{"wrong": []}', "stop", []),
        ('{"wrong": 7}', "stop", [("completion", "unreadable", "")]),
        ("filtered", "prompt_refused", [("completion", "prompt_refused", "")]),
    ],
)
def test_what_was_written_waits_for_another_try(text: str, finish_reason: str, told: list[tuple[str, ...]]) -> None:
    items = [judged("An apple.", "A pear."), judged("A plum.", attempts=1, number=1)]
    outcome = settle(JUDGE, text, items, finish_reason=finish_reason)
    assert outcome.items == [replace(item, attempts=item.attempts + 1) for item in items]
    assert rejections(outcome) == told


@pytest.mark.parametrize(
    ("text", "finish_reason", "reason"),
    [
        ("Well.", "stop", "not_judged"),
        ('{"wrong": 7}', "stop", "unreadable"),
        ("no", "prompt_refused", "prompt_refused"),
    ],
)
def test_after_the_last_try_what_was_written_is_listed_with_its_reason(
    text: str, finish_reason: str, reason: str
) -> None:
    """It was paid for: whoever reviews the rejections finds it there."""
    outcome = settle(
        JUDGE, text, [judged("An apple.", "A pear.", attempts=MOST_REQUESTS - 1)], finish_reason=finish_reason
    )
    assert [(item.stage, item.written) for item in outcome.items] == [("rejected", ())]
    assert [each for each in rejections(outcome) if each[0] != "completion"] == [
        ("instance", reason, "An apple."),
        ("instance", reason, "A pear."),
        ("task", reason, ""),
    ]


# --- whole tasks


def test_a_whole_task_that_is_proposed_goes_on_to_the_judge() -> None:
    recipe = WHOLE_AND_JUDGED.build(ENGLISH, 1)
    text = f"[Task 1]\n{FLOATS}\n[Input]\nnone\n[Output]\nAn apple.\n[Task 2]\nWrite a haiku about rust.\n[Output]\n\n"
    outcome = settle(recipe.proposes, text, recipe=recipe)
    assert outcome.accepted == []
    assert [(item.id, item.stage, item.written) for item in outcome.items] == [("5.0", "judge", written("An apple."))]
    # What has no sound instance is not even compared, and is a candidate that failed.
    assert rejections(outcome) == [("instruction", "empty_output", "")]
    done = settle(recipe.works_on[0], '{"wrong": [[]]}', outcome.items, recipe=recipe)
    assert [(task.id, task.origin, task.instances) for task in done.accepted] == [("5.0", "5", written("An apple."))]


# --- the way through a recipe


class Again(Classification):
    """Asks once more whether what was found to be a classification task is one."""

    def takes(self, item: Item) -> bool:
        return item.is_classification


def with_steps_in_between() -> Recipe:
    recipe = build_recipe("self-instruct", ENGLISH, 1)
    first, *others = recipe.works_on
    again = Again(batch=3, sampling=SAMPLING, language=ENGLISH, name="again", label="again", place=Place.CLASSIFY + 5)
    return replace(recipe, works_on=(first, again, *others, JUDGE))


def way(recipe: Recipe, item: Item) -> list[str]:
    """Return the stages that an item goes through if nothing rejects it."""
    places = {step.name: step.place for step in recipe.works_on}
    stages: list[str] = []
    place = int(Place.PROPOSE)
    while not stages or stages[-1] != "accepted":
        stages.append(recipe.stage_after(place, item))
        place = places.get(stages[-1], place)
    return stages


def test_an_item_goes_through_the_steps_that_take_it_in_their_order() -> None:
    no, yes = Item("1.0", FLOATS, ""), Item("1.1", FLOATS, "", is_classification=True)
    between, plain = with_steps_in_between(), build_recipe("self-instruct", ENGLISH, 1)
    assert way(plain, no) == ["classification", "input_first", "accepted"]
    assert way(plain, yes) == ["classification", "output_first", "accepted"]
    assert way(between, no) == ["classification", "input_first", "judge", "accepted"]
    assert way(between, yes) == ["classification", "again", "output_first", "judge", "accepted"]
    assert way(WHOLE_AND_JUDGED.build(ENGLISH, 1), no) == ["judge", "accepted"]


def test_a_step_in_between_decides_anew() -> None:
    recipe = with_steps_in_between()
    first, again, *_ = recipe.works_on
    item = Item("1.0", FLOATS, "classification")
    (found,) = settle(first, "1. yes", [item], recipe=recipe).items
    assert (found.stage, found.is_classification) == ("again", True)
    (changed,) = settle(again, "1. no", [found], recipe=recipe).items
    assert (changed.stage, changed.is_classification) == ("input_first", False)


def test_a_task_that_no_step_has_written_instances_for_is_not_accepted() -> None:
    recipe = replace(build_recipe("self-instruct", ENGLISH, 1), works_on=())
    outcome = settle(recipe.proposes, f"1. {FLOATS}", recipe=recipe)
    assert outcome.accepted == []
    assert [item.stage for item in outcome.items] == ["rejected"]


def test_a_step_that_finds_what_it_does_not_say_is_unreadable() -> None:
    class Odd(Judge):
        finds = (Nothing,)

    outcome = settle(Odd(), '{"wrong": [[]]}', [judged("ice")])
    assert [rejection.reason for rejection in outcome.rejections] == ["unreadable"]
    assert "judge does not say that it finds a Review" in outcome.rejections[0].detail


def test_a_step_that_fails_on_an_item_leaves_no_claim_without_one_and_the_others_as_they_are() -> None:
    class Picky(Judge):
        def takes(self, item: Item) -> bool:
            if "oak" in f"{item.instruction}{item.written}":
                raise KeyError("oak")
            return False

    recipe = replace(RECIPE, works_on=(*RECIPE.works_on[:-1], Picky()))
    outcome = settle(recipe.proposes, "1. Describe an old oak.", recipe=replace(recipe, works_on=(Picky(),)))
    assert [(item.stage, each.reason) for item, each in zip(outcome.items, outcome.rejections, strict=True)] == [
        ("rejected", "unreadable")
    ]
    texts = "[Task 1]\n[Output]\nAn apple.\n[Task 2]\n[Output]\nAn oak apple.\n[End]"
    items = [Item("1.0", FLOATS, "input_first"), Item("1.1", "Name a gall.", "input_first")]
    outcome = settle(RECIPE.works_on[1], texts, items, recipe=recipe)
    assert [(item.stage, item.attempts) for item in outcome.items] == [("accepted", 0), ("input_first", 1)]


def test_what_a_filter_fails_on_is_rejected_and_nothing_else() -> None:
    def fails(text: str | Draft, _: Language) -> None:
        if "oak" in str(text):
            raise KeyError("oak")

    by = Admission(Pool([], ENGLISH, 0.7), Filters({"odd": Filter(fails, fails)}), ENGLISH)
    texts = [(FLOATS, "An apple."), ("Describe an old oak.", "It is tall."), ("Name a hard wood, please.", "oak")]
    outcome = by.admit([Task(f"1.{at}", text, False, written(said), "1") for at, (text, said) in enumerate(texts)])
    assert [task.instruction for task in outcome.accepted] == [FLOATS]
    assert [(each.subject, each.detail) for each in outcome.rejections if each.reason == "unreadable"] == [
        ("instruction", "KeyError('oak')"),
        ("instance", "KeyError('oak')"),
    ]
