"""Opens or makes a run folder, once everything that the settings name has been read and checked."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from secrets import randbits
from typing import Any

from selfinstruct.backends import forms_of, lane_of, read_options
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError, RunFolderError
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.core.remembering import remember
from selfinstruct.core.resources import seed_file
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import ImportSettings, ReplaySettings, Settings
from selfinstruct.datafiles.instructions import read_instructions
from selfinstruct.exports.training_files import output_names
from selfinstruct.filters import load_filters
from selfinstruct.languages import Language, find_language
from selfinstruct.recipes import Recipe, build_recipe, judging_recipe, recipe_of, require_no_judge
from selfinstruct.report.numbers import Report
from selfinstruct.runs.batching import batched_steps, forget_lost
from selfinstruct.runs.kept import kept_settings, require_the_same, settled
from selfinstruct.runs.templates import check_templates, load_variety
from selfinstruct.seeds.reading import read_seed_tasks, require_language
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.database import DATABASE, is_blank
from selfinstruct.storage.store import Store

_Changing = Callable[[Store, RunSettings | None], Mapping[str, Any]]


def open_to_grow(
    folder: Path,
    settings: Settings,
    tell: Callable[[str], None] = lambda _: None,
    had: Callable[[RunSettings | None], None] = lambda _: None,
) -> Store:
    """Open the run folder that is to be grown, or make it.

    All input is read and checked before, so that nothing is made when it is bad. `tell` gets a line if it takes a
    while to find that no other process is at work there, `had` the settings that the run had until now. Raises
    `InputError`, or `RunFolderError` when the folder holds a run with other settings.
    """
    read_options(settings.connection)
    lane_of(settings.connection)
    load_filters(settings.filters, settings.recipe, settings.language)
    recipe = recipe_of(settings)
    _require_steps(settings, recipe)
    batched_steps(settings, recipe)
    check_templates(recipe.steps, settings, forms_of(settings.connection, settings.asking))
    load_variety(settings)
    drawn = {} if settings.random_seed is None else {"random_seed": settings.random_seed}

    def changing(store: Store, known: RunSettings | None) -> dict[str, Any]:
        _require_as_many_verdicts(folder, known, settings)
        had(known)
        prices = {"prices": settings.prices} if settings.prices else {}
        return {"target": _target(store, known, settings), "grown_with": remember(settings)} | prices

    store = _open(folder, kept_settings(settings) | drawn, settings.seeds, settings.avoid, changing, tell)
    if settings.prices:
        store.price_the_rest(settings.prices)
    return store


def _require_as_many_verdicts(folder: Path, known: RunSettings | None, settings: Settings) -> None:
    """Raise `InputError` if a judge in the loop would give fewer or more verdicts than one has given afterwards."""
    before = known.judges if known and not known.judge else None
    if settings.judge and before and before > 1 and settings.judges != before:
        told = f"the tasks of {folder} have up to {Count(before):verdict} each, of which a replay would lose some"
        raise InputError(f"‹judges› {settings.judges}: {told}; ask for ‹judges› {before}, or leave ‹judge› out")


def known_language(folder: Path) -> str | None:
    """Return the code of the language of the run in a folder, None if there is no run."""
    if is_blank(folder):
        return None
    with closing(Store.open_to_read(folder)) as store:
        known = store.known_settings()
    return known.language if known else None


def _target(store: Store, known: RunSettings | None, settings: Settings) -> int:
    """Return the target of a run: not below the number of tasks that its training file holds, unless that is meant."""
    if not known or settings.truncate or settings.target >= (known.target or 0):
        return settings.target
    return max(settings.target, min(known.target or 0, Report.load(store).kept))


def open_to_import(folder: Path, settings: ImportSettings) -> Store:
    """Open a run folder, or make it, to bring tasks in; recipe and backend are settled when it is grown further.

    Raises what `open_to_grow` raises.
    """
    wanted: dict[str, Any] = {"language": settings.language}
    for name in ("similarity_threshold", "random_seed"):
        if (value := getattr(settings, name)) is not None:
            wanted[name] = value
    return _open(folder, wanted, settings.seeds, settings.avoid, lambda *_: {})


def open_to_judge(folder: Path, settings: JudgeSettings) -> Store:
    """Open the folder of a run whose tasks are to be judged; `RunFolderError` if there is none."""
    Store.open_to_read(folder).close()
    store = Store.create_or_open(folder)
    try:
        known = store.settings()
        if known.is_replay:
            raise RunFolderError(f"{folder}: the replay into it was not finished; run that again first")
        if known.reward:
            raise InputError(f"{folder}: is judged by a reward model, which gives no marks; import its tasks elsewhere")
        judges = _verdicts_wanted(folder, known, settings)
        store.save_settings(replace(known, judges=judges))
        store.price_list(settings.prices or known.prices)
        store.start_session()
        forget_lost(store)
    except BaseException:
        store.close()
        raise
    return store


def _verdicts_wanted(folder: Path, known: RunSettings, settings: JudgeSettings) -> int:
    """Return how many verdicts an instance of the run may have from now on; what it has stays."""
    before, wanted = known.judges or 1, settings.judges
    if known.judge and wanted not in (None, before):
        raise InputError(f"‹judges› {wanted}: {folder} was started with ‹judges› {before}, and a judge in the loop")
    return max(before, wanted or 1)


def check_judge(settings: Settings) -> None:
    """Raise `InputError` if the backend's options or the judge's templates cannot be used."""
    read_options(settings.connection)
    language = find_language(settings.language)
    require_no_judge(build_recipe(settings.recipe, language, 1), settings.recipe)
    recipe = judging_recipe(settings.recipe, language)
    check_templates(recipe.works_on, settings, forms_of(settings.connection, settings.asking))


def open_to_replay(source: Store, folder: Path, changes: ReplaySettings) -> Store:
    """Make a folder for a run with the settings of another one, but for some changes.

    A replay that was not finished is begun anew. Raises `InputError` for settings that do not go together,
    `RunFolderError` if the folder holds something else.
    """
    names = {field.name for field in fields(changes)} - {"sharding"}
    changed: dict[str, Any] = {name: value for name in names if (value := getattr(changes, name)) is not None}
    if changes.min_score is not None:
        _require_marks(source)
        changed |= {"judge": True, "imports_judged": True}
    settings = replace(source.settings(), **changed, is_replay=True)
    language = find_language(settings.language)
    if settings.recipe is None and not settings.judge:
        raise RunFolderError(f"{source.folder}: holds imported tasks only; import them anew")
    load_filters(settings.filters or "default", settings.recipe or "", settings.language)
    if settings.recipe:
        instances, best_of = settings.instances_per_task or 1, settings.best_of or 1
        judges, reward = int(settings.judge or 0), bool(settings.reward)
        build_recipe(settings.recipe, language, instances, judges=judges, best_of=best_of, reward=reward)

    def cleared(store: Store) -> RunSettings:
        known = store.known_settings()
        if known and not known.is_replay:
            raise RunFolderError(f"{folder}: holds a run already; choose another ‹output›")
        store.clear()
        return settings

    return _begin(folder, language, cleared)


def _require_marks(source: Store) -> None:
    if source.settings().reward:
        raise InputError(f"‹min_score›: a reward model judged {source.folder}, and rewards are no marks; leave it out")
    if not any(True for _ in source.log(JUDGE)):
        raise InputError(f"‹min_score›: no judge has seen the tasks of {source.folder}; run selfinstruct judge first")


def _open(
    folder: Path,
    wanted: dict[str, Any],
    seeds: Path | None,
    avoid: Sequence[Path],
    changing: _Changing,
    tell: Callable[[str], None] = lambda _: None,
) -> Store:
    """Open or make the folder of a run that keeps what is wanted, its seed tasks and what it is to avoid.

    `changing` gives, for the open folder and what the run knows, the settings that may be others at each start.
    """
    language = find_language(wanted["language"])
    path = seeds or seed_file(language.code, language.home)
    seed_tasks = tuple(read_seed_tasks(path))
    require_language(path, seed_tasks, language)
    new = {
        "seed_tasks": seed_tasks,
        "avoid": tuple(instruction for file in avoid for instruction in read_instructions(file)),
        "random_seed": randbits(32),
        "similarity_threshold": Settings.similarity_threshold,
    }
    wanted = wanted | {name: new[name] for name, files in (("seed_tasks", seeds), ("avoid", avoid)) if files}

    def checked(store: Store) -> RunSettings:
        known = store.known_settings()
        if not known:
            return RunSettings(**{**new, **wanted, **changing(store, None)})
        if known.is_replay:
            raise RunFolderError(f"{folder}: the replay into it was not finished; run that again first")
        changed, fixed = changing(store, known), settled(store, known)
        # Before a model is asked, nothing has been drawn.
        free = set() if store.is_grown() else {"random_seed"}
        require_the_same(folder, fixed, {name: value for name, value in wanted.items() if name not in free})
        return replace(fixed, **wanted, **changed)

    return _begin(folder, language, checked, tell)


def _begin(
    folder: Path,
    language: Language,
    settings_for: Callable[[Store], RunSettings],
    tell: Callable[[str], None] = lambda _: None,
) -> Store:
    """Open or make a run folder and begin a session with these settings; `RunFolderError` if it is not for us."""
    for name in output_names(language):
        if (folder / name).exists() and is_blank(folder):
            what = f"of some other origin, or its {DATABASE} is lost"
            raise RunFolderError(f"{folder}: holds a {name} {what}; choose another ‹output›, or put that file back")
    store = Store.create_or_open(folder, tell)
    try:
        store.save_settings(settings_for(store))
        store.start_session()
        forget_lost(store)
    except BaseException:
        store.close()
        raise
    return store


def _require_steps(settings: Settings, recipe: Recipe) -> None:
    names = {name for step in recipe.steps for name in (step.label, step.name)}
    for field, wanted in (("sampling", settings.asking.sampling), ("models", settings.asking.models)):
        if others := sorted(wanted.keys() - names):
            steps = ", ".join(dict.fromkeys(step.label for step in recipe.steps))
            raise InputError(
                f"‹{field}› {others[0]}: ‹recipe› {settings.recipe} takes no such step; its own are {steps}"
            )
