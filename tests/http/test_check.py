"""What `selfinstruct check` tells of endpoints."""

import json

import pytest

from tests.conftest import Command, unexpected
from tests.http.runs import NotingServer, generate
from tests.support.misbehaving_server import MisbehavingServer
from tests.support.raw_server import Raw, RawServer, whole


def _lines(command: Command, server: MisbehavingServer, *more: object) -> tuple[int, dict[str, str]]:
    """Return the exit code, and what is told of each thing."""
    done = command("check", "--base-url", server.url, *more)
    assert unexpected(done.stderr) == ""
    address, *lines = done.stdout.splitlines()
    assert address == server.url
    findings = lines[::2]
    # What follows from each stands below it.
    assert all(len(line.partition("→ ")[2]) > 10 for line in lines[1::2])
    assert "‹" not in done.stdout
    return done.returncode, {line.split()[0]: " ".join(line.split()[1:]) for line in findings}


def test_what_works_is_told(command: Command) -> None:
    with MisbehavingServer(requests_per_minute=600) as server:
        code, told = _lines(command, server)
    assert code == 0
    assert list(told) == ["models", "chat", "completions", "structured", "limits"]
    assert told["models"] == "works demo"
    assert told["chat"].startswith("works ")
    assert "prompt + " in told["completions"]
    assert "600 requests a minute" in told["limits"]
    assert len(server.asked) == 3


def test_what_is_refused_is_told(command: Command) -> None:
    with MisbehavingServer(refuses=("max_tokens", "temperature", "response_format")) as server:
        code, told = _lines(command, server)
    assert code == 0
    assert "does not take max_tokens, temperature" in told["chat"]
    assert "response_format" in told["structured"]
    assert told["limits"] == "no the endpoint names none"


def test_what_follows_where_no_schema_is_taken_is_what_a_run_does(command: Command) -> None:
    with NotingServer(refuses=("response_format",)) as server:
        checked = command("check", "--base-url", server.url)
        done = command(*generate(server, 5))
    assert "--ask auto asks for JSON in the prompt alone, and in plain text where that brings more" in checked.stdout
    assert done.returncode == 0, done.stderr
    assert [body for body in server.bodies[3:] if "response_format" not in body and "JSON" in str(body["messages"])]


@pytest.mark.parametrize("api", ["chat", "completions"])
def test_a_wrong_key_ends_with_exit_code_1(command: Command, api: str) -> None:
    with MisbehavingServer(key="sk-right") as server:
        code, told = _lines(command, server, "--api", api, "--model", "demo")
    assert code == 1
    assert [*told] == ["chat"]
    assert "check OPENAI_API_KEY" in told["chat"]


def test_no_key_at_all_is_told_as_that(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", " ")
    with MisbehavingServer(key="sk-right") as server:
        code, told = _lines(command, server, "--model", "demo")
    assert (code, [*told]) == (1, ["chat"])
    assert "wants a key, and none is set (HTTP 401)" in told["chat"]


def test_an_unknown_model_is_told_beside_the_known_ones(command: Command) -> None:
    def answer(*_: object) -> Raw:
        return Raw((whole(b'{"error": {"message": "no such model."}}', "404 Not Found"),), "keep")

    models = Raw((whole(b'{"data": [{"id": "small"}, {"id": "large"}]}'),), "keep")
    with RawServer(answer, models=models) as server:
        done = command("check", "--base-url", server.url, "--model", "m")
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stdout.splitlines()[1::2]] == ["models", "chat"]
    assert "→ a run asks the one that --model names" in done.stdout
    assert "no such model; check --model" in done.stdout


def test_a_vendor_without_completions_does_not_offer_them(command: Command) -> None:
    def answer(_: int, body: bytes) -> Raw:
        if b'"messages"' in body:
            return Raw((whole(json.dumps({"choices": [{"message": {"content": "Yes."}}]}).encode()),), "keep")
        return Raw((whole(b'{"error": {"message": "Unknown path /v1/completions"}}', "404 Not Found"),), "keep")

    models = Raw((whole(b'{"data": [{"id": "m"}]}'),), "keep")
    with RawServer(answer, models=models) as server:
        done = command("check", "--base-url", server.url)
    assert "\n  completions  no     not offered here, or not for this model\n" in done.stdout


def test_an_answer_that_is_cut_is_told_apart(command: Command) -> None:
    with MisbehavingServer(faults={"length": 1.0}) as server:
        code, told = _lines(command, server)
    assert code == 0
    assert "the answer was cut at 1,024 tokens" in told["structured"]


def test_options_of_runs_are_none_of_its_own(command: Command) -> None:
    for option in ("--rpm", "--tpm", "--concurrency", "--step-model", "--give-up-after"):
        assert command("check", option, 1).returncode == 2


@pytest.mark.parametrize("drips", [b" ", b"x" * 65536], ids=["slowly", "fast"])
def test_a_list_of_models_without_an_end_is_given_up(command: Command, drips: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
    refusal = Raw((whole(b'{"error": "no"}', "400 Bad Request"),), "keep")
    with RawServer(lambda *_: refusal, models=Raw((head, drips), "repeat")) as server:
        done = command("check", "--base-url", server.url, "--model", "m")
    assert done.returncode == 1
    told = next(line for line in done.stdout.splitlines() if line.startswith("  models"))
    assert "no answer in 10 s" in told or "an answer of more than 16 MiB" in told


def test_a_busy_endpoint_is_no_no(command: Command) -> None:
    busy = Raw((whole(b'{"error": {"message": "slow down"}}', "429 Too Many Requests", "retry-after: 60"),), "keep")
    with RawServer(lambda *_: busy, models=busy) as server:
        done = command("check", "--base-url", server.url, "--model", "m")
    assert done.returncode == 0, done.stdout
    chat = [line for line in done.stdout.splitlines() if line.startswith("  chat ")]
    assert chat[0].split()[1] == "busy"
    assert done.stdout.count("a run waits and asks again") >= 3
    assert "  no " not in done.stdout.partition("limits")[0]


def test_a_model_that_adds_nothing_to_a_question_can_go_on_with_a_text(command: Command) -> None:
    def answer(_: int, body: bytes) -> Raw:
        prompt = json.loads(body).get("prompt", "")
        text = "" if prompt.endswith(("yes.", "?")) else " Wednesday"
        choice = {"message": {"content": "yes"}} if not prompt else {"text": text}
        return Raw((whole(json.dumps({"choices": [choice | {"finish_reason": "stop"}]}).encode()),), "keep")

    with RawServer(answer) as server:
        done = command("check", "--base-url", server.url, "--model", "m")
    completions = next(line for line in done.stdout.splitlines() if line.startswith("  completions "))
    assert completions.split()[1] == "works"


def test_where_neither_way_works_it_is_told_once_and_nothing_more_is_asked(command: Command) -> None:
    def answer(*_: object) -> Raw:
        return Raw((whole(b'{"answer": "of another kind"}'),), "keep")

    with RawServer(answer) as server:
        done = command("check", "--base-url", server.url, "--model", "m")
    assert done.returncode == 1
    told = [line.split(maxsplit=2) for line in done.stdout.splitlines()[1::2]]
    assert [each[0] for each in told] == ["models", "chat", "completions"]
    assert told[2][2] == "the same as above"
    assert "name the model" not in done.stdout
