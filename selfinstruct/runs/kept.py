"""The settings that a run keeps for good, and what is told where they would change."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from shlex import quote
from typing import Any

from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import ReplaySettings, Settings
from selfinstruct.storage.store import Store


def kept_settings(settings: Settings) -> dict[str, Any]:
    """Return the settings that a run keeps for good, by the names of their fields in `RunSettings`."""
    names = "language recipe similarity_threshold filters instances_per_task judge min_score best_of reward".split()
    # Without a judge in the loop, how often one is asked afterwards is open.
    of_judge = ["judges"] if settings.judge else []
    return {name: getattr(settings, name) for name in names + of_judge} | {"backend": settings.connection.backend}


def settled(store: Store, known: RunSettings) -> RunSettings:
    """Return what a run has settled for good: how it is grown is open until a first answer has come in."""
    if store.is_grown():
        # Earlier versions knew no others.
        return replace(known, best_of=known.best_of or 1, reward=bool(known.reward))
    known = replace(known, judge=None, judges=None, min_score=None, best_of=None, reward=None)
    return replace(known, recipe=None, backend=None, filters=None, instances_per_task=None)


def require_the_same(folder: Path, known: RunSettings, wanted: Mapping[str, Any]) -> None:
    """Raise `RunFolderError` if settings that a run keeps for good have changed; what it has not settled yet may be."""
    others = {"seed_tasks": "other seed tasks", "avoid": "other instructions to avoid"}
    others["reward"] = "another kind of judge"
    origins = {"random_seed": " (if nobody named it, it was drawn as the run began)"}
    for field, value in wanted.items():
        kept = getattr(known, field)
        if kept is not None and kept != value:
            what = others.get(field, f"‹{field}› {kept}, which cannot become {value}{origins.get(field, '')}")
            raise RunFolderError(
                f"{folder}: this run was started with {what}; choose another folder with ‹output›,"
                f" or leave the setting out to go on with the run's own{_rebuilt(folder, field, value)}"
            )


def _rebuilt(folder: Path, field: str, value: Any) -> str:
    """Return how a run is built anew with another value of a setting, "" where that cannot be."""
    if value is None or field not in {each.name for each in fields(ReplaySettings)}:
        return ""
    typed = f"selfinstruct replay {quote(str(folder))} ‹output› NEW ‹{field}› {quote(str(value))}"
    return f"; to build it anew with that from its answers, without a request: {typed}"
