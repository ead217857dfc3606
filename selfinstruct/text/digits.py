"""Numbers beside a limit, with the digits that it takes to see on which side they are."""

# What differs after so many decimal places is how a float was rounded; nobody reads the digits up to there.
_MOST = 8


def beside(value: float, limit: float, places: int) -> str:
    """Return a number with so many decimal places, more where it would read as the limit and is another number.

    One that is nearer than anybody would read has a sign behind it: `0.70+` is just above 0.7, `0.70-` just below.
    """
    for digits in range(places, _MOST + 1):
        shown = f"{value:.{digits}f}"
        if value == limit or float(shown) != limit:
            return shown
    return f"{limit:.{places}f}{'+' if value > limit else '-'}"
