"""What may have arrived at the endpoint counts, by the server's own count, however the connection ends."""

import json
from pathlib import Path

import pytest

from tests.conftest import Command, unexpected
from tests.support.malformed import kinds_that_end
from tests.support.raw_server import CERTIFICATE, DemoAnswers, Raw, RawServer, server_context, whole

BODY = json.dumps({"choices": [{"message": {"content": "1. Name a fruit."}, "finish_reason": "stop"}]}).encode()
NOTHING, HALF = b"", whole(BODY)[:100]
ENDS = [Raw((NOTHING,), "reset"), Raw((HALF,), "reset"), Raw((NOTHING,)), Raw((HALF,))]


def _asked(command: Command, server: RawServer, cap: int) -> int:
    """Return how many requests arrive until a run ends that may send so many."""
    done = command(
        *("generate", "--n", 30, "--base-url", server.url, "--model", "m", "--output", "run"),
        *("--max-requests", cap, "--give-up-after", 200),
        SSL_CERT_FILE=str(CERTIFICATE),
    )
    assert done.returncode in (1, 2), done.stderr
    assert f"--max-requests {cap} are sent" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return len(server.asked)


@pytest.mark.parametrize("end", [*ENDS, Raw((NOTHING,), "spoil"), Raw((HALF,), "spoil")], ids=str)
def test_a_request_below_tls_counts_once_it_may_have_arrived(command: Command, end: Raw) -> None:
    with RawServer(lambda *_: end, server_context()) as server:
        assert _asked(command, server, 6) == 6
        # The run remembers it.
        assert _asked(command, server, 8) == 8


@pytest.mark.parametrize("end", ENDS, ids=str)
def test_a_request_without_tls_counts_once_it_may_have_arrived(command: Command, end: Raw) -> None:
    with RawServer(lambda *_: end) as server:
        assert _asked(command, server, 6) == 6


def test_what_the_endpoint_cannot_have_got_does_not_count(command: Command) -> None:
    """No certificate that this machine trusts: nothing is sent."""
    with RawServer(lambda *_: Raw((whole(BODY),), "keep"), server_context()) as server:
        done = command("generate", "--n", 5, "--base-url", server.url, "--model", "m", "--max-requests", 1)
    assert done.returncode == 2
    too_little, error = unexpected(done.stderr).splitlines()
    assert too_little.startswith("--max-requests 1 is too little: ")
    assert "self-signed certificate" in error
    assert server.asked == []


def test_a_run_over_two_hundred_malformed_answers_of_many_kinds_ends_as_asked(command: Command, tmp_path: Path) -> None:
    answers, malformed, cap = DemoAnswers(), 200, 700
    sent: list[str] = []

    def answer(number: int, body: bytes) -> Raw:
        sound = answers(number, body)
        kinds = kinds_that_end(sound)
        if number % 2 or len(sent) >= malformed:
            return Raw((whole(sound),), "keep")
        sent.append(list(kinds)[len(sent) % len(kinds)])
        return kinds[sent[-1]]

    with RawServer(answer) as server:
        arguments = ("generate", "--n", 560, "--base-url", server.url, "--output", "run", "--concurrency", 32)
        done = command(*arguments, "--max-requests", cap)
    assert done.returncode == 0, done.stdout + done.stderr
    assert unexpected(done.stderr) == ""
    assert "560 of 560 tasks" in done.stdout
    assert (len(sent), len(set(sent)) >= 40) == (malformed, True)
    assert f"of {len(server.asked)} sent" in done.stdout
    assert len(server.asked) <= cap
