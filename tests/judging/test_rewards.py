"""A reward model over real HTTP, as vLLM serves one: it takes the best output, and none is scored twice."""

import json
import signal
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

import selfinstruct
from selfinstruct import Caps, Connection, Export, InputError, JudgeSettings, Judging, Pace, ReplaySettings, Settings
from selfinstruct.core.scores import Score
from selfinstruct.core.values import Completion, Item, Usage
from selfinstruct.steps.findings import Judged, Nothing
from selfinstruct.steps.reward import Reward
from selfinstruct.storage.rows import packed_scores, scores_of
from selfinstruct.storage.store import Store
from tests.http.runs import started, wait_until
from tests.support.misbehaving_server import MisbehavingServer

DEMO = Connection("demo")


def worth(output: str) -> float:
    """Return the reward of an output: some number, which may be negative and is seldom the same for two."""
    return sum(map(ord, output)) % 997 / 50 - 10


@dataclass
class RewardServer(MisbehavingServer):
    """Answers `/pooling` as vLLM does for a model with so many labels; each request out of `ill` fails first."""

    labels: int = 1
    ill: int = 0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    scored: Counter[str] = field(default_factory=Counter)

    def _add_routes(self, app: web.Application) -> None:
        super()._add_routes(app)
        app.router.add_post("/pooling", self._pool)

    async def _pool(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.bodies.append(body)
        told = json.dumps(body["messages"])
        if self.ill and len(self.bodies) % self.ill == 0:
            spoilt = ("", '{"data": [{"index": 0, "data": [', '{"data": [{"index": 0, "data": [NaN]}]}')
            which = len(self.bodies) // self.ill % 4
            if which == 3:
                return web.json_response({"error": {"message": "busy"}}, status=503)
            return web.Response(text=spoilt[which], content_type="application/json")
        self.scored[told] += 1
        data = [worth(body["messages"][-1]["content"])] * self.labels
        usage = {"prompt_tokens": 9, "total_tokens": 9, "completion_tokens": 0, "prompt_tokens_details": None}
        row = {"index": 0, "object": "pooling", "data": data}
        return web.json_response({"id": "pool-1", "object": "list", "model": "judge-rm", "data": [row], "usage": usage})


def best_of_three(server: MisbehavingServer, n: int = 4, **more: Any) -> Settings:
    judging = Judging(reward_urls=(server.url.removesuffix("/v1"),))
    return Settings(n, recipe="alpaca", connection=DEMO, judge=True, best_of=3, judging=judging, random_seed=1, **more)


def candidates(run: Path) -> dict[str, list[tuple[str, Score]]]:
    """Return the outputs of each accepted task that were scored, the accepted one first."""
    with closing(Store.open_to_read(run)) as store:
        return {
            task.id: [
                (instance.output, score)
                for instance, score in (
                    (task.instances[0], task.scores[0]),
                    *((each.instances[0], each.score) for _, each in store.rejections_of(task.id)),
                )
                if score
            ]
            for task in store.accepted()
        }


def test_the_output_with_the_highest_reward_is_kept_and_none_is_scored_twice(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with RewardServer(models=("rm-8b",), ill=9) as server:
        capped = selfinstruct.generate(best_of_three(server, caps=Caps(requests=5)), run)
        with closing(Store.open_to_read(run)) as store:
            assert (capped.exit_code, store.attempts()) == (1, 5)
        assert selfinstruct.generate(best_of_three(server), run).exit_code == 0
        asked = len(server.bodies)
        selfinstruct.replay(run, tmp_path / "same")
        assert len(server.bodies) == asked
    found = candidates(run)
    assert max(map(len, found.values())) > 1
    for (output, score), *others in found.values():
        assert score.value == score.reward == worth(output)
        assert all(other.value == worth(text) <= score.value for text, other in others)
    assert {*server.scored.values()} == {1}
    assert candidates(tmp_path / "same") == found
    body = server.bodies[0]
    assert (body["model"], body["task"], body["use_activation"]) == ("rm-8b", "classify", False)
    assert [turn["role"] for turn in body["messages"]] == ["user", "assistant"]
    selfinstruct.export(run, Export("preference", tmp_path / "pairs.jsonl", with_provenance=True, min_gap=0))
    rows = (tmp_path / "pairs.jsonl.provenance.jsonl").read_text("utf-8")
    assert '"reward"' in rows
    assert '"helpfulness"' not in rows


def test_what_was_scored_before_a_kill_is_not_scored_again(tmp_path: Path) -> None:
    with RewardServer() as server:
        command = "generate -n 4 --recipe alpaca --backend demo --judge --best-of 3 --random-seed 1 -o run".split()
        with started(tmp_path, *command, "--concurrency", 2, "--reward-url", server.url) as process:
            wait_until(lambda: len(server.bodies) >= 4, process)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert selfinstruct.generate(best_of_three(server), tmp_path / "run").exit_code == 0
    again = sum(count - 1 for count in server.scored.values())
    assert again <= 2, "more than what was in flight"


def test_what_is_no_reward_model_ends_the_run_with_what_to_do(tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        result = selfinstruct.generate(best_of_three(server), tmp_path / "chat")
    assert "vllm serve MODEL --runner pooling" in result.stopped_by
    with RewardServer(labels=2) as server:
        result = selfinstruct.generate(best_of_three(server), tmp_path / "labels")
    assert "gives more than one number for an output; take one with a single label" in result.stopped_by


def test_rewards_are_not_mixed_with_marks(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with RewardServer() as server:
        wanted = best_of_three(server, 1, pace=Pace(1))
        assert selfinstruct.generate(wanted, run).exit_code == 0
    with pytest.raises(selfinstruct.RunFolderError, match="another kind of judge"):
        selfinstruct.generate(Settings(2, recipe="alpaca", connection=DEMO, judge=True, best_of=3), run)
    with pytest.raises(InputError, match="gives no marks"):
        selfinstruct.judge(run, JudgeSettings(DEMO))
    with pytest.raises(InputError, match="rewards are no marks"):
        selfinstruct.replay(run, tmp_path / "low", ReplaySettings(min_score=1))
    with selfinstruct.open_run(run) as opened:
        assert opened.grown_with.judging == wanted.judging
    assert selfinstruct.survey_of(run).judged is None


@pytest.mark.parametrize("more", [{"min_score": 1.0}, {"judges": 2}, {"model": "m"}])
def test_what_a_reward_model_cannot_do_is_refused(more: dict[str, Any]) -> None:
    there, others = ("http://localhost:8001",), {name: more[name] for name in more if name != "model"}
    with pytest.raises(InputError, match="leave"):
        Settings(2, judge=True, judging=Judging(more.get("model"), reward_urls=there), **others)


@pytest.mark.parametrize("text", ["", "3", "{}", '{"reward": null}', '{"reward": NaN}', '{"reward": "x"}', "[1]"])
def test_what_is_no_number_is_no_reward(text: str) -> None:
    (finding,) = Reward().parse(Completion(text, "stop", Usage(), "m"), [Item("", "", "")])
    assert isinstance(finding, Nothing)


def test_a_reward_is_kept_as_it_is() -> None:
    (finding,) = Reward().parse(Completion('{"reward": -3}', "stop", Usage(), "m"), [Item("", "", "")])
    assert isinstance(finding, Judged)
    assert (finding.score.value, finding.score.in_words()) == (-3, "reward -3")
    assert scores_of(packed_scores([finding.score])) == (finding.score,)
