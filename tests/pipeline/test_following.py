"""A run that follows what reviewers decide while it is worked on."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct.core.values import Reply, Request, Task
from selfinstruct.decisions import journal
from selfinstruct.exports.dataset import dataset
from selfinstruct.runs.deciding import decide, undo
from selfinstruct.storage.store import Store
from tests.support.grown import grow, settings_of
from tests.support.scripted import Echo

FIRST, LATER, N, IN_FLIGHT = 30, 36, 200, 8


class Reviewed(Echo):
    """An echo by which a reviewer acts at some requests; it notes the instructions that each prompt shows."""

    def __init__(self, folder: Path, acts: dict[int, Callable[[Store], object]]) -> None:
        super().__init__(self._act)
        self._folder, self._acts = folder, acts
        self._shown: list[set[str]] = []

    def _act(self, number: int) -> None:
        if act := self._acts.get(number):
            with closing(Store.open_to_read(self._folder)) as store:
                act(store)

    async def complete(self, request: Request) -> Reply:
        assert request.question
        self._shown.append({*request.question.texts} if request.question.proposes else set())
        return await super().complete(request)

    def shown_after(self, number: int) -> set[str]:
        """Return what was shown as demonstrations in prompts that were sent after the answer to a request."""
        return {text for each in self._shown[number + IN_FLIGHT :] for text in each}


def _reject_all(store: Store) -> list[Task]:
    tasks = [*store.accepted()]
    for task in tasks:
        decide(store, task.id, "reject", "ann")
    return tasks


@pytest.mark.parametrize("is_undone", [False, True])
def test_what_is_rejected_is_shown_no_more_and_made_up_for(tmp_path: Path, is_undone: bool) -> None:
    rejected: list[Task] = []
    acts: dict[int, Callable[[Store], object]] = {FIRST: lambda store: rejected.extend(_reject_all(store))}
    if is_undone:
        acts[LATER] = lambda store: [undo(store, each, "ann") for each in [*journal.read(tmp_path)]]
    backend = Reviewed(tmp_path, acts)
    store, loop = grow(tmp_path, settings_of(N, concurrency=IN_FLIGHT), backend)
    with closing(store):
        gone = {task.instruction for task in rejected}
        assert len(gone) > 10
        shown = backend.shown_after(LATER if is_undone else FIRST)
        assert len(shown) > 10
        assert bool(gone & shown) == is_undone
        kept = [task.instruction for task in dataset(store, loop.report)]
        assert len(kept) == N
        assert bool(gone & {*kept}) == is_undone
        assert loop.report.kept == loop.report.accepted - (0 if is_undone else len(rejected)) >= N


def test_a_journal_that_is_damaged_meanwhile_does_not_end_the_run(tmp_path: Path) -> None:
    def damage(store: Store) -> None:
        (tmp_path / journal.JOURNAL).write_text("no decision\n", encoding="utf-8")

    backend = Reviewed(tmp_path, {FIRST: _reject_all, LATER: damage})
    store, loop = grow(tmp_path, settings_of(N, concurrency=IN_FLIGHT), backend)
    store.close()
    assert (loop.stopped_by, loop.report.is_complete, loop.report.review.rejected > 10) == ("", True, True)
