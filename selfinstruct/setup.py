"""From settings to a run that is ready to go."""

import json
from dataclasses import asdict
from pathlib import Path
from random import SystemRandom
from typing import Any

from selfinstruct.admission import Admission
from selfinstruct.backends import check_backend_name, open_backend
from selfinstruct.config import Settings
from selfinstruct.database import DATABASE
from selfinstruct.endpoint import Endpoint
from selfinstruct.errors import InputError, RunFolderError
from selfinstruct.export import output_names
from selfinstruct.filters import load_filters
from selfinstruct.languages import Language, find_language
from selfinstruct.pipeline import Run
from selfinstruct.pool import Pool
from selfinstruct.prompts import Prompts
from selfinstruct.recipes import build_recipe
from selfinstruct.resources import seed_file
from selfinstruct.seeds import read_seed_tasks
from selfinstruct.store import Store
from selfinstruct.types import Hint, Instance, Task
from selfinstruct.variety import Variety


def open_store(settings: Settings) -> Store:
    """Open the run folder of the settings, or make it.

    All input is read and checked before, so that nothing is made when it is bad. Raises `InputError`, or
    `RunFolderError` when the folder holds a run with other settings.
    """
    check_backend_name(settings.backend)
    recipe = build_recipe(settings.recipe, find_language(settings.language), settings.instances_per_task)
    for step in (recipe.proposes, *recipe.works_on):
        step.check(Prompts(settings.prompts, settings.api))
    Variety.load(settings.prompts)
    path = settings.seeds or seed_file(settings.language)
    seed_tasks = read_seed_tasks(path)
    _require_language(path, seed_tasks, find_language(settings.language))
    wanted = settings.fixed()
    if settings.seeds:
        wanted["seed_tasks"] = _values(seed_tasks)
    if settings.random_seed is not None:
        wanted["--random-seed"] = settings.random_seed
    _require_no_foreign_files(settings)
    store = Store.create_or_open(settings.folder)
    try:
        known = store.settings()
        if known:
            _require_the_same(settings.folder, known, wanted)
        else:
            wanted = {"--random-seed": SystemRandom().randrange(2**32)} | wanted
            wanted["seed_tasks"] = _values(seed_tasks)
        store.save_settings(wanted | {"--n": settings.target})
        store.start_session()
    except BaseException:
        store.close()
        raise
    return store


def build_run(settings: Settings, store: Store) -> Run:
    """Return the run of an open folder, with what it holds already; `InputError` if the backend cannot be opened."""
    language = find_language(settings.language)
    recipe = build_recipe(settings.recipe, language, settings.instances_per_task)
    endpoint = Endpoint(open_backend(settings))
    known = store.settings()
    variety = Variety.load(settings.prompts)
    seeds = [_task(value) for value in known["seed_tasks"]]
    pool = Pool(seeds, language, settings.similarity_threshold, variety)
    for item in store.items():
        pool.remember(item.instruction)
    for task in store.accepted():
        pool.accept(task)
    return Run(
        store=store,
        pool=pool,
        recipe=recipe,
        prompts=Prompts(settings.prompts, settings.api),
        variety=variety,
        endpoint=endpoint,
        admission=Admission(pool, load_filters(), language, settings.instances_per_task),
        target=settings.target,
        concurrency=settings.concurrency,
        random_seed=known["--random-seed"],
    )


def _require_language(path: Path, seed_tasks: list[Task], language: Language) -> None:
    """Raise `InputError` if most seed tasks are written in another script: the dataset would be, too."""
    own = sum(language.is_own_script(task.instruction) for task in seed_tasks)
    if 2 * own < len(seed_tasks):
        raise InputError(
            f"{path}: only {own} of {len(seed_tasks)} seed tasks are in {language.name}; choose the --lang they are in"
        )


def _require_no_foreign_files(settings: Settings) -> None:
    """Raise `RunFolderError` if a new run would overwrite a training file that some other program has made."""
    for name in output_names(find_language(settings.language)):
        if (settings.folder / name).exists() and not (settings.folder / DATABASE).exists():
            raise RunFolderError(f"{settings.folder}: holds a {name} of some other origin; choose another --output")


def _require_the_same(folder: Path, known: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Raise `RunFolderError` if settings that a run keeps for good have changed."""
    for name, value in wanted.items():
        if known.get(name) == value:
            continue
        told = "other seed tasks" if name == "seed_tasks" else f"{name} {known.get(name)}, which cannot become {value}"
        raise RunFolderError(
            f"{folder}: this run was started with {told}; choose another folder with --output,"
            " or repeat the settings it was started with"
        )


def _values(tasks: list[Task]) -> list[dict[str, Any]]:
    """Return tasks as they are once they have been stored as JSON."""
    values: list[dict[str, Any]] = json.loads(json.dumps([asdict(task) for task in tasks]))
    return values


def _task(value: dict[str, Any]) -> Task:
    instances = tuple(Instance(**instance) for instance in value["instances"])
    return Task(**(value | {"instances": instances, "hint": Hint(**value["hint"])}))
