"""What `generate` takes from a run that is there already, and what the user names in its place."""

from collections.abc import Mapping
from dataclasses import replace
from textwrap import shorten
from typing import Any, TypeVar

import selfinstruct
from selfinstruct.cli.groups import is_given, make, taken_over
from selfinstruct.cli.messages import show, show_aside
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.judge_settings import JudgeSettings
from selfinstruct.core.settings import Asking, Serving, Settings

T = TypeVar("T", Settings, JudgeSettings)


def go_on(given: Mapping[str, Any], everyday: Mapping[str, Any]) -> dict[str, Settings]:
    """Return the settings of the run that is there already, and say what is taken from them."""
    from selfinstruct.api import default_folder

    require_one_place(given, everyday)
    folder = given["output"] or everyday.get("output")
    if not folder:
        named = ("settings_target", "settings_language", "settings_recipe", "connection_backend")
        folder = default_folder(
            make(
                "settings",
                Settings,
                {name: everyday.get(name) if given[name] is None else given[name] for name in named},
            )
        )
    run = selfinstruct.find_run(folder)
    if not run:
        return {}
    with run:
        known = _in_one_lane(_in_one_place(run.grown_with, given), given)
        missing = [field for field in run.not_kept if not is_given(field, given) and not is_given(field, everyday)]
        other, avoid = _other_model(run, given), 0 if is_given("avoid", given) else len(run.settings.avoid)
    # Where the result is for a program, nothing else may be beside it.
    tell = show_aside if given.get("as_json") else show
    if avoid:
        tell([f"{folder} keeps away from {Count(avoid):instruction}, as before"])
    if words := taken_over("settings", Settings, {**given, "settings_random_seed": known.random_seed}, known):
        tell([f"{folder} goes on with {' '.join(shorten(each, 200) for each in words)}"])
    if other:
        tell([other])
    if missing:
        names = ", ".join(f"‹{field}›" for field in missing)
        tell([f"{folder} goes on without {names}, never kept since it may be secret; name it again if it is needed"])
    return {"settings": known}


def _other_model(run: "selfinstruct.Run", given: Mapping[str, Any]) -> str:
    """Return a line if the user names another model than the one that has answered so far, "" otherwise."""
    named = given.get("connection_model")
    if not named or named == run.grown_with.connection.model:
        return ""
    before = run.report.model_names()
    # Endpoints add a date to the name, or leave it out.
    if not before or any(each.startswith(named) for each in before):
        return ""
    return f"{run.folder} holds tasks of {', '.join(before)} so far; ‹model› {named} answers from now on"


def require_one_place(given: Mapping[str, Any], _: Mapping[str, Any]) -> dict[str, Any]:
    """Raise `InputError` if the user names a server to start and an address, too; there is nothing to go on with."""
    if is_given("server", given) and is_given("base_urls", given):
        raise InputError("‹serving.server›: the server that is started is asked; leave out ‹base_urls›")
    return {}


def judge_as_before(given: Mapping[str, Any], everyday: Mapping[str, Any]) -> dict[str, JudgeSettings]:
    """Return the settings with which a run is judged unless the user names others: those that it was grown with.

    A judge of its own, at an address or from a server of its own, is asked in its own way.
    """
    require_one_place(given, everyday)
    with selfinstruct.open_run(given["run"]) as run:
        known = run.grown_with
    if is_given("base_urls", given) or is_given("server", given) or is_given("backend", given):
        return {"settings": JudgeSettings(caps=known.caps)}
    asking = Asking(known.asking.form, known.asking.system)
    return {"settings": JudgeSettings(known.connection, known.serving, asking, known.pace, known.caps)}


def without_addresses(settings: T) -> T:
    """Return settings without addresses, such as that of the environment, if a server is to be started."""
    return _unaddressed(settings) if settings.serving.server else settings


def _unaddressed(settings: T) -> T:
    return replace(settings, connection=replace(settings.connection, base_urls=()))


def _in_one_lane(known: Settings, given: Mapping[str, Any]) -> Settings:
    """Return what a run was grown with before, without what was for its lane if the user names another one."""
    if not is_given("lane", given):
        return known
    return replace(known, connection=replace(known.connection, lane="", lane_price=None, lane_fallback=False))


def _in_one_place(known: Settings, given: Mapping[str, Any]) -> Settings:
    """Return what a run was grown with before, without the server or the addresses that the user names others for.

    Whether it leaves in batches is of a server, too.
    """
    if not (is_given("base_urls", given) or is_given("server", given)):
        return known
    if known.serving.server:
        known = replace(known, connection=replace(known.connection, batch=""))
    return replace(known, serving=Serving()) if is_given("base_urls", given) else _unaddressed(known)
