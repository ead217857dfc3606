"""Parts of the index in actors of a Ray cluster."""

from contextlib import suppress
from typing import Any

from selfinstruct.core.ray_cluster import first_line, require_ray
from selfinstruct.dedup.numbering import Numbered
from selfinstruct.dedup.shard import Neighbour, Shard
from selfinstruct.dedup.shards import ShardLost


class Actor:
    """A part of the index in an actor, on whichever node has least to do."""

    def __init__(self, threshold: float) -> None:
        self._ray = require_ray("sharding.ray")
        # It waits for no processor: where all are taken, it would wait for ever.
        options = {"num_cpus": 0, "max_restarts": 0, "scheduling_strategy": "SPREAD"}
        self.actor = self._ray.remote(**options)(_Held).remote(threshold)
        self._found: Any = None

    def ask(self, added: Numbered, asked: Numbered) -> None:
        """Send sequences to be added, and others to look for."""
        try:
            self._found = self.actor.work.remote(added, asked)
        except self._ray.exceptions.RayError as error:
            raise ShardLost(first_line(error)) from error

    def answer(self) -> list[Neighbour | None]:
        """Wait for what it has found."""
        try:
            found: list[Neighbour | None] = self._ray.get(self._found)
        except self._ray.exceptions.RayError as error:
            raise ShardLost(first_line(error)) from error
        return found

    def close(self) -> None:
        """End the actor."""
        with suppress(self._ray.exceptions.RayError):
            self._ray.kill(self.actor)


class _Held:
    """What an actor holds."""

    def __init__(self, threshold: float) -> None:
        self._shard = Shard(threshold)

    def work(self, added: Numbered, asked: Numbered) -> list[Neighbour | None]:
        self._shard.extend(added)
        self._shard.ask(asked)
        return self._shard.answer()
