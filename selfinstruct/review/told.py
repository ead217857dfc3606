"""What the script of the page is told of a record in its list, and of what was decided on it."""

import re
from collections.abc import Mapping
from typing import Any

from selfinstruct.core.values import Record
from selfinstruct.decisions.standing import Key, Standing, key_of
from selfinstruct.decisions.values import Decision
from selfinstruct.review.everywhere import Spot
from selfinstruct.review.likeness import likeness
from selfinstruct.storage.browsing import Row

_TITLE, _SHORT_TITLE = 160, 60
_MOST_NEWS = 1_000


def row_told(row: Row, standing: Standing, reviewer: str, number: int, queue: str) -> dict[str, Any]:
    """Return a row of the list: where it is, its beginning, how it stands, also for one reviewer.

    It was found in a `queue`, which has this `number` among those that are searched.
    """
    text = standing.text(row.record)
    title = _title(text)
    place = spot_told(Spot(number, row.place))
    about = {"queue": queue, "key": key_of(row.record).hex(), "id": row.id, "instance": row.instance, "place": place}
    about |= {"title": title, "reason": row.reason}
    about["group"] = row.near or row.reason + ("" if text.instruction else likeness(text.output))
    return about | {"standing": standing_told(standing, reviewer)}


def news_told(changed: Mapping[Key, tuple[int, Standing]], reviewer: str) -> list[dict[str, Any]]:
    """Return how the records stand now that were decided on last: more than a page shows are left out."""
    latest = sorted(changed.items(), key=lambda each: -each[1][0])[:_MOST_NEWS]
    return [{"key": key.hex(), "at": at, "standing": standing_told(each, reviewer)} for key, (at, each) in latest]


def spot_told(spot: Spot) -> str:
    """Return where a search has come to, to be asked from there on."""
    return f"{spot.number}:" + ("{}.{}".format(*spot.place) if spot.place else "")


def spot_in(text: str) -> Spot | None:
    """Return what `spot_told` has told; None for anything else."""
    found = re.fullmatch(r"(\d):(?:(-?\d{1,18})\.(\d{1,19}))?", text)
    return Spot(int(found[1]), (int(found[2]), int(found[3])) if found[2] else None) if found else None


def undone_told(decision: Decision) -> dict[str, Any]:
    """Return what was taken back, and of which record."""
    title = _title(decision.record)
    short = title if len(title) <= _SHORT_TITLE else f"{title[:_SHORT_TITLE].rstrip()}…"
    action = decision.why if decision.is_anew else decision.action
    return {"id": decision.subject, "action": action, "title": short}


def _title(record: Record) -> str:
    return " ".join((record.instruction or record.output)[: 4 * _TITLE].split())[:_TITLE]


def standing_told(standing: Standing, reviewer: str) -> dict[str, Any]:
    """Return how a record stands, by the names that the script has for it; `own` is what one reviewer said of it."""
    verdict = standing.verdict
    own = standing.doubts.get(reviewer) or standing.verdicts.get(reviewer)
    answer, comment = standing.answers.get(reviewer) or standing.answer, standing.comments.get(reviewer)
    return {
        "verdict": verdict.action if verdict else "",
        "own": own.action if own else "skip" if reviewer in standing.skipped_by else "",
        "why": verdict.why if verdict else "",
        "reviewer": verdict.reviewer if verdict else "",
        "disputed": standing.is_disputed,
        "settled": standing.settled.reviewer if standing.settled else "",
        "doubtful": bool(standing.doubts),
        "doubted_by": next((name for name in standing.doubts if name != reviewer), ""),
        "edited": standing.edit is not None,
        "edited_by": standing.edit.reviewer if standing.edit and standing.edit.reviewer != reviewer else "",
        "comment": comment.note if comment else "",
        "answers": dict(answer.answers) if answer else None,
        "answered_by": answer.reviewer if answer and answer.reviewer != reviewer else "",
    }
