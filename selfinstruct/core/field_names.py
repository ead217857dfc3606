"""The names of the fields of an object, as a message shows them."""

from collections.abc import Mapping
from typing import Any

# Of names in a message: how many, and how much of each.
_SHOWN, _LONGEST = 20, 40


def shown_names(row: Mapping[str, Any]) -> str:
    """Return the names of the fields of an object as a message has them: the first ones, long ones cut."""
    names = [f"{name[:_LONGEST]}…" if len(name) > _LONGEST else name for name in map(str, row)]
    others = [f"and {len(names) - _SHOWN:,} more"] if len(names) > _SHOWN else []
    return ", ".join(names[:_SHOWN] + others) or "none"
