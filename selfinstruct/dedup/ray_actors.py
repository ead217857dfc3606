"""Parts of the index in actors of a Ray cluster."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread
from typing import Any
from urllib.parse import urlsplit

from selfinstruct.core.errors import InputError
from selfinstruct.dedup.numbering import Numbered
from selfinstruct.dedup.shard import Neighbour, Shard
from selfinstruct.dedup.shards import ShardLost

# Seconds until an address is taken for one at which nobody listens.
_PATIENCE = 10.0


class Actor:
    """A part of the index in an actor, on whichever node has least to do."""

    def __init__(self, threshold: float) -> None:
        self._ray = _ray()
        # It waits for no processor: where all are taken, it would wait for ever.
        options = {"num_cpus": 0, "max_restarts": 0, "scheduling_strategy": "SPREAD"}
        self.actor = self._ray.remote(**options)(_Held).remote(threshold)
        self._found: Any = None

    def ask(self, added: Numbered, asked: Numbered) -> None:
        """Send sequences to be added, and others to look for."""
        try:
            self._found = self.actor.work.remote(added, asked)
        except self._ray.exceptions.RayError as error:
            raise ShardLost(_first_line(error)) from error

    def answer(self) -> list[Neighbour | None]:
        """Wait for what it has found."""
        try:
            found: list[Neighbour | None] = self._ray.get(self._found)
        except self._ray.exceptions.RayError as error:
            raise ShardLost(_first_line(error)) from error
        return found

    def close(self) -> None:
        """End the actor."""
        with suppress(self._ray.exceptions.RayError):
            self._ray.kill(self.actor)


class _Held:
    """What an actor holds."""

    def __init__(self, threshold: float) -> None:
        self._shard = Shard(threshold)

    def work(self, added: Numbered, asked: Numbered) -> list[Neighbour | None]:
        self._shard.extend(added)
        self._shard.ask(asked)
        return self._shard.answer()


def connect(address: str) -> int:
    """Connect to a cluster, unless this process is connected already; return how many nodes it has.

    `auto` is the cluster that runs on this machine, or the one that RAY_ADDRESS names. `InputError` without Ray, or if
    there is no cluster.
    """
    ray = _ray()
    if not ray.is_initialized():
        try:
            _require_answer(address)
            with _own_handler():
                ray.init(address=address, log_to_driver=False, logging_level="ERROR")
        except (OSError, RuntimeError, ValueError) as error:
            told = f"no cluster answers: {_first_line(error)}; start one with `ray start --head`"
            raise InputError(f"‹sharding.ray› {address}: {told}") from error
    return sum(node["Alive"] for node in ray.nodes())


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


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise InputError("‹sharding.ray›: needs Ray; install it with pip install 'selfinstruct[ray]'") from None
    return ray


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
