"""Brings tasks that are there already into a run, through the filters and the comparison that new ones pass.

They come into the log as they are, like completions, so that a crash loses none and the run can be built anew.
"""

import json
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.values import IMPORT, Hint, Instance, Task
from selfinstruct.datafiles.language import Scripts
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.shapes import UNKNOWN
from selfinstruct.datafiles.tally import Tally
from selfinstruct.languages import Language, find_language
from selfinstruct.pipeline.loop import GOES_ON
from selfinstruct.runs.observer import Observer
from selfinstruct.runs.state import RunState
from selfinstruct.storage.rows import task_from, task_value

BATCH = 256


class Gathered:
    """The tasks of files, with what is to be told of them; to be used in a `with` statement.

    Files are read once, into a temporary file: what is imported is what was found sound, also if a file has changed
    meanwhile.
    """

    def __init__(self) -> None:
        self.tally, self.scripts, self.count = Tally(), Scripts(), 0
        with _errors_told():
            self._kept = TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> "Gathered":
        return self

    def __exit__(self, *_: object) -> None:
        # What is still to be written is of no use any more.
        with suppress(OSError):
            self._kept.close()

    def __iter__(self) -> Iterator[Task]:
        with _errors_told():
            self._kept.seek(0)
        for _ in range(self.count):
            task: Task = pickle.load(self._kept)
            yield task

    def read(self, file: Path, filters: str) -> None:
        """Read a file or folder; `InputError` if it cannot be read."""
        is_empty = True
        # Who wants other filters than ours wants the texts as they are.
        for found in read_tasks(file, self.tally, mending=filters.split(",")[0] == "default"):
            is_empty = False
            if isinstance(found, Task):
                self._keep(found)
        if is_empty:
            self.tally.empty.append(str(file))

    def require_sound(self, *, skip_bad: bool) -> None:
        """Raise `InputError` if there is anything bad, unless that is to be skipped, or nothing good."""
        if self.tally.bad and not skip_bad:
            told = self.tally.first_bad()
            mend = "rename those of question and answer to instruction and output" if UNKNOWN in told else "mend it"
            # Where nothing is sound, nothing would be left.
            skip = ", or leave such values out with ‹skip_bad›" if self.count else ""
            raise InputError(f"{told}; {mend}{skip}")
        if not self.count:
            raise InputError("; ".join(["there is no task to import", *self.tally.lines()]))

    def choose_language(self, wanted: str | None, known: str | None) -> tuple[Language, list[str]]:
        """Return the language that a run is to have, and what is to be told of it.

        It is the one that is `wanted`, or the `known` one of a run that is there already; else the text tells it.
        `InputError` if the text is clearly in another one, or if it does not tell.
        """
        if code := wanted or known:
            language = find_language(code)
            note = self.scripts.compare(language)
            return language, [note] if note else []
        return self.scripts.require_told(), []

    def _keep(self, task: Task) -> None:
        self.count += 1
        self.scripts.add(task.instruction)
        with _errors_told():
            pickle.dump(task, self._kept)


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = "cannot keep the tasks in a temporary file while they are read"
        raise InputError(f"{why}: {error.strerror or error}; make room, or name another folder with TMPDIR") from None


class Importing:
    """Brings tasks into an open run, but for those that an earlier import with the same filters has brought there.

    That is how an import that did not come to its end goes on. A blank input is none.
    """

    def __init__(self, state: RunState, filters: str) -> None:
        self._state, self._filters = state, filters
        self._earlier = Counter[bytes]()
        self._found_again = 0

    def bring(self, gathered: Gathered, observer: Observer) -> str:
        """Accept or reject tasks in their order; return why it stopped short, "" if it did not.

        Until the end, the target is what the run would hold if all that is left were accepted.
        """
        interrupted, left = Event(), gathered.count
        self._aim(left)
        observer.importing(interrupted.set)
        try:
            for count in self.batches(gathered):
                left = gathered.count - count
                observer.counted(count, "tasks read")
                if interrupted.is_set():
                    break
        finally:
            observer.ended()
        self._aim(left)
        return f"interrupted; {GOES_ON}" if left else ""

    def _aim(self, more: int) -> None:
        state = self._state
        state.report.target = state.report.kept + more
        state.store.save_settings(replace(state.settings, target=state.report.target))

    def batches(self, tasks: Iterable[Task]) -> Iterator[int]:
        """Accept or reject tasks; yield after each batch is committed how many were looked at."""
        state = self._state
        state.settle_the_rest()
        self._earlier.update(map(_content, self._brought_before()))
        done, source = 0, map(_without_blank_inputs, tasks)
        while batch := list(islice(source, BATCH)):
            if new := [task for task in batch if not self._is_there(task)]:
                body = {
                    "filters": self._filters,
                    "recipe": state.settings.recipe or "",
                    "judge": bool(state.settings.judge),
                    "tasks": [*map(task_value, new)],
                }
                text = json.dumps(body, ensure_ascii=False)
                state.settler.settle(state.store.record(0, 0, IMPORT, (), Hint(), "", text.encode()))
            done += len(batch)
            yield done

    def lines(self) -> list[str]:
        """Return a line on tasks that were there already, none if there were none."""
        count = Count(self._found_again)
        return [f"left out: {count:task} that an earlier import has brought here already"] if count else []

    def _brought_before(self) -> Iterator[Task]:
        for line in self._state.store.log(IMPORT):
            recorded = json.loads(line.body)
            if recorded["filters"] == self._filters:
                yield from map(task_from, recorded["tasks"])

    def _is_there(self, task: Task) -> bool:
        """Tell whether a task was brought before; as often as it was, since a file may hold it more than once."""
        content = _content(task)
        if not self._earlier[content]:
            return False
        self._earlier[content] -= 1
        self._found_again += 1
        return True


def _content(task: Task) -> bytes:
    """Return what tells the texts of a task from those of others; white space around them does not."""
    instances = ([text.strip() for text in astuple(each)] for each in task.instances)
    texts = json.dumps([task.instruction.strip(), *instances])
    return blake2b(texts.encode(), digest_size=16).digest()


def _without_blank_inputs(task: Task) -> Task:
    instances = tuple(
        each if any(char.isprintable() and not char.isspace() for char in each.input) else Instance("", each.output)
        for each in task.instances
    )
    return replace(task, instances=instances)
