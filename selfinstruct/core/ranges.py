"""In which range each number of the settings must be."""

from collections.abc import Callable
from typing import Any

from selfinstruct.core.errors import InputError
from selfinstruct.core.scores import HIGHEST

MOST_INSTANCES = 5
MOST_OUTPUTS = 8
MOST_VERDICTS = 9
MOST_SHARDS = 1024
# Of what is counted, and of seconds and money: far more than anybody asks for, and as much as every part can hold.
MOST = 10**12
_UP_TO = f"at most {MOST:,}"

_RANGES: tuple[tuple[str, Callable[[float], bool], str], ...] = (
    (
        "target concurrency requests_a_minute tokens_a_minute caps.requests caps.tokens serving.replicas"
        " serving.context",
        lambda number: 1 <= number <= MOST,
        f"at least 1 and {_UP_TO}",
    ),
    ("sharding.workers", lambda number: 1 <= number <= MOST_SHARDS, f"from 1 to {MOST_SHARDS:,}"),
    ("random_seed", lambda number: -(2**63) <= number < 2**63, "a whole number of 64 bits"),
    ("min_score", lambda number: 0 <= number <= HIGHEST, f"from 0 to {HIGHEST}"),
    ("judges", lambda number: 1 <= number <= MOST_VERDICTS, f"from 1 to {MOST_VERDICTS}"),
    ("instances_per_task", lambda number: 1 <= number <= MOST_INSTANCES, f"from 1 to {MOST_INSTANCES}"),
    ("best_of", lambda number: 1 <= number <= MOST_OUTPUTS, f"from 1 to {MOST_OUTPUTS}"),
    ("similarity_threshold", lambda number: 0 < number <= 1, "above 0 and at most 1"),
    ("lane_price", lambda number: 0 < number <= 1, "a share of the usual price, above 0 and at most 1"),
    ("timeout give_up_after", lambda number: 0 < number <= 1e9, "a number of seconds above 0 and at most 1e9"),
    ("caps.cost", lambda number: 0 < number <= MOST, f"a sum of money above 0 and {_UP_TO}"),
    (
        "prices.prompt prices.completion prices.cached",
        lambda number: 0 <= number <= MOST,
        f"a sum of money, at least 0 and {_UP_TO}",
    ),
)


class InRange:
    """Settings of which each number must be in its range, or None."""

    _prefix = ""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            for fields, fits, range_ in _RANGES:
                if value is not None and self._prefix + name in fields.split() and not _fits(fits, value):
                    raise InputError(f"‹{self._prefix}{name}› {value}: must be {range_}")


def _fits(fits: Callable[[float], bool], value: Any) -> bool:
    """Tell whether a value is in a range; in Python, it may be no number."""
    try:
        return fits(value)
    except TypeError:
        return False
