"""Where a server runs, and what is known of it there."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, Protocol

from selfinstruct.servers import Launch, ServerPlugin
from selfinstruct.servers.supervised import Supervised


class Process(Protocol):
    """A server that has been started, wherever it runs."""

    @property
    def last_lines(self) -> list[str]:
        """The last lines that it has said."""

    async def ended(self) -> int | None:
        """Wait until it has ended; return its exit code, 128 and more for a signal, None if nobody knows."""

    async def end(self) -> None:
        """End it with all that it has started; a cancellation waits until that is done."""


class Place(Protocol):
    """Where a server can be started."""

    async def start(self, launch: Launch, watch: Callable[[str], None]) -> "Started":
        """Start a server, on a free port unless the launch names one; `InputError` if something is missing there.

        `watch` is told what is being waited for. A start that is cancelled leaves nothing.
        """


class Started(NamedTuple):
    """A server that was started: how, where it is to be started again, and what its model is called there."""

    process: Process
    launch: Launch
    place: Place
    called: str


@dataclass(frozen=True)
class Here:
    """On this machine, with variables beside ours, and a file to which what the server says is added."""

    plugin: ServerPlugin
    environment: Mapping[str, str]
    log: Path | None

    async def start(self, launch: Launch, _: Callable[[str], None]) -> Started:
        """Start a server as a child of this process."""
        launch = replace(launch, port=launch.port or _free_port(launch.host))
        environment = {**self.environment, **self.plugin.environment(launch)}
        process = await Supervised.start(self.plugin.command(launch), environment, self.log)
        return Started(process, launch, self, self.plugin.called(launch))


def _free_port(host: str) -> int:
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        port: int = probe.getsockname()[1]
        return port
