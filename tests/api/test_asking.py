"""A run finds out how its model is best asked, keeps to it, and remembers; a strong model is asked in one form only."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from selfinstruct import Asking, Pace, Settings, generate, open_run, replay
from selfinstruct.backends.demo import DemoBackend
from selfinstruct.cli.summary import asked_lines
from selfinstruct.core import wire
from selfinstruct.core.errors import FormRefused
from selfinstruct.core.settings import Ask, ReplaySettings
from selfinstruct.core.values import Reply, Request, Usage

LOOP = "I am no god. " * 400


@dataclass
class Model:
    """The demo model, which does well in some forms, takes no requests in others, and loops in the rest."""

    good: tuple[str, ...] = ("json", "text", "short", "continuation")
    refuses: tuple[str, ...] = ()
    limits: str = ""
    asked: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._demo = DemoBackend(random_seed=1)

    async def complete(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.form in self.refuses:
            raise FormRefused(f"m takes no {request.form}")
        if request.form in self.good:
            return await self._demo.complete(request)
        most = request.sampling.max_tokens
        return Reply(wire.write(LOOP, "length", Usage(300, most), "m"))

    async def models(self) -> list[str]:
        return ["m"]

    async def close(self) -> None:
        pass

    def forms(self, step: str = "") -> Counter[str]:
        return Counter(each.form for each in self.asked if not step or each.kind == step)


def grown(model: Model, folder: Path, n: int = 60, form: Ask = "auto") -> None:
    settings = Settings(n, asking=Asking(form=form), pace=Pace(concurrency=4), random_seed=1)
    assert not generate(settings, folder, backend=model).stopped_by


def test_a_strong_model_is_asked_in_json_alone(tmp_path: Path) -> None:
    model = Model()
    grown(model, tmp_path / "run", 200)
    assert set(model.forms()) == {"json"}
    with open_run(tmp_path / "run") as run:
        assert asked_lines(run.report, detail=False) == []
        assert any(line.startswith("  instructions: json ") for line in asked_lines(run.report, detail=True))


@pytest.mark.parametrize("good", ["short", "continuation"])
def test_a_weak_one_is_soon_asked_in_the_form_in_which_it_does_well(tmp_path: Path, good: str) -> None:
    model = Model(good=(good,))
    grown(model, tmp_path / "run")
    for step in ("instructions", "classification", "input_first"):
        forms = model.forms(step)
        # The first four leave together, the others are tried three times at most.
        assert all(count <= 7 for form, count in forms.items() if form != good), forms
    # What has not been tried three times by then still gets one request in four.
    assert Counter(each.form for each in model.asked[-20:])[good] >= 14
    with open_run(tmp_path / "run") as run:
        (told,) = [line for line in asked_lines(run.report, detail=False) if line.startswith("  instructions: ")]
    assert told.startswith(f"  instructions: {good} ")
    assert "json 0.0 (" in told


def test_a_run_that_goes_on_has_learnt_already(tmp_path: Path) -> None:
    before, model = Model(good=("short",)), Model(good=("short",))
    grown(before, tmp_path / "run")
    grown(model, tmp_path / "run", 120)
    asked = model.forms("instructions")
    assert asked["json"] == 0
    # At most one request in four.
    assert asked["short"] >= 3 * (asked["text"] + asked["continuation"])
    # Trials go on where they were.
    tried = before.forms("instructions") + asked
    assert (tried["text"], tried["continuation"]) == (3, 3)


def test_answers_that_loop_are_soon_cut(tmp_path: Path) -> None:
    model = Model(good=("short",))
    grown(model, tmp_path / "run")
    allowed = [each.sampling.max_tokens for each in model.asked if each.kind == "instructions"]
    assert allowed[0] == 2048
    assert max(allowed[8:]) < 0.6 * allowed[0]


def test_a_form_that_the_endpoint_does_not_take_loses_nothing(tmp_path: Path) -> None:
    model = Model(good=("short",), refuses=("continuation",))
    grown(model, tmp_path / "run")
    assert model.forms()["continuation"] <= 4
    with open_run(tmp_path / "run") as run:
        assert run.report.kept == 60
        assert run.report.faults["form not taken"] == model.forms()["continuation"]


@pytest.mark.parametrize("form", ["text", "short", "continuation"])
def test_it_can_be_fixed(tmp_path: Path, form: Ask) -> None:
    model = Model()
    grown(model, tmp_path / "run", form=form)
    assert set(model.forms()) == {form}


def test_a_replay_takes_the_forms_of_the_run(tmp_path: Path) -> None:
    grown(Model(good=("short",)), tmp_path / "run")
    replay(tmp_path / "run", tmp_path / "again", ReplaySettings())
    with open_run(tmp_path / "run") as run, open_run(tmp_path / "again") as again:
        assert again.report.tallies == run.report.tallies
    files = [json.loads((tmp_path / name / "alpaca_data.json").read_text()) for name in ("run", "again")]
    assert files[0] == files[1]
