"""One line on a thing of a run, in a list."""

import time

from selfinstruct import Decision, Rejection
from selfinstruct.cli.wrapping import shortened
from selfinstruct.text.digits import beside

_SHORT = 100


def line_on(id_: object, text: str, before: str = "") -> str:
    """Return a line on what has this id; its text, which something stands `before`, is cut where it gets too long."""
    return f"  {id_:<10} {before}{shortened(text, _SHORT)}"


def line_on_rejection(rejection: Rejection, threshold: float) -> str:
    """Return a line on a rejection, of a run with this similarity threshold."""
    return line_on(rejection.id, rejection.instruction, f"{rejection.subject}, {why(rejection, threshold)}: ")


def why(rejection: Rejection, threshold: float) -> str:
    """Return the reason of a rejection, with the similarity if that is it."""
    near = rejection.nearest
    return f"{rejection.reason} {beside(near.similarity, threshold, 4)}" if near else rejection.reason


def decided(decision: Decision) -> str:
    """Return what was decided, by whom, when and why, and what an edit has changed or an answer said."""
    after, answers = decision.after, {} if decision.was_sampled else decision.answers
    changed = [name for name in ("instruction", "input", "output") if after and _differs(decision, name)]
    what, why = ("to be written anew", "") if decision.is_anew else (decision.action, decision.why)
    told = [why, ", ".join(changed), ", ".join(f"{name} {'yes' if yes else 'no'}" for name, yes in answers.items())]
    note = " ".join(decision.note.split())
    told = [*filter(None, told), *([f"“{note}”"] if note else [])]
    because = f": {'; '.join(told)}" if told else ""
    where = " in the sample" if decision.was_sampled else ""
    return f"{what}{where} by {decision.reviewer}, {time_of(decision.at)}{because}"


def _differs(decision: Decision, name: str) -> bool:
    return bool(getattr(decision.after, name) != getattr(decision.record, name))


def time_of(seconds: float) -> str:
    """Return a moment, told in seconds since 1970, as people read it."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
