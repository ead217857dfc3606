"""What the records that people looked at tell of all the others."""

from collections.abc import Mapping, Sequence

from selfinstruct.decisions.agreement import Share, estimated_share
from selfinstruct.decisions.standing import Standing
from selfinstruct.decisions.values import QUESTIONS


def told_by(standings: Sequence[Standing]) -> Mapping[str, Share | None]:
    """Return the share of yes for each of the questions, and of records that are good (`all`); None where nobody said.

    A record is good if all its answers are yes; without answers, if it was kept and not rejected.
    """
    answered = [standing.answer.answers for standing in standings if standing.answer]
    told = {name: _share([each[name] for each in answered if name in each]) for name in QUESTIONS}
    return {**told, "all": _share([each for each in map(is_good, standings) if each is not None])}


def is_good(standing: Standing) -> bool | None:
    """Return whether a record is good, as `told_by` has it; None where nobody said."""
    if standing.answer:
        return all(standing.answer.answers.get(name, False) for name in QUESTIONS)
    if standing.verdict:
        return standing.verdict.action != "reject"
    return None


def _share(good: Sequence[bool]) -> Share | None:
    return estimated_share(sum(good), len(good))
