"""Edited records are paired with those that they were, and with no others."""

import pytest

from selfinstruct.core.values import Record
from selfinstruct.review.away.matching import Pairs

OURS = [
    Record("Name a fruit.", "", "Fig"),
    Record("Name a fruit.", "", "Plum"),
    Record("Is it true?", "Snow is hot.", "no"),
    Record("Is it true?", "Snow is cold.", "yes"),
    Record("Explain what a tide is.", "", "The moon pulls at the water of the sea, twice a day."),
    Record("Write a verse about rain in a town.", "", "It rains on roofs, it rains on stones."),
    Record("Is it true?", "Fire is cold.", "no"),
]


def _of(theirs: list[Record]) -> dict[int, int]:
    return Pairs(OURS, theirs).of


def test_equal_records_are_paired_wherever_they_stand() -> None:
    assert _of(OURS[::-1]) == {at: 6 - at for at in range(7)}
    assert Pairs(OURS, OURS[2:]).missing == [0, 1]
    twice = Pairs(OURS, [*OURS, OURS[0]])
    assert (twice.missing, twice.unknown) == ([], [7])


@pytest.mark.parametrize(
    ("at", "record"),
    [
        (0, Record("Name a fruit.", "", "Apple")),
        (1, Record("Name one fruit.", "", "Plum")),
        (2, Record("Is it true or false?", "Snow is hot.", "false")),
        (3, Record("Is it true?", "Snow is cold.", "Yes!")),
        (4, Record("Tell me about tides", "", "The moon pulls at the water of the sea, twice a day.")),
        (5, Record("Write a verse about rain.", "", "Nothing of it is left.")),
        (6, Record("Is it true?", "Ice is warm.", "no")),
    ],
)
def test_a_changed_record_is_the_one_between_its_neighbours(at: int, record: Record) -> None:
    theirs = [*OURS[:at], record, *OURS[at + 1 :]]
    assert _of(theirs) == {place: place for place in range(7)}


def test_a_record_after_one_that_is_gone_is_not_taken_for_it() -> None:
    changed = Record("Name a fruit.", "", "A plum")
    pairs = Pairs(OURS, [changed, *OURS[2:]])
    assert pairs.missing == [0]
    assert pairs.of[0] == 1


def test_a_record_that_was_moved_and_changed_is_found() -> None:
    moved = Record("Explain in a few words what a tide is.", "", "The moon pulls at the sea, twice a day.")
    assert _of([moved, *OURS[:4], *OURS[5:]])[0] == 4


def test_what_is_like_nothing_is_nothing_of_ours() -> None:
    theirs = [Record("Compose an opera in three acts.", "", "Act one: a market."), *OURS[1:]]
    pairs = Pairs(OURS, theirs)
    assert (pairs.missing, pairs.unknown) == ([0], [0])


def test_many_changed_ones_in_a_row_keep_their_order() -> None:
    ours = [Record(f"Write down what {n} times {n + 1} is.", "", str(n * (n + 1))) for n in range(400)]
    theirs = [Record(f"Please {each.instruction.lower()}", "", f"= {each.output}") for each in ours]
    del theirs[100:103]
    pairs = Pairs(ours, theirs)
    right = sum(ours[place].instruction[16:] in theirs[at].instruction for at, place in pairs.of.items())
    assert right == len(theirs)
    assert pairs.missing == [100, 101, 102]
