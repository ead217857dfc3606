"""What is said of a batch: requests that leave in a file, and are answered in one, within a day or so."""

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.core.errors import BackendError
from selfinstruct.core.values import Reply


@dataclass(frozen=True)
class Progress:
    """How far the endpoint is with a batch: how many requests are `done`, None if it does not say.

    `files` hold what came of its requests, once it `is_over`; each that is in none of them was not answered.
    `failure` says why the whole of it was refused, "" if it was not; `lacks_room` that this was for want of room.
    `cause` is a short name to count what was not answered by, which `perhaps_billed` may have cost something.
    """

    done: int | None = None
    is_over: bool = False
    files: tuple[str, ...] = ()
    failure: str = ""
    lacks_room: bool = False
    cause: str = ""
    perhaps_billed: bool = False


# By the number of the attempt.
Answers = Mapping[int, Reply | BackendError]
