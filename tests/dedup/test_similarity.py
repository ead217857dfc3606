"""The near-duplicate decision against `rouge_score` itself: not near it, the same."""

from collections.abc import Mapping, Sequence
from itertools import chain, combinations, pairwise
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfinstruct.core.resources import seed_file
from selfinstruct.dedup import bounds, numbering, shard
from selfinstruct.dedup import near_duplicates as similarity
from selfinstruct.dedup.near_duplicates import SimilarityIndex, nearest_before
from selfinstruct.dedup.shard import Neighbour
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks
from tests.support.rouge import Tokens, rouge_l


def reference(added: Sequence[Tokens], tokens: Tokens, threshold: float) -> Neighbour | None:
    scores = [rouge_l(each, tokens) for each in added]
    highest = max(scores, default=0.0)
    return Neighbour(scores.index(highest), highest) if highest > threshold else None


def index(threshold: float, added: Sequence[Tokens]) -> SimilarityIndex:
    made = SimilarityIndex(threshold)
    for tokens in added:
        made.add(tokens)
    return made


def sequences(words: st.SearchStrategy[str], longest: int = 12) -> st.SearchStrategy[Tokens]:
    return st.lists(words, max_size=longest)


def pools(words: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[list[Tokens], Tokens]]:
    return st.tuples(st.lists(sequences(words), max_size=12), sequences(words))


FEW = st.sampled_from("ab")
SOME = st.sampled_from(["the", "cat", "sat", "猫", "坐", "🐈"])
ANY = st.text(st.characters(exclude_categories=[]), max_size=3)
THRESHOLDS = st.floats(0.1, 1.0) | st.sampled_from([each / 10 for each in range(1, 11)])


@settings(max_examples=300)
@given(st.sampled_from([FEW, SOME, ANY]).flatmap(pools), THRESHOLDS)
@example(([], []), 0.1)
@example(([[]], []), 0.1)
@example(([[], ["a"]], []), 0.1)
@example(([[], ["a"], ["a"]], ["a"]), 0.1)
@example(([["a"]], ["a"]), 1.0)
def test_the_decision_and_the_score_are_those_of_rouge_score(
    drawn: tuple[list[Tokens], Tokens], threshold: float
) -> None:
    added, tokens = drawn
    assert index(threshold, added).nearest(tokens) == reference(added, tokens, threshold)


@given(st.lists(sequences(SOME), min_size=1, max_size=8), sequences(SOME), st.data())
def test_a_score_at_the_threshold_is_not_above_it(added: list[Tokens], tokens: Tokens, data: st.DataObject) -> None:
    scores = sorted({rouge_l(each, tokens) for each in added} - {0.0})
    if scores:
        threshold = data.draw(st.sampled_from(scores))
        assert index(threshold, added).nearest(tokens) == reference(added, tokens, threshold)
    assert index(scores[-1] if scores else 0.1, added).nearest(tokens) is None


def test_at_every_ratio_of_lengths_the_threshold_decides_as_in_rouge_score() -> None:
    """Where F is 0.7 on paper, `rouge_score`'s float may be just above; the decision goes with the float."""
    above = {False: 0, True: 0}
    for first in range(1, 60):
        for second in range(1, 60):
            if 14 * (first + second) % 40 == 0 and (common := 7 * (first + second) // 20) <= min(first, second):
                added, tokens = (
                    ["a"] * common + [rest] * (size - common) for rest, size in (("b", first), ("c", second))
                )
                found = index(0.7, [added]).nearest(tokens)
                assert found == reference([added], tokens, 0.7)
                above[found is not None] += 1
    assert all(above.values())


@settings(max_examples=15)
@given(
    st.lists(sequences(SOME, 150).map(lambda tokens: tokens * 2), min_size=1, max_size=3),
    st.integers(0, 40),
    THRESHOLDS,
)
def test_long_sequences(added: list[Tokens], dropped: int, threshold: float) -> None:
    tokens = added[-1][dropped:] + ["dog"] * dropped
    assert index(threshold, added).nearest(tokens) == reference(added, tokens, threshold)


@given(st.lists(SOME, min_size=1, max_size=10), st.integers(1, 5), st.lists(st.just(["dog"]), max_size=5))
def test_of_equals_the_first_is_returned(tokens: Tokens, copies: int, before: list[Tokens]) -> None:
    made = index(0.7, [*before, *[tokens] * copies])
    assert made.nearest(tokens) == Neighbour(len(before), 1.0)
    assert len(made) == len(before) + copies


def test_the_nearest_is_returned_though_others_are_above_the_threshold() -> None:
    added = ["a b c x y".split(), "a b c d x".split(), "a b c d e f".split(), "x y z".split()]
    found = index(0.5, added).nearest("a b c d e".split())
    assert found == Neighbour(2, rouge_l(added[2], "a b c d e".split()))


def test_asking_does_not_add() -> None:
    made = index(0.5, [["a", "b"]])
    assert made.nearest(["c", "d"]) is None
    assert made.nearest(["c", "d"]) is None
    assert len(made) == 1


def test_tokens_beyond_the_surrogates_are_told_apart() -> None:
    """A run may meet more distinct tokens than there are characters before U+10000."""
    added = [[f"word {number}" for number in range(start, start + 10)] for start in range(0, 70_000, 5)]
    made = index(0.6, added)
    for position in (0, 5_500, 11_058, 11_060, 13_107, 13_999):
        tokens = [*added[position][:8], "x", "y"]
        near = range(max(0, position - 2), min(len(added), position + 3))
        expected = reference([added[each] for each in near], tokens, 0.6)
        assert expected is not None
        assert made.nearest(tokens) == Neighbour(near[expected.position], expected.score)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_all_pairs_of_real_instructions(code: str) -> None:
    language = find_language(code)
    tokens = [language.tokenize(task.instruction) for task in read_seed_tasks(seed_file(code))[:75]]
    # Instructions grow alike in a run: here each also loses its second half to another's end.
    tokens += [each[: len(each) // 2] + other[-2:] for each, other in pairwise(tokens)]
    scores = {pair: rouge_l(tokens[pair[0]], tokens[pair[1]]) for pair in combinations(range(len(tokens)), 2)}
    decided = {False: 0, True: 0}
    for threshold in (0.3, 0.7):
        made = SimilarityIndex(threshold)
        for position, each in enumerate(tokens):
            row = [scores[earlier, position] for earlier in range(position)]
            highest = max(row, default=0.0)
            expected = Neighbour(row.index(highest), highest) if highest > threshold else None
            assert made.nearest(each) == expected
            decided[expected is not None] += 1
            made.add(each)
    assert all(decided.values())


SIZES = {"_TAIL": 3, "_LARGEST_SEGMENT": 12, "_FREQUENT": 2, "_PAIRS": 7}


def _set(patch: pytest.MonkeyPatch, sizes: Mapping[str, int]) -> None:
    for name, size in sizes.items():
        (module,) = (each for each in (similarity, shard, bounds, numbering) if hasattr(each, name))
        patch.setattr(module, name, size)


def _one_after_the_other(
    batches: Sequence[list[Tokens]], threshold: float, *, only_new: bool
) -> list[Neighbour | None]:
    pool: list[Tokens] = []
    found = []
    for tokens in chain.from_iterable(batches):
        found.append(reference(pool, tokens, threshold))
        if found[-1] is None or not only_new:
            pool.append(tokens)
    return found


@settings(max_examples=400)
@given(
    st.sampled_from([FEW, SOME, st.sampled_from("abcdefghijkl")]).flatmap(
        lambda words: st.lists(st.lists(sequences(words, 7), max_size=6), max_size=8)
    ),
    THRESHOLDS,
    st.booleans(),
    st.booleans(),
)
def test_segments_and_batches_decide_as_one_after_the_other(
    batches: list[list[Tokens]], threshold: float, many_tokens: bool, only_new: bool
) -> None:
    """With tiny segments, so that small pools have several of them; also with more tokens than characters."""
    with pytest.MonkeyPatch.context() as patch:
        _set(patch, SIZES | ({"_CHARACTERS": 3} if many_tokens else {}))
        made = SimilarityIndex(threshold)
        found = [each for batch in batches for each in (made.add_new(batch) if only_new else made.add_all(batch))]
    assert found == _one_after_the_other(batches, threshold, only_new=only_new)
    assert len(made) == (found.count(None) if only_new else len(found))


def test_a_pool_of_many_segments_decides_as_a_scan() -> None:
    """2,000 real-looking instructions, made from the seeds by replacing words, against each other."""
    random = Random(5)
    language = find_language("en")
    seeds = [language.tokenize(task.instruction) for task in read_seed_tasks(seed_file("en"))]
    words = [word for tokens in seeds for word in tokens]
    pool = [
        [random.choice(words) if random.random() < 0.2 else word for word in random.choice(seeds)] for _ in range(2000)
    ]
    made, scanned = SimilarityIndex(0.7), SimilarityIndex(0.7)
    found = [each for start in range(0, 2000, 10) for each in made.add_new(pool[start : start + 10])]
    with pytest.MonkeyPatch.context() as patch:
        _set(patch, {"_TAIL": 10_000})
        assert [scanned.add_new([tokens])[0] for tokens in pool] == found
    assert 200 < found.count(None) < 1800


@settings(max_examples=300)
@given(
    st.sampled_from([FEW, SOME, ANY]).flatmap(lambda words: st.lists(sequences(words), max_size=14)),
    st.integers(1, 5),
    st.integers(1, 5),
    st.booleans(),
)
@example([[], [], ["a"], ["b"], ["a"], ["a", "b"]], 2, 2, False)
def test_the_nearest_before_is_the_first_of_the_highest_score(
    drawn: list[Tokens], rows: int, columns: int, many_tokens: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _set(patch, {"_ROWS": rows, "_COLUMNS": columns, **({"_CHARACTERS": 3} if many_tokens else {})})
        found = list(nearest_before(iter(drawn)))
    for number, (tokens, near) in enumerate(zip(drawn, found, strict=True)):
        assert near == (reference(drawn[:number], tokens, 0.0) or Neighbour(0, 0.0))


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_nearest_before_among_real_instructions(code: str) -> None:
    language = find_language(code)
    tokens = [language.tokenize(task.instruction) for task in read_seed_tasks(seed_file(code))]
    found = list(nearest_before(tokens * 2))
    for number in range(0, len(tokens), 5):
        assert found[number] == (reference(tokens[:number], tokens[number], 0.0) or Neighbour(0, 0.0))
    assert found[len(tokens) :] == [Neighbour(number, 1.0) for number in range(len(tokens))]
