"""The runs that ship in `outputs/`: each command opens them, and their files follow from what they recorded."""

import dataclasses
import os
import re
import shutil
import time
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import FORMATS, Export, ShownCompletion, ShownTask
from tests.conftest import Command, RunFolder, unexpected
from tests.formats.samples import OF_ALL_TASKS
from tests.support.disks import mount, small_disk
from tests.support.misbehaving_server import MisbehavingServer
from tests.support.reviewed import opened, served
from tests.support.runs_0_1 import output_files

OUTPUTS = Path(__file__).parents[2] / "outputs"
SAMPLES = ("sample-en", "sample-zh")
SHIPPED = ("run.sqlite", "alpaca_data.json", "Belle.train.json", "rejected.jsonl")


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What ships of a sample, copied: nobody's checkout is changed."""
    return _laid_out(OUTPUTS / request.param, tmp_path / request.param)


def _laid_out(shipped: Path, folder: Path) -> Path:
    folder.mkdir()
    for name in SHIPPED:
        if (shipped / name).exists():
            shutil.copy(shipped / name, folder)
    return folder


def test_a_sample_is_replayed_byte_for_byte(command: Command, sample: Path, tmp_path: Path) -> None:
    done = command("replay", sample, "--output", tmp_path / "rebuilt")
    assert done.returncode == 0, done.stderr
    if os.environ.get("UPDATE_GOLDEN") and output_files(tmp_path / "rebuilt") != output_files(sample):
        _laid_out(tmp_path / "rebuilt", tmp_path / "new")
        shutil.copytree(tmp_path / "new", OUTPUTS / sample.name, dirs_exist_ok=True)
        return
    assert output_files(tmp_path / "rebuilt") == output_files(sample), "renew it with UPDATE_GOLDEN=1"


def test_status_knows_all_that_ships(command: Command, sample: Path) -> None:
    done = command("status", sample)
    count = len(RunFolder(sample).records)
    assert (done.returncode, unexpected(done.stderr)) == (0, "")
    assert done.stdout.startswith(f"{count} of {count} tasks\n")
    assert {path.name for path in sample.iterdir()} <= set(SHIPPED)
    reasons = {each["reason"] for each in RunFolder(sample).rejections}
    assert len(reasons) >= 4
    for reason in reasons:
        assert reason in done.stdout


def test_one_of_each_kind_is_shown_with_what_it_comes_from(sample: Path) -> None:
    firsts = {each["reason"]: each for each in reversed(RunFolder(sample).rejections)}
    with selfinstruct.open_run(sample) as run:
        for each in firsts.values():
            assert run.show(each["id"]).row().items() >= each.items()
        task = run.show(next(run.tasks()).id)
        assert isinstance(task, ShownTask)
        assert task.written_in
        completion = run.show(task.written_in)
        assert isinstance(completion, ShownCompletion)
        assert completion.request
        assert task.instruction in completion.request.prompt
        assert not completion.is_rebuilt


@pytest.mark.parametrize("name", OF_ALL_TASKS)
def test_a_sample_is_exported_in_every_format(sample: Path, tmp_path: Path, name: str) -> None:
    written = selfinstruct.export(sample, Export(name, tmp_path / "exported"))
    assert [each.records for each in written] == [len(RunFolder(sample).records)]
    if (own := sample / FORMATS.find(name).file_name).exists():
        assert (tmp_path / "exported").read_bytes() == own.read_bytes()


def test_reading_a_run_does_not_change_it(command: Command, sample: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in sample.iterdir()}
    for arguments in (
        ("status", sample),
        ("show", sample),
        ("show", sample, "1"),
        ("export", sample, "--format", "messages", "--output", tmp_path / "m.jsonl"),
        (
            "export",
            sample,
            "--format",
            "alpaca",
            "--output",
            tmp_path / "a.json",
            "--split",
            "0.5",
            "--with-provenance",
        ),
        ("replay", sample, "--output", tmp_path / "rebuilt"),
    ):
        done = command(*arguments)
        assert done.returncode == 0, done.stderr
    left = {path.name: path.read_bytes() for path in sample.iterdir() if path.name != "exports.jsonl"}
    assert left == before


def test_its_review_has_something_to_look_through(sample: Path) -> None:
    with served(sample, reviewer="ann") as address, opened(address) as tab:
        while not (counts := tab.get("/counts"))["is_complete"]:
            time.sleep(0.01)
        near = tab.rows("rejected", kind="near_duplicate")
    assert all(counts["queues"][queue][""] for queue in ("rejected", "sample", "accepted", "folded"))
    assert near
    assert len(near) == counts["queues"]["rejected"]["near_duplicate"]


def test_the_review_tells_what_the_training_file_holds(sample: Path) -> None:
    """A record that is rejected leaves room for one beyond the target."""
    with selfinstruct.open_run(sample) as run:
        ids = [task.id for task in run.tasks()]
        accepted = run.report.accepted
    with served(sample, reviewer="ann") as address, opened(address) as tab:
        told = {"holds": len(ids), "beyond": accepted - len(ids), "target": len(ids)}
        assert tab.get("/counts")["file"] == told
        for taken, id_ in enumerate(ids[: accepted - len(ids) + 2], 1):
            tab.tell("/decide", action="reject", id=id_)
            left = accepted - taken
            now = {"holds": min(len(ids), left), "beyond": max(0, left - len(ids))}
            assert tab.get("/counts")["file"] == told | now


def test_a_sample_grows_and_begins_with_the_records_that_it_had(command: Command, sample: Path) -> None:
    before = RunFolder(sample).records
    with MisbehavingServer() as server:
        more = ("--base-url", server.url, "--model", "demo", "--concurrency", 4)
        done = command("generate", "--output", sample, "--n", len(before) + 10, *more)
    assert done.returncode == 0, done.stderr
    after = RunFolder(sample).records
    assert after[: len(before)] == before
    assert len(after) == len(before) + 10


@pytest.mark.parametrize("name", SAMPLES)
def test_a_checkout_that_is_read_only_will_do(command: Command, tmp_path: Path, name: str) -> None:
    with small_disk(tmp_path / "disk") as disk:
        assert mount("-o", "remount,size=8m", disk)
        sample = _laid_out(OUTPUTS / name, disk / name)
        assert mount("-o", "remount,ro", disk)
        export = ("export", sample, "--format", "messages", "--output", tmp_path / "exported")
        for arguments in (("status", sample), ("show", sample), export):
            done = command(*arguments)
            told = [line for line in unexpected(done.stderr).splitlines() if "could not be noted in" not in line]
            assert (done.returncode, told) == (0, [])


def test_it_goes_on_with_an_address_of_this_machine_and_no_path_of_another(sample: Path) -> None:
    with selfinstruct.open_run(sample) as run:
        assert run.not_kept == ()
        going_on = run.grown_with
        kept = repr((going_on, dataclasses.replace(run.settings, seed_tasks=())))
    assert all(url.startswith("http://127.0.0.1:") for url in going_on.connection.base_urls)
    assert not re.search(r"Path\(|/(?:home|root|tmp|work|Users)/|\b[A-Z]:\\\\", kept)
