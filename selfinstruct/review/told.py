"""What the script of the page is told of a record in its list, and of what was decided on it."""

from typing import Any

from selfinstruct.core.values import Record
from selfinstruct.decisions.standing import Standing
from selfinstruct.decisions.values import Decision
from selfinstruct.review.likeness import likeness
from selfinstruct.storage.browsing import Row

_TITLE, _SHORT_TITLE = 160, 60


def row_told(row: Row, standing: Standing, reviewer: str) -> dict[str, Any]:
    """Return a row of the list: where it is, its beginning, how it stands, also for one reviewer."""
    text = standing.text(row.record)
    title = _title(text)
    place = "{}.{}".format(*row.place)
    about = {"id": row.id, "instance": row.instance, "place": place, "title": title, "reason": row.reason}
    about["group"] = row.near or row.reason + ("" if text.instruction else likeness(text.output))
    return about | {"standing": standing_told(standing, reviewer)}


def undone_told(decision: Decision) -> dict[str, Any]:
    """Return what was taken back, and of which record."""
    title = _title(decision.record)
    short = title if len(title) <= _SHORT_TITLE else f"{title[:_SHORT_TITLE].rstrip()}…"
    return {"id": decision.subject, "action": decision.action, "title": short}


def _title(record: Record) -> str:
    return " ".join((record.instruction or record.output)[: 4 * _TITLE].split())[:_TITLE]


def standing_told(standing: Standing, reviewer: str) -> dict[str, Any]:
    """Return how a record stands, by the names that the script has for it; `own` is what one reviewer said of it."""
    verdict = standing.verdict
    own = standing.verdicts.get(reviewer)
    return {
        "verdict": verdict.action if verdict else "",
        "own": own.action if own else "skip" if reviewer in standing.skipped_by else "",
        "why": verdict.why if verdict else "",
        "reviewer": verdict.reviewer if verdict else "",
        "disputed": standing.is_disputed,
        "settled": standing.settled.reviewer if standing.settled else "",
        "edited": standing.edit is not None,
        "comment": standing.comment.note if standing.comment else "",
        "answers": dict(standing.answer.answers) if standing.answer else None,
        "answered_by": standing.answer.reviewer if standing.answer and standing.answer.reviewer != reviewer else "",
    }
