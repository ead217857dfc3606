"""Tells a field that holds something from one that is empty, however tables and texts write that."""

from typing import Any


def holds(value: Any) -> bool:
    """Return whether a field holds anything; lists and objects also come written as text.

    An object or list of nothing but none, as tables have it for images, holds nothing.
    """
    if isinstance(value, (dict, list)):
        return any(each is not None for each in (value.values() if isinstance(value, dict) else value))
    return bool(value) and value == value and str(value).strip() not in ("", "[]", "{}", "null", "None", "none", "nan")
