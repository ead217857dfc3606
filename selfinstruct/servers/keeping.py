"""The servers of a run as long as they are needed: one that ends is started again, once."""

import asyncio
from collections.abc import Callable, Sequence

from selfinstruct.core.errors import SelfInstructError, ServerEnded, ServerError
from selfinstruct.servers.starting import Server, start_again


class Kept:
    """Servers that answer, until `end`.

    One that ends is started again at the same address. One that ends twice, or does not come up again, is lost, and the
    others go on. `noted` gets a line with each of these.
    """

    def __init__(self, servers: Sequence[Server], noted: Callable[[str], None]) -> None:
        self._noted = noted
        self._servers = list(servers)
        self._left = len(servers)
        self._none_left: asyncio.Future[ServerEnded] = asyncio.get_running_loop().create_future()
        self._keeping = [asyncio.create_task(self._keep(at)) for at in range(self._left)]

    async def none_left(self) -> ServerEnded:
        """Wait until all servers are lost; return the error that says how the last one was."""
        return await asyncio.shield(self._none_left)

    async def end(self) -> None:
        """End all servers with all that they have started."""
        for each in self._keeping:
            each.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        await asyncio.gather(*(server.process.end() for server in self._servers))

    async def _keep(self, at: int) -> None:
        """Start a server again once it has ended; take note when it is lost."""
        try:
            self._noted(f"{await self._end_of(at)}; it is started again")
            self._servers[at] = await start_again(self._servers[at])
            self._noted(self._servers[at].is_ready)
            self._lose(await self._end_of(at))
        except (SelfInstructError, OSError) as error:
            self._lose(error)

    async def _end_of(self, at: int) -> ServerError:
        """Wait until a server has ended, and nothing is left of it; return the error that says how it did."""
        process = self._servers[at].process
        error = self._servers[at].has_ended(await process.ended(), "while it was needed")
        await process.end()
        return error

    def _lose(self, error: Exception) -> None:
        self._left -= 1
        if self._left:
            self._noted(f"{error}; the others go on")
            return
        log = error.details if isinstance(error, ServerError) else ()
        self._none_left.set_result(ServerEnded(f"{error}; the same command starts it again", log))
