"""What the records that people looked at tell of all the others."""

from collections.abc import Iterable, Mapping, Sequence

from selfinstruct.decisions.agreement import Share, estimated_share
from selfinstruct.decisions.standing import Standing
from selfinstruct.decisions.values import KEPT, OVERALL, QUESTIONS


def told_by(standings: Iterable[Standing]) -> Mapping[str, Share | None]:
    """Return the share of yes for each of the questions, of records with a yes to all (`all`), and of those `kept`.

    None where nobody said. Where several have answered for a record, those who did so last count, as with verdicts. Of
    a random sample alone: records with answers, and those kept or rejected in the sample
    without any; of these nobody answered anything, so they count for the last share only. What else was decided tells
    nothing of all records, since reviewers look at what is at risk.
    """
    said = [*map(_said, standings)]
    return {name: _share([each[name] for each in said if name in each]) for name in (*QUESTIONS, OVERALL, KEPT)}


def _said(standing: Standing) -> Mapping[str, bool]:
    if not standing.answer:
        return {KEPT: standing.is_in(was_accepted=True)} if standing.was_sampled else {}
    answers = standing.answer.answers
    all_of_them = all_yes(answers)
    overall = {} if all_of_them is None else {OVERALL: all_of_them}
    return {**answers, **overall, KEPT: standing.is_in(was_accepted=True)}


def all_yes(answers: Mapping[str, bool]) -> bool | None:
    """Return whether all the questions are answered with yes; None if nobody said."""
    if not all(answers.values()):
        return False
    return True if answers.keys() >= QUESTIONS.keys() else None


def is_good(standing: Standing) -> bool | None:
    """Return whether a record is good; None where nobody said.

    It is if all its answers are yes; without answers, if it was kept and not rejected.
    """
    good = all_yes(standing.answer.answers) if standing.answer else None
    if good is None and standing.verdict:
        return standing.verdict.action != "reject"
    return good


def _share(good: Sequence[bool]) -> Share | None:
    return estimated_share(sum(good), len(good))
