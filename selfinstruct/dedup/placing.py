"""Where an index lies: in this process, or in parts elsewhere."""

from functools import partial

from selfinstruct.core.settings import Sharding
from selfinstruct.dedup.near_duplicates import SimilarityIndex


def placed(threshold: float, sharding: Sharding) -> SimilarityIndex:
    """Return an empty index where the settings want it, to be closed; `InputError` if there is no such place."""
    if not sharding:
        return SimilarityIndex(threshold)
    from selfinstruct.dedup.shards import Shards

    if sharding.ray:
        from selfinstruct.core.ray_cluster import connect
        from selfinstruct.dedup.ray_actors import Actor

        parts = sharding.workers or len(connect(sharding.ray, "sharding.ray"))
        return SimilarityIndex(threshold, Shards(parts, partial(Actor, threshold)))
    from selfinstruct.dedup.processes import Process

    return SimilarityIndex(threshold, Shards(sharding.workers or 1, partial(Process, threshold)))
