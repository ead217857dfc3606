"""One file per server that a run can start for itself; the name, with hyphens, is the value of `server`.

A server module defines `SERVER`, a `ServerPlugin`; other packages add theirs as entry points of the group
`selfinstruct.servers`. Servers are processes of their own, in an environment of their own if need be: none is imported.
"""

import json
import shutil
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.loopback import LOOPBACK
from selfinstruct.core.plugins import Plugins

# Returns the JSON value that the server has at a path, None if it has none there.
Get = Callable[[str], Awaitable[Any]]


@dataclass(frozen=True)
class Launch:
    """What a server is to be started with.

    `model` is what the user names: a file, a folder, or a name on a hub. It listens on `port` of the address `host`,
    and takes `key` for its key; what takes none is started for this machine alone. `python` is the interpreter of
    another environment, "" for ours. `slots` is how many requests it is to work on at a time; it and `context`, in
    tokens, are None for what it is used to.
    """

    model: str
    port: int
    key: str
    python: str = ""
    args: tuple[str, ...] = ()
    context: int | None = None
    slots: int | None = None
    host: str = LOOPBACK

    @property
    def name(self) -> str:
        """The model as records call it: without the folder that it lies in."""
        return Path(self.model).name.removesuffix(".gguf") if Path(self.model).exists() else self.model

    def program(self, name: str) -> str:
        """Return the program of that name: beside `python`, else on the PATH; "" if there is none."""
        beside = Path(self.python or sys.executable).parent / name
        return str(beside) if beside.is_file() else "" if self.python else shutil.which(name) or ""

    def require_program(self, name: str, package: str) -> str:
        """Return the program of that name; `InputError` says which package brings it."""
        if program := self.program(name):
            return program
        where = f"beside {self.python}" if self.python else "on the PATH"
        raise InputError(
            f"‹serving.server›: there is no {name} {where}; pip install {package} into an environment of its own, and"
            " name its interpreter with ‹serving.python›"
        )

    def require_folder_or_name(self) -> None:
        """Raise `InputError` if the model is a file, or looks like a path at which there is nothing."""
        path = Path(self.model)
        if path.is_file() or (not path.exists() and (path.is_absolute() or self.model.startswith("."))):
            raise InputError(f"‹model› {self.model}: must be the folder of a model, or its name on the hub")


@dataclass(frozen=True)
class Room:
    """What a server has room for: the tokens of a prompt and its answer together, and requests at a time.

    None for what it does not say.
    """

    context: int | None = None
    slots: int | None = None


UNKNOWN = Room()


def count(told: Any) -> int | None:
    """Return a number that a server tells, None for what is none."""
    return told if isinstance(told, int) and told > 0 else None


async def room_of_models(_: Launch, get: Get) -> Room:
    """Return the context that a server tells beside the name of its model, as vLLM does."""
    models = (await get("/v1/models") or {}).get("data") or [{}]
    return Room(count(models[0].get("max_model_len")))


async def room_of_folder(launch: Launch, _: Get) -> Room:
    """Return the context as the user wants it, or as the folder of the model has it: the server does not tell."""
    context = launch.context
    with suppress(OSError, ValueError):
        trained = json.loads((Path(launch.model) / "config.json").read_text(encoding="utf-8"))
        context = context or count(trained.get("max_position_embeddings"))
    return Room(context) if context else UNKNOWN


async def _untold(_: Launch, __: Get) -> Room:
    return UNKNOWN


@dataclass(frozen=True)
class ServerPlugin:
    """A server as it is found by its name, and what it says of itself.

    `command` returns the command that starts it, or raises `InputError` when something that it needs is missing;
    `environment` what it finds in its environment beside ours. It answers requests below `path` the way that `backend`
    asks, for the model that `called` returns, and works on so many `slots` at a time where nobody says how many, None
    if on as many as come. It is up once it answers at `ready`; with `warms_up`, its model is loaded with the first
    request only. `room` finds out what it has room for. `refuses` are parameters that it does not take.
    With `on_each_gpu`, one serves on each GPU. With `only_batches` it answers nothing but batches, which end with it.
    With `takes_key`, it may be reached by others: it listens where it is told, and answers only those who know the key
    of the start. `about` is a phrase for help pages.
    """

    about: str
    command: Callable[[Launch], list[str]]
    environment: Callable[[Launch], Mapping[str, str]] = lambda _: {}
    backend: str = "openai"
    path: str = "/v1"
    called: Callable[[Launch], str] = lambda launch: launch.name
    slots: int | None = None
    ready: str = "/v1/models"
    warms_up: bool = False
    room: Callable[[Launch, Get], Awaitable[Room]] = _untold
    refuses: frozenset[str] = field(default_factory=frozenset)
    on_each_gpu: bool = False
    only_batches: bool = False
    takes_key: bool = False


_OURS = tuple("supervisor supervised marks gpus places ray_nodes starting keeping serving run_batch".split())
_SPELLED = {"llama_cpp": "llama.cpp"}
SERVERS = Plugins("server", "serving.server", __name__, "SERVER", ServerPlugin, skip=_OURS, spelled=_SPELLED)


def ends_with_its_run(endpoint: str) -> bool:
    """Tell whether an endpoint is a server of a run's own whose batches end with it."""
    return endpoint in SERVERS.names() and SERVERS.find(endpoint).only_batches
