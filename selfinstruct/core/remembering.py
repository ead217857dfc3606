"""What a run remembers of the settings with which it is grown, so that it goes on with them.

What may hold a secret is never kept, only that it was given: the key, headers, extra fields. They are the fields that
`repr` does not show.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Connection, Settings

_NOT_KEPT = "not_kept"
# A run keeps these in another way, or they are for one start only.
_OTHERS = frozenset(
    "target truncate language recipe similarity_threshold filters instances_per_task random_seed seeds avoid backend"
    " prices sharding judge judges min_score best_of batch_leave".split()
)


def remember(settings: Settings) -> dict[str, Any]:
    """Return what is to be stored of the settings: the values that are not the default, by field."""
    groups = [(settings, "")] + [(getattr(settings, field.name), field.name) for field in _groups(settings)]
    values: dict[str, Any] = {}
    for group, name in groups:
        found = {each.name: getattr(group, each.name) for each in fields(group) if _is_told(group, each)}
        shown = {each.name for each in fields(group) if each.repr}
        own = {key: _stored(value) for key, value in found.items() if key in shown}
        if name == "connection" and settings.serving.server and group.model and Path(group.model).exists():
            # A file or a folder; the run may go on from elsewhere.
            own["model"] = str(Path(group.model).absolute())
        values |= own if not name else {name: own} if own else {}
        if secret := sorted(found.keys() - shown):
            values[_NOT_KEPT] = [*values.get(_NOT_KEPT, ()), *secret]
    return values


def settings_to_go_on(known: RunSettings) -> Settings:
    """Return the settings with which a run goes on; with the defaults in place of what it does not know yet."""
    kept = {
        name: getattr(known, name)
        for name in ("recipe", "filters", "instances_per_task", "judge", "min_score", "best_of", "prices")
        + (("judges",) if known.judge else ())
    }
    settings = Settings(
        known.target or 1,
        language=known.language,
        similarity_threshold=known.similarity_threshold,
        random_seed=known.random_seed,
        connection=Connection(known.backend) if known.backend else Connection(),
        **{name: value for name, value in kept.items() if value is not None},
    )
    found: Settings = _with(settings, known.grown_with)
    return found


def not_kept(known: RunSettings) -> tuple[str, ...]:
    """Return the fields that were given when the run was grown last, and are not kept because they may be secret."""
    return tuple(known.grown_with.get(_NOT_KEPT, ()))


def _groups(settings: Settings) -> list[Field[Any]]:
    kept = (each for each in fields(settings) if each.name not in _OTHERS)
    return [each for each in kept if is_dataclass(getattr(settings, each.name))]


def _is_told(group: Any, field: Field[Any]) -> bool:
    """Tell whether a field has another value than its default, and is one to be remembered."""
    value = getattr(group, field.name)
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    return field.name not in _OTHERS and not is_dataclass(value) and value != default


def _stored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _stored(inner) for name, inner in value.items()}
    return str(value.absolute()) if isinstance(value, Path) else value


def _with(group: Any, values: Mapping[str, Any]) -> Any:
    """Return settings with stored values in place of the defaults; fields that are unknown by now are left out."""
    changed: dict[str, Any] = {}
    for field in fields(group):
        if field.name in values:
            now, stored = getattr(group, field.name), values[field.name]
            if is_dataclass(now):
                changed[field.name] = _with(now, stored)
            elif "Path" in str(field.type):
                changed[field.name] = Path(stored)
            else:
                changed[field.name] = tuple(stored) if isinstance(now, tuple) else stored
    return replace(group, **changed)
