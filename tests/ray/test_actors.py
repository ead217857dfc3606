"""Parts of the index in actors of a real Ray cluster on this machine; skipped without Ray."""

from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import selfinstruct
from selfinstruct.core.errors import InputError
from selfinstruct.core.ray_cluster import connect
from selfinstruct.core.settings import Connection, Pace, ReplaySettings, Settings, Sharding
from selfinstruct.dedup.near_duplicates import SimilarityIndex
from selfinstruct.dedup.numbering import Numbered
from selfinstruct.dedup.ray_actors import Actor
from selfinstruct.dedup.shards import Carrier, Shards
from tests.ray.conftest import Cluster

ray: Any = pytest.importorskip("ray")
# Of Ray's own, which are none of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_cluster_that_does_not_answer_is_told() -> None:
    with pytest.raises(InputError, match=r"‹sharding.ray› 127.0.0.1:1: no cluster answers: .*ray start --head"):
        connect("127.0.0.1:1", "sharding.ray")


def test_actors_decide_as_one_also_when_they_are_killed(cluster: Cluster) -> None:
    started: list[Actor] = []

    def start() -> Carrier:
        started.append(Actor(0.6))
        return started[-1]

    random = Random(1)
    texts = [random.choices("abcdefghij", k=6) for _ in range(48)]
    made, whole = SimilarityIndex(0.6, Shards(2, start)), SimilarityIndex(0.6)
    for at in range(0, len(texts), 8):
        if at in (16, 32):
            _end(started[-1])
        batch = texts[at : at + 8]
        assert made.add_new(batch) == whole.add_new(batch)
    assert len(started) == 4
    assert 20 < len(made) == len(whole) < 48
    made.close()


def _end(actor: Actor) -> None:
    """Kill an actor, and wait until it answers no more: Ray tells the processes of it a little later."""
    ray.kill(actor.actor)
    nothing = Numbered(np.zeros(0, np.int32), np.zeros(0, np.int32))
    with suppress(ray.exceptions.RayActorError):
        while True:
            ray.get(actor.actor.work.remote(nothing, nothing))


def test_actors_decide_as_one_also_when_a_node_dies(cluster: Cluster) -> None:
    random = Random(2)
    texts = [random.choices("abcdefghij", k=6) for _ in range(48)]
    with cluster.third_node() as end:
        # So many that some lie on the third node, wherever Ray puts them.
        made, whole = SimilarityIndex(0.6, Shards(9, lambda: Actor(0.6))), SimilarityIndex(0.6)
        for at in range(0, len(texts), 8):
            if at == 16:
                end()
            batch = texts[at : at + 8]
            assert made.add_new(batch) == whole.add_new(batch)
        made.close()


def test_a_run_writes_the_same_file_with_actors(cluster: Cluster, tmp_path: Path) -> None:
    settings = Settings(40, connection=Connection("demo"), pace=Pace(concurrency=3), random_seed=1)
    selfinstruct.generate(settings, tmp_path / "run")
    selfinstruct.replay(tmp_path / "run", tmp_path / "ray", ReplaySettings(sharding=Sharding(workers=2, ray="auto")))
    for file in ("alpaca_data.json", "rejected.jsonl"):
        assert (tmp_path / "ray" / file).read_bytes() == (tmp_path / "run" / file).read_bytes()
