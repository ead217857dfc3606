"""A run that is opened again, beside one that holds all of its tasks in memory."""

from contextlib import closing
from pathlib import Path
from random import Random

import pytest

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.values import Instance, Item, Task
from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import Action
from selfinstruct.pool.pool import Pool
from selfinstruct.runs.deciding import decision_on
from selfinstruct.runs.state import RunState
from selfinstruct.storage import numbered
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
        assert sum(state.pool.hints["topic"].values()) >= 40
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


def test_an_index_of_stored_numbers_decides_as_one_of_words(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbered, "STRETCH", 16)
    with closing(Store.open_to_read(run)) as store:
        texts = [each.instruction for each in store.claimed()]
        candidates = [Item(f"9.{at}", each, "") for at, each in enumerate([*texts, *_varied(texts)])]
        assert store.numbered() == 0
        by_words = RunState(store).pool.claim(candidates)
    for _ in range(2):
        with closing(Store.create_or_open(run)) as store:
            store.keep_numbered()
            assert store.numbered() == len(texts) - len(texts) % 16 >= 32
            assert RunState(store).pool.claim(candidates) == by_words
    near = {each.nearest.instruction for each in by_words if each.nearest}
    assert near >= {*texts}
    assert any(not each.nearest for each in by_words)


def test_numbers_that_cannot_be_right_are_told(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbered, "STRETCH", 16)
    with closing(Store.create_or_open(run)) as store:
        store.keep_numbered()
        for damage in ("words = ''", "lengths = zeroblob(4)", "numbers = substr(numbers, 5)", "last = last + 1"):
            store._db.execute("BEGIN")
            store._db.execute(f"UPDATE numbered SET {damage} WHERE last = 32")
            with pytest.raises(RunFolderError, match="the tokens of instructions cannot be read"):
                RunState(store).pool  # noqa: B018
            store._db.execute("ROLLBACK")


def _varied(texts: list[str]) -> list[str]:
    """Return texts that are near to these, more and less."""
    random, words = Random(1), " ".join(texts).split()
    return [" ".join(random.choice((word, word, random.choice(words))) for word in text.split()) for text in texts]


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
        for proposed in store.log("tasks"):
            for _ in store.items_of(proposed.id):
                pool.count_hint(proposed.hint)
        pools.append(pool)
    return pools


def _drawn(pool: Pool) -> list[list[Task]]:
    return [[*pool.demonstrations(Random(seed), 2, 6)] for seed in range(20)]
