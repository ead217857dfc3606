"""How varied the tasks are: what they tell to do, their kinds and topics, how often words come again."""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from selfinstruct.core.values import Hint
from selfinstruct.languages import Language
from selfinstruct.survey.values import Division, Part, division

# Those of the figure in the Self-Instruct paper: the verbs that are most frequent, and the nouns that are so with each.
VERBS, NOUNS = 20, 4
# With fewer, nearly every pair occurs once: a ring of single tasks.
FEWEST_PAIRS = 30
# Instructions whose words are tagged; Chinese takes a millisecond each.
_TAGGED = 3_000


@dataclass(frozen=True)
class Phrases:
    """What the instructions tell to do: the most frequent verbs, each with its most frequent nouns.

    `with_pair` says how many of those looked at have a verb and a noun.
    """

    verbs: dict[str, dict[str, int]]
    counts: dict[str, int]
    with_pair: Part
    different: int

    @property
    def are_telling(self) -> bool:
        """Whether there are enough to say which are frequent."""
        return self.with_pair.many >= FEWEST_PAIRS


@dataclass(frozen=True)
class Leaning:
    """How the tasks are divided over a list of hints, such as the topics, and the requests that named these."""

    tasks: Division
    requests: Division


@dataclass(frozen=True)
class Variety:
    """What is varied, of so many instructions that were `drawn`.

    `distinct` is the share of n-grams of tokens that are different, for n of 1 to 3 (Li et al. 2016), `compression` how
    many times smaller the instructions get by zlib, in their order (lower is more varied; Shaib et al. 2024).
    """

    drawn: int
    distinct: dict[int, float]
    compression: float
    phrases: Phrases
    leanings: dict[str, Leaning]


def variety(drawn: Sequence[str], language: Language, hints: Mapping[Hint, int], asked: Mapping[Hint, int]) -> Variety:
    """Return how varied instructions are; `hints` counts the tasks by what they lean towards, `asked` the requests."""
    tokens = [language.tokenize(each) for each in drawn]
    return Variety(
        len(drawn),
        {size: distinct(tokens, size) for size in (1, 2, 3)},
        compression(drawn),
        phrases(drawn[:: max(1, len(drawn) // _TAGGED)], language),
        _leanings(hints, asked),
    )


def distinct(texts: Iterable[Sequence[str]], size: int) -> float:
    """Return the share of n-grams of this size that are different; 0 without any."""
    found = [gram for tokens in texts for gram in zip(*(islice(tokens, at, None) for at in range(size)), strict=False)]
    return len(set(found)) / len(found) if found else 0.0


def compression(texts: Sequence[str]) -> float:
    """Return how many times smaller texts get, one a line; 0 without any."""
    plain = "\n".join(texts).encode("utf-8", "replace")
    return len(plain) / len(zlib.compress(plain, 6)) if plain else 0.0


def phrases(instructions: Sequence[str], language: Language) -> Phrases:
    """Return which verbs and nouns instructions have."""
    pairs = Counter(filter(None, map(language.verb_and_noun, instructions)))
    verbs: Counter[str] = Counter()
    for (verb, _), count in pairs.items():
        verbs[verb] += count
    most = sorted(verbs, key=lambda verb: (-verbs[verb], verb))[:VERBS]
    nouns = {verb: Counter({noun: count for (own, noun), count in pairs.items() if own == verb}) for verb in most}
    return Phrases(
        {verb: dict(sorted(nouns[verb].items(), key=lambda each: (-each[1], each[0]))[:NOUNS]) for verb in most},
        {verb: verbs[verb] for verb in most},
        Part(pairs.total(), len(instructions)),
        len(pairs),
    )


def _leanings(hints: Mapping[Hint, int], asked: Mapping[Hint, int]) -> dict[str, Leaning]:
    found = {}
    for name in ("category", "topic", "form"):
        tasks, requests = (_by(name, counts) for counts in (hints, asked))
        if tasks:
            possible = len(tasks.keys() | requests.keys())
            found[name] = Leaning(division(tasks, possible), division(requests, possible))
    return found


def _by(name: str, counts: Mapping[Hint, int]) -> Counter[str]:
    by_name: Counter[str] = Counter()
    for hint, count in counts.items():
        if value := asdict(hint)[name]:
            by_name[value] += count
    return by_name
