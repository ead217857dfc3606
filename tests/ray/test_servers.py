"""Servers of a run on the nodes of a real Ray cluster on this machine; skipped without Ray."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, InputError, Observer, Serving, Settings, serve
from selfinstruct.pipeline.settling import Settlement
from tests.conftest import RunFolder, command_line
from tests.ray.conftest import Cluster
from tests.servers.conftest import Programs, in_loop
from tests.servers.test_serving import answer, noted

pytest.importorskip("ray")
# Of Ray's own, which are none of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    """Programs of servers, beside what passes for their interpreter; a node knows them by its path."""
    return Programs(tmp_path)


def kill(processes: dict[int, str]) -> None:
    """Kill the oldest process."""
    os.kill(min(processes), signal.SIGKILL)


def until(happens: Callable[[], object]) -> None:
    """Wait until something happens; the time limit of tests ends what hangs."""
    while not happens():
        time.sleep(0.05)


@in_loop
async def test_there_is_one_on_each_node_which_is_started_again_once(cluster: Cluster, programs: Programs) -> None:
    programs.add("llama-server")
    lines: list[str] = []
    serving = Serving("llama.cpp", programs.python, ray=cluster.address)
    async with serve(Connection(model=str(programs.model)), serving, noted=lines.append) as served:
        assert list(served.names.values()) == ["llama.cpp 1", "llama.cpp 2"]
        for url in served.connection.base_urls:
            assert b"yes" in await answer(served.connection, url)
        lines.clear()
        kill(cluster.actors())
        gone = await noted(lines, "again")
        assert gone[11:] == " went away with its node or its actor while it was needed; it is started again"
        assert await noted(lines, f"{gone[:11]}: ready on port")
        for url in served.connection.base_urls:
            assert b"yes" in await answer(served.connection, url)
        port = next(url for url, name in served.names.items() if name == gone[:11]).split(":")[2].partition("/")[0]
        kill({pid: line for pid, line in cluster.servers().items() if f"--port {port}" in line})
        assert (
            await noted(lines, "go on") == f"{gone[:11]} was killed by signal 9 while it was needed; the others go on"
        )
    assert not cluster.servers()
    until(lambda: not cluster.actors())


@in_loop
async def test_the_others_go_on_without_a_node_that_has_died(cluster: Cluster, programs: Programs) -> None:
    programs.add("llama-server")
    lines: list[str] = []
    with cluster.third_node() as end:
        serving = Serving("llama.cpp", programs.python, ray=cluster.address)
        async with serve(Connection(model=str(programs.model)), serving, noted=lines.append) as served:
            lines.clear()
            await asyncio.to_thread(end)
            lost = (await noted(lines, "again")).partition(" went away with its node")[0]
            assert (await noted(lines, "go on")).startswith("‹serving.ray›: a node starts no llama.cpp")
            others = [url for url, name in served.names.items() if name != lost]
            assert len(others) == 2
            for url in others:
                assert b"yes" in await answer(served.connection, url)
            # Its supervisor has ended it there.
            assert len(cluster.servers()) == len(others)
    assert not cluster.servers()


class Killing(Observer):
    """Kills an actor once a run has its first answer."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._has_killed = False

    def settled(self, settlement: Settlement) -> None:
        if not self._has_killed:
            self._has_killed = True
            kill(self._cluster.actors())


def test_a_run_that_loses_an_actor_ends_with_all(
    cluster: Cluster, programs: Programs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    programs.add("llama-server", "--demo", "0.02")
    serving = Serving("llama.cpp", programs.python, ray="auto")
    settings = Settings(60, connection=Connection(model=str(programs.model)), serving=serving, random_seed=1)
    result = selfinstruct.generate(settings, tmp_path / "run", observer=Killing(cluster))
    assert result.report.is_complete
    assert len(RunFolder(tmp_path / "run").records) == 60
    assert not cluster.servers()
    assert not capsys.readouterr().out


def test_of_a_run_that_is_killed_nothing_is_left_and_it_goes_on(
    cluster: Cluster, programs: Programs, tmp_path: Path
) -> None:
    programs.add("llama-server", "--demo", "0.02", "--with-family")
    run = ("generate", "--output", tmp_path / "run", "--n")
    served = ("--serve", "llama.cpp", "--model", programs.model, "--serve-python", programs.python)
    process = subprocess.Popen(
        command_line(*run, 20_000, *served, "--serve-ray", cluster.address, "--replicas", 1),
        cwd=Path(__file__).parents[2],
    )
    until(lambda: accepted(tmp_path / "run"))
    # With all that it has started.
    assert len(cluster.servers()) == 4
    process.kill()
    process.wait()
    until(lambda: not cluster.servers())
    programs.add("llama-server", "--demo", "0.02")
    target = accepted(tmp_path / "run") + 10
    again = subprocess.run(
        command_line(*run, target, "--json"), cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert again.returncode == 0, again.stderr
    assert f"--serve-ray {cluster.address}" in again.stderr
    assert len(RunFolder(tmp_path / "run").records) == target
    assert not cluster.servers()


def test_a_run_that_is_asked_to_end_does_so_in_good_order(cluster: Cluster, programs: Programs, tmp_path: Path) -> None:
    programs.add("llama-server", "--demo", "0.02")
    run = ("generate", "--output", tmp_path / "run", "--n", 20_000, "--serve", "llama.cpp", "--model", programs.model)
    process = subprocess.Popen(
        command_line(*run, "--serve-python", programs.python, "--serve-ray", cluster.address, "--replicas", 1),
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: accepted(tmp_path / "run"))
    process.terminate()
    _, errors = process.communicate()
    assert process.returncode == 130, errors
    assert "SIGTERM received" not in errors
    assert not cluster.servers()


def accepted(folder: Path) -> int:
    """Return how many tasks a run has."""
    run = selfinstruct.find_run(folder)
    if not run:
        return 0
    with run:
        return run.report.accepted


def test_what_a_node_lacks_is_told(cluster: Cluster, programs: Programs) -> None:
    serving = Serving("vllm", programs.python, ray=cluster.address)
    (programs.bin / "vllm").unlink()
    with pytest.raises(InputError, match=r"there is no vllm beside .* \(on the node [\d.]+\)"):
        asyncio.run(_serve(Connection(model=str(programs.models)), serving))
    until(lambda: not cluster.actors())


async def _serve(connection: Connection, serving: Serving) -> None:
    async with serve(connection, serving):
        raise AssertionError("it was started")
