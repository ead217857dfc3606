"""What tokens cost: a share of the prices at which they were bought."""

from typing import NamedTuple


class Rate(NamedTuple):
    """A `share` of the prices of a list: the number that the run file gives it, 0 where no prices were named."""

    share: float = 1.0
    prices: int = 0
