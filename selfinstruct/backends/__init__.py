"""One file (or folder) per way to reach a model; the name is the value of `backend`.

A backend module defines `open_backend(settings) -> Backend`. It raises `InputError` when settings that it needs are
missing, and turns what goes wrong with a request into the `BackendError` that fits. A module may define a `NOTE`
that the summary of a run shows, `STRUCTURED = True` if it asks for JSON where a request has a schema, and the number
of requests in flight that suits it, `CONCURRENCY` (else that is found out).
"""

import importlib
import pkgutil
from types import ModuleType

from selfinstruct.core.errors import InputError
from selfinstruct.core.settings import Connection
from selfinstruct.core.values import Backend


def backend_names() -> list[str]:
    """Return the names of all backends, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def open_backend(connection: Connection) -> Backend:
    """Return the backend that the settings name, at the first of its addresses, ready to be asked."""
    check_backend_name(connection.backend)
    backend: Backend = _module(connection.backend).open_backend(connection)
    return backend


def check_backend_name(name: str) -> None:
    """Raise `InputError` unless there is a backend of that name."""
    if name not in backend_names():
        names = ", ".join(backend_names())
        raise InputError(f"‹backend› {name}: unknown backend; choose one of: {names}")


def backend_note(name: str | None) -> str:
    """Return what a reader of the data must know about a backend, "" for nothing or for no backend."""
    return getattr(_module(name), "NOTE", "") if name else ""


def default_concurrency(name: str) -> int | None:
    """Return how many requests are in flight at a backend if the user does not say, None to find that out."""
    return getattr(_module(name), "CONCURRENCY", None)


def is_structured(connection: Connection) -> bool:
    """Tell whether requests are to ask for JSON."""
    if connection.structured == "auto":
        return connection.api == "chat" and getattr(_module(connection.backend), "STRUCTURED", False)
    return connection.api == "chat" and connection.structured == "on"


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
