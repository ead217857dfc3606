"""Every output of the seed tasks that can be executed is executed, every one that can be computed is recomputed."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from selfinstruct.core.resources import seed_file
from tests.data import (
    checks_en,
    checks_en_daily,
    checks_en_prose,
    checks_zh,
    checks_zh_daily,
    checks_zh_office,
    checks_zh_prose,
)

MODULES = {
    "en": (checks_en, checks_en_prose, checks_en_daily),
    "zh": (checks_zh, checks_zh_prose, checks_zh_office, checks_zh_daily),
}
TASKS = {
    code: {task["name"]: task for task in map(json.loads, seed_file(code).read_text(encoding="utf-8").splitlines())}
    for code in MODULES
}
CHECKS = {
    code: [
        (name.removeprefix("check_"), check)
        for module in modules
        for name, check in vars(module).items()
        if name.startswith("check_")
    ]
    for code, modules in MODULES.items()
}


@pytest.mark.parametrize(
    ("check", "task"),
    [
        pytest.param(check, TASKS[code][name], id=f"{code}-{name}")
        for code, checks in CHECKS.items()
        for name, check in checks
        if name in TASKS[code]
    ],
)
def test_the_outputs_are_right(check: Callable[[dict[str, Any]], None], task: dict[str, Any]) -> None:
    check(task)


@pytest.mark.parametrize("code", MODULES)
def test_every_check_is_of_a_task_and_the_only_one_of_it(code: str) -> None:
    names = [name for name, _ in CHECKS[code]]
    assert sorted(names) == sorted(set(names) & set(TASKS[code]))


@pytest.mark.parametrize("code", MODULES)
def test_every_task_of_code_is_executed(code: str) -> None:
    languages = ("python", "py", "sql", "bash", "sh", "javascript", "js")
    fenced = {
        name
        for name, task in TASKS[code].items()
        for instance in task["instances"]
        if any(f"```{language}\n" in instance["output"] for language in languages)
    }
    assert fenced <= {name for name, _ in CHECKS[code]}


@pytest.mark.parametrize("code", MODULES)
def test_the_schema_is_the_ancestors_with_category_and_language(code: str) -> None:
    keys = ["id", "name", "instruction", "instances", "is_classification", "category", "language"]
    for number, task in enumerate(TASKS[code].values()):
        assert list(task) == keys
        assert (task["id"], task["language"]) == (f"{code}_seed_task_{number}", code)
