"""Which share of the pool something is to have, and how much of it is asked for so that it gets there.

A model gives more or less of a thing than it is asked for, and of some more gets through the filters. So what is asked
for is corrected by what came of it.
"""

from math import floor
from random import Random

# Of all tasks: classification tasks, how many of them at most, and those that say how long the answer may be.
LABEL_TASKS = 1 / 8
MOST_LABEL_TASKS = 0.15
LIMITED_TASKS = 1 / 10
# By how much more is asked for where some is missing. A model that writes eight in a hundred unasked, or only two in
# five of those that it is asked for, moves the share by less than a hundredth.
_FORCE = 20
# At most this share of a request is asked for, whatever is missing.
_MOST = 0.4
# Tasks that the pool is taken to hold at the beginning, in the right shares: the first few do not count too much.
_AT_FIRST = 50
# The same for what is drawn from a list. With 1, an entry of which a quarter gets through would have half its share.
_FORCE_OF_DRAWS = 6


def asked_for(random: Random, count: int, share: float, held: int, of: int, awaited: int = 0) -> int:
    """Return how many of `count` new tasks are to have what a `share` of all is to have, if `held` out of `of` do.

    What is missing, or too much, is made up for within a twentieth of these. If more are `awaited`, of which nobody
    knows yet what they have, half of those are to make up for it together: each request alone would do so once more.
    """
    soon = max((of + _AT_FIRST) / _FORCE, (count + awaited) / 2)
    wanted = count * min(max(share + (share * of - held) / soon, 0.0), _MOST)
    return floor(wanted) + (random.random() < wanted - floor(wanted))


def correction(held: int, of: int, share: float, at_first: float) -> float:
    """Return how many times as often to draw what is to have a `share`, if `held` out of `of` tasks have it.

    So many tasks more are taken to be there `at_first`, in the right shares.
    """
    return (share * (of + at_first) / (held + share * at_first)) ** _FORCE_OF_DRAWS
