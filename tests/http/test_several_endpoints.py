"""Several endpoints over real HTTP: they share the work, and one that is lost does not stop the run."""

from contextlib import ExitStack
from pathlib import Path

from tests.conftest import Command, RunFolder
from tests.http.runs import generate, started, stored_texts, wait_until
from tests.support.misbehaving_server import MisbehavingServer


def test_all_share_the_work_and_no_answer_is_lost(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.05) as one, MisbehavingServer(seconds=0.05) as two:
        done = command(*generate(one, 100, "--base-url", two.url, "--concurrency", 3))
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "run").records) == 100
    assert min(one.sent["answer"], two.sent["answer"]) > 0.3 * (one.sent["answer"] + two.sent["answer"])
    assert sorted(stored_texts(tmp_path / "run")) == sorted(one.delivered + two.delivered)
    assert max(one.busiest, two.busiest) <= 3


def test_the_same_address_twice_is_one_endpoint(command: Command) -> None:
    with MisbehavingServer(seconds=0.05) as server:
        done = command(*generate(server, 40, "--base-url", server.url, "--concurrency", 2))
    assert done.returncode == 0, done.stderr
    assert server.busiest == 2


def test_one_that_dies_is_done_without(tmp_path: Path) -> None:
    with ExitStack() as life, MisbehavingServer(seconds=0.05) as stays:
        dies = life.enter_context(MisbehavingServer(seconds=0.05))
        with started(tmp_path, *generate(stays, 150, "--base-url", dies.url, "--concurrency", 4)) as process:
            wait_until(lambda: len(dies.delivered) >= 5, process)
            life.close()
            output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert "150 of 150 tasks" in output
    assert " cannot connect" in output
    assert len(RunFolder(tmp_path / "run").records) == 150


def test_one_that_is_dead_from_the_start_is_done_without(command: Command, tmp_path: Path) -> None:
    """Also where each is to tell its own model."""
    with MisbehavingServer() as dies:
        address = dies.url
    with MisbehavingServer(models=("theirs",)) as lives:
        done = command(*generate(lives, 40, "--base-url", address))
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "run").records) == 40
    assert " cannot connect" in done.stdout


def test_a_key_that_one_refuses_is_told_and_the_other_goes_on(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.02) as open_to_all, MisbehavingServer(key="another") as locked:
        arguments = generate(open_to_all, 40, "--base-url", locked.url, "--model", "demo")
        done = command(*arguments, OPENAI_API_KEY="mine")
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "run").records) == 40
    assert " endpoint refused" in done.stdout
    assert locked.delivered == []
