"""Each task stands alone before the judge: neither its place, nor what else is there, nor any model's name is shown."""

import json
from pathlib import Path

import selfinstruct
from selfinstruct import Connection, ImportSettings, JudgeSettings, Judging, ScriptedBackend, Settings
from tests.judging.judged import DEMO, TASKS, verdict
from tests.judging.judged import Judging as JudgingBackend


def prompts(folder: Path, tasks: list[tuple[str, str, str]]) -> list[str]:
    """Return what the judge is asked about these tasks, in the order in which it is asked."""
    rows = [dict(zip(("instruction", "input", "output"), each, strict=True)) for each in tasks]
    folder.mkdir()
    (folder / "tasks.json").write_text(json.dumps(rows), encoding="utf-8")
    selfinstruct.import_tasks([folder / "tasks.json"], folder / "run", ImportSettings(language="en"))
    backend = ScriptedBackend([verdict(4)])
    selfinstruct.judge(folder / "run", JudgeSettings(Connection(model="strict-9b")), backend=backend)
    return [request.prompt for request in backend.requests]


def test_any_order_asks_the_same_and_each_request_shows_one_task(tmp_path: Path) -> None:
    one_way, other_way, alone = (
        prompts(tmp_path / name, tasks) for name, tasks in (("a", TASKS), ("b", TASKS[::-1]), ("c", TASKS[2:3]))
    )
    assert len(one_way) == len(TASKS)
    assert sorted(one_way) == sorted(other_way)
    assert set(alone) < set(one_way)
    for prompt in one_way:
        assert sum(instruction in prompt for instruction, _, _ in TASKS) == 1


def test_no_model_is_named_to_the_judge(tmp_path: Path) -> None:
    backend = JudgingBackend()
    settings = Settings(
        5,
        connection=Connection(DEMO.backend, model="proud-writer"),
        judge=True,
        judging=Judging("strict-9b"),
        random_seed=1,
    )
    assert selfinstruct.generate(settings, tmp_path / "run", backend=backend).exit_code == 0
    assert len(backend.judged) >= 5
    assert not any(name in prompt for prompt in backend.judged for name in ("proud-writer", "strict-9b", "demo"))


def test_a_judge_of_imported_tasks_is_not_told_to_judge_itself(tmp_path: Path) -> None:
    class Noting(selfinstruct.Observer):
        notes: list[str] = []  # noqa: RUF012

        def noted(self, note: str) -> None:
            self.notes.append(note)

    rows = [{"instruction": TASKS[0][0], "input": "", "output": TASKS[0][2]}]
    (tmp_path / "tasks.json").write_text(json.dumps(rows), encoding="utf-8")
    selfinstruct.import_tasks([tmp_path / "tasks.json"], tmp_path / "run", ImportSettings(language="en"))
    observer = Noting()
    settings = JudgeSettings(Connection(base_urls=("http://127.0.0.1:9/v1",), model="any"))
    selfinstruct.judge(tmp_path / "run", settings, observer=observer, backend=ScriptedBackend([verdict(4)]))
    assert observer.notes == []
