"""The pool: claims, demonstrations, balance of labels."""

from collections import Counter
from itertools import pairwise
from random import Random

from selfinstruct.core.values import Hint, Instance, Item, Nearest, Task
from selfinstruct.languages import find_language
from selfinstruct.pool.pool import Claim, Pool

SEEDS = [
    Task(f"s{number}", f"Explain {word} to a child in simple words.", False, (Instance("", "…"),), "seed")
    for number, word in enumerate("gravity inflation yeast thunder rust echoes tides sleep moss salt".split())
]


def _pool(threshold: float = 0.9) -> Pool:
    return Pool(SEEDS, find_language("en"), threshold)


def _accepted(number: int) -> Task:
    return Task(f"{number}.0", f"Task {number}", False, (Instance("", "…"),), str(number))


def _claim(pool: Pool, *instructions: str) -> list[Claim]:
    return pool.claim([Item(f"1.{number}", each, "") for number, each in enumerate(instructions)])


def _told(claims: list[Claim]) -> list[tuple[str | None, str]]:
    return [(claim.nearest.instruction if claim.nearest else None, claim.reason) for claim in claims]


def test_an_instruction_can_be_claimed_once() -> None:
    pool = _pool()
    rivers = "Name three rivers that flow north."
    claims = _claim(pool, rivers, "Name three rivers, that flow NORTH!", "Spell the word aloud.")
    assert _told(claims) == [(None, ""), (rivers, "near_duplicate"), (None, "")]
    assert claims[0].tokens == ("name", "three", "rivers", "that", "flow", "north")
    assert _told(_claim(pool, "Spell the word: aloud")) == [("Spell the word aloud.", "near_duplicate")]


def test_seeds_count_as_claimed() -> None:
    (claim,) = _claim(_pool(), SEEDS[4].instruction)
    assert claim.nearest == Nearest("seed", "s4", SEEDS[4].instruction, 1.0)
    assert claim.seed_similarity == 1.0


def test_the_nearest_instruction_is_named_whatever_it_is() -> None:
    pool = Pool(SEEDS, find_language("en"), 0.7, avoid=["Name the capital of Peru."])
    _claim(pool, "Sing of the sea.")
    claims = _claim(pool, "Name the capital of Chile.", "Sing of the tea.", "Sing of the sea!", SEEDS[2].instruction)
    assert [claim.nearest for claim in claims] == [
        Nearest("avoid", "", "Name the capital of Peru.", 0.8000000000000002),
        Nearest("claimed", "1.0", "Sing of the sea.", 0.75),
        Nearest("claimed", "1.0", "Sing of the sea.", 1.0),
        Nearest("seed", "s2", SEEDS[2].instruction, 1.0),
    ]


def test_the_highest_similarity_with_a_seed_is_told() -> None:
    pool = _pool()
    _claim(pool, "Explain snow to a cat in a poem.")
    near, far = _claim(pool, "Explain snow to a child in simple terms.", "Sing!")
    assert near.seed_similarity == 12 / 16
    assert far.seed_similarity == 0


def test_instructions_to_keep_away_from_are_told_apart() -> None:
    pool = Pool(SEEDS, find_language("en"), 0.7, avoid=["Name the capital of Peru."])
    assert _told(_claim(pool, "Name the capital of Chile.", "Sing a long song about salt.")) == [
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


def test_simple_demonstrations_are_short_and_have_no_input() -> None:
    long = Task(
        "long",
        "Explain at great length, with all that belongs to it, why bread rises at all.",
        False,
        SEEDS[0].instances,
        "seed",
    )
    given = Task("given", "Sum this up.", False, (Instance("A text.", "…"),), "seed")
    pool = Pool([*SEEDS, long, given], find_language("en"), 0.9)
    shown = {task.id for number in range(20) for task in pool.demonstrations(Random(number), 6, 2, simple=True)}
    assert shown == {seed.id for seed in SEEDS}
    # Where there are too few of them, all are drawn from.
    assert len(pool.demonstrations(Random(1), 9, 2, simple=True)) == 11


def test_few_seeds_give_few_demonstrations() -> None:
    pool = Pool(SEEDS[:3], find_language("en"), 0.7)
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


def test_hints_are_counted() -> None:
    seed = Task("s", "Explain gravity.", False, (), "seed", Hint("qa"))
    pool = Pool([seed], find_language("en"), 0.7)
    for hint in (Hint("code", "moss", "rhyme"), Hint("code", "rust"), Hint()):
        pool.count_hint(hint)
    assert pool.hints == {"category": {"qa": 1, "code": 2}, "topic": {"moss": 1, "rust": 1}, "form": {"rhyme": 1}}


def test_labels_stay_balanced_over_the_run() -> None:
    pool = _pool()
    always = [Instance(f"text {label}", label) for label in ("good", "bad", "neutral")]
    used: Counter[str] = Counter()
    for number in range(30):
        (place,) = pool.balanced(always, 1)
        used[always[place].output] += 1
        pool.accept(Task(f"{number}.0", "Rate it.", True, (always[place],), str(number)))
    assert used == {"good": 10, "bad": 10, "neutral": 10}


def test_as_many_places_are_chosen_as_there_are_each_once() -> None:
    instances = [Instance(text, label) for text, label in zip("abcd", ("yes", "yes", "yes", "no"), strict=True)]
    chosen = {count: _pool().balanced(instances, count) for count in (1, 2, 3, 9)}
    assert [len(places) for places in chosen.values()] == [1, 2, 3, 4]
    assert sorted(chosen[9]) == [0, 1, 2, 3]
    for fewer, more in pairwise(chosen.values()):
        assert more[: len(fewer)] == fewer
    assert {instances[place].output for place in chosen[2]} == {"yes", "no"}


def test_of_labels_that_are_used_as_often_none_is_preferred_for_its_place() -> None:
    """Labels of most tasks are those of this task alone; a model may never write the one that is named first."""
    chosen = Counter[int]()
    for number in range(300):
        written = [Instance(f"text {number} {place}", f"label {number} {place}") for place in range(3)]
        assert _pool().balanced(written, 1) == _pool().balanced(written, 1)
        chosen.update(_pool().balanced(written, 1))
    assert min(chosen[place] for place in range(3)) > 60


def test_spellings_of_a_label_count_as_one() -> None:
    pool = _pool()
    pool.accept(Task("1.0", "Is it so?", True, (Instance("x", "Yes."),), "1"))
    assert pool.balanced([Instance("a", "yes"), Instance("b", "no")], 1) == [1]
