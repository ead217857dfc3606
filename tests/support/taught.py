"""A run of whole tasks whose similarities are known, for lessons about its settings."""

import json
from contextlib import closing
from itertools import chain, count
from pathlib import Path

import selfinstruct
from selfinstruct import Connection, Pace, ScriptedBackend, Settings
from selfinstruct.runs.deciding import decide
from selfinstruct.storage.store import Store

# Two instructions of this form have 4 of 8 words in common, so 0.5, and 0.125 more for each further one.
_FORM = "Describe {} beside {} under {} near {}."
_SYLLABLES = "ba de fi go lu me ni po ra se ti vo".split()
TASKS, NEAR, NEARER, SHORT, CLOSE = 24, 12, 6, 12, 12


def _instructions() -> tuple[list[str], list[str]]:
    """Return the instructions of seed tasks, and those that are proposed."""
    words = (f"{a}{b}{c}" for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES)
    new = [[next(words) for _ in range(4)] for _ in range(10 + TASKS)]
    seeds, tasks = new[:10], new[10:]
    near = [[*each[:2], next(words), next(words)] for each in tasks[:NEAR]]  # 0.75
    nearer = [[*each[:3], next(words)] for each in tasks[-NEARER:]]  # 0.875
    close = [[seeds[at % 10][0], *(next(words) for _ in range(3))] for at in range(CLOSE)]  # 0.625 with a seed task
    short = [f"Why {next(words)}?" for _ in range(SHORT)]
    *proposed, last = [[_FORM.format(*each) for each in some] for some in (tasks, near, nearer, close)]
    return [_FORM.format(*each) for each in seeds], [*chain(*proposed), *short, *last]


def taught_run(folder: Path, filters: str = "default") -> Path:
    """Make a run: of 24 tasks, 12 near-duplicates (0.75), 6 nearer ones (0.875), 12 too short, 12 close to a seed task.

    The first and the last are accepted, those that are too short if the filters let them pass.
    """
    seeds, proposed = _instructions()
    numbers = count()
    file = folder / "seeds.jsonl"
    rows = [_seed(at, each) for at, each in enumerate(seeds)]
    file.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    tasks = [{"instruction": each, "input": "", "output": _output(next(numbers))} for each in proposed]
    script = [json.dumps({"tasks": tasks[start : start + 20]}) for start in range(0, len(tasks), 20)]
    demo = Connection(backend="demo")
    settings = Settings(66, recipe="alpaca", seeds=file, filters=filters, connection=demo, pace=Pace(1), random_seed=1)
    selfinstruct.generate(settings, folder / "run", backend=ScriptedBackend(script))
    return folder / "run"


def _seed(at: int, instruction: str) -> dict[str, object]:
    about = {"id": f"seed_{at}", "name": f"seed {at}", "instruction": instruction, "is_classification": False}
    return {**about, "instances": [{"input": "", "output": _output(at)}]}


def _output(number: int) -> str:
    return f"It was there for {number} years, and everybody in the village knew it well."


def said_of(run: Path, action: str, ids: list[str]) -> None:
    """Let a reviewer decide the same on several records."""
    with closing(Store.open_to_read(run)) as store:
        for each in ids:
            decide(store, each, action, "ann")  # type: ignore[arg-type]


def accepted_ids(run: Path) -> list[str]:
    """Return the ids of the accepted tasks in their order."""
    with closing(Store.open_to_read(run)) as store:
        return [task.id for task in store.accepted()]


def rejected_for(run: Path, reason: str, low: float = 0.0, high: float = 1.0) -> list[str]:
    """Return the ids of rejections for a reason, of near-duplicates those between two similarities."""
    with selfinstruct.open_run(run) as opened:
        return [
            each.id
            for each, _ in opened.rejections()
            if each.reason == reason and (not each.nearest or low <= each.nearest.similarity <= high)
        ]
