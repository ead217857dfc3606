"""The steps of the image, run in a bare root: what it installs, as whom it runs, what SIGTERM and a restart do."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.deploy.bare_root import Stage, build

pytestmark = [
    pytest.mark.skipif(not os.environ.get("SELFINSTRUCT_IMAGE"), reason="takes minutes and root: SELFINSTRUCT_IMAGE=1"),
    pytest.mark.timeout(900),
]
SOURCE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    assert os.geteuid() == 0
    assert shutil.which("unshare")
    return build(SOURCE / "deploy" / "Dockerfile", SOURCE, tmp_path_factory.mktemp("image"))


def _told(image: Stage, *arguments: str) -> tuple[int, str]:
    process = image.run(*image.command, *arguments, read_only=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = process.communicate(timeout=300)
    return process.returncode, said


def test_it_runs_without_rights_and_with_all_else_read_only(image: Stage) -> None:
    code, said = _told(image, "generate", "--n=20", "--backend=demo", "--output=/data/outputs/run")
    assert code == 0, said
    file = image.root / "data" / "outputs" / "run" / "alpaca_data.json"
    assert file.stat().st_uid == int(image.user) != 0
    code, said = _told(image, "report", "/data/outputs/run")
    assert code == 0, said
    assert (file.parent / "report.html").stat().st_size > 10_000


def test_a_term_signal_keeps_everything_and_the_next_start_goes_on(image: Stage) -> None:
    asked = ["generate", "--n=400", "--backend=demo", "--backend-option=seconds=0.2", "--output=/data/outputs/long"]
    process = image.run(*image.command, *asked, read_only=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    database = image.root / "data" / "outputs" / "long" / "run.sqlite"
    while not database.exists() or database.stat().st_size < 200_000:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 130
    code, said = _told(image, *asked)
    assert code == 0, said


def test_what_only_a_person_can_change_has_exit_code_2(image: Stage) -> None:
    assert _told(image, "generate", "--n=5", "--lang=xx", "--output=/data/outputs/none")[0] == 2
