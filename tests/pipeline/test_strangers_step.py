"""A step of a stranger, placed after writing: schedule, plan, loop and options work without knowing its name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from selfinstruct.api import plan, replay
from selfinstruct.core.errors import InputError
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Asking, Connection, Settings
from selfinstruct.core.values import Instance, Item, Reply, Request
from selfinstruct.languages import find_language
from selfinstruct.pipeline.schedule import Schedule
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.underway import Aside
from selfinstruct.report.numbers import Report
from selfinstruct.runs.opening import open_to_grow
from selfinstruct.storage.store import Store
from tests.support import virtual_time
from tests.support.grown import grow, items_of, settings_of, work
from tests.support.judge import JUDGED, Judging, strangers_installed, written
from tests.support.ways import in_text

_BUILT = JUDGED.build(find_language("en"), 1)
# Both steps that write work on five items at once.
RECIPE = replace(
    _BUILT, works_on=tuple(replace(each, batch=5) if "_first" in each.name else each for each in _BUILT.works_on)
)
JUDGE = RECIPE.works_on[-1]


@pytest.fixture(autouse=True)
def strangers(tmp_path: Path) -> Iterator[None]:
    with strangers_installed(tmp_path / "packages"):
        yield


@pytest.mark.parametrize("name", ["schedule", "plan", "jobs", "sizes", "lengths", "ways", "worth", "examples"])
def test_who_plans_knows_no_step_by_its_name(name: str) -> None:
    text = Path("selfinstruct/pipeline", f"{name}.py").read_text("utf-8")
    assert not [step.name for step in RECIPE.steps if f'"{step.name}"' in text]


# --- what is asked next


def schedule_of(target: int, waiting: Mapping[str, int], accepted: int = 0) -> Schedule:
    report = Report(RunSettings("en", 0.7, (), (), 1), target)
    schedule = Schedule(RECIPE, Sizes(RECIPE, Asking()), in_text(RECIPE, report), report, lambda: 0.0, Aside(lambda: 0))
    report.stages["accepted"] += accepted
    for stage, count in waiting.items():
        report.stages[stage] += count
        for number in range(count):
            schedule.put(Item(f"{stage}.{number}", f"Task {number}", stage, written=written("x")))
    return schedule


def chosen(schedule: Schedule, concurrency: int = 1) -> list[tuple[str, int]]:
    """Choose, and start what is chosen, until there is nothing more to ask."""
    names: list[tuple[str, int]] = []
    while found := schedule.choose(concurrency):
        step, items = found
        schedule.start(len(names), step, len(items))
        names.append((step.name, len(items)))
    return names


def test_what_is_farthest_on_its_way_goes_first() -> None:
    schedule = schedule_of(1000, {"classification": 20, "input_first": 5, "judge": 9})
    assert [(step.name, len(items)) for step, items in filter(None, (schedule.choose(1) for _ in range(5)))] == [
        ("judge", 4),
        ("judge", 4),
        ("input_first", 5),
        ("classification", 20),
        ("instructions", 0),
    ]


def test_what_waits_for_it_counts_as_begun() -> None:
    """Of 8 that are needed 9 are on their way: nothing is proposed, and no more is worked on than it takes."""
    assert chosen(schedule_of(8, {"judge": 9})) == [("judge", 4), ("judge", 4)]
    assert chosen(schedule_of(5, {"judge": 9})) == [("judge", 4), ("judge", 1)]
    assert chosen(schedule_of(8, {"judge": 4, "input_first": 5})) == [("judge", 4), ("input_first", 4)]


def test_a_batch_that_is_not_full_waits_for_what_may_fill_it() -> None:
    schedule = schedule_of(8, {"judge": 3, "input_first": 5})
    found = schedule.choose(1)
    assert found
    assert (found[0].name, len(found[1])) == ("input_first", 5)
    schedule.start(1, found[0], 5)
    assert schedule.choose(1) is None
    schedule.end(1, answered=True)
    for item in found[1]:
        schedule.put(replace(item, stage="judge"))
    assert chosen(schedule) == [("judge", 4), ("judge", 4)]


# --- what is going to be asked


def test_the_plan_shows_its_prompt_and_counts_its_requests(tmp_path: Path) -> None:
    found = plan(settings_of(760, recipe="judged"), tmp_path / "run")
    assert list(found.requests) == list(found.prompts) == [step.name for step in RECIPE.steps]
    # 800 claimed instructions for 760 tasks, 4 a request.
    assert found.requests["judge"] == 200
    prompt = found.prompts["judge"]
    assert prompt.startswith("Which outputs are wrong?\n")
    assert len(prompt.splitlines()) == 1 + JUDGE.batch
    # Shown with what a task has by then, so that the tokens are about right.
    assert all('["' in line for line in prompt.splitlines()[1:])
    assert "200 judge" in "\n".join(found.lines())


def test_the_plan_of_a_run_goes_by_what_it_has_taken(tmp_path: Path) -> None:
    settings = settings_of(60, recipe="judged")
    store, loop = grow(tmp_path / "run", settings, Judging())
    store.close()
    asked, accepted = loop.report.requests_of("judge"), loop.report.accepted
    found = plan(settings_of(1000, recipe="judged"), tmp_path / "run")
    assert found.from_experience
    assert found.requests["judge"] == -(-(1000 - accepted) * asked // accepted)


# --- whole runs


def outputs(store: Store) -> dict[str, list[str]]:
    return {task.instruction: [each.output for each in task.instances] for task in store.accepted()}


@pytest.mark.parametrize("recipe", ["judged", "whole-and-judged"])
def test_a_run_goes_through_it(tmp_path: Path, recipe: str) -> None:
    backend = Judging()
    store, loop = grow(tmp_path / "run", settings_of(80, recipe=recipe), backend)
    assert (loop.error, loop.stopped_by) == (None, "")
    assert loop.report.is_complete
    assert loop.report.rejected("instance")["wrong"] > 0
    assert not any(map(backend.is_wrong, outputs(store)))
    assert all(outputs(store).values())
    rejected = [item for item in items_of(tmp_path / "run") if item.stage == "rejected"]
    assert len(rejected) == loop.report.rejected_items == loop.report.rejected("task").total()
    # Little is judged beyond the need, as little as is written.
    assert loop.report.accepted <= 80 + 30
    store.close()


def test_what_waits_for_it_is_still_there_after_a_start(tmp_path: Path) -> None:
    class DiesAtIt(Judging):
        async def complete(self, request: Request) -> Reply:
            if request.kind == "judge":
                raise RuntimeError("the process dies here")
            return await super().complete(request)

    settings = settings_of(40, recipe="judged")
    store, loop = grow(tmp_path / "run", settings, DiesAtIt())
    assert loop.stopped_by == "the process dies here"
    kept = [item for item in store.waiting() if item.stage == "judge"]
    assert kept
    assert all(item.written == written(f"Done: {item.instruction}") for item in kept)
    store.close()
    store = open_to_grow(tmp_path / "run", settings)
    backend = Judging()
    virtual_time.run(work(store, settings, backend))
    made = outputs(store)
    assert len(made) >= 40
    for item in kept:
        if item.instruction in made:
            assert made[item.instruction] == [f"Done: {item.instruction}"]
        else:
            wrong = Instance("", f"Done: {item.instruction}")
            found = [each for _, each in store.rejections() if each.instances == (wrong,)]
            waits = item.id in {each.id for each in store.waiting()}
            assert backend.is_wrong(item.instruction) or waits
            assert [each.reason for each in found] == ([] if waits else ["wrong"])
    store.close()


def test_a_replay_needs_no_request_for_it(tmp_path: Path) -> None:
    store, _ = grow(tmp_path / "run", settings_of(40, recipe="judged"), Judging())
    made = list(store.accepted())
    store.close()
    replay(tmp_path / "run", tmp_path / "again")
    again = Store.open_to_read(tmp_path / "again")
    assert list(again.accepted()) == made
    again.close()


# --- options


def test_it_may_have_a_model_and_a_sampling_of_its_own(tmp_path: Path) -> None:
    asked: list[Request] = []

    class Notes(Judging):
        async def complete(self, request: Request) -> Reply:
            asked.append(request)
            return await super().complete(request)

    asking = Asking(models={"judge": "strict"}, sampling={"judge": {"temperature": 0.3, "max_tokens": 99}})
    store, _ = grow(tmp_path / "run", settings_of(20, recipe="judged", asking=asking), Notes())
    store.close()
    models = {(each.kind == "judge", each.model) for each in asked}
    assert models == {(True, "strict"), (False, "")}
    (sampling,) = {each.sampling for each in asked if each.kind == "judge"}
    assert (sampling.temperature, sampling.max_tokens, sampling.top_p) == (0.3, 99, 1.0)


def test_of_a_recipe_without_it_nothing_can_be_wanted_of_it(tmp_path: Path) -> None:
    wanted = Settings(10, connection=Connection("demo"), asking=Asking(models={"judge": "strict"}))
    with pytest.raises(InputError, match="‹models› judge: ‹recipe› self-instruct takes no such step"):
        open_to_grow(tmp_path / "run", wanted)


def test_it_is_asked_of_no_more_items_than_are_needed_as_what_writes() -> None:
    assert [step.is_spent_on_items for step in RECIPE.steps] == [False, False, True, True, True]
