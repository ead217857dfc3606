"""The pool: claims, demonstrations, balance of labels."""

from collections import Counter
from random import Random

from selfinstruct.core.values import Draft, Instance, Task
from selfinstruct.languages import find_language
from selfinstruct.pool.pool import Claim, Pool
from selfinstruct.pool.variety import Variety

NOTHING_TO_VARY = Variety({}, {}, {})
SEEDS = [
    Task(f"s{number}", f"Explain {word} to a child in simple words.", False, (Instance("", "…"),), "seed")
    for number, word in enumerate("gravity inflation yeast thunder rust echoes tides sleep moss salt".split())
]


def _pool(threshold: float = 0.9) -> Pool:
    return Pool(SEEDS, find_language("en"), threshold, NOTHING_TO_VARY)


def _accepted(number: int) -> Task:
    return Task(f"{number}.0", f"Task {number}", False, (Instance("", "…"),), str(number))


def _told(claims: list[Claim]) -> list[tuple[str | None, str]]:
    return [(claim.nearest, claim.reason) for claim in claims]


def test_an_instruction_can_be_claimed_once() -> None:
    pool = _pool()
    rivers = "Name three rivers that flow north."
    claims = pool.claim([rivers, "Name three rivers, that flow NORTH!", "Spell the word aloud."])
    assert _told(claims) == [(None, ""), (rivers, "near_duplicate"), (None, "")]
    assert claims[0].tokens == ("name", "three", "rivers", "that", "flow", "north")
    assert _told(pool.claim(["Spell the word: aloud"])) == [("Spell the word aloud.", "near_duplicate")]


def test_seeds_count_as_claimed() -> None:
    (claim,) = _pool().claim([SEEDS[4].instruction])
    assert (claim.nearest, claim.score, claim.seed_similarity) == (SEEDS[4].instruction, 1.0, 1.0)


def test_the_highest_similarity_with_a_seed_is_told() -> None:
    pool = _pool()
    pool.claim(["Explain snow to a cat in a poem."])
    near, far = pool.claim(["Explain snow to a child in simple terms.", "Sing!"])
    assert near.seed_similarity == 12 / 16
    assert far.seed_similarity == 0


def test_instructions_to_keep_away_from_are_told_apart() -> None:
    pool = Pool(SEEDS, find_language("en"), 0.7, NOTHING_TO_VARY, avoid=["Name the capital of Peru."])
    assert _told(pool.claim(["Name the capital of Chile.", "Sing a long song about salt."])) == [
        ("Name the capital of Peru.", "avoided"),
        (None, ""),
    ]


def test_seeds_stand_in_while_there_are_no_accepted_tasks() -> None:
    pool = _pool()
    for accepted in range(4):
        drawn = pool.demonstrations(Random(accepted), seeds=6, accepted=2)
        origins = Counter(task.origin == "seed" for task in drawn)
        assert len({task.id for task in drawn}) == 8
        assert origins[False] == min(accepted, 2)
        pool.accept(_accepted(accepted))


def test_few_seeds_give_few_demonstrations() -> None:
    pool = Pool(SEEDS[:3], find_language("en"), 0.7, NOTHING_TO_VARY)
    assert len(pool.demonstrations(Random(0), seeds=6, accepted=2)) == 3


def test_demonstrations_are_shuffled() -> None:
    pool = _pool()
    for number in range(2):
        pool.accept(_accepted(number))
    places = {
        position
        for seed in range(40)
        for position, task in enumerate(pool.demonstrations(Random(seed), seeds=6, accepted=2))
        if task.origin != "seed"
    }
    assert places == set(range(8))


def test_labels_stay_balanced_over_the_run() -> None:
    pool = _pool()
    always = [Draft("Rate it.", f"text {label}", label) for label in ("good", "bad", "neutral")]
    used: Counter[str] = Counter()
    for number in range(30):
        (chosen,) = pool.balanced(always, 1)
        used[chosen.output] += 1
        pool.accept(Task(f"{number}.0", "Rate it.", True, (Instance(chosen.input, chosen.output),), str(number)))
    assert used == {"good": 10, "bad": 10, "neutral": 10}


def test_spellings_of_a_label_count_as_one() -> None:
    pool = _pool()
    pool.accept(Task("1.0", "Is it so?", True, (Instance("x", "Yes."),), "1"))
    chosen = pool.balanced([Draft("Is it so?", "a", "yes"), Draft("Is it so?", "b", "no")], 1)
    assert [draft.output for draft in chosen] == ["no"]
