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
from selfinstruct.datafiles import read_instructions
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
    kept = settings.fixed()
    if settings.random_seed is not None:
        kept["--random-seed"] = settings.random_seed
    store = _open(settings, kept)
    store.save_settings({"--n": settings.target})
    return store


def open_store_to_import(settings: Settings) -> Store:
    """Open a run folder, or make it, to bring tasks in; recipe and backend are settled when it is grown further.

    Raises what `open_store` raises.
    """
    fixed = settings.fixed()
    return _open(settings, {name: fixed[name] for name in ("--lang", "--similarity-threshold")})


def build_pool(settings: Settings, store: Store, variety: Variety) -> Pool:
    """Return the pool of an open folder, with all it holds already."""
    known = store.settings()
    seeds = [_task(value) for value in known["seed_tasks"]]
    language = find_language(settings.language)
    pool = Pool(seeds, language, settings.similarity_threshold, variety, known["--avoid"])
    for item in store.items():
        pool.remember(item.instruction, item.tokens)
    for task in store.accepted():
        pool.accept(task)
    return pool


def build_run(settings: Settings, store: Store) -> Run:
    """Return the run of an open folder, with what it holds already; `InputError` if the backend cannot be opened."""
    language = find_language(settings.language)
    recipe = build_recipe(settings.recipe, language, settings.instances_per_task)
    endpoint = Endpoint(open_backend(settings))
    variety = Variety.load(settings.prompts)
    pool = build_pool(settings, store, variety)
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
        random_seed=store.settings()["--random-seed"],
    )


def _open(settings: Settings, kept: dict[str, Any]) -> Store:
    """Open or make the folder of a run that keeps these settings, its seed tasks and what it is to avoid."""
    language = find_language(settings.language)
    path = settings.seeds or seed_file(settings.language)
    seed_tasks = read_seed_tasks(path)
    _require_language(path, seed_tasks, language)
    avoid = [instruction for file in settings.avoid for instruction in read_instructions(file)]
    if settings.seeds:
        kept = kept | {"seed_tasks": _values(seed_tasks)}
    if settings.avoid:
        kept = kept | {"--avoid": avoid}
    _require_no_foreign_files(settings.folder, language)
    store = Store.create_or_open(settings.folder)
    try:
        if known := store.settings():
            _require_the_same(settings.folder, known, kept)
        else:
            random_seed = SystemRandom().randrange(2**32)
            kept = {"--random-seed": random_seed, "seed_tasks": _values(seed_tasks), "--avoid": avoid} | kept
        store.save_settings(kept)
        store.start_session()
    except BaseException:
        store.close()
        raise
    return store


def _require_language(path: Path, seed_tasks: list[Task], language: Language) -> None:
    """Raise `InputError` if most seed tasks are written in another script: the dataset would be, too."""
    own = sum(language.is_own_script(task.instruction) for task in seed_tasks)
    if 2 * own < len(seed_tasks):
        raise InputError(
            f"{path}: only {own} of {len(seed_tasks)} seed tasks are in {language.name}; choose the --lang they are in"
        )


def _require_no_foreign_files(folder: Path, language: Language) -> None:
    """Raise `RunFolderError` if a new run would overwrite a training file that some other program has made."""
    for name in output_names(language):
        if (folder / name).exists() and not (folder / DATABASE).exists():
            raise RunFolderError(f"{folder}: holds a {name} of some other origin; choose another --output")


def _require_the_same(folder: Path, known: dict[str, Any], kept: dict[str, Any]) -> None:
    """Raise `RunFolderError` if settings that a run keeps for good have changed; what it has not settled yet may be."""
    told = {"seed_tasks": "other seed tasks", "--avoid": "other instructions to avoid"}
    for name, value in kept.items():
        if name in known and known[name] != value:
            what = told.get(name, f"{name} {known[name]}, which cannot become {value}")
            raise RunFolderError(
                f"{folder}: this run was started with {what}; choose another folder with --output,"
                " or repeat the settings it was started with"
            )


def _values(tasks: list[Task]) -> list[dict[str, Any]]:
    """Return tasks as they are once they have been stored as JSON."""
    values: list[dict[str, Any]] = json.loads(json.dumps([asdict(task) for task in tasks]))
    return values


def _task(value: dict[str, Any]) -> Task:
    instances = tuple(Instance(**instance) for instance in value["instances"])
    return Task(**(value | {"instances": instances, "hint": Hint(**value["hint"])}))
