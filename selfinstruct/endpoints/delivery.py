"""How a batch comes to the endpoint once, whatever happens on the way, and what comes back."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from selfinstruct.backends import BatchBackend
from selfinstruct.core.batches import Answers, Progress
from selfinstruct.core.errors import EndpointRefused, GivenUp, PromptRefused, Unavailable
from selfinstruct.core.values import Request
from selfinstruct.endpoints.persistence import Persistence
from selfinstruct.storage.batches import Batch
from selfinstruct.storage.store import Store

# A batch is looked at after this share of its age, within these bounds in seconds.
_LOOKED_AT, _SOONEST, _LATEST = 0.1, 0.2, 60.0
# How long the endpoint may take to list a batch.
_UNTIL_LISTED = 1.0


@dataclass(frozen=True)
class Delivery:
    """Brings batches to an endpoint and back; each id is stored as soon as it is known."""

    store: Store
    backend: BatchBackend
    persist: Persistence
    progress: dict[int, Progress] = field(default_factory=dict)

    async def bring(self, batch: Batch, lines: Sequence[bytes]) -> Batch:
        """Bring a batch to the endpoint."""
        return await self.persist(lambda: self._bring(batch, lines))

    async def _bring(self, batch: Batch, lines: Sequence[bytes]) -> Batch:
        """Bring a batch to the endpoint; `Unavailable` if it is certain that it was not taken."""
        file = await self.backend.upload(batch.name, lines)
        batch = self.store.note_remote(batch, file=file)
        try:
            remote = await self.backend.submit(batch.name, file)
        except Unavailable:
            # It may have arrived.
            remote = await self._find(batch)
            if not remote:
                raise
        return self.store.note_remote(batch, file=file, remote=remote)

    async def find(self, batch: Batch) -> Batch | None:
        """Return a batch of an earlier session with its id, None if it is certain that it was never taken."""
        if batch.remote:
            return batch
        remote = await self._find(batch)
        return self.store.note_remote(batch, file=batch.file, remote=remote) if remote else None

    async def _find(self, batch: Batch) -> str:
        """Return the id of a batch that was perhaps taken, "" if it was not and never will be."""
        name, file = batch.name, batch.file
        if remote := await self.persist(lambda: self.backend.find(name, file)):
            return remote
        # Without its file, what is still on its way cannot begin.
        await self.persist(lambda: self.backend.remove(name, file))
        await asyncio.sleep(_UNTIL_LISTED)
        return await self.persist(lambda: self.backend.find(name, file))

    async def wait(self, batch: Batch) -> Progress:
        """Wait until the endpoint is through with a batch."""
        while True:
            progress = self.progress[batch.id] = await self.persist(lambda: self.backend.progress(batch.remote))
            if progress.is_over:
                return progress
            age = time.time() - batch.made_at
            await asyncio.sleep(min(_LATEST, max(_SOONEST, _LOOKED_AT * age)))

    async def answers(self, progress: Progress, requests: Mapping[int, Request]) -> Answers:
        """Return what came of the requests of a batch; nothing if its files are gone: nobody keeps them for ever."""
        try:
            return await self.persist(lambda: self.backend.answers(progress.files, requests))
        except GivenUp:
            raise
        except (EndpointRefused, PromptRefused):
            return {}
