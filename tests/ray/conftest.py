"""A real Ray cluster of two nodes, both on this machine; skipped without Ray."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from selfinstruct.core.ray_cluster import connect
from tests.servers.conftest import Family

_NODES = 2


@dataclass(frozen=True)
class Cluster:
    """Where a cluster answers, and all processes of its nodes and actors."""

    address: str
    family: Family
    nodes: Any

    @contextmanager
    def third_node(self) -> Iterator[Callable[[], None]]:
        """Add a node for a while; what it gives kills that node, of which nothing is left but the server."""
        node = self.nodes.add_node(num_cpus=1)
        alive = [node]
        try:
            yield lambda: self.nodes.remove_node(alive.pop(), allow_graceful=False)
        finally:
            for each in alive:
                self.nodes.remove_node(each)
            # The cluster notices after some seconds.
            while len(connect(self.address, "serving.ray")) > _NODES:
                time.sleep(0.1)

    def servers(self) -> dict[int, str]:
        """Return the servers on its nodes, and what these have started."""
        return {
            pid: line for having in ("fake_server.py", "SIG_IGN") for pid, line in self.family.members(having).items()
        }

    def actors(self) -> dict[int, str]:
        """Return the actors that hold a server."""
        return self.family.members(having="ray::Host")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Two nodes, to which this process is connected."""
    ray: Any = pytest.importorskip("ray")
    from ray.cluster_utils import Cluster as Nodes

    family = Family()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in family.variables.items():
            patch.setenv(name, value)
        nodes = Nodes(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        nodes.add_node(num_cpus=1)
    connect(nodes.address, "serving.ray")
    yield Cluster(nodes.address, family, nodes)
    ray.shutdown()
    shut_down: Any = nodes.shutdown
    shut_down()
