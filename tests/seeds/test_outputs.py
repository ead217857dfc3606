"""Every output of the seed tasks that can be executed is executed, every one that can be computed is recomputed."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from selfinstruct.resources import seed_file
from tests.seeds import checks_en, checks_zh

TASKS = {
    code: {task["name"]: task for task in map(json.loads, seed_file(code).read_text(encoding="utf-8").splitlines())}
    for code in ("en", "zh")
}


def _checks(code: str, module: ModuleType) -> list[Any]:
    names = [name.removeprefix("check_") for name in vars(module) if name.startswith("check_")]
    return [pytest.param(getattr(module, f"check_{name}"), TASKS[code][name], id=f"{code}-{name}") for name in names]


@pytest.mark.parametrize(("check", "task"), [*_checks("en", checks_en), *_checks("zh", checks_zh)])
def test_the_outputs_are_right(check: Callable[[dict[str, Any]], None], task: dict[str, Any]) -> None:
    check(task)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_every_task_of_code_is_executed(code: str) -> None:
    """JavaScript is the exception: it would need another interpreter."""
    module = {"en": checks_en, "zh": checks_zh}[code]
    fenced = {
        name
        for name, task in TASKS[code].items()
        for instance in task["instances"]
        if any(f"```{language}\n" in instance["output"] for language in ("python", "py", "sql", "bash", "sh"))
    }
    assert fenced <= {name.removeprefix("check_") for name in vars(module)}


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_schema_is_the_ancestors_with_category_and_language(code: str) -> None:
    keys = ["id", "name", "instruction", "instances", "is_classification", "category", "language"]
    for number, task in enumerate(TASKS[code].values()):
        assert list(task) == keys
        assert (task["id"], task["language"]) == (f"{code}_seed_task_{number}", code)
