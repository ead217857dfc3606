"""ROUGE-L of two token sequences."""

from collections.abc import Hashable, Sequence

from rapidfuzz.distance import LCSseq


def f_measure(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return ROUGE-L's F-measure in the order of operations of `rouge_score.scoring.fmeasure`."""
    common = LCSseq.similarity(first, second)
    if not common:
        return 0.0
    precision, recall = common / len(first), common / len(second)
    return 2 * precision * recall / (precision + recall)
