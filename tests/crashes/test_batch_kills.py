"""A process that dies while a batch is on its way: nothing is bought twice, no batch is forgotten, caps hold."""

from contextlib import closing
from pathlib import Path

import pytest

from selfinstruct.core.settings import Prices
from selfinstruct.storage.store import Store
from tests.conftest import Command, RunFolder
from tests.crashes.dying import die_at
from tests.crashes.ordeal import read_log
from tests.support.batch_server import BatchServer

PRICES = Prices(prompt=2.0, completion=8.0, cached=2.0)
CAP = 0.5


# When its file has arrived, and nobody knows; when it was taken, and its id is not stored; in the middle of answers.
@pytest.mark.parametrize(("call", "method"), [(1, "note_remote"), (2, "note_remote"), (5, "record")])
def test_a_batch_outlasts_the_process(tmp_path: Path, command: Command, call: int, method: str) -> None:
    with BatchServer(pause=0.05) as server:
        grown = ("generate", "--n", 20, "--output", tmp_path / "run", "--base-url", server.url, "--random-seed", 1)
        batches = ("--batch", "all", "--lane-price", 0.5, "--price-in", 2, "--price-out", 8, "--max-cost", CAP)
        die_at(call, method, *grown, *batches)
        done = command(*grown, *batches)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(RunFolder(tmp_path / "run").records) == 20
    recorded = [str(line.attempt) for line in read_log(tmp_path / "run")]
    with closing(Store.open_to_read(tmp_path / "run")) as store:
        # Of a batch that nobody waited for, as enough was there.
        out = [request for each in store.batches_out() for request, *_ in store.requests_out(each.batch)]
    known = recorded + [str(each.errand.attempt) for each in out if each.errand]
    assert len(set(known)) == len(known)
    assert sorted(name for name, _, _ in server.billed) == sorted(known)
    assert server.cost(PRICES) <= CAP
