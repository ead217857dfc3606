"""Which records are given away to be reviewed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selfinstruct.core.errors import InputError
from selfinstruct.decisions.standing import Standings
from selfinstruct.review.queues import QUEUES, Asked, Queues
from selfinstruct.storage.browsing import Place, Row

# What is worth a look.
_BY_DEFAULT = ("rejected", "risk", "sample", "doubtful")
_ALL = ("rejected", "accepted")


@dataclass(frozen=True)
class Picked:
    """A record, and the queues that it was found in."""

    row: Row
    queues: list[str] = field(default_factory=list)


def queues_named(name: str) -> Sequence[str]:
    """Return the queues that are meant by a name: those worth a look by "", one, or `all`; else `InputError`."""
    if name and name not in (*QUEUES, "all"):
        raise InputError(f"‹queue› {name}: choose one of: {', '.join((*QUEUES, 'all'))}")
    return {"": _BY_DEFAULT, "all": _ALL}.get(name, (name,))


def picked(queues: Queues, standings: Standings, names: Sequence[str]) -> list[Picked]:
    """Return the records of some queues, each once; completions that hold no instruction are left out."""
    found: dict[tuple[str, int], Picked] = {}
    for name in names:
        for row in _rows(queues, standings, name):
            if row.record.instruction:
                found.setdefault((row.id, row.instance), Picked(row)).queues.append(name)
    return [*found.values()]


def _rows(queues: Queues, standings: Standings, name: str) -> Iterator[Row]:
    reached: Place | None = None
    while True:
        window = queues.window(Asked(name), standings, reached, backwards=False)
        yield from window.rows
        reached = window.reached
        if reached is None:
            return
