"""Servers of a run's own: started before anything is asked, and ended whatever happens."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from selfinstruct.core.errors import InputError, ServerError
from selfinstruct.core.ray_cluster import connect
from selfinstruct.core.settings import Connection, Serving
from selfinstruct.servers import SERVERS, UNKNOWN, Launch, Room, ServerPlugin
from selfinstruct.servers.gpus import shares, spreads, visible
from selfinstruct.servers.keeping import Kept
from selfinstruct.servers.marks import kill_left
from selfinstruct.servers.places import Here, Place
from selfinstruct.servers.ray_nodes import nodes
from selfinstruct.servers.starting import Server, start


@dataclass(frozen=True)
class Served:
    """The servers that were started, none if none was wanted.

    `connection` is how to reach them, `names` how users know them, by address. `room` is what each has room for,
    `refuses` the parameters that they do not take.
    """

    connection: Connection
    names: Mapping[str, str] = field(default_factory=dict)
    room: Room = UNKNOWN
    refuses: frozenset[str] = frozenset()
    _kept: Kept | None = None

    async def ended(self) -> ServerError:
        """Wait until none of the servers is left; return the error that says how the last one ended."""
        if self._kept:
            return await self._kept.none_left()
        never: asyncio.Future[ServerError] = asyncio.get_running_loop().create_future()
        return await never


@asynccontextmanager
async def serve(
    connection: Connection,
    serving: Serving,
    *,
    slots: int | None = None,
    watch: Callable[[str], None] = lambda _: None,
    noted: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Served]:
    """Start the server that is wanted for the model of a connection; end it with all that it has started at the end.

    Gives what was started once it answers, with the connection to it in the place of the one given. Each server works
    on so many `slots` requests at a time, if it lets itself be told. One that ends while it is needed is started again,
    once. `watch` is called every second with what is being waited for, `noted` with a line for each server that
    answers, and for each that ends. Raises `InputError` if something is missing, `ServerError` if the server does not
    come up; its `details` are what it said last.
    """
    if not serving.server:
        yield Served(connection)
        return
    plugin = SERVERS.find(serving.server)
    launch = _launch(plugin, connection, serving, slots)
    await asyncio.to_thread(kill_left)
    servers = await _start_all(plugin, launch, serving, watch)
    kept = Kept(servers, noted)
    try:
        for server in servers:
            noted(server.is_ready)
        urls = {server.url: server.name for server in servers}
        to_them = replace(connection, model=servers[0].called, base_urls=(*urls,), api_key=launch.key)
        yield Served(to_them, urls, servers[0].room, plugin.refuses, kept)
    finally:
        await kept.end()


def require_startable(connection: Connection, serving: Serving, slots: int | None) -> None:
    """Raise `InputError` if the server that is wanted, if any, cannot be started as it is named; nothing is started."""
    if error := obstacle(connection, serving, slots):
        raise error


def obstacle(connection: Connection, serving: Serving, slots: int | None) -> InputError | None:
    """Return what says that something is missing to start the server that is wanted, such as the file of its model.

    None if nothing is; nothing is started. `InputError` if the settings do not go together.
    """
    if not serving.server:
        return None
    plugin = SERVERS.find(serving.server)
    launch = _launch(plugin, connection, serving, slots)
    try:
        if serving.ray:
            connect(serving.ray, "serving.ray")
        else:
            plugin.command(launch)
    except InputError as error:
        return error
    return None


def _launch(plugin: ServerPlugin, connection: Connection, serving: Serving, slots: int | None) -> Launch:
    """Return what each server is started with; `InputError` if the settings do not go together."""
    if connection.model is None:
        raise InputError(f"‹serving.server› {serving.server}: needs the ‹model› that it is to serve")
    if connection.backend != plugin.backend:
        asked = f"is asked with ‹backend› {plugin.backend}, not {connection.backend}"
        raise InputError(f"‹serving.server› {serving.server}: {asked}")
    _require_batches(plugin, connection, serving)
    if serving.ray and not plugin.takes_key:
        raise InputError(
            f"‹serving.ray›: {serving.server} answers this machine alone, as it takes no key; serve the model with"
            " llama.cpp, sglang or vllm"
        )
    if serving.python and not serving.ray and not serving.python.is_file():
        raise InputError(f"‹serving.python› {serving.python}: there is no such interpreter; name its bin/python")
    return Launch(
        model=connection.model,
        port=0,
        key=secrets.token_urlsafe(24),
        python=str(serving.python.absolute()) if serving.python else "",
        args=serving.args,
        context=serving.context,
        slots=slots,
    )


def _require_batches(plugin: ServerPlugin, connection: Connection, serving: Serving) -> None:
    """Raise `InputError` if a server is to answer batches and cannot, or is to answer anything else."""
    name = f"‹serving.server› {serving.server}"
    if not plugin.only_batches:
        if connection.batch:
            raise InputError(f"‹batch›: {name} answers each request at once, for nothing; leave it out")
    elif not connection.batch:
        raise InputError(
            f"{name}: answers nothing but batches; generate and judge take ‹batch› all, or name another server"
        )
    elif connection.batch_leave:
        raise InputError(f"‹batch_leave›: {name} ends with the command, and what is out with it; leave it out")
    elif (serving.replicas or 1) > 1:
        raise InputError(f"‹serving.replicas›: {name} answers one batch at a time; leave it out")


async def _start_all(
    plugin: ServerPlugin, launch: Launch, serving: Serving, watch: Callable[[str], None]
) -> tuple[Server, ...]:
    """Return all servers, once each answers; if one does not come up, none is left."""
    on_each_gpu = plugin.on_each_gpu and not spreads(launch.args)
    if serving.ray:
        # In this thread, if it is the main one: what Ray does to the handling of SIGTERM is undone only there.
        found: Sequence[Place] = nodes(plugin, serving, on_each_gpu)
    else:
        found = await asyncio.to_thread(_here, plugin, serving, on_each_gpu)
    one = len(found) == 1
    names = [serving.server if one else f"{serving.server} {number}" for number in range(1, len(found) + 1)]
    about = zip(names, found, strict=True)
    starts = [asyncio.create_task(start(name, plugin, launch, place, watch)) for name, place in about]
    try:
        return tuple(await asyncio.gather(*starts))
    except BaseException:
        for each in starts:
            each.cancel()
        for result in await asyncio.gather(*starts, return_exceptions=True):
            if isinstance(result, Server):
                await result.process.end()
        raise


def _here(plugin: ServerPlugin, serving: Serving, on_each_gpu: bool) -> Sequence[Place]:
    """Return this machine once for each server that is wanted, with its share of the GPUs."""
    gpus = visible() if plugin.on_each_gpu or (serving.replicas or 1) > 1 else []
    count = serving.replicas or (max(1, len(gpus)) if on_each_gpu else 1)
    return [Here(plugin, share, serving.log) for share in shares(gpus, count)]
