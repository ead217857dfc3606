"""How good people found the records that they looked at, beside what the Self-Instruct paper found (section 3)."""

from dataclasses import dataclass, field

from selfinstruct.decisions.agreement import Agreement, Answering, Share, agreements, answerings
from selfinstruct.decisions.counts import ReviewCounts
from selfinstruct.decisions.estimating import told_by
from selfinstruct.decisions.reviewers import Disputes, Work, disputes_in, work_of
from selfinstruct.decisions.values import ALL_OF_THEM, KEPT, QUESTIONS
from selfinstruct.report.numbers import Report


@dataclass(frozen=True)
class Answered:
    """The share of records for which a question was answered with yes, None where nobody did; and the paper's."""

    question: str
    share: Share | None
    paper: float


@dataclass(frozen=True)
class Quality:
    """What reviewers answered, what they made of the run, and the share that they `kept` of what the sample showed.

    `work` is what each of them did, `agreements` how far each two agree, `disputes` what they want otherwise,
    `answerings` how far their answers agree.
    """

    answers: tuple[Answered, ...]
    review: ReviewCounts
    kept: Share | None = None
    work: tuple[Work, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    disputes: Disputes = field(default_factory=Disputes)
    answerings: tuple[Answering, ...] = ()


def quality(report: Report) -> Quality | None:
    """Return what reviewers found; None if nothing was decided."""
    every = [standing for _, standing in report.standings.all()]
    if not every:
        return None
    shares = told_by(every)
    answers = (Answered(name, shares[name], paper) for name, paper in {**QUESTIONS, "all": ALL_OF_THEM}.items())
    together = tuple(agreements(report.standings)), disputes_in(report.standings), tuple(answerings(report.standings))
    return Quality(tuple(answers), report.review, shares[KEPT], tuple(work_of(report.standings)), *together)
