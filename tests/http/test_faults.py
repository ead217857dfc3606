"""Over real HTTP, against a server that misbehaves on purpose: the run still ends well, and nothing is lost."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from selfinstruct.core import wire
from tests.conftest import Command, RunFolder, unexpected
from tests.http.runs import NotingServer, generate, stored_form, stored_texts
from tests.support.asked import asked
from tests.support.misbehaving_server import FAULTS, MisbehavingServer

MIX = dict.fromkeys(sorted(set(FAULTS) - {"rate_limit_bare", "refused_prompt", "odd"}), 0.02)
MIX |= {"refused_prompt": 0.005}
WAYS = pytest.mark.parametrize(
    "way",
    [("--ask", "auto"), ("--ask", "text"), ("--ask", "continuation")],
    ids=["json", "text", "completions"],
)


@WAYS
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_server_that_misbehaves_still_yields_n_good_records(
    command: Command, tmp_path: Path, lang: str, way: tuple[str, ...]
) -> None:
    with MisbehavingServer(faults=MIX) as server:
        done = command(*generate(server, 120, "--lang", lang, *way))
    assert done.returncode == 0, done.stderr
    records = RunFolder(tmp_path / "run").records
    assert len(records) == 120
    assert len({record["instruction"] for record in records}) == 120
    assert all(record["output"] for record in records)
    assert server.sent.total() > server.sent["answer"]
    told = {name: int(count) for name, count in re.findall(r"^requests (\w+) (\d+)", done.stdout, re.MULTILINE)}
    assert told.keys() >= {"answered", "failed"}
    assert sum(told.values()) == len(server.asked)
    assert f"requests answered {told['answered']} of {len(server.asked)} sent: " in done.stdout


@WAYS
def test_every_delivered_completion_is_on_disk_once(command: Command, tmp_path: Path, way: tuple[str, ...]) -> None:
    with MisbehavingServer(faults=MIX) as server:
        command(*generate(server, 100, *way))
    assert Counter(stored_texts(tmp_path / "run")) == Counter(map(stored_form, server.delivered))


def test_json_is_asked_for_unless_it_is_not_wanted_or_not_taken(command: Command) -> None:
    for way, wanted in ((("--ask", "json"), True), (("--ask", "text"), False), ((), True)):
        with NotingServer() as server:
            command(*generate(server, 5, *way, "--random-seed", 3), "--output", f"run-{'-'.join(way)}")
        assert {"response_format" in body for body in server.bodies} == {wanted}
        assert {text.startswith("{") for text in server.delivered} == {wanted}


def test_an_endpoint_that_takes_no_schema_is_an_error_only_if_one_is_insisted_on(command: Command) -> None:
    with NotingServer(refuses=("response_format",)) as server:
        refused = command(*generate(server, 5, "--ask", "json"))
        assert refused.returncode == 2
        assert "--ask json: Unsupported parameter: 'response_format' is not supported" in refused.stderr
        assert len(server.asked) <= 8
        done = command(*generate(server, 5))
        assert done.returncode == 0, done.stderr
        assert "response_format" not in server.bodies[-1]


@pytest.mark.parametrize(
    "change",
    [
        {"content": [{"type": "text", "text": "1. Name a fruit that floats."}]},
        {"content": 7},
        {"content": {"text": "no"}},
        {"tokens": 10**30},
        {"tokens": float("inf")},
        {"tokens": "many"},
        {"model": "half \ud800"},
        {"model": {"name": "m"}},
        {"finish_reason": {"type": "stop"}},
        {"finish_reason": None, "content": "1. Name a fruit that fl"},
        {"finish_reason": "network_error", "content": "1. Name a fruit that fl"},
        {"finish_reason": "max_tokens", "content": "1. Name a fruit that fl"},
        {"tokens": 4096, "content": "1. Name a fruit that fl"},
    ],
    ids=str,
)
def test_answers_of_odd_shapes_never_stop_the_run(command: Command, tmp_path: Path, change: dict[str, Any]) -> None:
    with MisbehavingServer(faults={"odd": 0.3}, odd=change) as server:
        done = command(*generate(server, 20))
    assert done.returncode == 0, done.stderr
    records = RunFolder(tmp_path / "run").records
    assert len(records) == 20
    assert not any(record["instruction"] == "Name a fruit that fl" for record in records)


@pytest.mark.parametrize("fault", ["null_content", "empty_content"])
def test_empty_answers_are_asked_again_and_told_and_lose_no_instruction(
    command: Command, tmp_path: Path, fault: str
) -> None:
    with MisbehavingServer(faults={fault: 0.4}) as server:
        done = command(*generate(server, 40))
    assert done.returncode == 0, done.stderr
    assert f"{server.sent[fault]} empty answer" in done.stdout
    assert len(RunFolder(tmp_path / "run").records) == 40
    assert not [row for row in RunFolder(tmp_path / "run").rejections if row["reason"] == wire.PROMPT_REFUSED]


def test_a_server_that_says_nothing_at_all_is_given_up_with_the_reason(command: Command) -> None:
    with MisbehavingServer(faults={"empty_content": 1.0}) as server:
        done = command(*generate(server, 5, "--concurrency", 8))
    assert done.returncode == 2
    assert "all of 20 answers held no text; the last one: an answer without text (finish_reason 'stop'" in done.stderr
    assert len(server.asked) < 30


@pytest.mark.parametrize(("share", "is_told"), [(1.0, True), (0.5, False)])
def test_that_nearly_all_answers_are_cut_is_told_as_soon_as_it_shows_and_at_the_end(
    command: Command, share: float, is_told: bool
) -> None:
    told = "were cut by length; does the endpoint, or a proxy before it, allow fewer tokens than are asked for?"
    with MisbehavingServer(faults={"length": share}) as server:
        done = command(*generate(server, 100, "--max-requests", 30))
    assert (told in done.stderr, told in done.stdout) == (is_told, is_told)


def test_parameters_that_a_model_refuses_are_learnt_once(command: Command, tmp_path: Path) -> None:
    refused = ("max_tokens", "temperature", "top_p", "response_format")
    with NotingServer(refuses=refused) as server:
        done = command(*generate(server, 20, "--concurrency", 1, "--random-seed", 1))
    assert done.returncode == 0, done.stderr
    assert len(server.asked) == server.sent["answer"] + len(refused)
    assert not any(name in body for name in refused for body in server.bodies[len(refused) :])
    assert {body["max_completion_tokens"] for body in server.bodies[len(refused) :]} == {512, 2048, 4096}
    assert len(RunFolder(tmp_path / "run").records) == 20


def test_what_a_model_refuses_is_remembered_by_the_run(command: Command, tmp_path: Path) -> None:
    with NotingServer(refuses=("max_tokens", "temperature")) as server:
        first = command(*generate(server, 5, "--ask", "text"))
        assert "max_tokens not taken" in first.stdout
        asked = len(server.bodies)
        done = command(*generate(server, 10, "--ask", "text"))
        # What failed in an earlier session is told as that.
        assert "max_tokens not taken" not in done.stdout
        assert "in earlier sessions" in done.stdout
        assert not any("max_tokens" in body or "temperature" in body for body in server.bodies[asked:])
    # Another endpoint is another matter.
    with NotingServer() as server:
        command(*generate(server, 12, "--ask", "text"))
    assert all({"max_tokens", "temperature"} <= body.keys() for body in server.bodies)


def test_a_context_that_is_too_small_is_shown_fewer_demonstrations(command: Command, tmp_path: Path) -> None:
    sampling = ("--sampling", "instructions.max_tokens=2000", "--sampling", "instances.max_tokens=1000")
    with MisbehavingServer(context=2580) as server:
        done = command(*generate(server, 60, *sampling, "--concurrency", 1, "--random-seed", 1))
    assert done.returncode == 0, done.stderr
    assert len(RunFolder(tmp_path / "run").records) == 60
    assert f"{server.sent['context']} prompt too long" in done.stdout
    questions = [asked(prompt) for prompt in server.asked]
    first, *others = [len(each.texts) for each in questions if each.step == "instructions"]
    assert (first, max(others)) == (8, 4)
    assert server.sent["context"] <= 2
    # The other steps fit as they are.
    assert max(len(each.texts) for each in questions[-10:] if each.step == "input_first") == 3


def test_a_context_that_nothing_fits_into_is_told(command: Command) -> None:
    with MisbehavingServer(context=100) as server:
        done = command(*generate(server, 5))
    assert done.returncode == 2
    assert "maximum context length is 100 tokens" in done.stderr
    assert unexpected(done.stderr).count("\n") == 1


def test_thirty_requests_without_anything_new_end_the_run(command: Command, tmp_path: Path) -> None:
    with MisbehavingServer(faults={"rubbish": 1.0}) as server:
        done = command(*generate(server, 5, "--concurrency", 1))
    assert done.returncode == 1
    assert "30 requests in a row for instructions brought nothing new" in done.stdout
    assert len(server.asked) == 30
    assert RunFolder(tmp_path / "run").records == []


def test_an_endpoint_that_refuses_all_first_prompts_in_the_same_words_ends_the_run(
    command: Command, tmp_path: Path
) -> None:
    with MisbehavingServer(faults={"refused_prompt": 1.0}) as server:
        done = command(*generate(server, 5, "--concurrency", 1))
    assert (done.returncode, len(server.asked)) == (2, 5)
    assert "all of its first 5 prompts were refused: " in done.stderr
    assert "The prompt was filtered" in done.stderr
    assert unexpected(done.stderr).count("\n") == 1
    run = RunFolder(tmp_path / "run")
    assert [(row["subject"], row["reason"]) for row in run.rejections] == [("completion", "prompt_refused")] * 4
    assert (run.records, stored_texts(run.path)) == ([], [])


def test_text_of_the_server_does_not_play_with_the_terminal(command: Command) -> None:
    with MisbehavingServer(models=("m\x1b]0;owned\x07\nwrote /etc/passwd",)) as server:
        done = command(*generate(server, 10))
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\nwrote /etc" not in done.stdout
