"""What it is likely to take to judge the tasks of a run."""

from contextlib import closing
from os import PathLike
from pathlib import Path
from statistics import mean

from selfinstruct.backends import BACKENDS, lane_price
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import Item, Usage
from selfinstruct.pipeline.plan import Plan, prompt_tokens, timed
from selfinstruct.pipeline.worth import worth_of
from selfinstruct.recipes import judging_recipe
from selfinstruct.runs.batching import batched_steps
from selfinstruct.runs.building import already_spent, as_served, at_a_time, job_maker, sizes_of, ways_of
from selfinstruct.runs.judges import Backlog, as_judged, backlog, judge_named, require_judgeable
from selfinstruct.runs.opening import check_judge
from selfinstruct.runs.state import RunState
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.store import Store

# Of so many tasks it is found out how long the prompts are.
_DRAWN = 200
# All verdicts can be read at once, or every second one is asked for again.
_SPREAD = 1.0, 1.5


def plan_judging(run: str | PathLike[str], settings: JudgeSettings = JudgeSettings()) -> Plan:  # noqa: B008
    """Return what it is likely to take to judge the tasks of a run that are not judged yet; nothing is asked or kept.

    `InputError` if the settings cannot be used. What keeps a server from starting is the plan's `obstacle`.
    """
    require_judgeable(settings)
    with closing(Store.open_to_read(Path(run))) as store:
        state = RunState(store)
        wanted = as_judged(settings, state.settings)
        check_judge(wanted)
        stands = backlog(store, wanted, again=settings.again)
        return judging_plan(state, wanted, stands)


def judging_plan(state: RunState, wanted: Settings, stands: Backlog) -> Plan:
    """Return the same for an open run, of which is known how far it is judged."""
    recipe = judging_recipe(wanted.recipe, state.language, wanted.judges)
    (step,) = recipe.works_on
    ways = ways_of(state, wanted, recipe)
    jobs, tasks = job_maker(state, wanted, recipe, sizes_of(state, wanted, recipe, ways)), stands.tasks
    made = [jobs.make(step, (task,), ways.form(step)) for task in tasks[:: max(1, len(tasks) // _DRAWN)]]
    requests = sum(_missing(task, wanted.judges) for task in tasks)
    prompt = mean(prompt_tokens(job.request) for job in made) if made else 0.0
    answer = worth_of(recipe, state.settings.seed_tasks)[JUDGE]
    plan = Plan(
        len(tasks),
        made[0].request.system if made else "",
        {JUDGE: made[0].request.prompt} if made else {},
        {JUDGE: requests},
        {JUDGE: Usage(round(requests * prompt), round(requests * answer))},
        from_experience=False,
        spread=_SPREAD,
        prices=wanted.prices,
        is_priced=BACKENDS.find(wanted.connection.backend).is_priced,
        lane=wanted.connection.lane,
        price=lane_price(wanted.connection),
        batched=batched_steps(wanted, recipe),
        caps=wanted.caps,
        spent=already_spent(state),
        is_judging=True,
        unjudged=stands.given_up,
        notes=tuple(stands.lines(judge_named(wanted))),
    )
    return timed(as_served(plan, wanted), state.report, at_a_time(wanted), _requests_a_minute(wanted))


def _requests_a_minute(wanted: Settings) -> int | None:
    """Return how many requests may leave within a minute, at all addresses together; None for no limit."""
    limit = wanted.pace.requests_a_minute
    return max(1, len(wanted.connection.base_urls)) * limit if limit else None


def _missing(task: Item, verdicts: int) -> int:
    """Return how many verdicts a task lacks."""
    given = [min(verdicts, each.count) for each in task.scores]
    return verdicts * len(task.written) - sum(given)
