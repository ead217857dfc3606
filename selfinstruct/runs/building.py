"""From settings and an open run folder to a loop that is ready to go."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from selfinstruct.backends import BACKENDS, Backend, forms_of, lane_of, lane_price
from selfinstruct.core import wire
from selfinstruct.core.forms import TEXT, Form
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import Item, Usage
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.limits import FIRST_LIMIT
from selfinstruct.pipeline.beside import Beside
from selfinstruct.pipeline.capped import Amounts
from selfinstruct.pipeline.jobs import JobMaker, taken_up
from selfinstruct.pipeline.judging import JudgingLoop
from selfinstruct.pipeline.loop import Loop
from selfinstruct.pipeline.plan import Plan, make_plan, timed
from selfinstruct.pipeline.settling import Settlement
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.ways import Ways
from selfinstruct.pipeline.worth import worth_of
from selfinstruct.recipes import Recipe, judging_recipe, recipe_of
from selfinstruct.runs.asked import open_routes
from selfinstruct.runs.batching import batched_steps, with_batches
from selfinstruct.runs.fitting import fitted
from selfinstruct.runs.judges import with_judge
from selfinstruct.runs.state import RunState
from selfinstruct.runs.templates import load_variety, note_on_lists, templates_of
from selfinstruct.servers import SERVERS
from selfinstruct.servers.serving import Served, obstacle
from selfinstruct.steps import Step
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.steps.templates import Templates

# Of so many answers of the log it is learnt how long answers are.
_ENOUGH_TO_LEARN = 200


def build_loop(
    state: RunState,
    settings: Settings,
    backend: Backend | None,
    on_settled: Callable[[Settlement], None],
    served: Served | None = None,
) -> Loop:
    """Return the loop of an open run; `InputError` if the backend cannot be opened.

    What was `served` is asked as it has room. A `backend` takes the place of the one that the settings name.
    """
    served = served or Served(settings.connection)
    settings = fitted(with_judge(settings), served)
    return Loop(**_parts(state, settings, recipe_of(settings), backend, served), on_settled=on_settled)


def build_judging(
    state: RunState,
    settings: Settings,
    tasks: Sequence[Item],
    backend: Backend | None,
    on_settled: Callable[[Settlement], None],
    served: Served,
) -> JudgingLoop:
    """Return the loop that judges tasks of an open run; see `build_loop`."""
    settings = fitted(settings, served)
    recipe = judging_recipe(settings.recipe, state.language, settings.judges)
    return JudgingLoop(**_parts(state, settings, recipe, backend, served, tasks), tasks=tasks, on_settled=on_settled)


def _parts(
    state: RunState,
    settings: Settings,
    recipe: Recipe,
    backend: Backend | None,
    served: Served,
    tasks: Sequence[Item] = (),
) -> dict[str, Any]:
    """Return what a loop is made of, by name; what it works on is what is waiting, and these tasks."""
    store, budget = state.store, Budget(state.store, settings.caps, settings.prices or state.settings.prices)
    ways = ways_of(state, settings, recipe)
    sizes = sizes_of(state, settings, recipe, ways)
    for line in reversed(store.latest_lines(_ENOUGH_TO_LEARN)):
        with suppress(wire.NoAnswer):
            sizes.learn(line, wire.read(line.body, line.max_tokens))
    online = open_routes(store, settings, backend, served, budget)
    endpoints, out = with_batches(online, store, settings, recipe, budget, None if backend else served)
    waiting = {item.id: item for item in (*state.settler.waiting, *tasks)}
    return {
        "store": store,
        "report": state.report,
        "recipe": recipe,
        "sizes": sizes,
        "ways": ways,
        "jobs": job_maker(state, settings, recipe, sizes),
        "endpoints": endpoints,
        "leaves": settings.connection.batch_leave,
        "out": [taken_up(request, recipe, waiting) for request in out],
        "batched": {*batched_steps(settings, recipe), *(request.kind for request in out)},
        "budget": budget,
        "settler": state.settler,
        "beside": Beside(store, state.report, state.pool, state.course.stretches),
        "patient": lane_of(settings.connection) is not None,
    }


def build_plan(state: RunState, settings: Settings) -> Plan:
    """Return what an open run would ask next, and what it would take; nothing is asked or written."""
    settings = with_judge(settings)
    recipe = recipe_of(settings)
    ways = ways_of(state, settings, recipe)
    sizes = sizes_of(state, settings, recipe, ways)
    report = state.report
    report.target = settings.target
    jobs = job_maker(state, settings, recipe, sizes)
    taken: dict[str, Usage] = {}
    for each in state.store.taken_by_step():
        taken[each.step] = taken.get(each.step, Usage()) + each.spent.usage
    plan = make_plan(recipe, sizes, ways, jobs, report, state.settings.seed_tasks, state.course.recent, taken)
    connection, pace = settings.connection, settings.pace
    backend, price = BACKENDS.find(connection.backend), lane_price(connection)
    addresses = max(1, len(connection.base_urls))
    a_minute = addresses * pace.requests_a_minute if pace.requests_a_minute else None
    plan = replace(plan, prices=settings.prices, is_priced=backend.is_priced, lane=connection.lane, price=price)
    elsewhere = {JUDGE} if settings.judging.is_elsewhere else ()
    plan = replace(plan, kept=report.kept, caps=settings.caps, spent=already_spent(state))
    notes = note_on_lists(settings, is_new=not report.attempts)
    plan = replace(plan, avoid=len(report.settings.avoid), notes=notes)
    plan = replace(plan, elsewhere=elsewhere, batched=batched_steps(settings, recipe))
    return timed(as_served(plan, settings), report, at_a_time(settings), a_minute)


def as_served(plan: Plan, settings: Settings) -> Plan:
    """Return a plan that knows whether the run starts its own server, and what keeps that from starting."""
    found = obstacle(settings.connection, settings.serving, settings.pace.concurrency)
    return replace(plan, is_served=bool(settings.serving.server), obstacle=found)


def at_a_time(settings: Settings) -> int:
    """Return how many requests are likely to be answered at a time, at first: as many as a server of our own takes."""
    connection, serving, pace = settings.connection, settings.serving, settings.pace
    slots = SERVERS.find(serving.server).slots if serving.server else None
    each = pace.concurrency or slots or BACKENDS.find(connection.backend).concurrency or FIRST_LIMIT
    return each * (serving.replicas or max(1, len(connection.base_urls)))


def already_spent(state: RunState) -> Amounts:
    """Return what a run has spent at most, as caps count it."""
    report = state.report
    return Amounts(state.store.sent(), (report.spent + report.held).usage.total, report.cost)


def sizes_of(state: RunState, settings: Settings, recipe: Recipe, ways: Ways) -> Sizes:
    """Return how large the requests of each step are to be."""
    return Sizes(recipe, settings.asking, worth_of(recipe, state.settings.seed_tasks), lambda: ways.is_weak)


def ways_of(state: RunState, settings: Settings, recipe: Recipe) -> Ways:
    """Return the forms that each step may ask in: the first one, and others for which it has a template."""
    templates, (first, *others) = templates_of(settings), forms_of(settings.connection, settings.asking)
    # Where only a judge works, how the writer does is nothing to it.
    steps = recipe.works_on if recipe.is_for_judging else recipe.steps
    usable = {step.name: [first, *(each for each in others if _has(templates, step, each))] for step in steps}
    return Ways(recipe, usable, worth_of(recipe, state.settings.seed_tasks), state.report)


def _has(templates: Templates, step: Step, form: Form) -> bool:
    # A step without fields of a template makes its prompts itself, and knows no short ones.
    return templates.of(form).has(step.template) if step.fields else form.template == TEXT.template


def job_maker(state: RunState, settings: Settings, recipe: Recipe, sizes: Sizes) -> JobMaker:
    """Return what makes the requests of an open run."""
    return JobMaker(
        pool=state.pool,
        recipe=recipe,
        sizes=sizes,
        templates=templates_of(settings),
        variety=load_variety(settings),
        language=state.language,
        asking=settings.asking,
        random_seed=state.settings.random_seed,
        number=state.store.next_request(),
        underway=state.settler.underway,
    )
