"""A search that goes on behind the queue that is open: where else what is looked for lies."""

from dataclasses import replace
from typing import NamedTuple

from selfinstruct.decisions.standing import Standings
from selfinstruct.review.queues import Asked, Queues
from selfinstruct.storage.browsing import Place, Row

# Each record lies in one of these.
_WHOLE = ("rejected", "accepted", "folded")


class Spot(NamedTuple):
    """Where a search has come to: in which of its queues, counted from the open one, and where there."""

    number: int = 0
    place: Place | None = None


class Found(NamedTuple):
    """Some rows of one queue, in the order of reading, and from where to go on, there or in another queue.

    That is None where nothing follows. `hidden` is how many more up to there are asked for, but decided; `queue` the
    name of the queue, `number` its place among those that are searched.
    """

    rows: list[Row]
    reached: Spot | None
    hidden: int
    queue: str
    number: int


def searched(asked: Asked) -> list[Asked]:
    """Return what is asked of each queue, one after the other: a search for a text alone looks through all of them."""
    if not asked.text or asked.kind:
        return [asked]
    others = [replace(asked, queue=name, but=asked.queue) for name in _WHOLE if name != asked.queue]
    return [asked, *others]


def look(queues: Queues, asked: Asked, standings: Standings, start: Spot | None, *, backwards: bool) -> Found:
    """Return the next rows behind a spot, or before it, of one queue; fewer, perhaps none, if that takes too long."""
    each = searched(asked)
    number, place = start or Spot(len(each) - 1 if backwards else 0)
    number = min(number, len(each) - 1)
    window = queues.window(each[number], standings, place, backwards=backwards)
    reached = Spot(number, window.reached) if window.reached else None
    after = number - 1 if backwards else number + 1
    if not reached and 0 <= after < len(each):
        reached = Spot(after)
    return Found(window.rows, reached, window.hidden, each[number].queue, number)
