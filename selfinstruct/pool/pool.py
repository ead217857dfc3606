"""What the run knows: claims an instruction, draws demonstrations, balances labels."""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from selfinstruct.core.settings import Sharding
from selfinstruct.core.values import Hint, Instance, Item, Nearest, Task
from selfinstruct.decisions.standing import Standings
from selfinstruct.dedup.nearest import Few
from selfinstruct.dedup.numbering import unpacked
from selfinstruct.dedup.placing import placed
from selfinstruct.dedup.shard import Neighbour
from selfinstruct.languages import Language
from selfinstruct.pool import known
from selfinstruct.pool.accepted import Accepted, Earlier
from selfinstruct.pool.labels import label
from selfinstruct.pool.simple import simple_tasks


@dataclass(frozen=True, slots=True)
class Claim:
    """What came of claiming an instruction.

    `tokens` are those that were compared, `seed_similarity` is the highest ROUGE-L F-measure with a seed task. A
    near-duplicate was not claimed: it has the `nearest` instruction.
    """

    tokens: tuple[str, ...]
    seed_similarity: float
    nearest: Nearest | None = None

    @property
    def reason(self) -> str:
        """Why it is rejected: `near_duplicate`, `avoided` if that is near to one to avoid; "" if it was claimed."""
        if self.nearest is None:
            return ""
        return "avoided" if self.nearest.kind == "avoid" else "near_duplicate"


class Pool:
    """The seed tasks and the accepted tasks, with every instruction that was ever claimed; to be closed.

    `avoid` are instructions to keep away from: nothing near to one is claimed. `hints` counts what there is in the seed
    tasks and in imported ones, and what prompts named that brought new instructions, once for each of these, by the
    name of the list. Of the accepted tasks, `accepted` says how many there are, `labelled` how many are classification
    tasks, `limited` how many say how long the answer may be. `dedup_seconds` is how long claims have taken.
    """

    def __init__(
        self,
        seeds: Sequence[Task],
        language: Language,
        threshold: float,
        avoid: Sequence[str] = (),
        sharding: Sharding = Sharding(),  # noqa: B008
    ) -> None:
        self.dedup_seconds = 0.0
        self._language = language
        self._seeds = list(seeds)
        self._simple_seeds = simple_tasks(seeds, language)
        self._accepted = Accepted()
        self._labels: Counter[str] = Counter()
        self.labelled = self.limited = 0
        self._index = placed(threshold, sharding)
        self._nearest_seeds = Few(language.tokenize(seed.instruction) for seed in seeds)
        self._known = known.Known()
        self.hints: dict[str, Counter[str]] = {"category": Counter(), "topic": Counter(), "form": Counter()}
        self._first_claimed = len(seeds) + len(avoid)
        for id_, instruction in (*((seed.id, seed.instruction) for seed in seeds), *(("", each) for each in avoid)):
            self.remember(id_, instruction, language.tokenize(instruction))
        for seed in seeds:
            self.count_hint(seed.hint)

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def claim(self, candidates: Sequence[Item]) -> list[Claim]:
        """Remember each instruction unless it is a near-duplicate of an earlier one; return what came of each."""
        started = time.perf_counter()
        tokens = [self._language.tokenize(each.instruction) for each in candidates]
        nearest_seeds = self._nearest_seeds.nearest(tokens)
        neighbours = self._index.add_new(tokens)
        for each, near in zip(candidates, neighbours, strict=True):
            if near is None:
                self._known.add(each.id, each.instruction)
        self.dedup_seconds += time.perf_counter() - started
        return [
            self._claimed_as(tuple(own), seed.score, near)
            for own, seed, near in zip(tokens, nearest_seeds, neighbours, strict=True)
        ]

    def claim_anyway(self, candidate: Item) -> Claim:
        """Remember an instruction, near-duplicate or not."""
        tokens = self._language.tokenize(candidate.instruction)
        (seed,) = self._nearest_seeds.nearest([tokens])
        self.remember(candidate.id, candidate.instruction, tokens)
        return Claim(tuple(tokens), seed.score)

    def _claimed_as(self, tokens: tuple[str, ...], seed_similarity: float, near: Neighbour | None) -> Claim:
        if near is None:
            return Claim(tokens, seed_similarity)
        return Claim(
            tokens, seed_similarity, Nearest(self._kind(near.position), *self._known[near.position], near.score)
        )

    def _kind(self, position: int) -> Literal["seed", "avoid", "claimed"]:
        if position < len(self._seeds):
            return "seed"
        return "avoid" if position < self._first_claimed else "claimed"

    def remember(self, id_: str, instruction: str, tokens: Sequence[str]) -> None:
        """Remember an instruction as claimed, with its tokens, without comparing it."""
        self._index.add(tokens)
        self._known.add(id_, instruction)

    def take_over(self, earlier: known.Earlier) -> None:
        """Remember all that was claimed in earlier sessions, after the seed tasks and what is to be avoided."""
        before = len(self._index)
        self._index.take_over((each.words, unpacked(each.numbers, each.lengths)) for each in earlier.stretches())
        count = len(self._index) - before
        self._known.go_on_from(earlier, count)
        for id_, instruction, tokens in earlier.claimed(count):
            self.remember(id_, instruction, tokens)

    @property
    def seeds(self) -> Sequence[Task]:
        """The seed tasks."""
        return self._seeds

    @property
    def accepted(self) -> int:
        """How many tasks were accepted."""
        return len(self._accepted)

    def go_on_from(self, earlier: Earlier, count: int, labels: Iterable[str], latest: Collection[str]) -> None:
        """Begin with so many tasks of earlier sessions, with the `labels` of those that are classification tasks.

        Their kinds are counted by `count_accepted`, hints by `count_hint`. How many say how long the answer may be is
        taken from the `latest` instructions among them.
        """
        self._accepted.go_on_from(earlier, count)
        self._labels.update(map(label, labels))
        if latest:
            self.limited = round(count * sum(map(self._is_limited, latest)) / len(latest))

    def accept(self, task: Task) -> None:
        """Let a task serve as a demonstration; count its labels."""
        self._accepted.add(task)
        self.count_accepted(is_classification=task.is_classification)
        self.limited += self._is_limited(task.instruction)
        if task.is_classification:
            self._labels.update(label(instance.output) for instance in task.instances)

    def count_accepted(self, *, is_classification: bool, count: int = 1) -> None:
        """Count so many accepted tasks of a kind."""
        self.labelled += is_classification * count

    def _is_limited(self, instruction: str) -> bool:
        return self._language.sets_limit.search(instruction) is not None

    def review(self, standings: Standings) -> None:
        """Let only what reviewers have left of the accepted tasks serve as demonstrations, until they decide more.

        What was claimed stays so, and labels are counted as before: the run could not be built anew otherwise.
        """
        self._accepted.review(standings)

    def decided(self, standings: Standings) -> list[Task]:
        """Return the accepted tasks on which reviewers decided anything, as the run has accepted them."""
        return self._accepted.decided(standings)

    def count_hint(self, hint: Hint, count: int = 1) -> None:
        """Count so many new instructions of a hint."""
        for name, used in self.hints.items():
            if entry := getattr(hint, name):
                used[entry] += count

    def demonstrations(self, random: Random, seeds: int, accepted: int, *, simple: bool = False) -> list[Task]:
        """Draw tasks to show in a prompt, shuffled; seed tasks stand in for accepted ones while those are too few.

        Of the seed tasks, those that are `simple` are short and have no input, if there are enough of them.
        """
        recent = self._accepted.sample(random, accepted)
        wanted = seeds + accepted - len(recent)
        drawn_from = self._seeds
        if simple and len(self._simple_seeds) >= wanted:
            drawn_from = self._simple_seeds
        drawn = random.sample(drawn_from, min(wanted, len(drawn_from))) + recent
        random.shuffle(drawn)
        return drawn

    def balanced(self, instances: Sequence[Instance], count: int) -> list[int]:
        """Choose instances of a classification task so that labels stay balanced over the run; return their places.

        It takes the label that the run has used least, again and again (Self-Instruct draws at random, for balance
        within a task only). Of equal ones it draws, the same each time for the same texts: a model writes first what is
        named first, or never does.
        """
        labels = [label(instance.output) for instance in instances]
        used = Counter({each: self._labels[each] for each in labels})
        left, chosen = [*range(len(instances))], list[int]()
        Random("\n".join(each.input for each in instances)).shuffle(left)
        while left and len(chosen) < count:
            rarest = min(left, key=lambda place: used[labels[place]])
            left.remove(rarest)
            chosen.append(rarest)
            used[labels[rarest]] += 1
        return chosen
