"""An import that is killed goes on with the same command, and comes to what an undisturbed one comes to."""

import json
import re
import signal
import subprocess
import time
from pathlib import Path
from random import Random

import selfinstruct
from selfinstruct.core.values import Task
from selfinstruct.runs.importing import BATCH
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder, command_line, environment
from tests.crashes.ordeal import accepted_tasks, read_log, repeated

TASKS = 3000


def test_an_import_killed_again_and_again_comes_to_the_same(tmp_path: Path) -> None:
    file, undisturbed, killed = tmp_path / "tasks.jsonl", tmp_path / "undisturbed", tmp_path / "killed"
    _write_tasks(file)
    _import(file, undisturbed)
    for batches in (1, 3, 1, 2):
        _stop_import_after(batches, file, killed, signal.SIGKILL)
    held = accepted_tasks(killed)
    assert 3 * BATCH < len(held) < TASKS
    _import(file, killed)
    found, wanted = accepted_tasks(killed), accepted_tasks(undisturbed)
    assert found[: len(held)] == held
    assert list(map(_content, found)) == list(map(_content, wanted))
    assert not repeated([task.id for task in found])
    assert (killed / "alpaca_data.json").read_bytes() == (undisturbed / "alpaca_data.json").read_bytes()
    rejected = {row["reason"] for row in RunFolder(undisturbed).rejections}
    assert rejected == {"near_duplicate", "too_short", "empty_output", "no_sound_instance"}


def test_an_import_that_is_interrupted_writes_its_files_and_goes_on(tmp_path: Path) -> None:
    file, undisturbed, folder = tmp_path / "tasks.jsonl", tmp_path / "undisturbed", tmp_path / "run"
    _write_tasks(file)
    threshold = ("--similarity-threshold", 1)
    _import(file, undisturbed, *threshold)
    told, code = _stop_import_after(2, file, folder, signal.SIGINT, *threshold)
    assert code == 130
    accepted = len(RunFolder(folder).records)
    assert re.match(rf"{accepted:,} of \d,\d+ tasks \(stopped: interrupted; run it again to go on\)\n", told)
    with selfinstruct.open_run(folder) as run:
        assert not run.report.is_complete
    _import(file, folder, *threshold)
    assert (folder / "alpaca_data.json").read_bytes() == (undisturbed / "alpaca_data.json").read_bytes()
    with selfinstruct.open_run(folder) as run:
        assert run.report.is_complete


def test_what_a_killed_import_has_recorded_is_settled_by_whatever_comes_next(tmp_path: Path) -> None:
    file, folder = tmp_path / "tasks.jsonl", tmp_path / "run"
    _write_tasks(file)
    _stop_import_after(2, file, folder, signal.SIGKILL)
    recorded = [task["instruction"] for line in read_log(folder) for task in json.loads(line.body)["tasks"]]
    arguments = command_line("generate", "--n", TASKS, "--backend", "demo", "--max-requests", 1, "--output", folder)
    subprocess.run(arguments, env=environment(), stdout=subprocess.DEVNULL)
    store = Store.open_to_read(folder)
    assert store.unsettled() == []
    claimed = {each.instruction for each in store.claimed()}
    rejected = {rejection.instruction for _, rejection in store.rejections()}
    store.close()
    assert len(recorded) >= 2 * BATCH
    assert set(recorded) <= claimed | rejected


def _write_tasks(path: Path) -> None:
    """Write tasks made of random words; some are near-duplicates of earlier ones, some do not pass the filters."""
    random = Random(4)
    words = [f"{a}{b}" for a in ("ba", "ke", "lo", "mi", "su", "ta") for b in ("rin", "dle", "st", "nor", "ppa", "vel")]
    instructions: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(TASKS):
            instruction = " ".join(["Tell of", *random.choices(words, k=random.randint(9, 16))])
            if number % 7 == 6:
                instruction = f"{random.choice(instructions)} {random.choice(words)}"
            instructions.append("Sing." if number % 50 == 49 else instruction)
            output = "" if number % 60 == 59 else f"It is {number}."
            file.write(json.dumps({"instruction": instructions[-1], "input": "", "output": output}) + "\n")


def _content(task: Task) -> tuple[object, ...]:
    return task.instruction, task.is_classification, task.instances


def _import(file: Path, folder: Path, *options: object) -> None:
    arguments = command_line("import", file, "--output", folder, *options)
    subprocess.run(arguments, env=environment(), check=True, capture_output=True)


def _stop_import_after(
    batches: int, file: Path, folder: Path, how: signal.Signals, *options: object
) -> tuple[str, int]:
    """Send a signal to an import when it has recorded so many more batches; return what it says, and its exit code."""
    log = folder / "run.sqlite-wal"
    before = len(read_log(folder)) if log.exists() else 0
    with subprocess.Popen(
        command_line("import", file, "--output", folder, *options),
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        while not log.exists() or _lines(folder) < before + batches:
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(how)
        return process.communicate()[0], process.returncode


def _lines(folder: Path) -> int:
    """Return how many batches are recorded, 0 as long as the file is being made."""
    try:
        return len(read_log(folder))
    except Exception:
        return 0
