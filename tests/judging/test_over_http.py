"""A judge over real HTTP: faults, kills and caps; and a judge at an address of its own."""

import json
import re
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import Caps, Connection, ImportSettings, JudgeSettings, Judging, Pace, Settings
from selfinstruct.cli.runs_listed import run_lines
from selfinstruct.cli.summary import status_lines
from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.values import Item
from selfinstruct.languages import find_language
from selfinstruct.steps.findings import Judged
from selfinstruct.steps.judge import Judge
from selfinstruct.storage.store import Store
from tests.http.runs import NotingServer, generate, started, wait_until
from tests.judging.judged import scores
from tests.support.misbehaving_server import MisbehavingServer

FAULTS = dict.fromkeys(("rate_limit", "server_error", "reset", "half_json", "null_content", "length"), 0.03)
WORDS = "river lamp bread storm engine letter garden clock mirror violin harbour pepper ladder comet blanket".split()


def imported(folder: Path, count: int = 40) -> Path:
    rows = [
        {
            "instruction": f"Tell a {first} and a {second} apart in a few words.",
            "input": "",
            "output": f"A {first} is not.",
        }
        for at, first in enumerate(WORDS)
        for second in WORDS[at + 1 :]
    ][:count]
    (folder / "tasks.json").write_text(json.dumps(rows), encoding="utf-8")
    settings = ImportSettings(language="en", similarity_threshold=1.0)
    result = selfinstruct.import_tasks([folder / "tasks.json"], folder / "run", settings)
    assert result.report.accepted == count
    return folder / "run"


def read_verdicts(run: Path) -> Counter[str]:
    """Return how many verdicts that can be read the log has of each task."""
    judge, counts = Judge(language=find_language("en")), Counter[str]()
    store = Store.open_to_read(run)
    for line in store.log("judge"):
        try:
            completion = wire.read(line.body, line.max_tokens)
        except Unavailable:
            continue
        (finding,) = judge.parse(completion, [Item("", "", "")])
        counts.update(line.items if isinstance(finding, Judged) else ())
    store.close()
    return counts


def test_no_verdict_is_bought_twice_whatever_ends_the_process(tmp_path: Path) -> None:
    run, asked_at_kills = imported(tmp_path, 20), []
    with MisbehavingServer(seconds=0.03, faults=FAULTS) as server:
        arguments = ("judge", "run", "--base-url", server.url, "--concurrency", 4, "--judges", 2)
        for more in (7, 11):
            goal = len(server.asked) + more
            with started(tmp_path, *arguments) as process:
                wait_until(lambda goal=goal: len(server.asked) >= goal, process)  # type: ignore[misc]
                process.send_signal(signal.SIGKILL)
                process.wait()
            asked_at_kills.append(len(server.asked))
        with started(tmp_path, *arguments) as process:
            assert process.wait(120) == 0
    with selfinstruct.open_run(run) as opened:
        found = {task.id: score.count for task in opened.tasks() for score in task.scores if score}
    assert sum(found.values()) >= 38
    assert read_verdicts(run) == found
    assert {*found.values()} <= {1, 2}


def test_caps_hold_over_sessions(tmp_path: Path) -> None:
    run = imported(tmp_path)
    with MisbehavingServer(faults=FAULTS) as server:
        for most, code in ((10, 1), (10, 1), (25, 1)):
            settings = JudgeSettings(Connection(base_urls=(server.url,)), caps=Caps(requests=most))
            result = selfinstruct.judge(run, settings)
            assert (result.exit_code, len(server.asked)) == (code, most)
    assert result.stopped_by == "the cap is reached: ‹caps.requests› 25 are sent; raise it to go on"


def test_an_interrupt_keeps_what_comes_in(tmp_path: Path) -> None:
    run = imported(tmp_path)
    with MisbehavingServer(seconds=0.2) as server:
        with started(tmp_path, "judge", "run", "--base-url", server.url, "--concurrency", 4) as process:
            wait_until(lambda: len(server.asked) >= 5, process)
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 130
        time.sleep(0.1)
        judged = sum(each is not None for each in scores(run).values())
        assert judged >= len(server.asked) - 1 - server.sent["length"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_judge_has_an_address_and_a_key_of_its_own(
    tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "writes")
    monkeypatch.setenv("JUDGE_API_KEY", "judges")
    with NotingServer(models=("writer",)) as writer, NotingServer(models=("strict",)) as judge:
        settings = Settings(
            10,
            language=lang,
            judge=True,
            connection=Connection(base_urls=(writer.url,), headers={"X-Team": "secret"}),
            judging=Judging(urls=(judge.url,)),
            random_seed=1,
        )
        result = selfinstruct.generate(settings, tmp_path / "run")
    assert result.exit_code == 0
    assert {body["model"] for body in judge.bodies} == {"strict"}
    assert {body["model"] for body in writer.bodies} == {"writer"}
    assert {each["authorization"] for each in judge.headers} == {"Bearer judges"}
    assert {each["authorization"] for each in writer.headers} == {"Bearer writes"}
    assert not any("x-team" in each for each in judge.headers)
    assert {body["temperature"] for body in judge.bodies} == {0}
    assert result.report.requests_of("judge") == judge.sent["answer"]
    # Who judged is not told as one who wrote, whatever of the two has answered more.
    for report in (result.report, _report_of(tmp_path / "run")):
        assert (report.model_names(), report.judge_names()) == (["writer"], ["strict"])
        assert (report.row()["models"].keys(), report.row()["judges"].keys()) == ({"writer"}, {"strict"})
    survey = selfinstruct.survey_of(tmp_path / "run")
    assert (survey.models, survey.judges) == (("writer",), ("strict",))
    (words,) = re.findall(r'<p class="quiet">(\w+ · self-instruct · .*) · \d{4}-', _page(tmp_path / "run"))
    assert words == f"{lang} · self-instruct · writer · " + {"en": "judge: strict", "zh": "裁判：strict"}[lang]
    with selfinstruct.open_run(tmp_path / "run") as run:
        assert status_lines(run, detail=False)[1] == f"{lang} · self-instruct · openai · writer · judge: strict"
    _, line = run_lines(tmp_path)
    assert line.endswith(f"{lang} · self-instruct · openai · writer")
    assert all(each is not None for each in scores(tmp_path / "run").values())


@pytest.mark.parametrize(
    ("keys", "elsewhere", "sent"),
    [
        ({"OPENAI_API_KEY": "writes", "JUDGE_API_KEY": "judges"}, True, "judges"),
        ({"OPENAI_API_KEY": "writes"}, True, "writes"),
        ({"JUDGE_API_KEY": "judges"}, True, "judges"),
        # The key of another vendor must not go to the one that has written the tasks.
        ({"OPENAI_API_KEY": "writes", "JUDGE_API_KEY": "judges"}, False, "writes"),
        ({"JUDGE_API_KEY": "judges"}, False, "judges"),
    ],
)
def test_a_judge_asked_afterwards_has_a_key_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: dict[str, str], elsewhere: bool, sent: str
) -> None:
    for name in ("OPENAI_API_KEY", "JUDGE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with NotingServer() as writer, NotingServer() as other:
        settings = Settings(2, connection=Connection(base_urls=(writer.url,)), random_seed=1)
        selfinstruct.generate(settings, tmp_path / "run")
        asked = len(writer.headers)
        for name, value in keys.items():
            monkeypatch.setenv(name, value)
        where = other if elsewhere else writer
        result = selfinstruct.judge(tmp_path / "run", JudgeSettings(Connection(base_urls=(where.url,))))
    assert result.exit_code == 0
    headers = other.headers if elsewhere else writer.headers[asked:]
    assert {each["authorization"] for each in headers} == {f"Bearer {sent}"}


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"OPENAI_API_KEY": "sk-1"}, "refuses the key.*; check OPENAI_API_KEY, or set JUDGE_API_KEY"),
        ({"OPENAI_API_KEY": "sk-1", "JUDGE_API_KEY": "sk-2"}, "refuses the key.*; check JUDGE_API_KEY$"),
        ({"JUDGE_API_KEY": "sk-2"}, "refuses the key.*; check JUDGE_API_KEY$"),
        ({}, "wants a key, and none is set.*; check JUDGE_API_KEY or OPENAI_API_KEY"),
        ({"JUDGE_API_KEY": "钥匙"}, "JUDGE_API_KEY: has characters that no key has"),
        ({"OPENAI_API_KEY": "钥匙"}, "OPENAI_API_KEY: has characters that no key has"),
    ],
)
def test_an_error_on_the_key_of_a_judge_names_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: dict[str, str], told: str
) -> None:
    for name in ("OPENAI_API_KEY", "JUDGE_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    run = imported(tmp_path, 2)
    with (
        MisbehavingServer(key="right") as server,
        pytest.raises(selfinstruct.SelfInstructError, match=told),
    ):
        selfinstruct.judge(run, JudgeSettings(Connection(base_urls=(server.url,))))


def _report_of(run: Path) -> selfinstruct.Report:
    with selfinstruct.open_run(run) as opened:
        return opened.report


def _page(run: Path) -> str:
    return selfinstruct.write_report(run).files[0].read_text("utf-8")


def test_no_output_is_bought_twice_and_caps_hold_where_the_best_is_chosen(tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.05, faults=FAULTS) as server:
        there = Connection(base_urls=(server.url,))
        settings = Settings(8, recipe="alpaca", judge=True, best_of=3, connection=there, pace=Pace(4), random_seed=1)
        for most in (10, 20):
            selfinstruct.generate(replace(settings, caps=Caps(requests=most)), tmp_path / "run")
            assert len(server.asked) == most
        more = ("--recipe", "alpaca", "--judge", "--best-of", 3, "--concurrency", 4, "--max-requests", 10_000)
        with started(tmp_path, *generate(server, 8, *more)) as process:
            wait_until(lambda: len(server.asked) >= 30, process)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert selfinstruct.generate(settings, tmp_path / "run").exit_code == 0
    bought = Counter[tuple[str, ...]]()
    store = Store.open_to_read(tmp_path / "run")
    for line in store.log():
        with suppress(Unavailable):
            wire.read(line.body, line.max_tokens)
            bought.update([(line.step, *line.items)] if line.step.startswith("output_") else [])
    tasks, scored = [*store.accepted()], Counter(each.item for _, each in store.rejections() if each.score)
    store.close()
    assert {*bought.values()} == {1}
    assert max(scored.values()) == 2
    verdicts = read_verdicts(tmp_path / "run")
    assert all(verdicts[task.id] == 1 + scored[task.id] for task in tasks)
