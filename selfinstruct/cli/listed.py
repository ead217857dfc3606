"""What `show` lists without an id: the latest of a run, what was rejected for a reason, what reviewers decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from selfinstruct import Decision, InputError, Latest, Rejection, Run
from selfinstruct.cli.lines import decided, line_on, line_on_rejection, time_of
from selfinstruct.core.counts import Count

_NEWEST_FIRST = ", the newest first"
_WHOLE = "name one of these ids after the run to see it whole"


class Found(Protocol):
    """A list: for a person, and for a program."""

    def lines(self) -> Iterator[str]:
        """Yield its lines."""

    def row(self) -> dict[str, Any]:
        """Return it as a JSON object that holds each thing as `show` gives it by its id."""


@dataclass(frozen=True)
class FoundLatest:
    """The latest of each kind."""

    run: Run
    latest: Latest

    def lines(self) -> Iterator[str]:
        """Yield a line on each of the latest tasks, rejections and completions."""
        latest = self.latest
        yield f"the latest tasks{_NEWEST_FIRST if latest.tasks else ': none is accepted yet'}"
        yield from (line_on(task.id, task.instruction) for task in latest.tasks)
        yield f"the latest rejections worth a look{_NEWEST_FIRST if latest.rejections else ': none yet'}"
        threshold = self.run.settings.similarity_threshold
        yield from (line_on_rejection(each, threshold) for each in latest.rejections)
        yield f"the latest completions{_NEWEST_FIRST if latest.completions else ': none yet'}"
        yield from (line_on(each.id, f"{each.step}, {time_of(each.received_at)}") for each in latest.completions)
        yield _WHOLE

    def row(self) -> dict[str, Any]:
        """Return the latest of each kind, whole."""
        kinds = {name: getattr(self.latest, name) for name in ("tasks", "rejections", "completions")}
        return {"kind": "latest"} | {name: [_whole(self.run, each.id) for each in of] for name, of in kinds.items()}


@dataclass(frozen=True)
class FoundRejections:
    """The latest of what was rejected for a reason, the newest first."""

    run: Run
    reason: str
    rejections: Sequence[Rejection]

    @property
    def of(self) -> int:
        """How many there are of them in all."""
        return sum(count for (_, reason), count in self.run.report.rejections.items() if reason == self.reason)

    def lines(self) -> Iterator[str]:
        """Yield a line on each rejection, and below it what it is near to or what the filter found."""
        for each in self.rejections:
            yield line_on_rejection(each, self.run.settings.similarity_threshold)
            if each.nearest:
                yield line_on("", each.nearest.instruction, f"near {each.nearest.id or 'one to avoid'}: ")
            elif each.detail:
                yield line_on("", each.detail, "found: ")
        yield _newest(len(self.rejections), self.of, f"rejection for {self.reason}/rejections for {self.reason}")
        yield _WHOLE

    def row(self) -> dict[str, Any]:
        """Return the rejections, whole."""
        rows = [_whole(self.run, each.id) for each in self.rejections]
        return {"kind": "rejections", "of": self.of, "rejections": rows}


@dataclass(frozen=True)
class FoundDecisions:
    """The latest `count` of all decisions that hold, the newest first."""

    every: Sequence[Decision]
    count: int

    def lines(self) -> Iterator[str]:
        """Yield two lines on each decision: what, who, when and why; then the instruction."""
        # Instances that are written anew are told with their instruction.
        every = [each for each in self.every if not (each.is_anew and each.action == "reject")]
        latest = every[::-1][: self.count]
        for each in latest:
            yield f"  {each.subject:<10} {decided(each)}"
            yield line_on("", each.record.instruction)
        yield _newest(len(latest), len(every), "decision")

    def row(self) -> dict[str, Any]:
        """Return the latest decisions as they are in decisions.jsonl."""
        latest = self.every[::-1][: self.count]
        return {"kind": "decisions", "of": len(self.every), "decisions": [each.row() for each in latest]}


def moment(flag: str, told: str) -> float:
    """Return a day, or a minute of it, in seconds since 1970; 0 where none is told."""
    try:
        return datetime.fromisoformat(told).timestamp() if told else 0.0
    except ValueError:
        raise InputError(f"{flag} {told}: write it as 2026-11-28, or as 2026-11-28T09:30") from None


def found(run: Run, reason: str, count: int, *, decisions: bool, reviewer: str = "", since: float = 0.0) -> Found:
    """Return what is to be listed of a run; without a reason or decisions, the latest of it.

    Of decisions, those of one `reviewer` if one is named, and those `since` a moment.
    """
    if decisions:
        asked = (each for each in run.decisions() if each.at >= since and reviewer in ("", each.reviewer))
        return FoundDecisions([*asked], count)
    return FoundRejections(run, reason, run.rejected_for(reason, count)) if reason else FoundLatest(run, run.latest())


def _newest(count: int, of: int, noun: str) -> str:
    """Return the line on how many are listed of how many."""
    if not of:
        return f"no {noun}s"
    some, more = (f"{count:,} of ", "; -n lists more") if count < of else ("", "")
    return f"{some}{Count(of):{noun}}{_NEWEST_FIRST if of > 1 else ''}{more}"


def _whole(run: Run, id_: str | int) -> dict[str, Any]:
    return run.show(id_).row()
