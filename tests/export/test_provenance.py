"""Where each exported record comes from."""

import json
from pathlib import Path

import pytest

from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Task
from selfinstruct.exports.exporting import Export
from selfinstruct.exports.selection import Selection, condition
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks
from tests.conftest import Command
from tests.export.exported import exported, lines
from tests.support.rouge import rouge_l


@pytest.mark.parametrize("name", ["belle", "self-instruct", "messages", "hf", "llama-factory"])
def test_the_provenance_is_in_step_with_the_records(tmp_path: Path, run: Path, tasks: list[Task], name: str) -> None:
    selection = Selection(split=0.6, shuffle=4)
    *_, sidecar = exported(run, Export(name, tmp_path / "out", selection, include_seeds=True, with_provenance=True))
    assert sidecar == tmp_path / "out.provenance.jsonl"
    rows = lines(sidecar)
    plain = Export("self-instruct", tmp_path / "tasks", selection, include_seeds=True)
    for part, path in zip(("train", "test"), exported(run, plain), strict=True):
        own = [row for row in rows if row["part"] == part]
        assert [row["record"] for row in own] == list(range(len(own)))
        expected = [
            (task["id"], None if name == "self-instruct" else position)
            for task in lines(path)
            for position in range(1 if name == "self-instruct" else len(task["instances"]))
        ]
        assert [(row["id"], row.get("instance")) for row in own] == expected
    from_the_model = [row for row in rows if row["id"] in {task.id for task in tasks}]
    assert all(row["proposed_by"] == row["written_by"] == "demo" and row["demonstrations"] for row in from_the_model)
    assert all(0 < row["seed_similarity"] <= 0.7 and row["nearest_seed"] for row in from_the_model)
    assert not [row for row in rows if "proposed_by" in row and row not in from_the_model]


@pytest.mark.parametrize("include_seeds", [False, True])
def test_the_nearest_earlier_task_is_the_one_that_rouge_score_finds(
    tmp_path: Path, run: Path, tasks: list[Task], include_seeds: bool
) -> None:
    """Whatever is selected, and in whatever order: it is looked for among all that were in the pool before."""
    selection = Selection((condition("classification=yes"),), shuffle=2)
    export = Export("self-instruct", tmp_path / "out", selection, include_seeds, with_provenance=True)
    _, sidecar = exported(run, export)
    tokenize = find_language("zh").tokenize
    pool = [(task.id, tokenize(task.instruction)) for task in (*read_seed_tasks(seed_file("zh")), *tasks)]
    places = {id_: place for place, (id_, _) in enumerate(pool)}
    rows = lines(sidecar)
    assert include_seeds == any(places[row["id"]] == 0 for row in rows)
    for row in rows:
        place = places[row["id"]]
        scores = [rouge_l(earlier, pool[place][1]) for _, earlier in pool[:place]]
        if place:
            assert (row["nearest"], row["similarity"]) == (pool[scores.index(max(scores))][0], max(scores))
        else:
            assert not {"nearest", "similarity"} & set(row)
    own = {task.id for task in tasks}
    assert any(row["nearest"] in own for row in rows if row["id"] in own)


def test_a_seed_task_is_not_taken_for_what_a_completion_of_that_number_brought(
    command: Command, tmp_path: Path
) -> None:
    texts = seed_file("en").read_text(encoding="utf-8").split("\n")[:30]
    seeds = [json.loads(line) | {"id": str(number)} for number, line in enumerate(texts)]
    (tmp_path / "seeds.jsonl").write_text("\n".join(map(json.dumps, seeds)), encoding="utf-8")
    command("generate", "--n", 10, "--backend", "demo", "--seeds", "seeds.jsonl", "--output", "run")
    export = Export("alpaca", tmp_path / "a.json", include_seeds=True, with_provenance=True)
    _, sidecar = exported(tmp_path / "run", export)
    assert not any("proposed_in" in row for row in lines(sidecar) if "." not in row["id"])
