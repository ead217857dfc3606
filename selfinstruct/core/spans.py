"""Ranges of time as people read them."""

# Each with the seconds that it has, and the time from which the next one is used.
_UNITS = (("s", 1, 90), ("minutes", 60, 90 * 60), ("hours", 3600, 48 * 3600))


def span(low: float, high: float) -> str:
    """Return two times, in seconds, as a range: `40 to 60 s`, `5 to 7 minutes`, `2.5 to 3 hours`."""
    unit, seconds = next(((unit, seconds) for unit, seconds, most in _UNITS if high < most), ("days", 86400))
    first, last = (_rounded(each / seconds) for each in (low, high))
    return f"about {last} {unit}" if first == last else f"{first} to {last} {unit}"


def _rounded(number: float) -> str:
    if number >= 10:
        return f"{round(number):,}"
    return f"{max(number, 0.0):.1f}".removesuffix(".0") if number < 5 else f"{round(number)}"
