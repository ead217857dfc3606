"""What arrives at the server, and what must never be seen anywhere else."""

import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.conftest import Command
from tests.http.runs import NotingServer, generate
from tests.support.misbehaving import wire

STEPS = ("instructions", "classification", "input_first", "output_first")


def _by_step(server: NotingServer) -> dict[str, list[dict[str, Any]]]:
    """Return the bodies of all requests, by the step that asked: a schema bears its name."""
    steps: dict[str, list[dict[str, Any]]] = {step: [] for step in STEPS}
    for body in server.bodies:
        steps[body["response_format"]["json_schema"]["name"]].append(body)
    return steps


def _values(bodies: list[dict[str, Any]], name: str) -> set[Any]:
    return {body.get(name) for body in bodies}


@pytest.mark.parametrize("api", ["chat", "completions"])
def test_headers_system_message_and_extra_fields_arrive_with_every_request(command: Command, api: str) -> None:
    options = ("--header", "X-Team: blue: green", "--header", "X-Trace:7", "--system", "Be brief. 请简短。")
    extra = json.dumps({"enable_thinking": False, "chat_template_kwargs": {"a": [1]}, "seed": 5})
    asked = ("--ask", "continuation") if api == "completions" else ()
    with NotingServer(key="k") as server:
        done = command(*generate(server, 20, *options, "--extra-body", extra, *asked), OPENAI_API_KEY="k")
    assert done.returncode == 0, done.stderr
    for headers, body in zip(server.headers, server.bodies, strict=True):
        assert (headers["x-team"], headers["x-trace"], headers["authorization"]) == ("blue: green", "7", "Bearer k")
        assert (body["enable_thinking"], body["chat_template_kwargs"], body["seed"]) == (False, {"a": [1]}, 5)
        if api == "chat":
            assert [message["role"] for message in body["messages"]] == ["system", "user"]
            assert body["messages"][0]["content"] == "Be brief. 请简短。"
        else:
            assert body["prompt"].startswith("Be brief. 请简短。\n\n")


def test_without_them_nothing_of_the_kind_is_sent(command: Command) -> None:
    with NotingServer() as server:
        command(*generate(server, 5, "--ask", "text"))
    assert {tuple(sorted(body)) for body in server.bodies} == {
        ("max_tokens", "messages", "model", "temperature", "top_p")
    }
    assert all([message["role"] for message in body["messages"]] == ["user"] for body in server.bodies)


def test_each_step_asks_the_model_that_is_named_for_it(command: Command) -> None:
    models = ("--model", "m", "--step-model", "instances=large", "--step-model", "classification=small")
    with NotingServer(models=("m", "large", "small")) as server:
        done = command(*generate(server, 100, "--concurrency", 1, *models))
    assert done.returncode == 0, done.stderr
    asked = {step: _values(bodies, "model") for step, bodies in _by_step(server).items()}
    assert asked == {
        "instructions": {"m"},
        "classification": {"small"},
        "input_first": {"large"},
        "output_first": {"large"},
    }
    assert set(done.stdout.split("\n")[1].split(" · ")[3:]) == {"m", "large", "small"}


def test_each_step_samples_as_the_recipe_or_the_user_says(command: Command) -> None:
    changes = ["instructions.temperature=0.3", "instances.top_p=0.5", "instances.max_tokens=777"]
    changes.append("instructions.presence_penalty=2")
    with NotingServer() as server:
        sampled_as = [part for change in changes for part in ("--sampling", change)]
        done = command(*generate(server, 100, "--concurrency", 1, *sampled_as))
    assert done.returncode == 0, done.stderr
    steps = _by_step(server)
    sampled = {step: [_values(bodies, name) for name in ("temperature", "top_p")] for step, bodies in steps.items()}
    assert {step for step, bodies in steps.items() if any("presence_penalty" in body for body in bodies)} == {
        "instructions"
    }
    assert _values(steps["instructions"], "presence_penalty") == {2}
    assert sampled == {
        "instructions": [{0.3}, {0.95}],
        "classification": [{0.0}, {1.0}],
        "input_first": [{0.7}, {0.5}],
        "output_first": [{0.7}, {0.5}],
    }
    # Later answers are allowed less, by what those before them took.
    allowed = {step: [body["max_tokens"] for body in bodies] for step, bodies in steps.items()}
    most = {"instructions": 2048, "classification": 512, "input_first": 777, "output_first": 777}
    assert {step: max(tokens) for step, tokens in allowed.items() if step != "output_first"}.items() <= most.items()
    assert all(max(allowed[step]) <= tokens for step, tokens in most.items())


@pytest.mark.parametrize("fails", [False, True], ids=["a good run", "a run that is refused"])
def test_no_secret_is_seen_in_the_run_folder_or_in_what_is_printed(
    command: Command, tmp_path: Path, fails: bool
) -> None:
    key, header, field = "sk-secret-0123456789", "Basic c2VjcmV0", "tenant-5f1e"
    options = ("--header", f"X-Proxy: {header}", "--extra-body", json.dumps({"tenant": field}), "--detail")
    with NotingServer(key="another" if fails else key, faults={"server_error": 0.1}) as server:
        done = command(*generate(server, 20, "--model", "demo", *options), OPENAI_API_KEY=key)
        assert done.returncode == (2 if fails else 0)
        assert server.headers[0]["x-proxy"] == header
        assert server.bodies[0]["tenant"] == field
    seen = [done.stdout.encode(), done.stderr.encode(), *_files(tmp_path)]
    assert bool(_files(tmp_path)) == (not fails)
    assert not [secret for secret in (key, header, field) if any(secret.encode() in text for text in seen)]


class EchoingServer(NotingServer):
    """A server that says in its refusals what it was sent, as some proxies do."""

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        told = f"No use: {request.headers['Authorization']}, {request.headers['X-Proxy']}"
        return wire.error(400, told, "invalid_request_error")


def test_no_secret_is_seen_where_the_server_tells_it(command: Command, tmp_path: Path) -> None:
    with EchoingServer() as server:
        options = ("--model", "demo", "--header", "X-Proxy: Basic c2VjcmV0")
        done = command(*generate(server, 5, *options), OPENAI_API_KEY="sk-secret-1")
    assert "No use: " in done.stdout
    seen = [done.stdout.encode(), done.stderr.encode(), *_files(tmp_path)]
    assert not [secret for secret in (b"sk-secret-1", b"c2VjcmV0") if any(secret in text for text in seen)]


@pytest.mark.parametrize(
    "options",
    [
        ("--header", "sk-secret-1"),
        ("--header", ": sk-secret-1"),
        ("--extra-body", "sk-secret-1"),
    ],
    ids=str,
)
def test_an_option_that_cannot_be_read_does_not_show_what_it_may_hold(
    command: Command, options: tuple[str, ...]
) -> None:
    done = command("generate", "--n", 5, "--backend", "demo", *options)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert options[0] in done.stderr
    assert "sk-secret" not in done.stderr + done.stdout


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
