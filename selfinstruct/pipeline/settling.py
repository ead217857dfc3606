"""The one way in which a recorded line of a run's log is settled: by the loop, a resume, an import and a replay."""

import json
from dataclasses import dataclass, replace

from selfinstruct.core import wire
from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.scores import next_to_judge
from selfinstruct.core.values import ACCEPTED, IMPORT, REJECTED, Answer, Completion, Item, LogLine, Task, Usage
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language
from selfinstruct.pipeline.underway import Underway
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Pool
from selfinstruct.recipes import build_recipe, judging_recipe
from selfinstruct.report.numbers import Report
from selfinstruct.steps import Step
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.rows import task_from
from selfinstruct.storage.store import Store

# Instructions that reviewers restored, to be asked about further.
RESTORE = "restore"


@dataclass(frozen=True)
class Settlement:
    """What a line says, and what follows from it."""

    completion: Completion
    outcome: Outcome


class Settler:
    """Commits what follows from recorded lines, in the order in which it gets them, and counts it in the report.

    Filters, recipe and language are those that the run keeps. Imported tasks pass the filters that were named with
    them, or `import_filters`. `underway` counts the items that wait for a step.
    """

    def __init__(
        self, store: Store, settings: RunSettings, pool: Pool, report: Report, import_filters: str | None = None
    ) -> None:
        self._store = store
        self._settings = settings
        self._pool = pool
        self._report = report
        self._import_filters = import_filters
        self._language = find_language(settings.language)
        self._waiting = {item.id: item for item in store.waiting()}
        instances, name = settings.instances_per_task or 1, settings.recipe
        # A judge may have looked at what was accepted without one.
        self._verdicts = settings.judges or 1
        reward, best_of = bool(settings.reward), settings.best_of or 1
        judging = judging_recipe(name, self._language, self._verdicts, reward=reward)
        judges = self._verdicts if settings.judge else 0
        about = self._language, instances
        recipe = build_recipe(name, *about, judges=judges, best_of=best_of, reward=reward) if name else judging
        self._judging = judging if settings.judge else None
        filters = load_filters(settings.filters or "default", name or "", settings.language)
        self._admission = Admission(pool, filters, self._language, instances, recipe, settings.min_score or 0.0)
        self._steps = {step.name: step for step in (*judging.works_on, *(recipe.steps if name else ()))}
        self.underway = Underway()
        for item in self._waiting.values():
            self.underway.add(item, self._step(item.stage))

    @property
    def waiting(self) -> list[Item]:
        """The items that wait for a step, in the order in which they came to wait."""
        return list(self._waiting.values())

    def settle(self, line: LogLine, *, is_void: bool = False) -> Settlement:
        """Commit what follows from a line, without what it says of items that do not wait for its step.

        For items that wait nothing follows from one that `is_void`, but that it was paid for.
        """
        step = None if line.step in (IMPORT, RESTORE) else self._step(line.step)
        if step:
            settlement = self._read(line, step, is_void=is_void)
        else:
            with damage_named(self._store.folder, f"what was brought in as {line.id}"):
                settlement = self._import(line) if line.step == IMPORT else self._restore(line)
        self._store.settle(line, settlement.completion, settlement.outcome)
        proposes = step is None or step.proposes
        self._report.add(line, settlement.completion, settlement.outcome, proposes=proposes)
        for item in settlement.outcome.items:
            if earlier := self._waiting.pop(item.id, None):
                self.underway.take(earlier, self._step(earlier.stage))
            if item.stage not in (ACCEPTED, REJECTED):
                self._waiting[item.id] = item
                self.underway.add(item, self._step(item.stage))
        return settlement

    def _step(self, name: str) -> Step:
        if name not in self._steps:
            folder, recipe = self._store.folder, self._settings.recipe
            raise RunFolderError(f"{folder}: the recipe {recipe} has no step {name} now; use the version it began with")
        return self._steps[name]

    def _import(self, line: LogLine) -> Settlement:
        """Return what follows from imported tasks; their ids begin with the id of their line."""
        recorded = json.loads(line.body)
        tasks = [replace(task_from(value), id=f"{line.id}.{at}") for at, value in enumerate(recorded["tasks"])]
        name, recipe = recorded["filters"], recorded["recipe"]
        if self._import_filters:
            name, recipe = self._import_filters, self._settings.recipe or ""
        filters = load_filters(name, recipe, self._language.code)
        is_judged = recorded.get("judge", False) or self._settings.imports_judged
        judging = self._judging if is_judged else None
        outcome = Admission(self._pool, filters, self._language, recipe=judging).admit(tasks)
        return Settlement(Completion("", IMPORT, Usage(), ""), outcome)

    def _restore(self, line: LogLine) -> Settlement:
        """Return the instructions that reviewers restored as claimed, whatever filters and comparison say."""
        recorded = json.loads(line.body)["instructions"]
        items = [Item(f"{line.id}.{at}", instruction, "") for at, instruction in enumerate(recorded)]
        return Settlement(Completion("", RESTORE, Usage(), ""), self._admission.restore(items))

    def _read(self, line: LogLine, step: Step, *, is_void: bool) -> Settlement:
        try:
            completion = wire.read(line.body, line.max_tokens)
        except wire.NoAnswer as error:
            return Settlement(error.completion, Outcome())
        items = [] if step.proposes else [self._item(id_, step) for id_ in line.items]
        if is_void:
            # Of what is accepted already nothing is decided by it.
            items = [item if item and item.stage == ACCEPTED else None for item in items]
        if not step.proposes and not any(items):
            return Settlement(completion, Outcome())
        return Settlement(completion, self._admission.settle(step, Answer(line, completion), items))

    def _item(self, id_: str, step: Step) -> Item | None:
        item = self._waiting.get(id_)
        if item is None and step.is_judge and (task := self._store.task(id_)):
            return _item_of(task, self._verdicts)
        return item if item and item.stage == step.name else None


def _item_of(task: Task, verdicts: int) -> Item | None:
    """Return an accepted task as an item that is to be judged, None if each of its instances has its verdicts."""
    scores = tuple(each for each in task.scores if each)
    if next_to_judge(scores, len(task.instances), verdicts) is None:
        return None
    about = (task.id, task.instruction, ACCEPTED, task.is_classification)
    return Item(*about, hint=task.hint, written=task.instances, scores=scores)
