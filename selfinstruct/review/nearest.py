"""The instruction that a record is near to, with what the two have in common marked."""

from dataclasses import dataclass

from selfinstruct.core.values import Nearest, Record, Rejection
from selfinstruct.dedup.rouge import f_measure
from selfinstruct.review.marks import SHOWN_AT_FIRST, Block, Span, blocks, common
from selfinstruct.review.queues import Queues
from selfinstruct.storage.browsing import Row
from selfinstruct.text.digits import beside


@dataclass(frozen=True)
class Near:
    """What a near-duplicate is near to, or an accepted task close to, and whether what they share is marked."""

    nearest: Nearest
    threshold: float
    blocks: list[Block]
    is_marked: bool

    @property
    def score(self) -> str:
        """How similar the two are, as people read it beside the threshold."""
        return beside(self.nearest.similarity, self.threshold, 4)


def near_of_rejected(queues: Queues, rejection: Rejection, text: Record) -> tuple[Near | None, list[Span]]:
    """Return what a rejected instruction is too similar to, if it is, and what is to be marked in it."""
    return _shown(queues, rejection.nearest, text) if rejection.nearest else (None, [])


def near_of_accepted(queues: Queues, row: Row, risks: list[str], text: Record) -> tuple[Near | None, list[Span]]:
    """Return the seed task or the earlier task that an accepted one is closest to, if it is close to any."""
    found = []
    if "close_to_task" in risks and (near := _nearest_task(queues, row)):
        found.append(near)
    if "close_to_seed" in risks and (near := _nearest_seed(queues, row)):
        found.append(near)
    return _shown(queues, max(found, key=lambda each: each.similarity), text) if found else (None, [])


def _nearest_task(queues: Queues, row: Row) -> Nearest | None:
    found = queues.risks.neighbours.of(row.place[0]) if queues.risks.neighbours else None
    task = queues.store.task_at(found[0]) if found else None
    return Nearest("claimed", *task, found[1]) if found and task else None


def _nearest_seed(queues: Queues, row: Row) -> Nearest | None:
    item = queues.store.item(row.id)
    if not item:
        return None
    scores = [(f_measure(item.tokens, tokens), seed) for seed, tokens in queues.seeds]
    score, seed = max(scores, key=lambda each: each[0])
    return Nearest("seed", seed.id, seed.instruction, score)


def _shown(queues: Queues, nearest: Nearest, text: Record) -> tuple[Near, list[Span]]:
    own, other = list[Span](), list[Span]()
    if queues.has_words:
        own, other = common(text.instruction, nearest.instruction, queues.language.tokenize)
    shown = blocks(nearest.instruction[:SHOWN_AT_FIRST], other)
    return Near(nearest, queues.threshold, shown, queues.has_words), own
