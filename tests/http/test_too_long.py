"""Servers with a small context: prompts show less, answers may be shorter, and nothing is dropped."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from tests.conftest import Command, RunFolder
from tests.http.runs import NotingServer, generate


@dataclass
class SmallContext(NotingServer):
    """Refuses prompts of too many characters, and answers of too many tokens, with these sentences and this status."""

    characters: int = 1_000_000
    most: int = 1_000_000
    status: int = 400

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if body["max_tokens"] > self.most:
            said = f"max_tokens={body['max_tokens']} cannot be greater than max_model_len={self.most}."
            return self._refuse("tokens", self.status, said, "400", param="max_tokens")
        if len(body["messages"][-1]["content"]) > self.characters:
            return self._refuse("prompt", self.status, "Context size has been exceeded.", "server_error")
        return await super()._complete(request)


@pytest.mark.parametrize("status", [400, 500])
def test_answers_that_may_not_be_so_long_are_asked_for_shorter(command: Command, tmp_path: Path, status: int) -> None:
    with SmallContext(most=1024, status=status) as server:
        done = command(*generate(server, 60, "--max-requests", 200))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{server.sent['tokens']} answer too long" in done.stdout
    assert _dropped(tmp_path) == 0
    # What was shown was no matter.
    assert max(len(body["messages"][-1]["content"]) for body in server.bodies) > 3000


@pytest.mark.parametrize("status", [400, 500])
def test_prompts_that_are_too_long_are_shortened_whatever_the_status(
    command: Command, tmp_path: Path, status: int
) -> None:
    with SmallContext(characters=3000, status=status) as server:
        done = command(*generate(server, 60, "--max-requests", 200))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{server.sent['prompt']} prompt too long" in done.stdout
    assert _dropped(tmp_path) == 0


def _dropped(folder: Path) -> int:
    """Return how many instructions were given up because their requests failed."""
    run = RunFolder(folder / "run")
    assert len(run.records) == 60
    return sum(row["reason"] in ("prompt_refused", "no_instances") for row in run.rejections)
