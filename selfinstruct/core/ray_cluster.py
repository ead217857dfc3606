"""A Ray cluster, on whose nodes parts of a run lie; Ray itself is an extra."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from selfinstruct.core.errors import InputError

# Seconds until an address is taken for one at which nobody listens.
_PATIENCE = 10.0


class Node(NamedTuple):
    """A machine of a cluster, and how many GPUs it has."""

    id: str
    gpus: int


def connect(address: str, field: str) -> list[Node]:
    """Connect to a cluster, unless this process is connected already; return its nodes.

    `auto` is the cluster that runs on this machine, or the one that RAY_ADDRESS names. `InputError` without Ray, or if
    there is no cluster; it names the field of the settings that the address is from.
    """
    ray = require_ray(field)
    if not ray.is_initialized():
        try:
            _require_answer(address)
            with _own_handler():
                ray.init(address=address, log_to_driver=False, logging_level="ERROR")
            # It would print the death of an actor among our results, and has no setting against that.
            ray._private.worker._worker_logs_enabled = False
        except (OSError, RuntimeError, ValueError) as error:
            told = f"no cluster answers: {first_line(error)}; start one with `ray start --head`"
            raise InputError(f"‹{field}› {address}: {told}") from error
    return [Node(node["NodeID"], int(node["Resources"].get("GPU", 0))) for node in ray.nodes() if node["Alive"]]


def require_ray(field: str) -> Any:
    """Return the module `ray`; `InputError` that names a field of the settings if it is not installed."""
    try:
        import ray
    except ImportError:
        raise InputError(f"‹{field}›: needs Ray; install it with pip install 'selfinstruct[ray]'") from None
    return ray


def first_line(error: Exception) -> str:
    """Return the first line of what an error says: Ray's say a lot."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _require_answer(address: str) -> None:
    """Raise `OSError` or `ValueError` if nobody listens at an address: Ray itself would try for minutes."""
    if address == "auto":
        return
    parts = urlsplit(address if "//" in address else f"//{address}")
    if not parts.hostname or not parts.port:
        raise ValueError("an address is auto, HOST:PORT or ray://HOST:PORT")
    socket.create_connection((parts.hostname, parts.port), _PATIENCE).close()


@contextmanager
def _own_handler() -> Iterator[None]:
    """Keep what happens at SIGTERM, where Ray puts an exit of its own in its place."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
