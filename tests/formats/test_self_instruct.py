"""Self-Instruct's tasks, with all their instances."""

from dataclasses import replace
from pathlib import Path

from selfinstruct.core.values import Hint, Instance
from selfinstruct.formats import self_instruct
from selfinstruct.seeds.reading import read_seed_tasks
from tests.formats.samples import POEM, TASKS, written


def test_it_is_json_lines(tmp_path: Path) -> None:
    assert written("self-instruct", tmp_path) == (
        '{"id": "3.0", "instruction": "写一首诗。", "instances": [{"input": "", "output": "春眠\\n不觉晓"}],'
        ' "is_classification": false, "category": "creation"}\n'
        '{"id": "3.1", "instruction": "褒还是贬？", "instances": [{"input": "好", "output": "褒"},'
        ' {"input": "  坏\\n", "output": "贬"}], "is_classification": true, "category": "classification"}\n'
    )


def test_it_is_a_seed_file(tmp_path: Path) -> None:
    self_instruct.write(TASKS, tmp_path / "tasks.jsonl")
    seeds = read_seed_tasks(tmp_path / "tasks.jsonl")
    assert [replace(seed, origin="3") for seed in seeds] == list(TASKS)


def test_a_task_without_a_category_has_the_same_fields(tmp_path: Path) -> None:
    """A reader that goes by blocks of a file takes no row with others."""
    self_instruct.write([replace(POEM, hint=Hint())], tmp_path / "tasks.jsonl")
    assert (tmp_path / "tasks.jsonl").read_text(encoding="utf-8").endswith(', "category": ""}\n')


def test_none_is_nothing_and_not_a_word() -> None:
    seed = {"instruction": "Sing.", "category": None, "instances": [{"input": None, "output": "La."}]}
    task = self_instruct.read(seed)
    assert task is not None
    assert (task.instances, task.hint) == ((Instance("", "La."),), Hint())
    assert self_instruct.read({"instruction": "Sing.", "output": "La.", "instances": None}) is None
