"""From settings and an open run folder to a run that is ready to go."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from selfinstruct.backends import default_concurrency, is_structured, open_backend
from selfinstruct.core.settings import Connection, Settings
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.descriptors import connections_allowed
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.group import Endpoints
from selfinstruct.endpoints.limits import MINUTE
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language
from selfinstruct.pipeline.jobs import JobMaker
from selfinstruct.pipeline.plan import Plan, make_plan
from selfinstruct.pipeline.run import Run
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe, recipe_of
from selfinstruct.report.numbers import Report
from selfinstruct.runs.settling import settle_the_unsettled
from selfinstruct.steps.templates import Prompts
from selfinstruct.storage.rows import task_from
from selfinstruct.storage.store import Store

Refused = Callable[[str], Mapping[str, frozenset[str]]]


def build_pool(store: Store, variety: Variety) -> Pool:
    """Return the pool of an open folder, with all it holds already."""
    known = store.settings()
    seeds = [task_from(value) for value in known["seed_tasks"]]
    language = find_language(known["--lang"])
    pool = Pool(seeds, language, known["--similarity-threshold"], variety, known["--avoid"])
    for item in store.items():
        pool.remember(item.instruction, item.tokens)
    for task in store.accepted():
        pool.accept(task)
    return pool


def build_run(settings: Settings, store: Store) -> Run:
    """Return the run of an open folder, with what it holds already; `InputError` if the backend cannot be opened."""
    connection, language, recipe = settings.connection, find_language(settings.language), recipe_of(settings)
    budget = Budget(store, settings.caps, settings.prices, connection.system)
    endpoints = open_endpoints(replace(connection, random_seed=settings.random_seed), store.refused)
    if connection.requests_a_minute or connection.tokens_a_minute:
        # What an earlier process asked within the last minute counts, and how much that was is not known any more.
        for endpoint in endpoints:
            endpoint.pause(MINUTE - store.seconds_since_last_session())
    pool = build_pool(store, Variety.load(settings.prompts))
    settle_the_unsettled(store, pool)
    sizes = Sizes(recipe, connection.sampling)
    together = Endpoints(endpoints, budget, connection.give_up_after)
    together.on_refused = store.note_refused
    return Run(
        store=store,
        pool=pool,
        recipe=recipe,
        sizes=sizes,
        jobs=_build_jobs(settings, store, pool, recipe, sizes),
        endpoints=together,
        budget=budget,
        admission=Admission(
            pool,
            load_filters(settings.filters, settings.recipe, language.code),
            language,
            settings.instances_per_task,
        ),
        target=settings.target,
    )


def build_plan(settings: Settings, store: Store) -> Plan:
    """Return what the run of an open folder would ask next, and what it would take; nothing is asked or written."""
    recipe, sizes = recipe_of(settings), Sizes(recipe_of(settings), settings.connection.sampling)
    report = Report.load(store)
    report.target = settings.target
    jobs = _build_jobs(settings, store, build_pool(store, Variety.load(settings.prompts)), recipe, sizes)
    seeds = [task_from(value) for value in store.settings()["seed_tasks"]]
    return make_plan(recipe, sizes, jobs, report, settings.connection.system, seeds)


def _build_jobs(settings: Settings, store: Store, pool: Pool, recipe: Recipe, sizes: Sizes) -> JobMaker:
    connection = settings.connection
    return JobMaker(
        pool=pool,
        recipe=recipe,
        sizes=sizes,
        prompts=Prompts(settings.prompts, connection.api),
        models=connection.models,
        sampling=connection.sampling,
        structured=is_structured(connection),
        random_seed=store.settings()["--random-seed"],
        first=store.next_request(),
    )


def open_endpoints(connection: Connection, refused: Refused = lambda _: {}) -> list[Endpoint]:
    """Return an endpoint for each address, or the backend's own.

    `refused` tells for the name of an endpoint which parameters each model there is known not to take.
    """
    each_alone = [replace(connection, base_urls=(url,)) for url in dict.fromkeys(connection.base_urls)] or [connection]
    names = [alone.base_urls[0] if alone.base_urls else alone.backend for alone in each_alone]
    return [
        Endpoint(
            name,
            open_backend(replace(alone, refused=refused(name))),
            concurrency=alone.concurrency or default_concurrency(alone.backend),
            most_in_flight=max(1, connections_allowed() // len(names)),
            requests_a_minute=alone.requests_a_minute,
            tokens_a_minute=alone.tokens_a_minute,
        )
        for name, alone in zip(names, each_alone, strict=True)
    ]
