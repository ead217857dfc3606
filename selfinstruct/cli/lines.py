"""One line on a thing of a run, in a list."""

import time

from selfinstruct import Rejection

_SHORT = 100


def line_on(id_: object, text: str) -> str:
    """Return a line on what has this id, cut where it gets too long."""
    text = " ".join(text.split())
    return f"  {id_:<10} {text if len(text) <= _SHORT else text[: _SHORT - 1] + '…'}"


def line_on_rejection(rejection: Rejection) -> str:
    """Return a line on a rejection."""
    return line_on(rejection.id, f"{rejection.subject}, {why(rejection)}: {rejection.instruction}")


def why(rejection: Rejection) -> str:
    """Return the reason of a rejection, with the similarity if that is it."""
    near = rejection.nearest
    return f"{rejection.reason} {near.similarity:.4f}" if near else rejection.reason


def time_of(seconds: float) -> str:
    """Return a moment, told in seconds since 1970, as people read it."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
