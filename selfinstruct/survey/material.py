"""What is read of a dataset, once: its tasks in their order, and what each chapter draws from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from selfinstruct.core.values import Task
from selfinstruct.dedup.nearest import Sequences
from selfinstruct.languages import Language
from selfinstruct.survey.lengths import Sizes

# Instructions that are looked at word for word; more would say the same, later.
DRAWN = 10_000


@dataclass
class Material:
    """The tasks of a dataset, taken in one after another.

    `sequences` and `names` hold the seed tasks, then the tasks; `drawn` are up to `DRAWN` instructions, drawn at random
    by the seed, in their order; `sizes` are counted over all.
    """

    language: Language
    seeds: Sequence[Task] = ()
    random_seed: int = 0
    tasks: int = 0
    records: int = 0
    sequences: Sequences = field(default_factory=Sequences)
    names: list[tuple[str, str]] = field(default_factory=list)
    sizes: Sizes = field(init=False)
    _drawn: dict[int, tuple[int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random, self.sizes = Random(self.random_seed), Sizes(self.language)
        for seed in self.seeds:
            self._compare(seed, self.language.tokenize(seed.instruction))

    def take_in(self, tasks: Iterable[Task], tokens: Mapping[str, str]) -> Iterator[Task]:
        """Yield tasks, and take them in; `tokens` has those of an instruction, by its text, where they are known.

        What a reviewer restored of a task comes as a task of its own, with the same instruction: it is no repeat.
        """
        seen: set[str] = set()
        for task in tasks:
            if self.seeds and task.instruction in seen:
                self.sizes.add_instances(task)
                self.records += len(task.instances)
                yield task
                continue
            seen.add(task.instruction)
            known = tokens.get(task.instruction)
            self._compare(task, self.language.tokenize(task.instruction) if known is None else known.split())
            self.sizes.add(task)
            self._draw(task.instruction)
            self.tasks += 1
            self.records += len(task.instances)
            yield task

    @property
    def drawn(self) -> list[str]:
        """The instructions that were drawn, in their order."""
        return [text for _, text in sorted(self._drawn.values())]

    def positions(self, most: int) -> list[int]:
        """Return at most so many positions of tasks, drawn at random, in order; all if there are not more."""
        first = len(self.seeds)
        if self.tasks <= most:
            return [*range(first, first + self.tasks)]
        return sorted(Random(self.random_seed).sample(range(first, first + self.tasks), most))

    def _compare(self, task: Task, tokens: Sequence[str]) -> None:
        self.sequences.add(tokens)
        self.names.append((task.id, task.instruction))

    def _draw(self, instruction: str) -> None:
        """Keep each of those seen so far with the same chance (a reservoir)."""
        place = self.tasks if self.tasks < DRAWN else self._random.randint(0, self.tasks)
        if place < DRAWN:
            self._drawn[place] = (self.tasks, instruction)
