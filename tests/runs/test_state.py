"""A run that is opened again, beside one that holds all of its tasks in memory."""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.core.values import Instance, Task
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import Action
from selfinstruct.pool.pool import Pool
from selfinstruct.runs.deciding import decision_on
from selfinstruct.runs.state import RunState
from selfinstruct.storage.store import Store


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grown") / "run"
    settings = Settings(40, recipe="alpaca", connection=Connection(backend="demo"), random_seed=1)
    selfinstruct.generate(settings, folder)
    return folder


def test_what_an_opened_run_shows_and_counts_is_what_it_has_accepted(run: Path) -> None:
    with closing(Store.open_to_read(run)) as store:
        state, (held, *_) = RunState(store), _pools(store)
        assert state.pool.accepted == held.accepted >= 40
        assert (state.pool.hints, state.pool.labelled, state.pool.limited) == (
            held.hints, held.labelled, held.limited,
        )  # fmt: skip
        assert _drawn(state.pool) == _drawn(held)
        labels = [Instance(str(place), each) for place, each in enumerate(store.labels())]
        assert state.pool.balanced(labels, 5) == held.balanced(labels, 5)


def test_reviewers_decisions_count_wherever_a_task_lies(run: Path) -> None:
    actions: tuple[Action, ...] = ("reject", "keep", "reject")
    with closing(Store.open_to_read(run)) as store:
        tasks = [*store.accepted()]
        half = len(tasks) // 2
        near = (*tasks[:2], tasks[half - 1], *tasks[half : half + 2], tasks[-1])
        decisions = [decision_on(store, task.id, actions[at % 3], "ann") for at, task in enumerate(near)]
        pools = [*_pools(store), RunState(store).pool]
        for pool in pools:
            pool.review(Standings(decisions))
        assert [pool.decided(Standings(decisions)) for pool in pools] == [[*near]] * 3
        assert _drawn(pools[0]) == _drawn(pools[1]) == _drawn(pools[2])
        rejected = {decision.subject for decision in decisions if decision.action == "reject"}
        assert not rejected & {task.id for draw in _drawn(pools[2]) for task in draw}


def _pools(store: Store) -> list[Pool]:
    """Return a pool that holds all tasks of a run, and one that holds the second half of them."""
    state, tasks = RunState(store), [*store.accepted()]
    pools = []
    for held in (len(tasks), len(tasks) - len(tasks) // 2):
        pool = Pool(state.settings.seed_tasks, state.language, 0.7)
        earlier = len(tasks) - held
        pool.go_on_from(store, earlier, (), [task.instruction for task in tasks[:earlier]])
        for task in tasks[earlier:]:
            pool.accept(task)
        pools.append(pool)
    return pools


def _drawn(pool: Pool) -> list[list[Task]]:
    return [[*pool.demonstrations(Random(seed), 2, 6)] for seed in range(20)]
