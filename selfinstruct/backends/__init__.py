"""One file (or folder) per way to reach a model; the name is the value of `--backend`.

A backend module defines `open_backend(settings) -> Backend`. It raises `InputError` when settings that it needs are
missing, and turns what goes wrong with a request into the `BackendError` that fits. A module may define a `NOTE`
that the summary of a run shows.
"""

import importlib
import pkgutil

from selfinstruct.config import Settings
from selfinstruct.errors import InputError
from selfinstruct.types import Backend


def backend_names() -> list[str]:
    """Return the names of all backends, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def open_backend(settings: Settings) -> Backend:
    """Return the backend that the settings name, ready to be asked."""
    check_backend_name(settings.backend)
    backend: Backend = importlib.import_module(f"{__name__}.{settings.backend}").open_backend(settings)
    return backend


def check_backend_name(name: str) -> None:
    """Raise `InputError` unless there is a backend of that name."""
    if name not in backend_names():
        names = ", ".join(backend_names())
        raise InputError(f"--backend {name}: unknown backend; choose one of: {names}")


def backend_note(name: str | None) -> str:
    """Return what a reader of the data must know about a backend, "" for nothing or for no backend."""
    return getattr(importlib.import_module(f"{__name__}.{name}"), "NOTE", "") if name else ""
