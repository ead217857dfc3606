"""From settings and an open run folder to a loop that is ready to go."""

import os
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from selfinstruct.backends import BACKENDS, Backend, BackendPlugin, Opening, forms_of, lane_of, lane_price, read_options
from selfinstruct.core import wire
from selfinstruct.core.errors import InputError, SelfInstructError
from selfinstruct.core.forms import TEXT, Form
from selfinstruct.core.settings import MOST_IN_FLIGHT, TIMEOUT, Asking, Connection, Pace, Settings
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.descriptors import connections_allowed
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.limits import FIRST_LIMIT
from selfinstruct.endpoints.retry import Endpoints
from selfinstruct.pipeline.jobs import JobMaker
from selfinstruct.pipeline.loop import Loop
from selfinstruct.pipeline.plan import Plan, make_plan, timed
from selfinstruct.pipeline.settling import Settlement
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.ways import Ways
from selfinstruct.pipeline.worth import worth_of
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe, recipe_of
from selfinstruct.report.course import course
from selfinstruct.runs.fitting import fitted
from selfinstruct.runs.opening import templates_folder
from selfinstruct.runs.state import RunState
from selfinstruct.servers.serving import Served
from selfinstruct.steps import Step
from selfinstruct.steps.templates import Prompts

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
    settings = fitted(settings, served)
    store, recipe = state.store, recipe_of(settings)
    connection, pace = settings.connection, settings.pace
    if backend:
        endpoints = [_endpoint(connection.backend, backend, connection, pace, share=1)]
    else:
        endpoints = open_endpoints(served, settings.asking, pace, settings.random_seed, store.refused)
    budget = Budget(store, settings.caps, settings.prices)
    # How much of it was asked within the last minute is not known any more.
    for endpoint in endpoints:
        endpoint.asked_before(store.attempts(), budget.spent_at_most.total, store.seconds_since_last_session())
    lane = lane_of(connection)
    patience = (lane or BACKENDS.find(connection.backend)).patience
    group = Endpoints(endpoints, budget, pace.give_up_after or patience)
    group.on_refused = store.note_refused
    ways = _ways(state, settings, recipe)
    sizes = _sizes(state, settings, recipe, ways)
    for line in store.latest_lines(_ENOUGH_TO_LEARN):
        with suppress(wire.NoAnswer):
            sizes.learn(line, wire.read(line.body, line.max_tokens))
    return Loop(
        store=store,
        report=state.report,
        recipe=recipe,
        sizes=sizes,
        ways=ways,
        jobs=_build_jobs(state, settings, recipe, sizes),
        endpoints=group,
        budget=budget,
        settler=state.settler,
        on_settled=on_settled,
        patient=lane is not None,
    )


def build_plan(state: RunState, settings: Settings) -> Plan:
    """Return what an open run would ask next, and what it would take; nothing is asked or written."""
    recipe = recipe_of(settings)
    ways = _ways(state, settings, recipe)
    sizes = _sizes(state, settings, recipe, ways)
    report = state.report
    report.target = settings.target
    jobs = _build_jobs(state, settings, recipe, sizes)
    recent = course(state.store, report).recent
    plan = make_plan(recipe, sizes, ways, jobs, report, state.settings.seed_tasks, recent)
    connection, pace = settings.connection, settings.pace
    backend, price = BACKENDS.find(connection.backend), lane_price(connection)
    addresses = max(1, len(connection.base_urls))
    a_minute = addresses * pace.requests_a_minute if pace.requests_a_minute else None
    plan = replace(plan, prices=settings.prices, is_priced=backend.is_priced, lane=connection.lane, price=price)
    return timed(plan, report, addresses * (pace.concurrency or backend.concurrency or FIRST_LIMIT), a_minute)


def _sizes(state: RunState, settings: Settings, recipe: Recipe, ways: Ways) -> Sizes:
    return Sizes(recipe, settings.asking, worth_of(recipe, state.settings.seed_tasks), lambda: ways.is_weak)


def _ways(state: RunState, settings: Settings, recipe: Recipe) -> Ways:
    """Return the forms that each step may ask in: the first one, and others for which it has a template."""
    templates, (first, *others) = templates_folder(settings), forms_of(settings.connection, settings.asking)
    usable = {step.name: [first, *(each for each in others if _has(templates, step, each))] for step in recipe.steps}
    return Ways(recipe, usable, worth_of(recipe, state.settings.seed_tasks), state.report)


def _has(templates: Path, step: Step, form: Form) -> bool:
    # A step without fields of a template makes its prompts itself, and knows no short ones.
    return Prompts(templates, form.template).has(step.name) if step.fields else form.template == TEXT.template


def _build_jobs(state: RunState, settings: Settings, recipe: Recipe, sizes: Sizes) -> JobMaker:
    templates = templates_folder(settings)
    return JobMaker(
        pool=state.pool,
        recipe=recipe,
        sizes=sizes,
        templates=templates,
        variety=Variety.load(templates),
        language=state.language,
        asking=settings.asking,
        random_seed=state.settings.random_seed,
        number=state.store.next_request(),
    )


def open_endpoints(
    served: Served,
    asking: Asking,
    pace: Pace = Pace(),  # noqa: B008
    random_seed: int | None = None,
    refused: Callable[[str], Mapping[str, frozenset[str]]] = lambda _: {},
) -> list[Endpoint]:
    """Return an endpoint for each address, or the backend's own.

    With ‹lane_fallback› there is a second one for what the lane has no room for. `refused` gives for the name of an
    endpoint the parameters that each model there is known not to take.
    """
    connection, never = served.connection, {served.connection.model or "": served.refuses}
    plugin, options, lane = BACKENDS.find(connection.backend), read_options(connection), lane_of(connection)
    urls = list(dict.fromkeys(connection.base_urls)) or [""]
    share = len(urls) * (2 if connection.lane_fallback else 1)
    endpoints = []
    for url in urls:
        name = served.names.get(url) or url or connection.backend
        opening = Opening(
            connection=replace(connection, base_urls=(url,) if url else ()),
            url=url,
            form=asking.form,
            connections=pace.concurrency or MOST_IN_FLIGHT,
            timeout=connection.timeout or (lane.timeout if lane else TIMEOUT),
            lane=connection.lane,
            random_seed=random_seed,
            refused={**refused(name), **never} if served.refuses else refused(name),
            options=options,
        )
        endpoints.append(_endpoint(name, _opened(plugin, opening, name), connection, pace, url=url, share=share))
        if connection.lane_fallback:
            normal = replace(opening, lane="", timeout=connection.timeout or TIMEOUT)
            backend = _opened(plugin, normal, name)
            endpoints.append(_endpoint(name, backend, connection, pace, share=share, lane=endpoints[-1]))
    return endpoints


def _opened(plugin: BackendPlugin, opening: Opening, name: str) -> Backend:
    try:
        return plugin.open(opening)
    except SelfInstructError:
        raise
    except Exception as error:  # of the packages that they use, each of which reads the proxies its own way
        if isinstance(error, OSError) and (file := os.environ.get("SSL_CERT_FILE")):
            why = "it holds none" if isinstance(error, ssl.SSLError) else error.strerror or error
            told = f"SSL_CERT_FILE {file}: cannot read certificates from it: {why}; name a file of them in PEM"
            raise InputError(told) from error
        raise InputError(f"{name}: cannot be asked: {error}; check ‹base_urls› and your proxy settings") from error


def _endpoint(
    name: str,
    backend: Backend,
    connection: Connection,
    pace: Pace,
    *,
    url: str = "",
    share: int,
    lane: Endpoint | None = None,
) -> Endpoint:
    """Return the endpoint at an address; one for what a `lane` there has no room for is asked as usual."""
    own = None if lane else lane_of(connection)
    return Endpoint(
        name,
        backend,
        concurrency=pace.concurrency or BACKENDS.find(connection.backend).concurrency,
        most_in_flight=max(1, connections_allowed() // share),
        requests_a_minute=pace.requests_a_minute,
        tokens_a_minute=pace.tokens_a_minute,
        price=lane_price(connection, url) if own else 1.0,
        patient=own.concurrency if own else 0,
        lane=lane,
    )
