"""Numbers beside a limit, with the digits that it takes to see on which side they are."""

_MOST = 17


def beside(value: float, limit: float, places: int) -> str:
    """Return a number with so many decimal places, more where it would read as the limit and is another number."""
    shown = f"{value:.{places}f}"
    while value != limit and float(shown) == limit and places < _MOST:
        places += 1
        shown = f"{value:.{places}f}"
    return shown
