"""Brings tasks that are there already into a run, through the filters and the comparison that new ones pass.

They come into the log as they are, like completions, so that a crash loses none and the run can be built anew.
"""

import json
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Hint, Instance, Task
from selfinstruct.datafiles.language import Scripts
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.tally import Tally
from selfinstruct.languages import Language, find_language
from selfinstruct.pipeline.settling import IMPORT
from selfinstruct.runs.state import RunState

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
        # Who wants other filters than ours wants the texts as they are.
        for found in read_tasks(file, self.tally, mending=filters.split(",")[0] == "default"):
            if isinstance(found, Task):
                self._keep(found)

    def require_sound(self, *, skip_bad: bool) -> None:
        """Raise `InputError` if there is anything bad, unless that is to be skipped, or nothing good."""
        if self.tally.bad and not skip_bad:
            raise InputError(f"{self.tally.first_bad()}; mend it, or leave such values out with ‹skip_bad›")
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


def import_into(state: RunState, tasks: Iterable[Task], filters: str) -> Iterator[int]:
    """Accept or reject the tasks in their order; yield, after each batch is committed, how many were looked at.

    A blank input is none.
    """
    state.settle_the_rest()
    done, source = 0, map(_without_blank_inputs, tasks)
    while batch := list(islice(source, BATCH)):
        body = {"filters": filters, "recipe": state.settings.recipe or "", "tasks": [asdict(task) for task in batch]}
        text = json.dumps(body, ensure_ascii=False)
        state.settler.settle(state.store.record(0, 0, IMPORT, (), Hint(), "", text.encode()))
        done += len(batch)
        yield done


def _without_blank_inputs(task: Task) -> Task:
    instances = tuple(
        each if any(char.isprintable() and not char.isspace() for char in each.input) else Instance("", each.output)
        for each in task.instances
    )
    return replace(task, instances=instances)
