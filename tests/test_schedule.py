"""What is asked next."""

from selfinstruct.languages import find_language
from selfinstruct.recipes import build_recipe
from selfinstruct.report import Report
from selfinstruct.schedule import Schedule
from selfinstruct.types import Item

RECIPE = build_recipe("self-instruct", find_language("en"), 1)
CLASSIFICATION, INPUT_FIRST, _ = RECIPE.works_on


def _schedule(target: int, waiting: dict[str, int]) -> Schedule:
    report = Report(settings={}, seeds=0, target=target)
    schedule = Schedule(RECIPE, report, target)
    for stage, count in waiting.items():
        report.stages[stage] += count
        for number in range(count):
            schedule.put(Item(f"{stage}.{number}", f"Task {number}", stage))
    return schedule


def _chosen(schedule: Schedule) -> tuple[str, int] | None:
    chosen = schedule.choose()
    return chosen and (chosen[0].name, len(chosen[1]))


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
    assert [_chosen(schedule) for _ in range(3)] == [("input_first", 3), ("classification", 9), None]


def test_nothing_is_asked_that_what_is_in_flight_makes_needless() -> None:
    schedule = _schedule(16, {})
    chosen = []
    while step := _chosen(schedule):
        chosen.append(step)
        schedule.in_flight[step[0]] += 1
    assert chosen == [("instructions", 0)] * 3


def test_an_item_that_is_asked_again_goes_alone_and_first() -> None:
    schedule = _schedule(100, {"input_first": 5})
    schedule.put(Item("again", "Task", "input_first", attempts=1))
    assert [_chosen(schedule) for _ in range(2)] == [("input_first", 1), ("input_first", 5)]


def test_items_are_taken_back_in_the_order_in_which_they_were_shown() -> None:
    schedule = _schedule(100, {"input_first": 4})
    shown = ("input_first.2", "input_first.0", "input_first.3")
    assert tuple(item.id for item in schedule.take_back(INPUT_FIRST, shown)) == shown
    assert _chosen(schedule) == ("instructions", 0)
    assert schedule.take_back(CLASSIFICATION, ()) == ()
