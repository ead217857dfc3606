"""Runs over real HTTP on loopback: the process of one, what it stored, and a server that notes what it was sent."""

import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from selfinstruct.core import wire
from tests.conftest import command_line, environment
from tests.support.misbehaving_server import MisbehavingServer


@dataclass
class NotingServer(MisbehavingServer):
    """A server that notes the bodies and headers of all requests, in the order of asking."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        self.bodies.append(await request.json())
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        return await super()._complete(request)


def generate(server: MisbehavingServer, n: int, *more: object) -> tuple[object, ...]:
    """Return the arguments that grow a run in the folder `run` at a server."""
    return ("generate", "--n", n, "--base-url", server.url, "--output", "run", *more)


@contextmanager
def started(folder: Path, *arguments: object, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """Start the command line in a folder; its process is killed in the end if it still runs."""
    process = subprocess.Popen(
        command_line(*arguments),
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something to happen while the process runs."""
    while not condition():
        assert process.poll() is None
        time.sleep(0.01)


def stored_texts(folder: Path) -> list[str]:
    """Return the texts of all completions in the log of a run."""
    with closing(sqlite3.connect(folder / "run.sqlite")) as db:
        bodies = [body for (body,) in db.execute("SELECT body FROM completions")]
    return list(_texts(bodies))


def _texts(bodies: list[bytes]) -> Iterator[str]:
    for body in bodies:
        try:
            completion = wire.read(body)
        except wire.NoAnswer as error:
            if error.is_empty:
                choice = json.loads(body)["choices"][0]
                yield choice.get("text") or choice.get("message", {}).get("content") or ""
            continue
        if completion.finish_reason != wire.PROMPT_REFUSED:
            yield completion.text


def stored_form(text: str) -> str:
    """Return how a text is stored that may hold half characters."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
