"""Serves the review page of a run on this machine until it is told to stop."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

import uvicorn

from selfinstruct.core.errors import InputError
from selfinstruct.review.desk import Desk
from selfinstruct.review.options import require_options, user_name
from selfinstruct.review.server import Site

_HOST = "127.0.0.1"
# Seconds; what is asked takes a tenth of one.
_LAST_ANSWERS = 2


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Trap none: whoever serves the page stops it."""
        yield


async def serve_review(
    run: str | PathLike[str],
    *,
    reviewer: str = "",
    port: int = 0,
    page_language: str = "",
    sample: int = 200,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the review page of a run on 127.0.0.1 until this is cancelled.

    `ready` is told the address, which lets in one browser, once. `sample` is how many records are drawn for the sample.
    Without a `port` a free one is taken, without a `reviewer` the name of the user, without a `page_language` the
    browser's own, or the run's. `InputError` or `RunFolderError` if that cannot be.
    """
    require_options(page_language, sample)
    desk = Desk(Path(run), reviewer.strip() or user_name(), sample, compares=True)
    try:
        with _listening(port) as listener:
            site = Site(desk, listener.getsockname()[1], page_language)
            config = uvicorn.Config(
                site.app,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=_LAST_ANSWERS,
            )
            # Much takes long the first time.
            asyncio.get_running_loop().run_in_executor(None, desk.warm_up)
            await _serve(
                _Server(config), listener, lambda: ready(f"http://{_HOST}:{site.port}/enter?token={site.token}")
            )
    finally:
        desk.close()


async def _serve(server: uvicorn.Server, listener: socket.socket, ready: Callable[[], None]) -> None:
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        # Who connects before it is up waits in the queue of the socket.
        ready()
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        with _silent():
            await serving
        raise


@contextmanager
def _silent() -> Iterator[None]:
    """Let the server end without a word on answers that it cuts short: nobody waits for them any more."""

    def drop(_: logging.LogRecord) -> bool:
        return False

    logger = logging.getLogger("uvicorn.error")
    logger.addFilter(drop)
    try:
        yield
    finally:
        logger.removeFilter(drop)


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    # asyncio sends at once only what it knows to be TCP; else each answer waits 40 ms for the last one to be confirmed.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, port))
            listener.listen()
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or "there is no such port"
            raise InputError(f"‹port› {port}: {why}; choose another, or none for a free one") from None
        yield listener
