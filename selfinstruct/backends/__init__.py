"""One file (or folder) per way to reach a model; the name is the value of `backend`.

A backend module defines `BACKEND`, a `BackendPlugin`; other packages add theirs as entry points of the group
`selfinstruct.backends`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from selfinstruct.core.batches import Answers, Progress
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


class BatchBackend(Protocol):
    """A way to have requests answered in batches. Its methods raise what `Backend.complete` raises."""

    @property
    def listed_within(self) -> float:
        """After how many seconds `find` finds whatever batch was taken."""
        ...

    async def prepare(self) -> None:
        """Find out what must be known before a line can be written."""
        ...

    def line(self, attempt: int, request: Request) -> bytes:
        """Return the line of a file that stands for an attempt to send a request."""
        ...

    async def upload(self, name: str, lines: Sequence[bytes]) -> str:
        """Bring a file of lines to the endpoint, and return its id there; `PromptTooLong` if it takes none so large."""
        ...

    async def submit(self, name: str, file: str) -> str:
        """Let a file be answered as a batch, and return the id of that."""
        ...

    async def find(self, name: str, file: str) -> str:
        """Return the id of a batch that was perhaps taken, by its name or that of its file; "" if there is none."""
        ...

    async def remove(self, name: str, file: str) -> None:
        """Remove the files of a batch that was not taken, so that it cannot be taken any more."""
        ...

    async def progress(self, remote: str) -> Progress:
        """Return how far the endpoint is with a batch."""
        ...

    async def answers(self, files: Sequence[str], requests: Mapping[int, Request]) -> Answers:
        """Return what came of the requests of a batch, by the numbers of their attempts."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


@dataclass(frozen=True)
class Batching:
    """What a backend says of its batches.

    `open` makes them of the open backend, `price` returns for an address the share of the usual price that tokens cost,
    1 where nobody knows. `requests` and `size` are the most that a file may hold, in bytes. `outlasts` says that
    what is out waits for the next session; if not, it ends with this one.
    """

    open: Callable[[Any], BatchBackend]
    price: Callable[[str], float] = lambda _: 1.0
    requests: int = 50_000
    size: int = 90 * 2**20
    outlasts: bool = True


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
    also go on with a text. `lanes` are those that it knows, by name; `batching` says how it has batches answered, None
    if it cannot.
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
    batching: Batching | None = None


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


def batching_of(connection: Connection) -> Batching | None:
    """Return how requests are to be answered in batches, None where none are; `InputError` if the backend cannot."""
    if not connection.batch:
        return None
    batching = BACKENDS.find(connection.backend).batching
    if not batching:
        raise InputError(f"‹batch›: the backend {connection.backend} has no batches; leave it out")
    return batching


def batch_price(connection: Connection) -> float:
    """Return the share of the usual price that tokens cost in batches, which go to the first address."""
    batching = BACKENDS.find(connection.backend).batching
    if connection.lane_price is not None or not batching:
        return connection.lane_price or 1.0
    return batching.price((*connection.base_urls, "")[0])


def forms_of(connection: Connection, asking: Asking) -> tuple[Form, ...]:
    """Return the forms in which a model may be asked: the one that the user wants, or those that suit the backend.

    The first one is asked in first.
    """
    slow = f"‹lane› {connection.lane}" if connection.lane else "‹batch›" if connection.batch else ""
    if asking.form == "continuation" and slow:
        raise InputError(f"{slow}: takes chats only; choose another ‹form›")
    if asking.form != "auto":
        return (FORMS[asking.form],)
    plugin = BACKENDS.find(connection.backend)
    completes = plugin.completes and not slow
    return (JSON,) * plugin.is_structured + (TEXT, SHORT) + (CONTINUATION,) * completes
