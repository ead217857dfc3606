"""What docs/runs.md says of doing a run again: with one request at a time, the random seed makes it the same."""

from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, Pace, Settings
from tests.support.misbehaving_server import MisbehavingServer


@pytest.mark.parametrize(
    ("language", "recipe"), [("en", "self-instruct"), ("zh", "self-instruct"), ("en", "alpaca"), ("zh", "belle")]
)
def test_one_request_at_a_time_and_the_same_answers_give_the_same_files(
    tmp_path: Path, language: str, recipe: str
) -> None:
    made = []
    for name in ("once", "again"):
        # A new server answers the same prompts in the same order alike.
        with MisbehavingServer() as server:
            connection = Connection(base_urls=(server.url,))
            settings = Settings(30, language, recipe, random_seed=7, connection=connection, pace=Pace(concurrency=1))
            result = selfinstruct.generate(settings, tmp_path / name)
        assert result.exit_code == 0
        made.append([(file.name, file.read_bytes()) for file in result.files] + server.asked)
    assert made[0] == made[1]


@pytest.mark.parametrize("concurrency", [None, 1, 5])
def test_the_demo_backend_gives_the_same_files_again(tmp_path: Path, concurrency: int | None) -> None:
    made = []
    for name in ("once", "again"):
        settings = Settings(30, random_seed=7, connection=Connection("demo"), pace=Pace(concurrency=concurrency))
        made.append([file.read_bytes() for file in selfinstruct.generate(settings, tmp_path / name).files])
    assert made[0] == made[1]
