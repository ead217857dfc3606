"""The numbers on the page: of its queues, of what was decided by one reviewer and by all, of the sample."""

from dataclasses import asdict, dataclass, field
from typing import Any

from selfinstruct.decisions.agreement import agreements, answerings
from selfinstruct.decisions.counts import counts_of
from selfinstruct.decisions.estimating import told_by
from selfinstruct.decisions.reviewers import Done, disputes_in, done_by
from selfinstruct.decisions.standing import Standing, Standings
from selfinstruct.review.counting import Counting
from selfinstruct.review.queues import Queues
from selfinstruct.review.training_file import TrainingFile
from selfinstruct.storage.rows import rejection_number
from selfinstruct.storage.store import Store


@dataclass
class Numbers:
    """The numbers that one reviewer is shown."""

    reviewer: str
    file: TrainingFile = field(default_factory=TrainingFile)
    _conflicts: dict[str, bool] = field(default_factory=dict)

    def row(self, queues: Queues, counting: Counting, standings: Standings) -> dict[str, Any]:
        """Return how many records each queue has and has left, whether all are counted, what was decided and sampled.

        And how many tasks the training file holds and leaves out, as they are beyond the target.
        """
        is_complete = counting.count_on()
        review, counts = counts_of(standings), counting.counts(standings)
        left = counting.left(standings, self.reviewer, counts)
        return {
            "queues": counts,
            "left": left or {},
            "is_complete": is_complete and left is not None,
            "compared": queues.compared,
            "tasks": queues.store.last_accepted() + 1,
            "decided": {name: getattr(review, name) for name in ("rejected", "edited", "restored", "waiting")},
            "sample": _sample(standings),
            "edited": sum(_is_edited_by(self.reviewer, standing) for _, standing in standings.all()),
            "done": asdict(self._done(queues.store, standings)),
            "doubtful": sum(self.reviewer in standing.doubts for _, standing in standings.all()),
            "disputes": asdict(disputes_in(standings)),
            "agreement": asdict(agreed[0]) if (agreed := agreements(standings)) else None,
            "answering": asdict(answered[0]) if (answered := answerings(standings)) else None,
            "file": self.file.row(queues.store, standings),
        }

    def _done(self, store: Store, standings: Standings) -> Done:
        def is_conflict(subject: str) -> bool:
            if subject not in self._conflicts:
                found = store.rejection(rejection_number(subject) or 0)
                self._conflicts[subject] = bool(found and found[1].reason == "conflicting_outputs")
            return self._conflicts[subject]

        return done_by(self.reviewer, standings, is_conflict)


def _is_edited_by(reviewer: str, standing: Standing) -> bool:
    return standing.edit is not None and standing.edit.reviewer == reviewer


def _sample(standings: Standings) -> dict[str, Any]:
    told = told_by(standing for _, standing in standings.all())
    return {name: share and share._asdict() for name, share in told.items()}
