"""Runs whose tasks are judged in memory, and a judge that says what a test wants."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import selfinstruct
from selfinstruct import Connection, ImportSettings, Reply, Request, ScriptedBackend, Settings
from selfinstruct.backends.demo import DemoBackend
from selfinstruct.core import wire
from selfinstruct.core.values import Usage

DEMO = Connection(backend="demo")
MARKS = ("helpfulness", "correctness", "clarity")


def verdict(mark: float = 4, **more: object) -> str:
    """Return a verdict with this mark for everything."""
    answers = {"valid": True, "input_fits": True, "output_right": True}
    return json.dumps({"reason": f"It is worth {mark}.", **answers, **dict.fromkeys(MARKS, mark), **more})


class Judging:
    """Writes as the demo model does, and judges as `says` of the prompt; notes the prompts of the judge."""

    limits = ""

    def __init__(self, says: Callable[[str], str] = lambda _: verdict(), seed: int = 3) -> None:
        self._demo, self._says = DemoBackend(seed), says
        self.judged: list[str] = []

    async def complete(self, request: Request) -> Reply:
        if request.kind != "judge":
            return await self._demo.complete(request)
        self.judged.append(request.prompt)
        return Reply(wire.write(self._says(request.prompt), "stop", Usage(50, 20), "strict"))

    async def models(self) -> list[str]:
        return []

    async def close(self) -> None:
        pass


def grown(folder: Path, n: int = 20, says: Callable[[str], str] = lambda _: verdict(), **more: Any) -> Judging:
    """Grow a run with a judge; return what was asked."""
    backend = Judging(says)
    settings = Settings(n, connection=DEMO, judge=True, random_seed=1, **more)
    assert selfinstruct.generate(settings, folder, backend=backend).exit_code == 0
    return backend


TASKS = [
    ("Name three fruits that grow in the north.", "", "Apples, pears and plums."),
    ("Describe how bread rises while it is baked.", "", "Yeast makes gas, and the dough holds it."),
    ("Explain why the sky looks blue at noon.", "", "Air scatters blue light more than red light."),
    ("Write a short poem about a slow train.", "", "It creaks along the river, late again."),
]


def imported(folder: Path) -> Path:
    """Make a run of imported tasks."""
    rows = [dict(zip(("instruction", "input", "output"), each, strict=True)) for each in TASKS]
    file = folder / "tasks.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    selfinstruct.import_tasks([file], folder / "run", ImportSettings(language="en"))
    return folder / "run"


def judge(run: Path, *lines: str | Callable[[Request], str]) -> tuple[selfinstruct.Result, ScriptedBackend]:
    """Judge a run with a scripted judge, a line after the other or what a function says of each request."""
    script: Any = lines[0] if callable(lines[0]) else lines
    backend = ScriptedBackend(script)
    return selfinstruct.judge(run, backend=backend), backend


def scores(run: Path) -> dict[str, float | None]:
    """Return the score of each task, by its instruction."""
    with selfinstruct.open_run(run) as opened:
        return {task.instruction: next((each.value for each in task.scores if each), None) for task in opened.tasks()}


def judged_by(name: str, run: Path, *lines: Any, **more: Any) -> tuple[selfinstruct.Result, ScriptedBackend]:
    """Judge a run with a scripted judge of this name."""
    script: Any = lines[0] if callable(lines[0]) else lines
    backend = ScriptedBackend(script)
    settings = selfinstruct.JudgeSettings(Connection(backend="openai", model=name), **more)
    return selfinstruct.judge(run, settings, backend=backend), backend
