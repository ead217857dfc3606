"""Settles lines of a run's log, one after the other: those that a crash left, imported tasks, and those of a replay."""

import json
import sys
from dataclasses import replace

from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.values import Completion, Item, Logged, Outcome, Received, Usage
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Pool
from selfinstruct.recipes import Recipe, build_recipe
from selfinstruct.steps import Step
from selfinstruct.storage.rows import task_from
from selfinstruct.storage.store import Store

IMPORT = "import"


def settle_the_unsettled(store: Store, pool: Pool) -> None:
    """Settle what an earlier process recorded but did not get to settle."""
    if unsettled := store.unsettled():
        settler = Settler(store, pool)
        for logged in unsettled:
            settler.settle(logged)


class Settler:
    """Commits what follows from recorded lines, in the order in which it gets them.

    Filters, recipe and language are those that the run keeps; `import_filters` names the set that imported tasks pass
    if it is another than at the time.
    """

    def __init__(self, store: Store, pool: Pool, import_filters: str | None = None) -> None:
        known = store.settings()
        self._store = store
        self._pool = pool
        self._language = find_language(known["--lang"])
        self._import_filters = import_filters
        self._items = {item.id: item for item in store.items()}
        self._recipe: Recipe | None = None
        self._recipe_name: str = known.get("--recipe", "")
        if "--recipe" in known:
            instances = known["--instances-per-task"]
            self._recipe = build_recipe(known["--recipe"], self._language, instances)
            filters = load_filters(known["--filters"], known["--recipe"], known["--lang"])
            self._admission = Admission(pool, filters, self._language, instances)

    def settle(self, logged: Logged) -> None:
        """Commit what follows from a line; what it says of items that do not wait for its step is left out."""
        if logged.step == IMPORT:
            completion, outcome = Completion("", IMPORT, Usage(), ""), self._import(logged)
        else:
            completion, outcome = self._read(logged)
        self._store.settle(logged, completion, outcome)
        self._items |= {item.id: item for item in outcome.items}

    def _import(self, logged: Logged) -> Outcome:
        """Return what follows from imported tasks; their ids are told by the line that they are in."""
        recorded = json.loads(logged.body)
        tasks = [replace(task_from(value), id=f"{logged.id}.{at}") for at, value in enumerate(recorded["tasks"])]
        if self._import_filters:
            filters = load_filters(self._import_filters, self._recipe_name, self._language.code)
        else:
            filters = load_filters(recorded["filters"], recorded["recipe"], self._language.code)
        return Admission(self._pool, filters, self._language, instances_per_task=sys.maxsize).admit(tasks)

    def _read(self, logged: Logged) -> tuple[Completion, Outcome]:
        assert self._recipe is not None
        step = next(each for each in (self._recipe.proposes, *self._recipe.works_on) if each.name == logged.step)
        items = () if step is self._recipe.proposes else tuple(self._waiting(id_, step) for id_ in logged.items)
        try:
            received = Received(logged, wire.read(logged.body))
        except Unavailable:
            return wire.GARBLED, Outcome()
        if step is not self._recipe.proposes and not any(items):
            return received.completion, Outcome()
        return received.completion, self._admission.settle(step, received, items)

    def _waiting(self, id_: str, step: Step) -> Item | None:
        item = self._items.get(id_)
        return item if item and item.stage == step.name else None
