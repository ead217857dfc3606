"""The command that serves the review page: what it prints, and how it ends."""

import asyncio
import os
import re
import signal
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from selfinstruct.cli.reviewing import serve, written_lines
from selfinstruct.storage.store import Store
from tests.conftest import Command
from tests.support.reviewed import TASKS, imported_run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return imported_run(tmp_path, TASKS[:1])


def test_it_serves_until_it_is_interrupted_and_writes_the_files_anew(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def review() -> tuple[str, str]:
        serving = asyncio.ensure_future(serve(run, "ann", 0, "zh", 5, opens=True))
        while not (printed := capsys.readouterr().out):
            await asyncio.sleep(0.01)
        address = printed.split()[0]
        origin = address[: address.index("/enter")]
        async with httpx.AsyncClient(base_url=origin, headers={"origin": origin}, follow_redirects=True) as client:
            page = await client.get(address)
            await client.post("/decide", content='{"action": "reject", "id": "1.0"}')
        os.kill(os.getpid(), signal.SIGINT)
        await serving
        return printed, page.text

    assert written_lines(run) == ["nothing is decided on this run yet"]
    printed, page = asyncio.run(review())
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?token=\S{32}\nEach decision .* Ctrl-C .*\.\n", printed)
    assert '<html lang="zh"' in page
    counts, wrote = written_lines(run)
    assert counts.startswith("now in all: 0 tasks in the training file; 1 record rejected and ")
    assert wrote.startswith(f"wrote {run / 'alpaca_data.json'}, ")
    assert (run / "alpaca_data.json").read_text() == "[]\n"


def test_the_files_of_a_run_that_is_worked_on_are_left_to_it(run: Path) -> None:
    (run / "decisions.jsonl").touch()
    with closing(Store.create_or_open(run)):
        (line,) = written_lines(run)
    assert line.endswith("wait for it to end; the decisions are kept, and the next generate follows them")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere"], "nowhere: no run here"),
        (["run", "--page-lang", "fr"], "--page-lang fr: choose one of: en, zh"),
        (["run", "--sample", "0"], "--sample 0: from 1 to 10,000 records"),
        (["run", "--port", "70000"], "--port 70000: there is no such port"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_line(command: Command, run: Path, arguments: list[str], why: str) -> None:
    done = command("review", *arguments, "--no-open")
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
