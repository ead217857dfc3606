"""Who judges the tasks of a run, and what is still to be judged."""

import os
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from selfinstruct.backends import BACKENDS
from selfinstruct.core.errors import InputError
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.scores import next_to_judge
from selfinstruct.core.settings import Connection, Settings
from selfinstruct.core.values import Item
from selfinstruct.pool.onward import MOST_REQUESTS
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.store import Store


def as_judged(wanted: JudgeSettings, known: RunSettings) -> Settings:
    """Return the settings with which the tasks of a run are judged."""
    return Settings(
        known.target or 1,
        language=known.language,
        recipe=known.recipe or Settings.recipe,
        judge=True,
        judges=wanted.judges or known.judges or 1,
        connection=wanted.connection,
        serving=wanted.serving,
        asking=wanted.asking,
        pace=wanted.pace,
        caps=wanted.caps,
        prices=wanted.prices or known.prices,
        random_seed=known.random_seed,
    )


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
        settings.connection,
        model=judging.model or judging.reward_model,
        base_urls=judging.urls or judging.reward_urls,
        api_key=os.environ.get("JUDGE_API_KEY") or None,
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


def to_be_judged(store: Store, verdicts: int) -> Iterator[Item]:
    """Yield the accepted tasks on which a judge has not given so many verdicts, and may still be asked."""
    asked: Counter[str] = Counter(id_ for line in store.log(JUDGE) for id_ in line.items)
    for task in store.accepted():
        scores = tuple(each for each in task.scores if each)
        attempts = max(0, asked[task.id] - sum(each.count for each in scores))
        is_open = next_to_judge(scores, len(task.instances), verdicts) is not None
        if is_open and attempts < MOST_REQUESTS:
            about = (task.id, task.instruction, JUDGE, task.is_classification, attempts)
            yield Item(*about, hint=task.hint, written=task.instances, scores=scores)


def require_judgeable(settings: JudgeSettings) -> None:
    """Raise `InputError` if the settings name a step that does not judge."""
    for name, wanted in (("sampling", settings.asking.sampling), ("models", settings.asking.models)):
        if others := sorted(wanted.keys() - {JUDGE}):
            raise InputError(f"‹{name}› {others[0]}: only the judge is asked; name {JUDGE}")
