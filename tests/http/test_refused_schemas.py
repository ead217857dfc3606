"""A schema, or another parameter, that a model does not take: one request finds it out, and the run remembers it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from tests.conftest import Command
from tests.http.runs import NotingServer, generate
from tests.support.misbehaving import wire

SENTENCES = (
    "Unsupported parameter: 'response_format' is not supported.",
    "'response_format.type' must be 'json_object' or 'text'",
    "This model does not support structured outputs",
    "guided decoding: failed to compile the grammar",
    "Bad Request",
)


@dataclass
class TakesNoSchema(NotingServer):
    """Refuses schemas with some sentence, or (`and_all_else`) whatever comes."""

    sentence: str = ""
    and_all_else: bool = False

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        if "response_format" in await request.json() or self.and_all_else:
            self.bodies.append(await request.json())
            return wire.error(400, self.sentence, "invalid_request_error")
        return await super()._complete(request)

    @property
    def schemas(self) -> int:
        return sum("response_format" in body for body in self.bodies)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_one_request_finds_out_that_no_schema_is_taken_and_the_run_remembers(command: Command, sentence: str) -> None:
    with TakesNoSchema(sentence=sentence, seconds=0.2) as server:
        done = command(*generate(server, 20))
        assert (done.returncode, server.schemas) == (0, 1), done.stderr
        assert "1 response_format not taken" in done.stdout
        done = command(*generate(server, 60))
        assert (done.returncode, server.schemas) == (0, 1), done.stderr
        insisting = command(*generate(server, 80, "--ask", "json"))
        assert (insisting.returncode, server.schemas > 1) == (2, True), insisting.stderr
        assert sentence in insisting.stderr


def test_a_guess_that_no_answer_confirms_is_not_remembered(command: Command, tmp_path: Path) -> None:
    with TakesNoSchema(sentence="Bad Request", and_all_else=True) as server:
        done = command(*generate(server, 20))
    assert (done.returncode, server.schemas) == (2, 1), done.stderr
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db:
        assert list(db.execute("SELECT * FROM refusals")) == []


def test_each_parameter_is_found_out_by_one_request_however_many_are_in_flight(command: Command) -> None:
    refused = ("max_tokens", "temperature", "top_p", "response_format")
    with NotingServer(refuses=refused, seconds=0.1) as server:
        done = command(*generate(server, 40, "--concurrency", 16))
    assert done.returncode == 0, done.stderr
    assert len(server.asked) == server.sent["answer"] + len(refused)
