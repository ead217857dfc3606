"""A task, a rejection or a completion of a run, with all that the run knows of it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from selfinstruct.core.scores import Score
from selfinstruct.core.values import Completion, Hint, Instance, Item, LogLine, Rejection, Request, Task
from selfinstruct.decisions.values import Decision
from selfinstruct.exports.provenance import scored
from selfinstruct.exports.training_files import rejection_row


@dataclass(frozen=True)
class ShownTask:
    """An instruction that was claimed, or a seed task.

    `stage` is `accepted`, `rejected`, the step it waits for, or `seed`. `instances` are those that are accepted, or
    written so far. `proposed_in` and `written_in` are the ids of the completions that it comes from. `nearest_seed` is
    the id of the most similar seed task, `seed_similarity` their ROUGE-L F-measure. `rejections` are those of its
    instances, and its own. `scores` are what a judge says of each instance, `decisions` what holds of that which
    reviewers decided; it `is_taken_out` if they rejected all of it. `threshold` is the similarity threshold of the run.
    """

    id: str
    instruction: str
    stage: str
    is_classification: bool
    instances: tuple[Instance, ...]
    hint: Hint
    proposed_in: int | None = None
    written_in: int | None = None
    nearest_seed: str = ""
    seed_similarity: float = 0.0
    rejections: tuple[Rejection, ...] = ()
    scores: tuple[Score | None, ...] = ()
    decisions: tuple[Decision, ...] = ()
    is_taken_out: bool = False
    threshold: float = 0.0

    def row(self) -> dict[str, Any]:
        """Return it as a JSON object; with `score` and `judged`, as provenance files have them, where it was judged."""
        others = ("scores", "decisions", "threshold")
        own = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in others}
        own |= {"instances": [asdict(each) for each in self.instances], "hint": _row_of(self.hint)}
        own |= {"rejections": [each.id for each in self.rejections], **scored(self.scores)}
        return {"kind": "task", **own} | _decided(self.decisions)


@dataclass(frozen=True)
class ShownRejection:
    """A rejection: the id of the completion that it comes from, and what it is too similar to, if that is a task.

    `threshold` is the ROUGE-L F1 above which the run rejects what is similar. `decisions` is what holds of that which
    reviewers decided on it, `language` the code of the run's language.
    """

    rejection: Rejection
    completion: int
    nearest: ShownTask | None = None
    threshold: float = 0.0
    decisions: tuple[Decision, ...] = ()
    language: str = ""

    def row(self) -> dict[str, Any]:
        """Return it as a JSON object, as in `rejected.jsonl`."""
        nearest = {"nearest_stage": self.nearest.stage} if self.nearest else {}
        about = rejection_row(self.completion, self.rejection) | nearest | scored([self.rejection.score])
        return {"kind": "rejection", **about} | _decided(self.decisions)


@dataclass(frozen=True)
class ShownCompletion:
    """A completion: what was sent, what came back, and what became of it.

    `completion` is None if the body of the line holds none. `request` is what was sent, without its schema; it
    `is_rebuilt` if the run has not kept it, so that it may differ; None if it cannot be told, or nothing was sent.
    `is_settled` says that it has become something by now. `worked_on` are the items that it was about, as they are now,
    `claimed` the instructions that it proposed and that were new, `accepted` the tasks accepted with its instances.
    `threshold` is the similarity threshold of the run.
    """

    line: LogLine
    completion: Completion | None
    request: Request | None
    is_rebuilt: bool
    is_settled: bool
    worked_on: tuple[Item, ...]
    claimed: tuple[Item, ...]
    accepted: tuple[Task, ...]
    rejections: tuple[Rejection, ...]
    threshold: float = 0.0

    @property
    def text(self) -> str:
        """What the model wrote, or all that came back if nothing can be read in it."""
        return self.completion.text if self.completion else self.line.body.decode("utf-8", "replace")

    def row(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        line, found, sent = self.line, self.completion, self.request
        about: dict[str, Any] = {
            "kind": "completion",
            "id": line.id,
            "step": line.step,
            "received_at": line.received_at,
            "form": line.form,
        }
        about |= {"request": line.request, "attempt": line.attempt, "shown": line.items, "hint": _row_of(line.hint)}
        if found:
            about |= {"model": found.model, "finish_reason": found.finish_reason, "usage": asdict(found.usage)}
        if sent:
            about |= {"api": sent.api, "system": sent.system, "prompt": sent.prompt, "is_rebuilt": self.is_rebuilt}
            about |= {} if self.is_rebuilt else {"structured": sent.structured, "sampling": asdict(sent.sampling)}
        about |= {"text": self.text, "is_settled": self.is_settled, "worked_on": _ids(self.worked_on)}
        about |= {"claimed": _ids(self.claimed), "accepted": _ids(self.accepted)}
        return about | {"rejections": _ids(self.rejections)}


@dataclass(frozen=True)
class Latest:
    """The last accepted tasks, rejections that are worth a look, and completions, the newest first."""

    tasks: tuple[Task, ...]
    rejections: tuple[Rejection, ...]
    completions: tuple[LogLine, ...]


Shown = ShownTask | ShownRejection | ShownCompletion


def _decided(decisions: Iterable[Decision]) -> dict[str, Any]:
    rows = [each.row() for each in decisions]
    return {"decisions": rows} if rows else {}


def _ids(values: Iterable[Item | Task | Rejection | LogLine]) -> list[str | int]:
    return [each.id for each in values]


def _row_of(hint: Hint) -> dict[str, str]:
    return {name: entry for name, entry in asdict(hint).items() if entry}
