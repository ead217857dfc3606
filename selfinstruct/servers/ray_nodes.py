"""Servers on the nodes of a Ray cluster, each under the supervisor of an actor there."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import cycle, islice
from math import ceil
from pathlib import Path
from time import monotonic
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.ray_cluster import connect, first_line, require_ray
from selfinstruct.core.settings import Serving
from selfinstruct.servers import SERVERS, Launch, ServerPlugin
from selfinstruct.servers.marks import kill_left
from selfinstruct.servers.places import Here, Process, Started
from selfinstruct.servers.supervised import to_its_end

# Seconds between two words of an actor, and longer than a supervisor takes to end a server.
_TICK = 1.0
_PATIENCE = 20.0


def nodes(plugin: ServerPlugin, serving: Serving, on_each_gpu: bool) -> Sequence["Node"]:
    """Return a place for each server that is wanted: for each GPU one, or for each node."""
    found = connect(serving.ray, "serving.ray")
    gpus = [node.gpus for node in found if node.gpus]
    count = serving.replicas or (sum(gpus) if on_each_gpu else 0) or len(gpus or found)
    if gpus:
        return [Node(serving.server, serving.log, share(gpus, count))] * count
    return [Node(serving.server, serving.log, 0, node.id) for node in islice(cycle(found), count)]


def share(gpus: Sequence[int], count: int) -> float:
    """Return the most GPUs that each of so many servers can have on its node; a part of one if they are fewer."""
    whole = (each for each in range(max(gpus), 0, -1) if sum(of_node // each for of_node in gpus) >= count)
    return next(whole, 1 / ceil(count / sum(gpus)))


@dataclass(frozen=True)
class Node:
    """A node of a cluster with so many GPUs to give; whichever has them if none is named."""

    server: str
    log: Path | None
    gpus: float
    id: str = ""

    async def start(self, launch: Launch, watch: Callable[[str], None]) -> Started:
        """Start a server in an actor there, on the address by which the cluster knows the node."""
        ray = require_ray("serving.ray")
        actor = ray.remote(num_cpus=0, num_gpus=self.gpus, max_restarts=0, scheduling_strategy=self._where(ray))(Host)
        process = RemoteProcess(ray, actor.remote(self.server, self.log))
        try:
            told = await self._answer(process.actor.start.remote(launch), watch)
            if isinstance(told, str):
                raise InputError(told)
        except ray.exceptions.RayError as error:
            await process.end()
            raise InputError(f"‹serving.ray›: a node starts no {self.server}: {first_line(error)}") from error
        except BaseException:
            await process.end()
            raise
        launch, called, node = told
        return Started(process, launch, replace(self, id=node), called)

    def _where(self, ray: Any) -> Any:
        if self.id:
            return ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(self.id, soft=False)
        return "SPREAD"

    async def _answer(self, reference: Any, watch: Callable[[str], None]) -> Any:
        answering, began = asyncio.ensure_future(reference), monotonic()
        try:
            while not (await asyncio.wait({answering}, timeout=_TICK))[0]:
                gpus = f" with {self.gpus:g} free GPUs" if self.gpus else ""
                watch(f"waiting for a node{gpus} … {monotonic() - began:,.0f} s")
            return answering.result()
        finally:
            answering.cancel()


class Host:
    """What runs in an actor: a server under a supervisor, as on any machine."""

    def __init__(self, server: str, log: Path | None) -> None:
        self._place = Here(SERVERS.find(server), {}, log)
        self._process: Process | None = None

    async def start(self, launch: Launch) -> tuple[Launch, str, str] | str:
        """Start it; return how, what its model is called and the node, or what is missing."""
        ray = require_ray("serving.ray")
        await asyncio.to_thread(kill_left)
        address = ray.util.get_node_ip_address()
        try:
            started = await self._place.start(replace(launch, host=address), print)
        except InputError as error:
            return f"{error} (on the node {address})"
        self._process = started.process
        return started.launch, started.called, ray.get_runtime_context().get_node_id()

    async def news(self) -> tuple[int | None, list[str]]:
        """Return its exit code if it ends soon, and the last lines that it has said."""
        assert self._process
        ending = asyncio.create_task(self._process.ended())
        await asyncio.wait({ending}, timeout=_TICK)
        return (ending.result() if ending.done() else None), self._process.last_lines

    async def end(self) -> None:
        """End it with all that it has started."""
        if self._process:
            await self._process.end()


class RemoteProcess:
    """A server in an actor, followed from here."""

    def __init__(self, ray: Any, actor: Any) -> None:
        self._ray = ray
        self.actor = actor
        self.last_lines: list[str] = []
        self._following: asyncio.Task[int | None] | None = None

    async def ended(self) -> int | None:
        """Wait until it has ended; return its exit code, None if the actor has gone."""
        self._following = self._following or asyncio.create_task(self._follow())
        return await asyncio.shield(self._following)

    async def end(self) -> None:
        """End it with all that it has started, and the actor; a cancellation waits until that is done."""
        await to_its_end(self._end())

    async def _follow(self) -> int | None:
        try:
            while True:
                told: tuple[int | None, list[str]] = await self.actor.news.remote()
                code, self.last_lines = told
                if code is not None:
                    return code
        except self._ray.exceptions.RayError as error:
            self.last_lines = [*self.last_lines, first_line(error)]
            return None

    async def _end(self) -> None:
        if self._following:
            self._following.cancel()
        with suppress(self._ray.exceptions.RayError, TimeoutError):
            # Ended in good order first: an actor that is killed can end nothing itself.
            await asyncio.wait_for(self.actor.end.remote(), _PATIENCE)
        with suppress(self._ray.exceptions.RayError):
            self._ray.kill(self.actor)
