"""How long a reviewer waits for a screen and for each key, on a run of many tasks; and the memory that it takes.

    python -m benchmarks.review [--n 300000] [--lang zh] [--decided 2000] [--compare]

The run is made up: one of the demo backend, its rows copied until there are enough, with a few rejections of a reason
that is nowhere else. What is measured goes over HTTP, from a server in a process of its own, as the page asks for it.
All of it goes on while another process compares the tasks; with --compare, this is measured, too, alone.
"""

import argparse
import json
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import httpx
from rich.console import Console
from rich.table import Table

import selfinstruct
from selfinstruct import Connection, Settings
from selfinstruct.decisions import journal
from selfinstruct.dedup.near_duplicates import SimilarityIndex
from selfinstruct.review.comparing import compared
from selfinstruct.runs.deciding import decision_on
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.store import Store

SMALL = 300
# Milliseconds between two polls of the page; seconds after which it is known how long counting holds up others.
SOON, ENOUGH = 150, 15
# Seconds; far more than anything takes on a busy machine.
PATIENCE = 100
# The ROUGE-L F-measure from which on two tasks are close, with the threshold of 0.7.
CLOSE = 0.6
# What a copy of the small run has otherwise, all else is the same. `moved` is the id of an item of the copy.
_MOVED = {
    "items": {
        "id": "moved(id, n)",
        "instruction": "instruction || ' ' || n",
        "tokens": "varied(tokens, n)",
        "written_in": "written_in + n * :completions",
    },
    "instances": {
        "item": "moved(item, n)",
        "accepted": "accepted + n * :tasks",
        "completion": "completion + n * :completions",
    },
    "rejections": {
        "id": "id + n * :rejections",
        "completion": "completion + n * :completions",
        "instruction": "instruction || ' ' || n",
        "item": "moved(item, n)",
    },
    "completions": {
        "id": "id + n * :completions",
        "request": "request + n * :completions",
        "items": "moved_all(items, n)",
    },
    "prompts": {"completion": "completion + n * :completions"},
}


class Measured(NamedTuple):
    """What was asked, how many times, and how long the answers took, in seconds."""

    what: str
    seconds: list[float]


def main() -> None:
    """Make a run, ask what a page asks, print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=300_000)
    parser.add_argument("--lang", default="zh")
    parser.add_argument("--decided", type=int, default=2_000)
    parser.add_argument("--compare", action="store_true", help="measure how long it takes to compare all tasks")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        make_run(run, given.n, given.lang, given.decided)
        with serving(run) as (process, client):
            measured = [*first_screen(run, client), *keys(client)]
            memory, reached = _memory(process.pid), _get(client, "/counts")["compared"]
        alone = comparing(run) if given.compare else None
    table = Table("", "times", "median, ms", "longest, ms", box=None)
    for what, seconds in measured:
        table.add_row(what, str(len(seconds)), f"{1000 * median(seconds):.1f}", f"{1000 * max(seconds):.1f}")
    console = Console(width=100)
    console.print(table)
    console.print(f"memory of the server at its end: {memory} MB; tasks compared by then: {reached:,}")
    if alone is not None:
        console.print(f"to compare all tasks, alone: {alone:.1f} s of a processor")


def make_run(run: Path, n: int, lang: str, decided: int) -> None:
    """Grow a small run, copy its rows, and decide on some."""
    selfinstruct.generate(Settings(SMALL, language=lang, connection=Connection(backend="demo"), random_seed=1), run)
    with closing(sqlite3.connect(run / DATABASE)) as db, db:
        tasks = db.execute("SELECT max(accepted) + 1 FROM instances").fetchone()[0]
        values = {"tasks": tasks, "rejections": db.execute("SELECT max(id) FROM rejections").fetchone()[0]}
        values["completions"] = db.execute("SELECT max(id) FROM completions").fetchone()[0]
        _create_functions(db, values["completions"])
        numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT {n // tasks})"
        for table, moved in _MOVED.items():
            names = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
            columns = ", ".join(moved.get(name, name) for name in names)
            db.execute(f"INSERT INTO {table} {numbers} SELECT {columns} FROM {table}, numbers", values)
        db.execute("UPDATE rejections SET reason = 'garbled' WHERE id % (SELECT max(id) / 5 FROM rejections) = 1")
    with closing(Store.open_to_read(run)) as store:
        rows = store.rejected_between(0, 2**62, decided, folded=False)
        journal.append(run, *(decision_on(store, row.id, "reject", "ann") for row in rows if row.record.instruction))


def _create_functions(db: sqlite3.Connection, completions: int) -> None:
    def moved(item: str | None, n: int) -> str | None:
        completion, _, place = (item or "").partition(".")
        return f"{int(completion) + n * completions}.{place}" if item else None

    def moved_all(items: str, n: int) -> str:
        # Demonstrations may be seed tasks, which stay where they are.
        return json.dumps([moved(item, n) if item[0].isdecimal() else item for item in json.loads(items)])

    def varied(tokens: str, n: int) -> str:
        # Some instructions are close to others, most are not, as in a run that has passed dedup.
        random = Random(f"{n} {tokens}")
        share = random.uniform(0.5, 1)
        # Of 60,000 words, as frequent as Zipf says.
        return " ".join(
            f"w{60_000 ** random.random():.0f}" if random.random() < share else word for word in tokens.split()
        )

    db.create_function("moved", 2, moved, deterministic=True)
    db.create_function("moved_all", 2, moved_all, deterministic=True)
    db.create_function("varied", 2, varied, deterministic=True)


@contextmanager
def serving(run: Path) -> Iterator[tuple["subprocess.Popen[str]", httpx.Client]]:
    """Start the command; give its process, and a browser that it has let in."""
    command = [sys.executable, "-m", "selfinstruct", "review", str(run), "--no-open", "--reviewer", "bob"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    address = process.stdout.readline().strip()
    try:
        browser = httpx.Client(base_url=address[: address.index("/enter")], follow_redirects=True, timeout=PATIENCE)
        with browser as client:
            client.get(address).raise_for_status()
            yield process, client
    finally:
        process.kill()
        process.wait()


def first_screen(run: Path, client: httpx.Client) -> Iterator[Measured]:
    """Measure what is there before anything is pressed: from the start of another server to its first card."""
    started = time.monotonic()
    with serving(run) as (_, other):
        rows = _get(other, "/window", queue="accepted")["rows"]
        _get(other, "/card", id=rows[0]["id"], soon="1")
        yield Measured("from the start of the command to the first card", [time.monotonic() - started])
    started = time.monotonic()
    client.get("/")
    rows = _get(client, "/window", queue="rejected", undecided="1")["rows"]
    _get(client, "/card", id=rows[0]["id"])
    yield Measured("the page, its list and its first card", [time.monotonic() - started])
    started, slices = time.monotonic(), []
    while not (timed := _timed(client, "/counts"))[1]["is_complete"] and time.monotonic() < started + ENOUGH:
        slices.append(timed[0])
        time.sleep(SOON / 1000)
    yield Measured("counting, a slice", slices or [timed[0]])
    yield Measured("counted", [_timed(client, "/counts")[0] for _ in range(20)])


def keys(client: httpx.Client) -> Iterator[Measured]:
    """Measure what keys ask for."""
    for queue in ("rejected", "risk", "sample", "accepted", "folded"):
        yield Measured(f"{queue}: a page further", [*_pages(client, queue=queue)])
    yield Measured("f: a reason that is rare", [*_pages(client, queue="rejected", kind="garbled")])
    yield Measured("/: a text that is nowhere", [*_pages(client, queue="accepted", text="nowhere to be found")])
    rows = _get(client, "/window", queue="rejected", undecided="1")["rows"]
    accepted = _get(client, "/window", queue="accepted", undecided="1")["rows"]
    yield Measured("j: a card", [_timed(client, "/card", id=row["id"], soon="1")[0] for row in rows + accepted])
    yield Measured("x: rejected", [_posted(client, "/decide", action="reject", id=row["id"]) for row in accepted])
    yield Measured("u: taken back", [_posted(client, "/undo") for _ in accepted])
    yield Measured("o: a completion", [_timed(client, "/completion", id=number)[0] for number in range(1, 3000, 100)])
    with ThreadPoolExecutor(1) as pool:
        taught = pool.submit(lambda: [_timed(client, "/lessons")[0] for _ in range(3)])
        yield Measured("j: a card, while it is found out what decisions teach", [*_meanwhile(client, rows, taught)])
    yield Measured("l: what decisions teach, filled in", taught.result())
    near = next((row for row in rows if row["reason"] == "near_duplicate"), rows[0])
    yield Measured("X: how large a group is", [_timed(client, "/group", id=near["id"])[0]])
    yield Measured("X: the group rejected", [_posted(client, "/reject-group", id=near["id"])])


def comparing(run: Path) -> float:
    """Return how many seconds of a processor it takes to compare all tasks with each other."""
    started = time.process_time()
    with closing(Store.open_to_read(run)) as store:
        for _ in compared(store, SimilarityIndex(CLOSE)):
            pass
    return time.process_time() - started


def _meanwhile(client: httpx.Client, rows: list[dict[str, Any]], other: "Future[Any]") -> Iterator[float]:
    for row in cycle(rows):
        yield _timed(client, "/card", id=row["id"], soon="1")[0]
        if other.done():
            break
        time.sleep(SOON / 1000)


def _pages(client: httpx.Client, **asked: str) -> Iterator[float]:
    start = ""
    for _ in range(40):
        seconds, found = _timed(client, "/window", start=start, undecided="1", **asked)
        yield seconds
        start = found["reached"]
        if start is None:
            break


def _get(client: httpx.Client, path: str, **query: str) -> Any:
    return client.get(path, params=query).raise_for_status().json()


def _timed(client: httpx.Client, path: str, **query: Any) -> tuple[float, Any]:
    started = time.monotonic()
    found = _get(client, path, **query)
    return time.monotonic() - started, found


def _posted(client: httpx.Client, path: str, **told: str) -> float:
    started = time.monotonic()
    headers = {"origin": str(client.base_url).rstrip("/")}
    client.post(path, content=json.dumps(told), headers=headers).raise_for_status()
    return time.monotonic() - started


def _memory(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) // 1024


if __name__ == "__main__":
    main()
