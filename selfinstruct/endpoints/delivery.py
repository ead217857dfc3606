"""How a batch comes to the endpoint once, whatever happens on the way, and what comes back."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import inf

from selfinstruct.backends import BatchBackend
from selfinstruct.core.batches import Answers, Progress
from selfinstruct.core.errors import BackendError, EndpointRefused, GivenUp, PromptRefused
from selfinstruct.core.values import Request
from selfinstruct.endpoints.persistence import Persistence
from selfinstruct.storage.batches import Batch
from selfinstruct.storage.store import Store

# A batch is looked at after this share of its age, within these bounds in seconds.
_LOOKED_AT, _SOONEST, _LATEST = 0.1, 0.2, 60.0
# The list of batches is looked at less often: to read it takes longer.
_LIST_LOOKED_AT = 0.5
_MOST_SUBMISSIONS = 3


@dataclass(frozen=True)
class Delivery:
    """Brings batches to an endpoint and back; each id is stored as soon as it is known.

    `listed_within` is after how many seconds whatever was taken is listed. `progress` is how far each batch was when it
    was looked at last, and `looked` is called whenever one was.
    """

    store: Store
    backend: BatchBackend
    persist: Persistence
    looked: Callable[[], None]
    listed_within: float
    progress: dict[int, Progress] = field(default_factory=dict)

    async def bring(self, batch: Batch, lines: Sequence[bytes]) -> Batch:
        """Bring a batch to the endpoint; `GivenUp` if it was not taken, time after time."""
        for _ in range(_MOST_SUBMISSIONS):
            file = await self.persist(lambda: self.backend.upload(batch.name, lines))
            if remote := await self.persist(partial(self._submit, batch, file)):
                return self.store.note_remote(batch, file=file, remote=remote)
        lost = f"{_MOST_SUBMISSIONS} times a batch was not taken, and no answer said why"
        raise GivenUp(f"{lost}; run the same command when the connection is better")

    async def _submit(self, batch: Batch, file: str) -> str:
        """Return the id of a batch once it is taken, "" if it is certain that it was not and never will be."""
        batch = self.store.note_remote(batch, file=file)
        try:
            return await self.backend.submit(batch.name, file)
        except BackendError as error:
            if not getattr(error, "perhaps_billed", False):
                # The endpoint itself says no.
                self.store.note_remote(batch, file="")
                raise
        return await self._look_for(batch)

    async def find(self, batch: Batch) -> Batch | None:
        """Return a batch of an earlier session with its id, None if it is certain that it was never taken."""
        if batch.remote:
            return batch
        if not batch.file:
            # It was not submitted yet; at most its file has arrived.
            await self.persist(lambda: self.backend.remove(batch.name, ""))
            return None
        remote = await self._look_for(batch)
        return self.store.note_remote(batch, file=batch.file, remote=remote) if remote else None

    async def _look_for(self, batch: Batch) -> str:
        """Return the id of a batch that was perhaps taken, "" if it was not and never will be.

        Without its file, what is still on its way cannot begin. What has begun before is listed sooner or later: until
        that is certain it counts as out, however long it takes.
        """
        clock, gone_at = asyncio.get_running_loop().time, inf
        while True:
            is_certain = clock() - gone_at >= self.listed_within
            if remote := await self.persist(lambda: self.backend.find(batch.name, batch.file)):
                return remote
            if is_certain:
                self.store.note_remote(batch, file="")
                return ""
            if gone_at == inf:
                await self.persist(lambda: self.backend.remove(batch.name, batch.file))
                gone_at = clock()
            await asyncio.sleep(_pause(_LIST_LOOKED_AT * (clock() - gone_at)))

    async def wait(self, batch: Batch) -> Progress:
        """Wait until the endpoint is through with a batch."""
        while True:
            progress = self.progress[batch.id] = await self.persist(lambda: self.backend.progress(batch.remote))
            self.looked()
            if progress.is_over:
                return progress
            await asyncio.sleep(_pause(_LOOKED_AT * (time.time() - batch.made_at)))

    def is_underway(self, batch: int) -> bool:
        """Tell whether the endpoint has a batch, and was not through with it when it was looked at last."""
        progress = self.progress.get(batch)
        return progress is not None and not progress.is_over

    def told(self, batch: Batch, out: int) -> str:
        """Return a line on a batch of which so many requests are out."""
        if not (progress := self.progress.get(batch.id)):
            way = "that is looked for at" if batch.file and not batch.remote else "on its way to"
            return f"requests out {out:,}: in a batch {way} {batch.endpoint}"
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(batch.made_at))
        there = f"in {batch.remote} at {batch.endpoint}"
        done = "" if progress.done is None else f", {progress.done:,} of them done"
        return f"requests out {out:,}: since {since}, {there}{done}"

    async def answers(self, progress: Progress, requests: Mapping[int, Request]) -> Answers:
        """Return what came of the requests of a batch; nothing if its files are gone: nobody keeps them for ever."""
        try:
            return await self.persist(lambda: self.backend.answers(progress.files, requests))
        except GivenUp:
            raise
        except (EndpointRefused, PromptRefused):
            return {}


def _pause(wished: float) -> float:
    return min(_LATEST, max(_SOONEST, wished))
