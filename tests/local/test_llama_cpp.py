"""llama.cpp with a real model: both ways to ask, its slots and its context, and nothing left behind."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Connection, Request, Sampling, Serving, serve
from selfinstruct.core.errors import PromptTooLong
from selfinstruct.parsing.json_answers import object_schema
from tests.conftest import command_line
from tests.local.conftest import ask, require
from tests.servers.conftest import Family, in_loop

# A model on a busy processor has all the time that it needs.
pytestmark = pytest.mark.timeout(1200)

_SHORT = Sampling(temperature=0.0, top_p=1.0, max_tokens=16)
_CHAT = Request("Name three colours.", _SHORT, kind="check")
_STEPS = ("instructions", "classification", "instances")
_FEW = (
    *("--max-requests", 2, "--serve-context", 2048),
    *(word for step in _STEPS for word in ("--sampling", f"{step}.max_tokens=24")),
)


@pytest.fixture(autouse=True)
def _installed() -> None:
    require("xllamacpp")


@in_loop
async def test_it_answers_every_way_it_is_asked(gguf: Path, family: Family, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with serve(Connection(model=str(gguf)), Serving("llama.cpp", context=512, log=log), slots=3) as served:
        assert (served.room.context, served.room.slots) == (512, 3)
        schema = object_schema(colours={"type": "array", "items": {"type": "string"}, "maxItems": 1})
        in_json = replace(_CHAT, schema=schema, structured=True, sampling=replace(_SHORT, max_tokens=64))
        going_on = replace(_CHAT, api="completions", prompt="1. Red\n2. Green\n3.", stop=("\n4.",))
        answers = await asyncio.gather(*(ask(served.connection, each) for each in (_CHAT, in_json, going_on)))
        assert all(answer.text.strip() and answer.usage.completion_tokens for answer in answers)
        assert all(answer.model == gguf.stem for answer in answers)
        assert isinstance(json.loads(answers[1].text)["colours"], list)
        # One request in each slot.
        assert set(re.findall(r"launch_slot_: id +(\d)", log.read_text())) == {"0", "1", "2"}
        with pytest.raises(PromptTooLong):
            await ask(served.connection, replace(_CHAT, prompt="colour " * 600))
    assert not family.members()


def generate(folder: Path, *more: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command_line("generate", "--output", folder, *more),
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until(happens: Callable[[], object]) -> None:
    while not happens():
        time.sleep(0.5)


def answered(folder: Path) -> int:
    run = selfinstruct.find_run(folder)
    if not run:
        return 0
    with run:
        return run.report.requests.total() + run.report.unsettled.total()


def test_a_run_with_it_goes_on_after_kill_9(gguf: Path, family: Family, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    first = generate(folder, "--n", 500, "--serve", "llama.cpp", "--model", gguf, "--ask", "continuation", *_FEW)
    until(lambda: answered(folder) or first.poll() is not None)
    first.kill()
    first.communicate()
    until(lambda: not family.members())
    kept = answered(folder)
    assert kept
    again = generate(folder, "--n", 500, "--max-requests", 3)
    out, errors = again.communicate()
    assert again.returncode == 1, errors
    assert "llama.cpp: ready on port" in errors
    assert "the cap is reached" in out
    assert answered(folder) > kept
    assert not family.members()


def test_a_server_that_is_killed_is_started_again_once(gguf: Path, family: Family, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run = generate(folder, "--n", 500, "--serve", "llama.cpp", "--model", gguf, "--serve-context", 2048)
    assert run.stderr
    for _ in ("first", "second"):
        while "ready on port" not in run.stderr.readline():
            assert run.poll() is None
        for pid in family.members(having="llama_cpp_wheel.py"):
            os.kill(pid, signal.SIGKILL)
    _, errors = run.communicate()
    assert run.returncode == 1
    assert "llama.cpp was killed by signal 9 while it was needed; the same command starts it again" in errors
    assert not family.members()


def test_a_file_that_is_no_model_is_told(family: Family, tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_text("no model")
    run = generate(tmp_path / "run", "--n", 5, "--serve", "llama.cpp", "--model", tmp_path / "model.gguf")
    _, errors = run.communicate()
    assert run.returncode == 2
    assert errors.startswith("selfinstruct: error: llama.cpp ended with exit code 1 before it was ready\n")
    assert "invalid magic" in errors
    assert sys.executable not in errors
