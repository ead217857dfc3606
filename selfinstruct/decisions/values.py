"""A decision of a reviewer, and the words that it may hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, get_args

from selfinstruct.core.values import Record

Action = Literal["keep", "reject", "restore", "doubt", "edit", "skip", "comment", "answer", "undo"]
ACTIONS: tuple[str, ...] = get_args(Action)
# Where which of them may be said: on the page and in a file of decisions all; others of records by their ids, where no
# more than a word and a text can be given; and others in a cell of a sheet, which has columns of its own for the rest.
OF_IDS: tuple[Action, ...] = ("keep", "reject", "restore", "doubt", "skip", "comment", "undo")
IN_CELLS: tuple[Action, ...] = ("keep", "reject", "restore", "doubt", "skip")
# What changes no record of the dataset.
SAYING_ONLY = ("skip", "comment", "answer")
# Why a record is rejected; the keys 1 to 9 of the review page.
WHY = (
    "wrong",
    "unclear",
    "input_does_not_fit",
    "incomplete",
    "not_useful",
    "unsafe",
    "language",
    "format",
    "duplicate",
)
# Why the instances of a task are rejected, and its instruction is restored, where another instance is to be written.
WRITTEN_ANEW = "written_anew"
# What Self-Instruct asked of 200 instructions (section 3, table 2), and what its authors found.
QUESTIONS = MappingProxyType({"valid": 0.92, "input_fits": 0.79, "output_right": 0.58})
ALL_OF_THEM = 0.54
# What a verdict in the sample says, in the place of answers to the three questions: that it counts for all records.
OVERALL = "all"
# Of the sample, what was looked at and is in the dataset.
KEPT = "kept"


@dataclass(frozen=True)
class Decision:
    """What a reviewer decided on a record, and when (in seconds since 1970).

    `record` is the record as the run holds it, whatever became of it in review: that is how it is found again after a
    replay, where ids may differ. `subject` is its id (`12.3`, or `r57` for what was rejected), `completion` the id of
    the completion that it comes from, `was_accepted` says what the run itself made of it. `why` says why it is
    rejected, or that another instance is to be written; `note` is a comment, `after` the record as it was edited,
    `answers` those to `QUESTIONS`, or of a verdict in the sample the one to `OVERALL`; `undoes` the id of the decision
    that is taken back. A verdict `settles` what is disputed if whoever gave it knew what the others said.
    """

    action: Action
    record: Record
    subject: str
    completion: int
    was_accepted: bool
    reviewer: str
    at: float
    id: str
    why: str = ""
    note: str = ""
    after: Record | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)
    undoes: str = ""
    settles: bool = False

    @property
    def mark(self) -> tuple[str, float, str, str]:
        """What tells it from all others: what stands twice in journals that were put together was decided once."""
        return self.id, self.at, self.action, self.reviewer

    @property
    def was_sampled(self) -> bool:
        """Whether it is a verdict in the sample, which is no answer to a question."""
        return OVERALL in self.answers

    @property
    def is_anew(self) -> bool:
        """Whether it is a part of what lets another instance be written for an instruction."""
        return self.why == WRITTEN_ANEW

    def row(self) -> dict[str, Any]:
        """Return it as a JSON object, as in `decisions.jsonl`; what says nothing is absent."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        if not self.settles:
            del told["settles"]
        said = {name: value for name, value in told.items() if value not in ("", None, {})}
        return {name: asdict(value) if isinstance(value, Record) else value for name, value in said.items()}
