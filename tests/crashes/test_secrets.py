"""The key, headers and extra fields of requests are told to the endpoint only: no file and no output holds them."""

import json
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web

from tests.conftest import Command, RunFolder, command_line, environment
from tests.crashes.inprocess import Main, main_of
from tests.support.misbehaving import wire
from tests.support.misbehaving_server import MisbehavingServer

KEY, HEADER, FIELD = "sk-hush-0123456789abcdef", "header-hush-0123456789", "field-hush-0123456789"
SECRETS = (KEY, HEADER, FIELD)
HIDDEN = ("--header", f"X-Secret: Token {HEADER}", "--extra-body", json.dumps({"user": FIELD}))


@dataclass
class Telltale(MisbehavingServer):
    """After so many `good` answers, refuses with a `status` and says what it was sent, after some `padding`."""

    status: int = 400
    good: int = 0
    padding: str = ""
    in_a_list: bool = False

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        sent = (request.headers["Authorization"], request.headers["X-Secret"].removeprefix("Token "), body["user"])
        if len(self.delivered) < self.good:
            return await super()._complete(request)
        self.asked.append("")
        told = f"Refused: {self.padding}{' '.join(sent)}"
        if self.in_a_list:
            return web.json_response({"error": {"message": [told], "code": "refused"}}, status=self.status)
        return wire.error(self.status, told, "refused")


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return main_of(monkeypatch, capsys)


def test_a_run_that_ends_well_tells_no_secret(main: Main, tmp_path: Path) -> None:
    with Telltale(key=KEY, good=10_000) as server:
        arguments = ("--base-url", server.url, *HIDDEN)
        generate = ("generate", "--n", 20, "--output", "run", *arguments)
        commands = [(*generate, "--dry-run"), generate, ("check", *arguments), ("status", "run", "--detail")]
        outputs = [main(*each) for each in (*commands, ("replay", "run", "--output", "again"))]
    assert [done.returncode for done in outputs] == [0] * len(outputs)
    assert len(RunFolder(tmp_path / "run").records) == 20
    _require_no_secret(tmp_path, *outputs)


def test_a_run_that_is_killed_tells_no_secret(command: Command, tmp_path: Path) -> None:
    with Telltale(key=KEY, good=10_000, seconds=0.01) as server:
        arguments = command_line(
            "generate", "--n", 500, "--output", tmp_path / "run", "--base-url", server.url, *HIDDEN
        )
        process = subprocess.Popen(
            arguments, env=environment(OPENAI_API_KEY=KEY), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while len(server.asked) < 12:
            assert process.poll() is None
            time.sleep(0.005)
        process.kill()
        told = process.communicate()
    killed = subprocess.CompletedProcess(arguments, process.returncode, *told)
    assert (tmp_path / "run" / "run.sqlite-wal").stat().st_size > 0
    _require_no_secret(tmp_path, killed, command("status", "run"))


@pytest.mark.parametrize(
    ("status", "good", "code"), [(401, 6, 2), (401, 0, 2), (403, 6, 2), (400, 6, 1), (500, 6, 1), (429, 0, 1)]
)
@pytest.mark.parametrize("in_a_list", [False, True], ids=["a text", "a list"])
def test_an_endpoint_that_repeats_secrets_in_an_error_gives_none_away(
    main: Main, tmp_path: Path, status: int, good: int, code: int, in_a_list: bool
) -> None:
    with Telltale(status=status, good=good, in_a_list=in_a_list) as server:
        arguments = ("--base-url", server.url, *HIDDEN)
        generate = ("generate", "--n", 60, "--output", "run", "--concurrency", 2, "--give-up-after", 1, *arguments)
        outputs = [main(*generate), main("check", *arguments)]
    # An endpoint that is busy answers, all the same.
    assert [done.returncode for done in outputs] == [code, 0 if status == 429 else 1]
    assert "Refused: " in outputs[0].stdout + outputs[0].stderr
    _require_no_secret(tmp_path, *outputs)


class Gossip(MisbehavingServer):
    """Puts what it was sent into good answers: into outputs, the name of the model, and words of its own."""

    async def _work(self, request: web.Request, question: wire.Question) -> web.StreamResponse:
        sent = f"{request.headers['Authorization']} {request.headers['X-Secret']}"
        answer = await self._answer(question.request)
        text = answer.text.replace("[Output]\n", f"[Output]\nSay {sent}. ")
        body = wire.write(question, replace(answer, text=text))
        return web.json_response(body | {"model": f"m {sent}", "note": sent})


def test_good_answers_that_repeat_secrets_give_none_away(main: Main, tmp_path: Path) -> None:
    with Gossip() as server:
        arguments = ("--base-url", server.url, "--ask", "text", *HIDDEN[:2])
        outputs = [main("generate", "--n", 20, "--output", "run", *arguments), main("status", "run")]
        outputs.append(main("export", "run", "--format", "hf", "--output", "data"))
    assert [done.returncode for done in outputs] == [0, 0, 0]
    assert "m Bearer *** ***" in outputs[0].stdout
    assert any("Say Bearer *** ***." in record["output"] for record in RunFolder(tmp_path / "run").records)
    _require_no_secret(tmp_path, *outputs)


@pytest.mark.parametrize(
    "letters",
    [
        160,
        170,
        200,
    ],
)
def test_a_message_that_is_cut_short_gives_no_part_of_a_secret_away(main: Main, tmp_path: Path, letters: int) -> None:
    with Telltale(padding="x" * letters) as server:
        arguments = ("--base-url", server.url, "--model", "demo", *HIDDEN)
        done = main("generate", "--n", 5, "--concurrency", 1, "--output", "run", *arguments)
    assert "Refused: xxx" in done.stdout
    _require_no_secret(tmp_path, done)


def _require_no_secret(folder: Path, *outputs: "subprocess.CompletedProcess[str]") -> None:
    """Require that no output and no file has as much as the first letters of a secret."""
    told, secrets = "".join(done.stdout + done.stderr for done in outputs), [secret[:10] for secret in SECRETS]
    assert told
    assert not [secret for secret in secrets if secret in told]
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert not [(path, secret) for path, content in files.items() for secret in secrets if secret.encode() in content]
