"""Pauses that an endpoint asks for are kept as long as that leaves time for an answer."""

import time

import pytest

from tests.conftest import Command, unexpected
from tests.support.raw_server import DemoAnswers, Raw, RawServer, whole


def _limited(header: str) -> Raw:
    return Raw((whole(b'{"error": {"message": "slow down"}}', "429 Too Many Requests", header),), "keep")


@pytest.mark.parametrize(
    ("wait", "at_once"), [("1e9", True), ("86400", False), ("Fri, 31 Dec 2999 23:59:59 GMT", False)], ids=str
)
def test_a_pause_beyond_all_patience_is_given_up_and_told(command: Command, wait: str, at_once: bool) -> None:
    """Whether all requests are told to wait, or one while others are answered."""
    answers = DemoAnswers()

    def answer(number: int, body: bytes) -> Raw:
        if at_once or number == 9:
            return _limited(f"retry-after: {wait}")
        time.sleep(0.3)
        return Raw((whole(answers(number, body)),), "keep")

    with RawServer(answer) as server:
        done = command("generate", "--n", 500, "--base-url", server.url, "--give-up-after", 6, timeout=200)
    assert done.returncode == 1
    assert unexpected(done.stderr).count("\n") == 1
    assert "no answer for 6 s" in done.stderr
    assert ("(wait " in done.stderr) or ("is asked again in " in done.stderr)


def test_a_short_pause_is_kept(command: Command) -> None:
    answers = DemoAnswers()

    def answer(number: int, body: bytes) -> Raw:
        return _limited("retry-after: 1") if number == 3 else Raw((whole(answers(number, body)),), "keep")

    with RawServer(answer) as server:
        done = command("generate", "--n", 20, "--base-url", server.url, "--give-up-after", 60)
    assert done.returncode == 0, done.stderr
