"""What counts towards a cap that is reached, and which cap would let the run move on."""

from math import ceil, floor, log10

# So many requests of the largest kind are to fit, since so many may be in flight before the first answer.
_AT_LEAST = 4


def enough_for(cap: str, before: float, counted: float, one: float) -> float:
    """Return the `cap` of this name that leaves room for requests of up to `one` each; so much is `counted` as spent.

    It is at least twice the one before, and twice what is counted, rounded up to two digits.
    """
    amount = rounded_up(max(2 * before, 2 * counted, counted + _AT_LEAST * one))
    return amount if cap == "cost" else round(amount)


def counted_as(cap: str, counted: float, untold: float) -> str:
    """Return the end of a sentence: what counts as spent, and how much of it was perhaps billed without an answer."""
    if not counted or cap == "requests":
        return ""
    if not untold:
        return f"; {_shown(cap, counted)} is spent"
    return (
        f"; {_shown(cap, counted)} counts as spent, {_shown(cap, untold)} of it may have been billed without an answer"
    )


def _shown(cap: str, amount: float) -> str:
    return f"{amount:,.4f}" if cap == "cost" else f"{amount:,.0f}"


def rounded_up(amount: float) -> float:
    """Return an amount with two digits, rounded up."""
    step = 10.0 ** (floor(log10(amount)) - 1)
    # A hair above a round number is that number: floats are not exact.
    return float(f"{ceil(amount / step - 1e-6) * step:.10g}")
