"""From candidates down to accepted tasks: how many came through, and why the others did not."""

from collections import Counter
from dataclasses import dataclass

from selfinstruct.core.values import Rejection, Subject
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

_SUBJECTS: tuple[Subject, ...] = ("instruction", "task", "instance", "completion")
_EXAMPLES = 3


@dataclass(frozen=True)
class Refused:
    """What was rejected for one reason: `subject` says what, `examples` are a few of them."""

    subject: str
    reason: str
    count: int
    examples: tuple[Rejection, ...]


@dataclass(frozen=True)
class Funnel:
    """How many candidates there were, how many were claimed, accepted and left by reviewers, and what was refused."""

    seeds: int
    candidates: int
    claimed: int
    waiting: int
    accepted: int
    kept: int
    target: int
    refused: tuple[Refused, ...]


def funnel(store: Store, report: Report) -> Funnel:
    """Return the funnel of a run; reasons by subject, the most frequent first."""
    refused = []
    for subject in _SUBJECTS:
        counts = Counter(dict(sorted(report.rejected(subject).items())))
        for reason, count in counts.most_common():
            refused.append(Refused(subject, reason, count, tuple(store.examples(subject, reason, _EXAMPLES))))
    return Funnel(
        report.seeds,
        report.candidates,
        report.claimed,
        report.waiting,
        report.accepted,
        report.kept,
        report.target,
        tuple(refused),
    )
