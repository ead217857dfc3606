"""What reviewers wanted stays in a replay, and what they did not want stays out, whatever the settings are by then."""

import re
import shutil
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

import selfinstruct
from selfinstruct import Caps, Connection, ReplaySettings, Settings
from selfinstruct.core.values import Record
from selfinstruct.decisions import journal
from selfinstruct.decisions.applying import records_of
from selfinstruct.decisions.journal import JOURNAL
from selfinstruct.decisions.standing import Standings, key_of
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder

KINDS = [("en", "self-instruct"), ("zh", "belle")]
CHANGES = {
    "strict": ReplaySettings(similarity_threshold=0.3),
    "lax": ReplaySettings(similarity_threshold=0.95),
    "unfiltered": ReplaySettings(filters="none"),
    "filtered": ReplaySettings(filters="ancestor"),
}


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind[1])
def grown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    language, recipe = request.param
    run = tmp_path_factory.mktemp("grown") / "run"
    # There is room for all that is restored.
    caps = Caps(requests=8)
    settings = Settings(1000, language, recipe, connection=Connection(backend="demo"), random_seed=4, caps=caps)
    selfinstruct.generate(settings, run)
    return run


@pytest.fixture
def run(grown: Path, tmp_path: Path) -> Path:
    """A run on which several reviewers decided at random, also twice on one record."""
    run, random = Path(shutil.copytree(grown, tmp_path / "run")), Random(1)
    with closing(Store.open_to_read(run)) as store:
        accepted = [task.id for task in store.accepted()]
        rejected = [each.id for _, each in store.rejections() if each.instruction]
        for id_ in (*random.sample(accepted, min(30, len(accepted))), *random.sample(rejected, min(20, len(rejected)))):
            for who in random.sample(("ann", "bob"), random.choice((1, 1, 2))):
                decide(store, id_, random.choice(("keep", "keep", "reject", "restore", "skip")), who)
    return run


def _wanted(run: Path) -> dict[bytes, bool]:
    standings = Standings(journal.read(run))
    every = [(record, standing) for record, standing in standings.all() if standing.verdict and record.output]
    return {key_of(record): standing.is_in(was_accepted=False) for record, standing in every}


def _keys(run: Path) -> list[bytes]:
    return [key_of(Record(each["instruction"], each["input"], each["output"])) for each in RunFolder(run).records]


@pytest.mark.parametrize("changed", CHANGES)
def test_what_was_wanted_is_in_and_what_was_not_is_out(run: Path, tmp_path: Path, changed: str) -> None:
    selfinstruct.write_reviewed(run)
    wanted = _wanted(run)
    result = selfinstruct.replay(run, tmp_path / "new", CHANGES[changed])
    keys = _keys(tmp_path / "new")
    assert {key: key in keys for key in wanted} == wanted
    assert len(keys) == len({*keys})
    assert _wanted(tmp_path / "new") == wanted
    with closing(Store.open_to_read(tmp_path / "new")) as store:
        accepted = {key_of(record) for task in store.accepted() for record in records_of(task)}
    kept = {
        key_of(record)
        for record, standing in Standings(journal.read(run)).all()
        if standing.verdict and standing.verdict.action == "keep"
    }
    told = [each for each in result.notes if each.startswith("held, since reviewers kept it")]
    assert sum(map(int, re.findall(r" (\d+)", " ".join(told)))) == len(kept - accepted)
    assert bool(kept - accepted) >= (changed == "strict")

    # Back to what it was: the same, byte for byte, decisions included.
    back = ReplaySettings(similarity_threshold=0.7, filters="default")
    selfinstruct.replay(tmp_path / "new", tmp_path / "back", back)
    selfinstruct.replay(run, tmp_path / "same")
    for file in (JOURNAL, "rejected.jsonl", "alpaca_data.json", "Belle.train.json"):
        if (run / file).exists():
            assert (tmp_path / "same" / file).read_bytes() == (run / file).read_bytes()
    assert sorted(_keys(tmp_path / "back")) == sorted(_keys(run))
    assert _wanted(tmp_path / "back") == wanted
