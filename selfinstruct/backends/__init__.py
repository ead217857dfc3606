"""One file (or folder) per way to reach a model; the name is the value of `backend`.

A backend module defines `BACKEND`, a `BackendPlugin`; other packages add theirs as entry points of the group
`selfinstruct.backends`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from selfinstruct.core.errors import InputError
from selfinstruct.core.forms import CONTINUATION, FORMS, JSON, SHORT, TEXT, Form
from selfinstruct.core.lanes import Lane
from selfinstruct.core.plugins import Plugins
from selfinstruct.core.settings import MOST_IN_FLIGHT, TIMEOUT, Ask, Asking, Connection
from selfinstruct.core.values import Reply, Request


class Backend(Protocol):
    """A way to reach a model, at one address."""

    async def complete(self, request: Request) -> Reply:
        """Return what comes back to one request, or raise a `BackendError`."""
        ...

    async def models(self) -> list[str]:
        """Return the names of the models that there are; raise a `SelfInstructError` if that cannot be found out."""
        ...

    @property
    def limits(self) -> str:
        """What the backend says of its rate limits, "" for nothing."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


@dataclass(frozen=True)
class BackendOption:
    """An option that only one backend knows.

    `about` is a phrase for help pages. `read` makes a value of what the user writes, and raises `ValueError` for what
    cannot be one.
    """

    about: str
    default: Any = None
    read: Callable[[str], Any] = str


@dataclass(frozen=True)
class Opening:
    """All that a backend may need to know when it is opened.

    `url` is its address, "" for its own one; `form` is the form of asking that the user wants; `connections` is how
    many requests may be in flight; an answer may take `timeout` seconds; `lane` names the lane in which requests go, ""
    for the normal one; `refused` holds by model the parameters that it is known not to take; `options` has a value for
    each of the plugin's own.
    """

    connection: Connection
    url: str = ""
    form: Ask = "auto"
    connections: int = MOST_IN_FLIGHT
    timeout: float = TIMEOUT
    lane: str = ""
    random_seed: int | None = None
    refused: Mapping[str, frozenset[str]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BackendPlugin:
    """A backend as it is found by its name, and what it says of itself.

    `open` returns the backend, or raises `InputError` when something that it needs is missing. `about` is a phrase for
    help pages, `note` what a reader of the data must know. `concurrency` is how many requests in flight suit it, None
    to find that out. `patience` is after how many seconds without any answer something is wrong. `is_priced` says that
    requests may cost money, `is_structured` that it asks for JSON where a request wants it, `completes` that it may
    also go on with a text. `lanes` are those that it knows, by name.
    """

    about: str
    open: Callable[[Opening], Backend]
    note: str = ""
    concurrency: int | None = None
    patience: float = 600.0
    is_priced: bool = False
    is_structured: bool = False
    completes: bool = False
    options: Mapping[str, BackendOption] = field(default_factory=dict)
    lanes: Mapping[str, Lane] = field(default_factory=dict)


BACKENDS = Plugins("backend", "backend", __name__, "BACKEND", BackendPlugin)


def read_options(connection: Connection) -> dict[str, Any]:
    """Return a value for each option that the backend knows; `InputError` for others, and for what cannot be read."""
    known = BACKENDS.find(connection.backend).options
    values = {name: option.default for name, option in known.items()}
    for name, text in connection.options.items():
        if name not in known:
            said = f"its options are {', '.join(known)}" if known else "it has none"
            raise InputError(f"‹options› {name}: unknown to the backend {connection.backend}; {said}")
        try:
            values[name] = known[name].read(text)
        except ValueError as error:
            raise InputError(f"‹options› {name}={text}: {error}; it is {known[name].about}") from None
    return values


def lane_of(connection: Connection) -> Lane | None:
    """Return the lane in which requests are to go, None for the normal one; `InputError` if the backend has no such."""
    if not connection.lane:
        return None
    known = BACKENDS.find(connection.backend).lanes
    if connection.lane not in known:
        said = f"its lanes are {', '.join(known)}" if known else "it has none"
        raise InputError(f"‹lane› {connection.lane}: unknown to the backend {connection.backend}; {said}")
    return known[connection.lane]


def lane_price(connection: Connection, url: str = "") -> float:
    """Return the share of the usual price that tokens cost at an address, without one at the dearest that is asked."""
    lane = lane_of(connection)
    if not lane:
        return 1.0
    if connection.lane_price is not None:
        return connection.lane_price
    return max(lane.price(each) for each in ([url] if url else connection.base_urls or [""]))


def forms_of(connection: Connection, asking: Asking) -> tuple[Form, ...]:
    """Return the forms in which a model may be asked: the one that the user wants, or those that suit the backend.

    The first one is asked in first.
    """
    if asking.form == "continuation" and connection.lane:
        raise InputError(f"‹lane› {connection.lane}: takes chats only; choose another ‹form›")
    if asking.form != "auto":
        return (FORMS[asking.form],)
    plugin = BACKENDS.find(connection.backend)
    completes = plugin.completes and not connection.lane
    return (JSON,) * plugin.is_structured + (TEXT, SHORT) + (CONTINUATION,) * completes
