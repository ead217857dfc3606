"""A run over HTTP whose process is killed again and again, and what became of what the server had delivered."""

import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest.mock import patch

from selfinstruct import api
from selfinstruct.core.values import Item, LogLine, Task
from selfinstruct.pipeline.settling import Settler
from selfinstruct.steps import Step
from selfinstruct.storage.rows import item_of
from selfinstruct.storage.store import Store
from tests.conftest import RunFolder, command_line, environment
from tests.support.misbehaving_server import MisbehavingServer

# Seconds until a session asks its first question, as long as that is not known.
_STARTING = 1.5
_REQUESTS_A_TASK = 0.4
# Kills of a run that has reached its target, while it writes its files.
_LEAST_WRITING, _SHARE_WRITING = 2, 0.05
# A session may write its files too fast to be killed meanwhile.
_TRIES = 5
# How often the server has to be found idle, a few milliseconds apart.
_QUIET = 5


class Kill(NamedTuple):
    """A session that was killed: in which phase, and how much the server had delivered before it began."""

    phase: str
    before: int


class Stored(NamedTuple):
    """A body of the log: the server's number of the request, and the text that it holds."""

    number: int
    text: str


@dataclass
class Ordeal:
    """Kills the process of one run in all its phases; each session is started with the same command.

    `more` are further arguments of the command. `kills` tells of the sessions that were killed, in their order;
    `on_kill` is called after each.
    """

    server: MisbehavingServer
    folder: Path
    n: int
    seed: int
    concurrency: int = 4
    more: Sequence[object] = ()
    on_kill: Callable[[], None] = lambda: None
    kills: list[Kill] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Fix the moments of the kills as far as that goes."""
        self._random = Random(self.seed)
        self._starting = _STARTING
        self._ended = False

    def go_through(self, kills: int) -> subprocess.CompletedProcess[str]:
        """Kill the run so often, the last times while it writes its files; return its last session, which ends."""
        working = kills - max(_LEAST_WRITING, round(_SHARE_WRITING * kills))
        while len(self.kills) < working and not self._ended:
            # The run is not read for this: a reader would mend what a kill has left.
            requests = _REQUESTS_A_TASK * self.n - len(self.server.asked)
            self._kill(*self._moment(max(1, round(3 * requests / (working - len(self.kills))))))
        self.resume()
        for _ in range(_TRIES * (kills - len(self.kills))):
            if len(self.kills) < kills:
                self._kill("writing", self._until_writing())
        return self.resume()

    def kill_while_asking(self, kills: int, requests: int) -> None:
        """Kill the run so often, each time after about so many requests."""
        for _ in range(kills):
            self._kill("asking", self._until_asked(self._random.randint(1, 2 * requests)))

    def resume(self) -> subprocess.CompletedProcess[str]:
        """Let the run go on to its end."""
        return subprocess.run(self._command(), env=environment(), capture_output=True, text=True, timeout=300)

    def _command(self) -> list[str]:
        url = ("--base-url", self.server.url, "--model", "demo", "--concurrency", self.concurrency)
        return command_line("generate", "--n", self.n, "--output", self.folder, *url, *self.more)

    def _kill(self, phase: str, has_come: Callable[[], bool]) -> None:
        """Start a session and kill it when the moment has come, unless it ends before."""
        started, asked, before = time.monotonic(), len(self.server.asked), len(self.server.deliveries)
        with subprocess.Popen(
            self._command(), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            while not has_come() and process.poll() is None:
                time.sleep(0.0005)
                if len(self.server.asked) == asked:
                    self._starting = time.monotonic() - started
            process.kill()
            _, told = process.communicate()
        assert not (but_for_caps(told) if self.more else told)
        self._wait_for_the_server()
        if process.returncode == 0:
            self._ended = True
        else:
            self.kills.append(Kill(phase, before))
            self.on_kill()

    def _wait_for_the_server(self) -> None:
        """Wait until the server has noted all that it wrote to the process that is dead."""
        quiet = 0
        while quiet < _QUIET:
            time.sleep(0.005)
            quiet = 0 if self.server.working else quiet + 1

    # --- moments

    def _moment(self, most: int) -> tuple[str, Callable[[], bool]]:
        """Return a phase to kill the next session in, after so many requests at most, and what tells the moment."""
        phase = self._random.choice(("starting", "asking", "delivering"))
        if phase == "starting":
            end = time.monotonic() + self._random.uniform(0.05, 1.1 * self._starting)
            return phase, lambda: time.monotonic() >= end
        requests = self._random.randint(1, most)
        if phase == "asking":
            return phase, self._until_asked(requests)
        delivered = len(self.server.deliveries) + requests
        return phase, lambda: len(self.server.deliveries) >= delivered

    def _until_asked(self, requests: int) -> Callable[[], bool]:
        """Tell when so many more requests have come in, and then some milliseconds."""
        asked, pause = len(self.server.asked) + requests, self._random.uniform(0, 0.02)

        def is_asked() -> bool:
            if len(self.server.asked) < asked:
                return False
            time.sleep(pause)
            return True

        return is_asked

    def _until_writing(self) -> Callable[[], bool]:
        """Tell when a file is being written; what a killed process has left of one does not count."""
        left = self._partial_files()
        return lambda: bool(self._partial_files() - left)

    def _partial_files(self) -> set[tuple[str, int]]:
        found = set()
        for path in self.folder.glob(".*.partial"):
            with suppress(FileNotFoundError):
                found.add((path.name, path.stat().st_mtime_ns))
        return found

    # --- what became of it

    def lost(self) -> list[int]:
        """Return for each kill how many answers were delivered whole to the killed process, but are not stored."""
        stored = {body.number for body in stored_bodies(self.folder)}
        # What was written to the connection of a dead process may be noted a moment after the kill.
        ends = [kill.before for kill in self.kills[1:]] + [len(self.server.deliveries)]
        return [
            sum(delivery.number not in stored for delivery in self.server.deliveries[kill.before : end])
            for kill, end in zip(self.kills, ends, strict=True)
        ]

    def wrong_in_the_log(self) -> Iterator[str]:
        """Yield what is not as it is promised of the answers that are stored."""
        delivered = {delivery.number: delivery.text for delivery in self.server.deliveries}
        stored, lost = stored_bodies(self.folder), self.lost()
        if len({body.number for body in stored}) < len(stored):
            yield "an answer is stored twice"
        if any(delivered.get(body.number) != body.text for body in stored):
            yield "something is stored that was not delivered"
        if max(lost) > self.concurrency:
            yield "a kill lost more than was in flight"
        if len(delivered) - len(stored) > sum(lost):
            yield "something was lost without a kill"

    def asked_in_vain(self, again: Path) -> int:
        """Return how many times an answer was about an item that did not wait for it any more.

        `again` is a folder for a replay of the run.
        """
        found, missed = Settler._item, []

        def waiting(settler: Settler, id_: str, step: Step) -> Item | None:
            item = found(settler, id_, step)
            missed.extend([id_] * (item is None))
            return item

        with patch.object(Settler, "_item", waiting):
            api.replay(self.folder, again)
        return len(missed)

    def wrong_in_the_tasks(self) -> Iterator[str]:
        """Yield what is not as it is promised of the tasks of a run that has ended."""
        tasks, records = accepted_tasks(self.folder), RunFolder(self.folder).records
        if repeated([task.id for task in tasks]) or repeated([task.instruction for task in tasks]):
            yield "a task was accepted twice"
        if [record["instruction"] for record in records] != [task.instruction for task in tasks[: self.n]]:
            yield "the training file does not hold the first accepted tasks"
        if len(records) != self.n:
            yield "the training file does not hold n records"
        store = Store.open_to_read(self.folder)
        items, unsettled = claimed_items(store), store.unsettled()
        store.close()
        if unsettled:
            yield "an answer is not settled"
        if repeated([item.instruction for item in items]):
            yield "an instruction was claimed twice"


def but_for_caps(stderr: str) -> str:
    """Return what a command said on stderr but for the caps that are too small, which it tells at its start."""
    return re.sub(r"^--max-[a-z]+ .* is too little: it (will|is likely to) stop it at .*\n", "", stderr, flags=re.M)


def read_log(folder: Path) -> list[LogLine]:
    """Return the log of a run."""
    store = Store.open_to_read(folder)
    try:
        return list(store.log())
    finally:
        store.close()


def claimed_items(store: Store) -> list[Item]:
    """Return all items that a run has claimed, whatever became of them, in that order."""
    columns = "id, instruction, stage, is_classification, attempts, hint, tokens, seed_similarity, written, scores"
    return [item_of(row) for row in store._rows(f"SELECT {columns} FROM items ORDER BY rowid")]


def accepted_tasks(folder: Path) -> list[Task]:
    """Return the accepted tasks of a run."""
    store = Store.open_to_read(folder)
    try:
        return list(store.accepted())
    finally:
        store.close()


def stored_bodies(folder: Path) -> list[Stored]:
    """Return what is stored of the server's answers in chats; a body that was cut is none."""
    bodies = []
    for line in read_log(folder):
        with suppress(ValueError):
            bodies += [json.loads(line.body)] if line.attempt else []
    said = [(body["id"], body["choices"][0]["message"]) for body in bodies if "id" in body]
    return [
        Stored(int(id_.removeprefix("cmpl-")), message["content"] or message.get("refusal", ""))
        for id_, message in said
    ]


def repeated(values: Sequence[str]) -> list[str]:
    """Return the values that are there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]
