"""An index in parts decides as one: whatever the number of parts, the batches, and the parts that are lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import selfinstruct
from selfinstruct.core.errors import SelfInstructError
from selfinstruct.core.settings import Connection, Pace, ReplaySettings, Settings, Sharding
from selfinstruct.dedup import bounds, shard
from selfinstruct.dedup.near_duplicates import SimilarityIndex
from selfinstruct.dedup.numbering import Numbered, joined
from selfinstruct.dedup.placing import placed
from selfinstruct.dedup.processes import Process
from selfinstruct.dedup.shard import Neighbour, Shard
from selfinstruct.dedup.shards import Carrier, ShardLost, Shards
from tests.support.rouge import Tokens, rouge_l


class Mortal:
    """A part in this process that is lost at the calls which `dies` names; what it held is lost with it."""

    def __init__(self, threshold: float, dies: Callable[[], bool]) -> None:
        self._shard, self._dies = Shard(threshold), dies

    def ask(self, added: Numbered, asked: Numbered) -> None:
        self._live()
        self._shard.extend(added)
        self._shard.ask(asked)

    def answer(self) -> list[Neighbour | None]:
        self._live()
        return self._shard.answer()

    def close(self) -> None:
        self._shard = Shard(1.0)

    def _live(self) -> None:
        if self._dies():
            raise ShardLost("it was to die")


def dying(calls: set[int]) -> Callable[[], bool]:
    """Return what tells at each call whether to die, never more than twice in a row."""
    numbers = count()
    return lambda: next(numbers) in calls


def expected(batches: Sequence[Sequence[Tokens]], threshold: float) -> list[Neighbour | None]:
    pool: list[Tokens] = []
    found: list[Neighbour | None] = []
    for tokens in (each for batch in batches for each in batch):
        scores = [rouge_l(each, tokens) for each in pool]
        highest = max(scores, default=0.0)
        found.append(Neighbour(scores.index(highest), highest) if highest > threshold else None)
        if found[-1] is None:
            pool.append(tokens)
    return found


def stretches(*parts: list[Tokens]) -> Iterator[tuple[list[str], Numbered]]:
    """Yield parts as they are stored: the words that are met there first, and sequences of their numbers."""
    known: list[str] = []
    for part in parts:
        new = [*dict.fromkeys(word for tokens in part for word in tokens if word not in known)]
        known += new
        yield new, joined([known.index(word) for word in tokens] for tokens in part)


TOKENS = st.lists(st.sampled_from("abcdefgh"), max_size=7)


@settings(max_examples=300)
@given(
    st.lists(TOKENS, max_size=4),
    st.lists(st.lists(TOKENS, max_size=6), max_size=8),
    st.integers(1, 5),
    st.sampled_from([0.3, 0.5, 0.7, 1.0]),
    st.sets(st.integers(0, 60).map(lambda number: 3 * number)),
)
def test_parts_decide_as_one_whichever_of_them_is_lost_and_when(
    added: list[Tokens], batches: list[list[Tokens]], parts: int, threshold: float, lost: set[int]
) -> None:
    dies = dying(lost)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shard, "_TAIL", 2)
        patch.setattr(bounds, "_PAIRS", 7)
        made = SimilarityIndex(threshold, Shards(parts, lambda: Mortal(threshold, dies)))
        whole = SimilarityIndex(threshold)
        made.take_over(stretches([*added[:2]], [*added[2:]]))
        for tokens in added:
            whole.add(tokens)
        found = [each for batch in batches for each in made.add_new(batch)]
        assert found == [each for batch in batches for each in whole.add_new(batch)]
    if not added:
        assert found == expected(batches, threshold)
    assert len(made) == len(whole)


def test_a_part_that_is_lost_again_and_again_is_told() -> None:
    made = SimilarityIndex(0.7, Shards(2, lambda: Mortal(0.7, lambda: True)))
    with pytest.raises(SelfInstructError, match="a part of the index was lost 3 times in a row"):
        made.add_new([["a"]])


@pytest.fixture
def started() -> Iterator[list[Process]]:
    processes: list[Process] = []
    yield processes
    for process in processes:
        process.close()


def test_processes_decide_as_one_also_when_they_are_killed(started: list[Process]) -> None:
    def start() -> Carrier:
        started.append(Process(0.6))
        return started[-1]

    random = Random(1)
    texts = [random.choices("abcdefghij", k=6) for _ in range(48)]
    made, whole = SimilarityIndex(0.6, Shards(2, start)), SimilarityIndex(0.6)
    for at in range(0, len(texts), 8):
        if at in (16, 32):
            os.kill(started[-1].pid, signal.SIGKILL)
        batch = texts[at : at + 8]
        assert made.add_new(batch) == whole.add_new(batch)
    assert len(started) == 4
    assert 20 < len(made) == len(whole) < 48
    made.close()


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at /proc")
def test_a_process_ends_with_its_owner() -> None:
    code = (
        "import os; from selfinstruct.dedup.processes import Process; print(Process(0.7).pid, flush=True);"
        " os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONPATH": _path()})
    proc = Path(f"/proc/{int(done.stdout)}")
    deadline = time.monotonic() + 60
    while proc.exists() and "Z" not in (proc / "stat").read_text().split()[2]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _path() -> str:
    return os.pathsep.join(filter(None, sys.path))


def test_without_a_place_named_all_lies_here() -> None:
    made = placed(0.7, Sharding())
    assert made.add_new([["a", "b"], ["a", "b"]]) == [None, Neighbour(0, 1.0)]
    made.close()


def test_a_run_writes_the_same_file_with_processes(tmp_path: Path) -> None:
    connection, pace = Connection("demo"), Pace(concurrency=3)
    first = selfinstruct.generate(
        Settings(60, connection=connection, pace=pace, random_seed=1, sharding=Sharding(workers=2)), tmp_path / "run"
    )
    assert first.exit_code == 0
    assert "sharding" not in selfinstruct.RunSettings.__dataclass_fields__
    for name, sharding in (("one", Sharding()), ("three", Sharding(workers=3))):
        selfinstruct.replay(tmp_path / "run", tmp_path / name, ReplaySettings(sharding=sharding))
        for file in ("alpaca_data.json", "rejected.jsonl"):
            assert (tmp_path / name / file).read_bytes() == (tmp_path / "run" / file).read_bytes()
