"""What the run knows: claims an instruction, draws demonstrations, balances labels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from selfinstruct.languages import Language
from selfinstruct.similarity import SimilarityIndex
from selfinstruct.types import Draft, Task
from selfinstruct.variety import Variety


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Why an instruction was not claimed: the nearest one and its ROUGE-L F-measure."""

    instruction: str
    score: float


class Pool:
    """The seed tasks and the accepted tasks, with every instruction that was ever claimed."""

    def __init__(self, seeds: Sequence[Task], language: Language, threshold: float, variety: Variety) -> None:
        self._language = language
        self._seeds = list(seeds)
        self._accepted: list[Task] = []
        self._labels: Counter[str] = Counter()
        self._index = SimilarityIndex(threshold)
        self._claimed: list[str] = []
        self._variety = variety
        for seed in seeds:
            self.remember(seed.instruction)
            variety.count(seed.hint)

    def claim(self, instructions: Sequence[str]) -> list[NearDuplicate | None]:
        """Remember each instruction unless it is a near-duplicate of one remembered before; tell which that is."""
        neighbours = self._index.add_new([self._language.tokenize(each) for each in instructions])
        self._claimed += [each for each, near in zip(instructions, neighbours, strict=True) if near is None]
        return [NearDuplicate(self._claimed[near.position], near.score) if near else None for near in neighbours]

    def remember(self, instruction: str) -> None:
        """Remember an instruction as claimed without comparing it."""
        self._index.add(self._language.tokenize(instruction))
        self._claimed.append(instruction)

    def accept(self, task: Task) -> None:
        """Let a task serve as a demonstration; count its labels and what it was to lean towards."""
        self._accepted.append(task)
        self._variety.count(task.hint)
        if task.is_classification:
            self._labels.update(label(instance.output) for instance in task.instances)

    def demonstrations(self, random: Random, seeds: int, accepted: int) -> list[Task]:
        """Draw tasks to show in a prompt, shuffled; seed tasks stand in for accepted ones while those are too few."""
        recent = random.sample(self._accepted, min(accepted, len(self._accepted)))
        wanted = seeds + accepted - len(recent)
        drawn = random.sample(self._seeds, min(wanted, len(self._seeds))) + recent
        random.shuffle(drawn)
        return drawn

    def balanced(self, drafts: Sequence[Draft], count: int) -> list[Draft]:
        """Choose instances of a classification task so that labels stay balanced over the run.

        Each time the label that the run has used least is taken, of equal ones the first (Self-Instruct draws at
        random, for balance within a task only).
        """
        used = Counter({label(draft.output): self._labels[label(draft.output)] for draft in drafts})
        left = list(drafts)
        chosen: list[Draft] = []
        while left and len(chosen) < count:
            rarest = min(left, key=lambda draft: used[label(draft.output)])
            left.remove(rarest)
            chosen.append(rarest)
            used[label(rarest.output)] += 1
        return chosen


def label(output: str) -> str:
    """Return a label as it is counted: without case, white space and final punctuation."""
    return output.strip().rstrip(".。!！").casefold()
