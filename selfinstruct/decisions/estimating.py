"""What the records that people looked at tell of all the others."""

from collections.abc import Iterable, Mapping, Sequence

from selfinstruct.decisions.agreement import Share, estimated_share
from selfinstruct.decisions.standing import Standing
from selfinstruct.decisions.values import OVERALL, QUESTIONS


def told_by(standings: Iterable[Standing]) -> Mapping[str, Share | None]:
    """Return the share of yes for each of the questions, and of records that are good (`all`); None where nobody said.

    Of a random sample alone: records with answers, and those kept or rejected in the sample without any. What else was
    decided tells nothing of all records, since reviewers look at what is at risk.
    """
    said = [*map(_answers, standings)]
    return {name: _share([each[name] for each in said if name in each]) for name in (*QUESTIONS, OVERALL)}


def _answers(standing: Standing) -> Mapping[str, bool]:
    if standing.answer:
        return {**standing.answer.answers, OVERALL: bool(is_good(standing))}
    return next((each.answers for each in standing.verdicts.values() if each.answers), {})


def is_good(standing: Standing) -> bool | None:
    """Return whether a record is good; None where nobody said.

    It is if all its answers are yes; without answers, if it was kept and not rejected.
    """
    if standing.answer:
        return all(standing.answer.answers.get(name, False) for name in QUESTIONS)
    if standing.verdict:
        return standing.verdict.action != "reject"
    return None


def _share(good: Sequence[bool]) -> Share | None:
    return estimated_share(sum(good), len(good))
