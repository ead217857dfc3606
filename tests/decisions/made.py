"""Decisions for tests."""

from typing import Any

from selfinstruct.core.values import Record
from selfinstruct.decisions.values import Action, Decision

RECORD = Record("Name a fruit.", "", "Fig")


def decision(action: Action, record: Record = RECORD, **more: Any) -> Decision:
    """Return a decision on an accepted record, unless more is said."""
    about: dict[str, Any] = {
        "subject": "1.0",
        "completion": 1,
        "was_accepted": True,
        "reviewer": "ann",
        "at": 1.0,
        "id": "1",
    }
    return Decision(action, record, **(about | more))
