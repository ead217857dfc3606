"""Kills the server of a review while its pages decide, and compares what it said with what the run holds."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Timer
from typing import NamedTuple

import httpx

from selfinstruct.decisions import journal
from tests.support.reviewed import Tab, opened

_TABS = 3


class Said(NamedTuple):
    """A decision that the server said was saved: its id, and how long the output of its edit is (0 for no edit)."""

    id: str
    size: int


def killed_while_deciding(run: Path, seconds: float, random: Random) -> list[Said]:
    """Serve a run, decide on it from several tabs, kill the server some time after the first decision.

    Return what was said to be saved.
    """
    command = [sys.executable, "-m", "selfinstruct", "review", str(run), "--no-open", "--reviewer", "ann"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            with opened(process.stdout.readline().strip()) as tab:
                rows = tab.rows("accepted")
                tab.tell("/decide", action="keep", id=rows[0]["id"])
                killer = Timer(seconds, process.kill)
                killer.start()
                seeds = [random.random() for _ in range(_TABS)]
                with ThreadPoolExecutor() as pool:
                    said = [*pool.map(lambda seed: _decide_until_it_ends(tab, rows, Random(seed)), seeds)]
                killer.join()
        finally:
            process.kill()
    return [each for of_tab in said for each in of_tab]


def lost(run: Path, said: list[Said]) -> list[Said]:
    """Return what was said to be saved, and is not there as it was said."""
    kept = {each.id: len(each.after.output) if each.after else 0 for each in journal.read(run)}
    return [each for each in said if kept.get(each.id) != each.size]


def _decide_until_it_ends(tab: Tab, rows: list[dict[str, object]], random: Random) -> list[Said]:
    said: list[Said] = []
    while True:
        told: dict[str, object] = {"action": random.choice(("keep", "reject", "edit", "comment"))}
        size = random.choice((2, 20_000, 200_000)) if told["action"] == "edit" else 0
        if size:
            told["after"] = {"instruction": "Say what is left.", "input": "", "output": "果" * size}
        if told["action"] == "comment":
            told["note"] = "苹果" * random.randrange(1, 1_000)
        try:
            answer = tab.tell("/decide", id=random.choice(rows)["id"], **told)
        except (httpx.HTTPError, ValueError):
            return said
        said.append(Said(answer["decision"], size))
