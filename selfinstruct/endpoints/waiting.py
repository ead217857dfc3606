"""A request that waits for its batch to be answered."""

import asyncio
from dataclasses import dataclass
from typing import Self

from selfinstruct.core.errors import BackendError
from selfinstruct.core.values import Reply, Request


@dataclass(eq=False)
class Waiting:
    """A request, and what comes of it: the number of its attempt, 0 if it may still be out, with the reply or error."""

    request: Request
    future: "asyncio.Future[tuple[int, Reply | BackendError]]"

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return a request that begins to wait now."""
        return cls(request, asyncio.get_running_loop().create_future())

    def end(self, attempt: int, came: Reply | BackendError) -> None:
        """Say what came of it, unless nobody waits any more."""
        if not self.future.done():
            self.future.set_result((attempt, came))
