"""Opens or makes the run folder that settings are for, once all that they name has been read and checked."""

import json
from dataclasses import asdict
from pathlib import Path
from random import SystemRandom
from typing import Any

from selfinstruct.backends import check_backend_name
from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.resources import seed_file
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import Task
from selfinstruct.datafiles.reading import read_instructions
from selfinstruct.export.training_files import output_names
from selfinstruct.filters import load_filters
from selfinstruct.languages import Language, find_language
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe, build_recipe, recipe_of
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps.templates import Prompts
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.store import Store

# Stands in the settings of a run as long as it is being built from the log of another one.
_REPLAYING = "replaying"


def open_store(settings: Settings) -> Store:
    """Open the run folder of the settings, or make it.

    All input is read and checked before, so that nothing is made when it is bad. Raises `InputError`, or
    `RunFolderError` when the folder holds a run with other settings.
    """
    check_backend_name(settings.connection.backend)
    load_filters(settings.filters, settings.recipe, settings.language)
    recipe = recipe_of(settings)
    _require_steps(settings, recipe)
    for step in (recipe.proposes, *recipe.works_on):
        step.check(Prompts(settings.prompts, settings.connection.api))
    Variety.load(settings.prompts)
    kept = settings.fixed()
    if settings.random_seed is not None:
        kept["--random-seed"] = settings.random_seed
    store = _open(settings, kept)
    store.save_settings({"--n": settings.target})
    if settings.prices:
        store.save_settings({"prices": asdict(settings.prices)})
    return store


def open_store_to_import(settings: Settings) -> Store:
    """Open a run folder, or make it, to bring tasks in; recipe and backend are settled when it is grown further.

    Raises what `open_store` raises.
    """
    fixed = settings.fixed()
    return _open(settings, {name: fixed[name] for name in ("--lang", "--similarity-threshold")})


def open_store_to_replay(source: Store, folder: Path, changes: dict[str, Any]) -> Store:
    """Make a folder for a run with the settings of another one, but for some changes.

    One that an earlier process did not finish is begun anew.
    Raises `InputError` for a change out of its range, `RunFolderError` if the folder holds something else.
    """
    known = source.settings() | changes
    if "--recipe" not in known:
        raise RunFolderError(f"{source.folder}: holds imported tasks only; import them anew")
    _require_sound(known, folder)
    _require_no_foreign_files(folder, find_language(known["--lang"]))
    store = Store.create_or_open(folder)
    try:
        if not store.is_new:
            if store.settings() and _REPLAYING not in store.settings():
                raise RunFolderError(f"{folder}: holds a run already; choose another ‹output›")
            store.clear()
        store.save_settings(known | {_REPLAYING: True})
        store.start_session()
    except BaseException:
        store.close()
        raise
    return store


def require_the_same(store: Store, settings: Settings) -> None:
    """Raise `RunFolderError` if a run keeps other settings than these, whatever its seed tasks."""
    _require_the_same(store.folder, store.settings(), settings.fixed())


def end_replay(store: Store) -> None:
    """Note that the folder holds a whole run now."""
    store.delete_setting(_REPLAYING)


def _require_sound(known: dict[str, Any], folder: Path) -> None:
    """Raise `InputError` for a setting out of its range."""
    load_filters(known["--filters"], known["--recipe"], known["--lang"])
    build_recipe(known["--recipe"], find_language(known["--lang"]), known["--instances-per-task"])
    Settings(
        folder=folder,
        language=known["--lang"],
        target=known.get("--n", 1),
        prompts=folder,
        similarity_threshold=known["--similarity-threshold"],
        instances_per_task=known["--instances-per-task"],
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
            if _REPLAYING in known:
                raise RunFolderError(f"{settings.folder}: the replay into it was not finished; run that again first")
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
            f"{path}: only {own} of {len(seed_tasks)} seed tasks are in {language.name}; choose the ‹language› they are in"
        )


def _require_steps(settings: Settings, recipe: Recipe) -> None:
    """Raise `InputError` if something is wanted of a step that the recipe does not take."""
    steps = [step.name for step in (recipe.proposes, *recipe.works_on)]
    for option, wanted in (("--sampling", settings.connection.sampling), ("--…-model", settings.connection.models)):
        if not wanted.keys() <= set(steps):
            raise InputError(
                f"{option}: ‹recipe› {settings.recipe} takes no step but {', '.join(steps)};"
                " leave out what is for others"
            )


def _require_no_foreign_files(folder: Path, language: Language) -> None:
    """Raise `RunFolderError` if a new run would overwrite a training file that some other program has made."""
    for name in output_names(language):
        if (folder / name).exists() and not (folder / DATABASE).exists():
            raise RunFolderError(f"{folder}: holds a {name} of some other origin; choose another ‹output›")


def _require_the_same(folder: Path, known: dict[str, Any], kept: dict[str, Any]) -> None:
    """Raise `RunFolderError` if settings that a run keeps for good have changed; what it has not settled yet may be."""
    told = {"seed_tasks": "other seed tasks", "--avoid": "other instructions to avoid"}
    for name, value in kept.items():
        if name in known and known[name] != value:
            what = told.get(name, f"{name} {known[name]}, which cannot become {value}")
            raise RunFolderError(
                f"{folder}: this run was started with {what}; choose another folder with ‹output›,"
                " or repeat the settings it was started with"
            )


def _values(tasks: list[Task]) -> list[dict[str, Any]]:
    """Return tasks as they are once they have been stored as JSON."""
    values: list[dict[str, Any]] = json.loads(json.dumps([asdict(task) for task in tasks]))
    return values
