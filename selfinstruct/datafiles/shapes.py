"""The task in an object, in the shape of any format."""

from collections.abc import Iterable, Mapping
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.field_names import shown_names
from selfinstruct.core.values import Task
from selfinstruct.datafiles.names import with_plain_names
from selfinstruct.formats import FORMATS
from selfinstruct.formats.conversations import find_exchange
from selfinstruct.formats.pairs import find_pair
from selfinstruct.formats.self_instruct import read as read_seed_task
from selfinstruct.formats.system import Found
from selfinstruct.formats.trees import find_tree

# How an object of none of our shapes is told.
UNKNOWN = "not a task in any known shape"
_OF_SEED_TASK = frozenset({"id", "instruction", "instances", "is_classification", "category"})


def task_in(value: Mapping[str, Any]) -> Found:
    """Return the task of an object, whose names may be spelt in any way; `InputError` if it has none.

    Our own shapes come first, so that no other package changes how they are read.
    """
    row = with_plain_names(value)
    if task := read_seed_task(row):
        return Found(task, _not_kept_of_instances(row["instances"]), used=_OF_SEED_TASK)
    if found := find_tree(row) or find_exchange(row) or find_pair(row):
        return found
    for name in FORMATS.names():
        if name not in FORMATS.ours and (task := _read_by_others(name, value)):
            return Found(task)
    raise UnknownShape(f"{UNKNOWN}; its fields are {shown_names(value)}")


def _read_by_others(name: str, value: Mapping[str, Any]) -> Task | None:
    read = FORMATS.find(name).read
    try:
        return read(value) if read else None
    except InputError:
        raise
    except Exception as error:  # the code of others may raise anything
        raise InputError(f"the format {name} fails on it: {error!r}") from error


def _not_kept_of_instances(instances: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    names = dict.fromkeys(name for each in instances for name in each if name not in ("input", "output"))
    return tuple(f"the field {name} of instances" for name in names)


class UnknownShape(InputError):
    """An object is of none of the shapes that are known."""
