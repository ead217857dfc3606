"""One server from its command until it answers."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import httpx

from selfinstruct.core.bodies import read_within_limit
from selfinstruct.core.counts import Count
from selfinstruct.core.errors import ServerError
from selfinstruct.core.loopback import LOOPBACK, WITHOUT_PROXY
from selfinstruct.servers import UNKNOWN, Launch, Room, ServerPlugin
from selfinstruct.servers.places import Place, Process
from selfinstruct.text.excerpts import excerpt

_PORT_TAKEN = re.compile(
    r"address already in use|couldn't bind|EADDRINUSE|errno 98|port .{0,20}(?:in use|occupied)", re.IGNORECASE
)
_TRIES = 4
_POLL = 0.2
_ANSWERS_WITHIN = 10.0
# To load a model of any size from a slow disk.
_LOADS_WITHIN = 3600.0
_LINE = 100
# Told about every second what is being waited for.
Watch = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Server:
    """A server that answers: its name as users see it, how and where it was started, and what it has room for.

    `called` is the name of its model.
    """

    name: str
    plugin: ServerPlugin
    launch: Launch
    place: Place
    process: Process
    called: str
    room: Room = UNKNOWN

    @property
    def url(self) -> str:
        """Where requests go."""
        return f"{self.origin}{self.plugin.path}"

    @property
    def origin(self) -> str:
        """Its address without a path."""
        host = self.launch.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.launch.port}"

    @property
    def is_ready(self) -> str:
        """The line that says where it answers, and what it has room for."""
        context = f", context {Count(self.room.context):token}" if self.room.context else ""
        slots = f", {Count(self.room.slots):slot}" if self.room.slots else ""
        where = "" if self.launch.host == LOOPBACK else f" of {self.launch.host}"
        return f"{self.name}: ready on port {self.launch.port}{where}{context}{slots}"

    def has_ended(self, code: int | None, when: str) -> ServerError:
        """Return the error that says that it has ended with an exit code, None if nobody knows."""
        if code is None:
            how = "went away with its node or its actor"
        else:
            how = f"was killed by signal {code - 128}" if code > 128 else f"ended with exit code {code}"
        return ServerError(f"{self.name} {how} {when}", self.process.last_lines)


async def start(name: str, plugin: ServerPlugin, launch: Launch, place: Place, watch: Watch) -> Server:
    """Return a server that answers; `ServerError` or `InputError` if it does not come up.

    The port is a free one. Should another process take it before the server does, it is another one.
    """
    for tries_left in reversed(range(_TRIES)):
        try:
            return await _started(name, plugin, launch, place, watch)
        except ServerError as error:
            if not (tries_left and any(map(_PORT_TAKEN.search, error.details))):
                raise
    raise AssertionError("the last try returns or raises")


async def start_again(server: Server) -> Server:
    """Return a server that has ended as it answers again, at the same address; raises what `start` does."""
    return await _started(server.name, server.plugin, server.launch, server.place, lambda _: None)


async def _started(name: str, plugin: ServerPlugin, launch: Launch, place: Place, watch: Watch) -> Server:
    process, launch, place, called = await place.start(launch, lambda what: watch(f"{name}: {what}"))
    server = Server(name, plugin, launch, place, process, called)
    try:
        return replace(server, room=await _until_ready(server, watch))
    except BaseException:
        await process.end()
        raise


async def _until_ready(server: Server, watch: Watch) -> Room:
    """Return what a server has room for once it answers; `ServerError` if it ends before."""
    loading = asyncio.create_task(_load(server))
    ending = asyncio.create_task(server.process.ended())
    began = monotonic()
    try:
        while not (loading.done() or ending.done()):
            seconds = monotonic() - began
            if seconds > _LOADS_WITHIN:
                raise ServerError(f"{server.name} does not answer after {seconds:,.0f} s", server.process.last_lines)
            said = server.process.last_lines[-1:]
            watch(" · ".join([f"{server.name}: loading {server.launch.model} … {seconds:,.0f} s", *_shortened(said)]))
            await asyncio.wait({loading, ending}, timeout=1.0, return_when=asyncio.FIRST_COMPLETED)
        if ending.done():
            raise server.has_ended(ending.result(), "before it was ready")
        return loading.result()
    finally:
        for task in (loading, ending):
            task.cancel()


def _shortened(lines: list[str]) -> list[str]:
    return [excerpt(line, _LINE) for line in lines]


async def _load(server: Server) -> Room:
    """Wait until a server answers, and its model with it; return what it has room for."""
    headers = {"Authorization": f"Bearer {server.launch.key}"}
    async with httpx.AsyncClient(
        base_url=server.origin, headers=headers, timeout=_ANSWERS_WITHIN, mounts=WITHOUT_PROXY
    ) as client:
        while not await _is_up(client, server.plugin):
            await asyncio.sleep(_POLL)
        if server.plugin.warms_up:
            await _warm_up(client, server)
        return await server.plugin.room(server.launch, lambda path: _get(client, path))


async def _is_up(client: httpx.AsyncClient, plugin: ServerPlugin) -> bool:
    try:
        status = (await client.get(plugin.ready)).status_code
    except httpx.HTTPError:
        return False
    # An answer to another method says as much.
    return status < 400 or status == 405


async def _warm_up(client: httpx.AsyncClient, server: Server) -> None:
    """Let a server load its model, as it does with the first request."""
    question = {"model": server.called, "prompt": "Hello", "max_tokens": 1}
    answer = await client.post(f"{server.plugin.path}/completions", json=question, timeout=_LOADS_WITHIN)
    if answer.status_code >= 400:
        said = excerpt(answer.content)
        raise ServerError(f"{server.name} cannot load {server.launch.model}: {said}", server.process.last_lines)


async def _get(client: httpx.AsyncClient, path: str) -> Any:
    """Return the JSON value at a path, None if there is none."""
    try:
        async with client.stream("GET", path) as answer:
            body = await read_within_limit(answer.aiter_bytes())
            return json.loads(body) if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError, RecursionError):
        return None
