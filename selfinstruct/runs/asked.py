"""The endpoints that a run asks, opened as its settings say."""

import os
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from selfinstruct.backends import BACKENDS, Backend, BackendPlugin, Opening, lane_of, lane_price, read_options
from selfinstruct.core.errors import InputError, SelfInstructError
from selfinstruct.core.settings import MOST_IN_FLIGHT, TIMEOUT, Asking, Connection, Pace, Settings
from selfinstruct.endpoints.budget import Budget
from selfinstruct.endpoints.descriptors import connections_allowed
from selfinstruct.endpoints.endpoint import Endpoint
from selfinstruct.endpoints.retry import Endpoints
from selfinstruct.endpoints.routes import Routes
from selfinstruct.runs.judges import judges_connection
from selfinstruct.servers.serving import Served
from selfinstruct.steps.judge import NAME as JUDGE
from selfinstruct.storage.store import Store


def open_routes(
    store: Store, settings: Settings, backend: Backend | None, served: Served, budget: Budget
) -> Endpoints | Routes:
    """Return all endpoints of a run; a judge may have its own. `InputError` if the backend cannot be opened."""
    connection, pace = settings.connection, settings.pace

    def group(endpoints: Sequence[Endpoint]) -> Endpoints:
        # How much of it was asked within the last minute is not known any more.
        for endpoint in endpoints:
            endpoint.asked_before(store.attempts(), budget.spent_at_most.total, store.seconds_since_last_session())
        patience = (lane_of(connection) or BACKENDS.find(connection.backend)).patience
        made = Endpoints(endpoints, budget, pace.give_up_after or patience)
        made.on_refused = store.note_refused
        return made

    def opened(served: Served, plugin: BackendPlugin | None = None) -> Endpoints:
        about = settings.asking, pace, settings.random_seed, store.refused
        made = group(open_endpoints(served, *about, plugin))
        # A server of the run's own has answered already.
        made.reached = bool(served.names)
        return made

    if backend:
        return group([_endpoint(connection.backend, backend, connection, pace, share=1)])
    if not settings.judging.is_elsewhere:
        return opened(served)
    judge = opened(Served(judges_connection(settings)), _rewards() if settings.reward else None)
    return Routes(opened(served), {JUDGE: judge})


def _rewards() -> BackendPlugin:
    # The client behind it takes half a second to import.
    from selfinstruct.backends.openai.rewards import REWARDS

    return REWARDS


def open_endpoints(
    served: Served,
    asking: Asking,
    pace: Pace = Pace(),  # noqa: B008
    random_seed: int | None = None,
    refused: Callable[[str], Mapping[str, frozenset[str]]] = lambda _: {},
    plugin: BackendPlugin | None = None,
) -> list[Endpoint]:
    """Return an endpoint for each address, or the backend's own; a `plugin` takes the place of the one that is named.

    With ‹lane_fallback› there is a second one for what the lane has no room for. `refused` gives for the name of an
    endpoint the parameters that each model there is known not to take.
    """
    connection, never = served.connection, {served.connection.model or "": served.refuses}
    plugin = plugin or BACKENDS.find(connection.backend)
    options, lane = read_options(connection), lane_of(connection)
    urls = list(dict.fromkeys(connection.base_urls)) or [""]
    share = len(urls) * (2 if connection.lane_fallback else 1)
    endpoints = []
    for url in urls:
        name = name_of(served, url)
        opening = Opening(
            connection=replace(connection, base_urls=(url,) if url else ()),
            url=url,
            form=asking.form,
            connections=pace.concurrency or MOST_IN_FLIGHT,
            timeout=connection.timeout or (lane.timeout if lane else TIMEOUT),
            lane=connection.lane,
            random_seed=random_seed,
            refused={**refused(name), **never} if served.refuses else refused(name),
            options=options,
        )
        endpoints.append(_endpoint(name, _opened(plugin, opening, name), connection, pace, url=url, share=share))
        if connection.lane_fallback:
            normal = replace(opening, lane="", timeout=connection.timeout or TIMEOUT)
            backend = _opened(plugin, normal, name)
            endpoints.append(_endpoint(name, backend, connection, pace, share=share, lane=endpoints[-1]))
    return endpoints


def name_of(served: Served, url: str) -> str:
    """Return what users see of the endpoint at an address, "" for the backend's own."""
    return served.names.get(url) or url or served.connection.backend


def open_first(
    served: Served,
    asking: Asking,
    random_seed: int | None = None,
    refused: Callable[[str], Mapping[str, frozenset[str]]] = lambda _: {},
) -> Backend:
    """Return the backend at the first address, in no lane; see `open_endpoints`."""
    first = served.connection.base_urls[:1]
    connection = replace(served.connection, base_urls=first, lane="", lane_price=None, lane_fallback=False)
    (endpoint,) = open_endpoints(replace(served, connection=connection), asking, Pace(), random_seed, refused)
    return endpoint.backend


def _opened(plugin: BackendPlugin, opening: Opening, name: str) -> Backend:
    try:
        return plugin.open(opening)
    except SelfInstructError:
        raise
    except Exception as error:  # of the packages that they use, each of which reads the proxies its own way
        if isinstance(error, OSError) and (file := os.environ.get("SSL_CERT_FILE")):
            why = "it holds none" if isinstance(error, ssl.SSLError) else error.strerror or error
            told = f"SSL_CERT_FILE {file}: cannot read certificates from it: {why}; name a file of them in PEM"
            raise InputError(told) from error
        raise InputError(f"{name}: cannot be asked: {error}; check ‹base_urls› and your proxy settings") from error


def _endpoint(
    name: str,
    backend: Backend,
    connection: Connection,
    pace: Pace,
    *,
    url: str = "",
    share: int,
    lane: Endpoint | None = None,
) -> Endpoint:
    """Return the endpoint at an address; one for what a `lane` there has no room for is asked as usual."""
    own = None if lane else lane_of(connection)
    return Endpoint(
        name,
        backend,
        concurrency=pace.concurrency or BACKENDS.find(connection.backend).concurrency,
        most_in_flight=max(1, connections_allowed() // share),
        requests_a_minute=pace.requests_a_minute,
        tokens_a_minute=pace.tokens_a_minute,
        price=lane_price(connection, url) if own else 1.0,
        patient=own.concurrency if own else 0,
        lane=lane,
    )
