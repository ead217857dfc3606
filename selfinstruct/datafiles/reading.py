"""Files of tasks, in the shapes in which such data are published.

One value is one task, in the shape of any format. Of a conversation the first question and its answer count, also where
they stand in a `history`, as in ChatGLM's and LLaMA-Factory's data.

Files are JSON lines, a JSON array or objects one after another, CSV, Parquet or Arrow; text files also packed. A folder
holds Parquet files, or is one for LLaMA-Factory, or was saved by the `datasets` package. Records in a row with the same
instruction are the instances of one task, up to as many as a run may make, unless one repeats another.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from selfinstruct.core.errors import InputError, LeftOut
from selfinstruct.core.ranges import MOST_INSTANCES
from selfinstruct.core.values import Task
from selfinstruct.datafiles.filled import holds
from selfinstruct.datafiles.mending import mended
from selfinstruct.datafiles.names import plain_name, with_plain_names
from selfinstruct.datafiles.omissions import why_left_out
from selfinstruct.datafiles.shapes import task_in
from selfinstruct.datafiles.tally import Tally
from selfinstruct.datafiles.values import values_with_places
from selfinstruct.formats import kind_of


def read_tasks(path: Path, tally: Tally | None = None, *, mending: bool = False) -> Iterator[Task | InputError]:
    """Yield the tasks of a file or folder; in the place of a bad value, the error that names file and line.

    A sound value that is not to be learnt from becomes a `LeftOut`. The `tally` gets what is to be told of all this.
    With `mending`, what pipelines did to the texts is undone where it is sure; else they are as they stand in the file.
    """
    last: Task | None = None
    for found in _found_in(path, tally or Tally(), mending):
        if last and isinstance(found, Task) and _is_another_instance(last, found):
            last = replace(last, instances=(*last.instances, *found.instances))
            continue
        if last:
            yield last
        last = found if isinstance(found, Task) else None
        if isinstance(found, InputError):
            yield found
    if last:
        yield last


def _found_in(path: Path, tally: Tally, mending: bool) -> Iterator[Task | InputError]:
    for where, value in values_with_places(path, tally):
        try:
            task = _task(where, value, tally)
            yield _mended(task, where, tally) if mending else task
        except LeftOut as error:
            tally.left_out.add(str(error), where)
            yield LeftOut(f"{where}: {error}", error.instruction)
        except InputError as error:
            what = str(error).removeprefix(f"{where}: ")
            tally.bad.add(what, where)
            yield InputError(f"{where}: {what}")


def _task(where: str, value: Any, tally: Tally) -> Task:
    if isinstance(value, InputError):
        raise value
    if not isinstance(value, dict):
        raise InputError(f"must be a JSON object, not {kind_of(value)}")
    why = why_left_out(with_plain_names(value))
    try:
        found = task_in(value)
    except InputError as error:
        raise LeftOut(why, getattr(error, "instruction", "")) if why else error from None
    if why:
        raise LeftOut(why, found.task.instruction)
    for kinds, what in ((tally.not_kept, found.not_kept), (tally.changed, found.changed)):
        for each in what:
            kinds.add(each, where)
    if found.used is not None:
        _check_spellings(value, found.used)
        others = (name for name in value if name not in found.used and plain_name(str(name)) not in found.used)
        # What is false or 0 says something, too.
        tally.ignore((name for name in others if holds(value[name]) or value[name] == 0), where)
    return found.task


def _check_spellings(value: Mapping[str, Any], used: Collection[str]) -> None:
    """Raise `InputError` if a field that was read is there in another spelling, too, and says something else."""
    for name, content in value.items():
        read = plain_name(str(name))
        if read != name and read in used and read in value and holds(content) and content != value[read]:
            raise InputError(f"“{read}” and “{name}” are one field in two spellings; leave one of them out")


def _mended(task: Task, where: str, tally: Tally) -> Task:
    found = mended(task)
    for kinds, what in ((tally.changed, found.changed), (tally.kept, found.kept)):
        for each in what:
            kinds.add(each, where)
    return found.task


def _is_another_instance(task: Task, found: Task) -> bool:
    return (
        task.origin == found.origin == ""
        and task.instruction == found.instruction
        and len(task.instances) < MOST_INSTANCES
        and found.instances[0] not in task.instances
    )
