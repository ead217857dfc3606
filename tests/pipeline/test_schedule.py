"""What is asked next."""

from collections.abc import Mapping
from dataclasses import replace

from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Asking
from selfinstruct.core.values import Item
from selfinstruct.languages import find_language
from selfinstruct.pipeline.schedule import Schedule
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.underway import Aside
from selfinstruct.recipes import build_recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step
from tests.support.ways import in_text

_OURS = build_recipe("self-instruct", find_language("en"), 1)
# Both steps that write work on five items at once.
RECIPE = replace(_OURS, works_on=(_OURS.works_on[0], *(replace(each, batch=5) for each in _OURS.works_on[1:])))
PROPOSES = RECIPE.proposes
CLASSIFICATION, INPUT_FIRST, _ = RECIPE.works_on
# There is room for each classification task.
ASIDE = Aside(lambda: 0)


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def _schedule(
    target: int, waiting: Mapping[str, int], *, accepted: int = 0, requests: int = 0, clock: Clock | None = None
) -> Schedule:
    """Return a schedule with items that wait, by stage, in a run that has come so far."""
    report = Report(RunSettings("en", 0.7, (), (), 1), target)
    schedule = Schedule(RECIPE, Sizes(RECIPE, Asking()), in_text(RECIPE, report), report, clock or Clock(), ASIDE)
    report.stages["accepted"] += accepted
    report.requests["input_first", "stop"] += requests
    for stage, count in waiting.items():
        report.stages[stage] += count
        for number in range(count):
            schedule.put(Item(f"{stage}.{number}", f"Task {number}", stage))
    return schedule


def test_where_answers_may_be_late_nothing_is_asked_twice() -> None:
    clock = Clock()
    report = Report(RunSettings("en", 0.7, (), (), 1), 20)
    schedule = Schedule(RECIPE, Sizes(RECIPE, Asking()), in_text(RECIPE, report), report, clock, ASIDE, patient=True)
    _let_answer(schedule, clock, RECIPE.proposes, 1.0)
    asked = _all_chosen(schedule, 4)
    assert (bool(asked), schedule.seconds_until_overdue()) == (True, None)
    clock.seconds += 7200
    assert (_all_chosen(schedule, 4), schedule.seconds_until_overdue()) == ([], None)


def _chosen(schedule: Schedule, concurrency: int = 1) -> tuple[str, int] | None:
    chosen = schedule.choose(concurrency)
    return chosen and (chosen[0].name, len(chosen[1]))


def _all_chosen(schedule: Schedule, concurrency: int = 1) -> list[tuple[str, int]]:
    """Choose, and start what is chosen, until there is nothing more to ask."""
    names = []
    while chosen := schedule.choose(concurrency):
        step, items = chosen
        schedule.start(max(schedule.in_flight, default=0) + 1, step, len(items))
        names.append((step.name, len(items)))
    return names


def _let_answer(schedule: Schedule, clock: Clock, step: Step, seconds: float, times: int = 8) -> None:
    for _ in range(times):
        schedule.start(0, step, 0)
        clock.seconds += seconds
        schedule.end(0, answered=True)


def test_full_batches_go_first_the_last_step_before_all_others() -> None:
    schedule = _schedule(1000, {"classification": 25, "input_first": 7})
    assert [_chosen(schedule) for _ in range(4)] == [
        ("input_first", 5),
        ("classification", 20),
        ("instructions", 0),
        ("instructions", 0),
    ]


def test_partial_batches_go_when_nothing_new_is_needed() -> None:
    schedule = _schedule(10, {"classification": 9, "input_first": 3})
    assert _all_chosen(schedule) == [("input_first", 3), ("classification", 9)]


def test_nothing_is_asked_that_what_is_in_flight_makes_needless() -> None:
    assert _all_chosen(_schedule(16, {})) == [("instructions", 0)] * 3


def test_a_request_that_brought_nothing_is_made_up_for() -> None:
    schedule = _schedule(16, {})
    _all_chosen(schedule)
    schedule.end(2, answered=False)
    assert _all_chosen(schedule) == [("instructions", 0)]


def test_a_stock_of_instructions_is_kept_as_long_as_more_are_needed() -> None:
    """Work for all that may be in flight, at most a tenth of what is accepted."""
    for concurrency, accepted, stock in ((8, 500, 40), (8, 200, 20), (1, 500, 5)):
        few, enough = ({"input_first": count} for count in (stock - 1, stock))
        assert _chosen(_schedule(1000, few, accepted=accepted), concurrency) == ("instructions", 0)
        assert _chosen(_schedule(1000, enough, accepted=accepted), concurrency) == ("input_first", 5)
    assert _chosen(_schedule(1000, {"input_first": 5}), 64) == ("input_first", 5)
    assert _chosen(_schedule(1000, {"input_first": 39}, accepted=965), 8) == ("input_first", 5)


def test_a_little_more_is_asked_than_is_needed_so_that_the_last_answers_need_not_be_waited_for() -> None:
    """As many requests as may be in flight, at most 3 % of all; here each brings 2 tasks."""
    for requests, concurrency, beyond in ((0, 100, 0), (1000, 100, 60), (1000, 5, 10), (100, 100, 6)):
        schedule = _schedule(2 * requests, {"input_first": 200}, accepted=2 * requests, requests=requests)
        asked = sum(items for _, items in _all_chosen(schedule, concurrency))
        assert beyond <= asked <= 1.2 * beyond


def test_no_request_goes_for_a_part_of_a_task_that_answers_in_flight_may_bring() -> None:
    """Of ten tasks in flight some nine and a half will be accepted. What is missing in the end is asked for."""
    for accepted, asked in ((72, 0), (71, 0), (70, 0), (69, 1), (68, 2)):
        schedule = _schedule(80, {"output_first": 2}, accepted=accepted, requests=29)
        schedule.start(1, INPUT_FIRST, 5)
        schedule.start(2, INPUT_FIRST, 5)
        assert sum(items for _, items in _all_chosen(schedule, 8)) == asked
    assert _all_chosen(_schedule(80, {"output_first": 2}, accepted=79, requests=31), 8) == [("output_first", 2)]


def test_an_answer_that_takes_four_times_as_long_as_usual_is_not_counted_on() -> None:
    clock = Clock()
    schedule = _schedule(16, {}, clock=clock)
    _let_answer(schedule, clock, PROPOSES, 10.0)
    assert _all_chosen(schedule) == [("instructions", 0)] * 3
    clock.seconds += 40.0
    assert _all_chosen(schedule) == []
    clock.seconds += 0.1
    assert _all_chosen(schedule) == [("instructions", 0)] * 3


def test_how_long_answers_take_is_told_by_the_step_and_after_a_few() -> None:
    clock = Clock()
    schedule = _schedule(16, {}, clock=clock)
    _let_answer(schedule, clock, CLASSIFICATION, 1.0)
    _let_answer(schedule, clock, PROPOSES, 1.0, times=7)
    _all_chosen(schedule)
    clock.seconds += 9.0
    assert _all_chosen(schedule) == []
    assert schedule.slowest == 1.0


def test_an_item_that_is_asked_again_goes_alone_and_first() -> None:
    schedule = _schedule(100, {"input_first": 10})
    schedule.put(Item("again", "Task", "input_first", attempts=1))
    assert [_chosen(schedule) for _ in range(2)] == [("input_first", 1), ("input_first", 5)]


def test_a_batch_is_no_larger_than_the_model_takes() -> None:
    sizes = Sizes(RECIPE, Asking())
    assert sizes.shorten(INPUT_FIRST, 5, INPUT_FIRST.sampling.max_tokens)
    report = Report(RunSettings("en", 0.7, (), (), 1), 100)
    schedule = Schedule(RECIPE, sizes, in_text(RECIPE, report), report, Clock(), ASIDE)
    for number in range(5):
        schedule.put(Item(str(number), "Task", "input_first"))
    assert _chosen(schedule) == ("input_first", 2)


def test_what_a_cap_leaves_goes_into_finishing_what_has_begun() -> None:
    """Of 100 tasks that took half of what may be spent, as many again can be finished."""
    for begun, share_spent, proposes in ((99, 0.5, True), (101, 0.5, False), (99, 0.6, False), (101, 0.25, True)):
        schedule = _schedule(1000, {"classification": 0}, accepted=100)
        for number, items in enumerate((20,) * (begun // 20) + (begun % 20,)):
            schedule.start(number, CLASSIFICATION, items)
        chosen = schedule.choose(64, share_spent)
        assert chosen == ((PROPOSES, ()) if proposes else None)


def test_with_nothing_begun_a_cap_keeps_nobody_from_proposing() -> None:
    assert _schedule(1000, {}).choose(1, 0.99) == (PROPOSES, ())


def test_the_target_is_that_of_the_report() -> None:
    """Which may be raised while the run goes on."""
    report = Report(RunSettings("en", 0.7, (), (), 1), target=8)
    schedule = Schedule(RECIPE, Sizes(RECIPE, Asking()), in_text(RECIPE, report), report, Clock(), ASIDE)
    report.stages["accepted"] += 8
    assert schedule.choose(1) is None
    report.target = 16
    assert schedule.choose(1) == (PROPOSES, ())


def test_what_waits_is_finished_first_when_proposals_bring_nothing() -> None:
    """Else it would lie there for want of a full batch until the run stops."""
    schedule = _schedule(8, {"classification": 3})
    assert _chosen(schedule) == ("instructions", 0)
    schedule.start(1, PROPOSES, 0)
    assert schedule.choose(1, fruitless=True) is None
    schedule.end(1, answered=True)
    chosen = schedule.choose(1, fruitless=True)
    assert chosen is not None
    assert (chosen[0].name, len(chosen[1])) == ("classification", 3)
    schedule.start(2, chosen[0], 3)
    assert schedule.choose(1, fruitless=True) is None
    schedule.end(2, answered=True)
    assert schedule.choose(1, fruitless=True) == (PROPOSES, ())
