"""How new each task is: its ROUGE-L F1 with the nearest seed task, and with the nearest earlier one.

Self-Instruct shows the first (figure 5 of the paper); the second tells how near the pool comes to repeating itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.survey.material import Material
from selfinstruct.survey.values import Histogram, Spread, histogram, spread

EDGES = tuple(number / 20 for number in range(21))
# Comparisons that take some five seconds.
MOST_PAIRS = 100_000_000
_SHOWN = 10


@dataclass(frozen=True)
class Pair:
    """A task and the earlier one, or the seed task, that is nearest to it."""

    id: str
    instruction: str
    earlier_id: str
    earlier: str
    score: float


@dataclass(frozen=True)
class Novelty:
    """The scores of tasks with the nearest seed task, None without seed tasks, and with the nearest earlier one.

    `compared` says how many tasks were compared with all earlier ones: all, or so many drawn at random. `closest` are
    the pairs with the highest scores among these.
    """

    threshold: float
    seed: Histogram | None
    seed_spread: Spread | None
    earlier: Histogram
    earlier_spread: Spread | None
    compared: int
    of: int
    closest: tuple[Pair, ...]


def novelty(
    material: Material, threshold: float, seed_scores: Mapping[str, float], *, most_pairs: int = MOST_PAIRS
) -> Novelty:
    """Compare tasks with those before them; `seed_scores` has the score with the nearest seed task by instruction."""
    positions = material.positions(max(1, 2 * most_pairs // max(1, len(material.names))))
    near = [*zip(positions, material.sequences.nearest_before(positions), strict=True)]
    scores = [found.score for _, found in near]
    seeds = _seed_scores(material, seed_scores)
    closest = sorted(near, key=lambda each: (-each[1].score, each[0]))[:_SHOWN]
    pairs = (
        Pair(*material.names[position], *material.names[found.position], found.score)
        for position, found in closest
        if found.score
    )
    return Novelty(
        threshold,
        histogram(seeds, EDGES, right_closed=True) if seeds else None,
        spread(seeds),
        histogram(scores, EDGES, right_closed=True),
        spread(scores),
        len(positions),
        material.tasks,
        tuple(pairs),
    )


def _seed_scores(material: Material, known: Mapping[str, float]) -> list[float]:
    """Return the scores of all tasks with the nearest seed task; those that were edited since are left out."""
    instructions = (instruction for _, instruction in material.names[len(material.seeds) :])
    return [known[each] for each in instructions if each in known]
