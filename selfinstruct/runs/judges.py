"""Who judges the tasks of a run, and what is still to be judged."""

import os
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from selfinstruct.backends import BACKENDS
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.core.remembering import settings_to_go_on
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.scores import next_to_judge
from selfinstruct.core.settings import Asking, Connection, Settings
from selfinstruct.core.values import Item
from selfinstruct.pool.onward import MOST_REQUESTS
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.store import Store
from selfinstruct.storage.tallies import Asked

_KEY = "JUDGE_API_KEY"


def as_judged(wanted: JudgeSettings, known: RunSettings) -> Settings:
    """Return the settings with which the tasks of a run are judged."""
    return Settings(
        known.target or 1,
        language=known.language,
        recipe=known.recipe or Settings.recipe,
        judge=True,
        judges=wanted.judges or known.judges or 1,
        connection=_with_its_key(wanted, known),
        serving=wanted.serving,
        asking=_asked_by_name(wanted),
        pace=wanted.pace,
        caps=wanted.caps,
        prices=wanted.prices or known.prices,
        random_seed=known.random_seed,
    )


def _with_its_key(wanted: JudgeSettings, known: RunSettings) -> Connection:
    """Return how to reach the judge: with a key of its own, unless it is asked where the tasks were written."""
    connection, before = wanted.connection, settings_to_go_on(known)
    is_there = known.recipe and not before.serving.server and connection.backend == before.connection.backend
    if is_there and connection.base_urls == before.connection.base_urls:
        return replace(connection, key_names=(*connection.key_names, _KEY))
    return _with_own_key(connection)


def _with_own_key(connection: Connection) -> Connection:
    own = connection.api_key or os.environ.get(_KEY) or None
    return replace(connection, api_key=own, key_names=(_KEY, *connection.key_names))


def _asked_by_name(wanted: JudgeSettings) -> Asking:
    """Return how a judge is asked: by its name, so that the log tells which one it was."""
    name = wanted.connection.model
    # A server of the run's own may give the model another name.
    if not name or wanted.serving.server:
        return wanted.asking
    return replace(wanted.asking, models={JUDGE: name, **wanted.asking.models})


def with_judge(settings: Settings) -> Settings:
    """Return settings whose judge is asked for its own model at the addresses of the run, where it has no others."""
    judging, asking = settings.judging, settings.asking
    if not judging.model or judging.urls:
        return settings
    return replace(settings, asking=replace(asking, models={**asking.models, JUDGE: judging.model}))


def judges_connection(settings: Settings) -> Connection:
    """Return how to reach the judge at addresses of its own; headers and extra fields are for the writer alone."""
    judging = settings.judging
    return replace(
        _with_own_key(replace(settings.connection, api_key=None)),
        model=judging.model or judging.reward_model,
        base_urls=judging.urls or judging.reward_urls,
        headers={},
        extra_body={},
        lane="",
        lane_price=None,
        lane_fallback=False,
        batch="",
        batch_leave=False,
    )


def judges_itself(settings: Settings, writers: Collection[str] | None = None) -> bool:
    """Tell whether the model that writes tasks is asked to judge them.

    `writers` are those that have written them, none if they were imported; None while they are still to be written.
    """
    if not settings.judge or BACKENDS.find(settings.connection.backend).note:
        return False
    own = settings.connection.model
    judge = settings.judging.model or settings.asking.model_of(JUDGE) or own
    return not settings.judging.is_elsewhere and judge == own if writers is None else judge in writers


def who_wrote(store: Store) -> Counter[str]:
    """Return how many completions of each model have proposed or written the tasks of a run."""
    counts = Counter[str]()
    for taken in store.taken_by_step():
        if taken.step != JUDGE:
            counts[taken.model] += taken.requests
    return counts


@dataclass(frozen=True)
class Backlog:
    """The accepted tasks of a run, as a judge has left them: `judged` have all the verdicts that they are to have.

    The judge may be asked about the `tasks`. Of those that are `given_up` three answers in a row held no verdict that
    could be read; so many of these are `unscored`, that is, have no score of anybody.
    """

    judged: int
    tasks: tuple[Item, ...]
    given_up: int
    unscored: int

    def lines(self, judge: str) -> Iterator[str]:
        """Yield a line on the tasks that are given up, and what can be done about them."""
        if self.given_up:
            total = self.judged + len(self.tasks) + self.given_up
            what = "no score for" if self.unscored == self.given_up else "too few verdicts for"
            why = f"three answers of {judge or 'the judge'} on each held none that could be read"
            yield f"{what} {self.given_up:,} of {Count(total):task}: {why}; name another ‹model›, or add ‹again›"


def backlog(store: Store, settings: Settings, *, again: bool = False) -> Backlog:
    """Return what is judged, and what a judge may still be asked about; with `again`, as if it never was."""
    missed = Counter[str]() if again else _missed(store, judge_named(settings))
    judged = given_up = unscored = 0
    tasks = []
    for task in store.accepted():
        scores, attempts = tuple(each for each in task.scores if each), missed[task.id]
        if next_to_judge(scores, len(task.instances), settings.judges) is None:
            judged += 1
        elif attempts >= MOST_REQUESTS:
            given_up += 1
            unscored += next_to_judge(scores, len(task.instances), 1) is not None
        else:
            about = (task.id, task.instruction, JUDGE, task.is_classification, attempts)
            tasks.append(Item(*about, hint=task.hint, written=task.instances, scores=scores))
    return Backlog(judged, tuple(tasks), given_up, unscored)


def judge_named(settings: Settings) -> str:
    """Return the name of the model that judges the tasks of a run, "" for the only one that is served."""
    return settings.asking.model_of(JUDGE) or settings.connection.model or ""


def _missed(store: Store, judge: str) -> Counter[str]:
    """Return how many answers of a judge on each task held no verdict, since the last one that did."""
    missed = Counter[str]()
    for asked in store.asked_about(JUDGE):
        if (missed[asked.item] or not asked.has_brought) and _is_of(store, asked, judge):
            missed[asked.item] = 0 if asked.has_brought else missed[asked.item] + 1
    return missed


def _is_of(store: Store, asked: Asked, judge: str) -> bool:
    """Tell whether it was this judge that was asked; where that is not known, by the name that the answer gives."""
    request = store.request(asked.completion)
    if name := request.model if request else "":
        return name == judge
    # Endpoints add a date, or leave out a folder.
    return not judge or judge in asked.model or asked.model in judge


def passed_over(store: Store) -> set[int]:
    """Return the completions of judges without a verdict on a task that was given up, and judged by a later one.

    In a replay they count for nothing: the first judge may have been one that cannot judge. Fewer than give a task up
    count as they did, since what was decided in the loop is to come out the same.
    """
    found = set[int]()
    missed: dict[str, list[int]] = {}
    for asked in store.asked_about(JUDGE):
        if not asked.has_brought:
            missed.setdefault(asked.item, []).append(asked.completion)
        elif len(misses := missed.pop(asked.item, [])) >= MOST_REQUESTS:
            found.update(misses)
    return found


def require_judgeable(settings: JudgeSettings) -> None:
    """Raise `InputError` if the settings name a step that does not judge."""
    for name, wanted in (("sampling", settings.asking.sampling), ("models", settings.asking.models)):
        if others := sorted(wanted.keys() - {JUDGE}):
            raise InputError(f"‹{name}› {others[0]}: only the judge is asked; name {JUDGE}")
