"""What ends in a loop, and what only has a pattern."""

import pytest

from selfinstruct.text.loops import before_loop, ends_in_loop

STORY = (
    "The ferry left at dawn with eleven passengers and a crate of lemons. Nobody spoke until the lighthouse came into"
    " view, and then everyone did, all at once, about breakfast. The captain had burnt the porridge again. A boy from"
    " the mainland offered round a bag of plums; an old woman showed him how to spit the stones as far as the third"
    " wave. By the time the island rose out of the mist they had agreed on a song, a card game for the evening, and a"
    " vote of thanks to the cook of the other boat, who was said to bake his own bread and to know when to stop. "
)
CODE = "\n".join(f"    row[{number}] = table[{number}] + offset" for number in range(30))
TABLE = "\n".join(f"| {name} | {at * 7} | {at * 13} |" for at, name in enumerate(STORY.split()[:40]))


@pytest.mark.parametrize(
    "text",
    [
        STORY + "I am no god. I am no God. " * 40,
        STORY + "Output: no\n\n" * 60,
        "\n".join(f"{number}. The most common way of doing this." for number in range(40)),
        '{"instructions": [' + '"Write a poem about the sea.", ' * 40,
        "今天天气很好，我去公园。" * 20,
    ],
)
def test_a_loop_is_noticed(text: str) -> None:
    assert ends_in_loop(text)


@pytest.mark.parametrize("text", [STORY, STORY * 2, TABLE, "", "no", "I am no god. " * 40 + STORY])
def test_what_goes_on_is_no_loop(text: str) -> None:
    assert not ends_in_loop(text)


def test_what_stands_before_a_loop_is_told() -> None:
    assert before_loop(STORY * 2) == 1.0
    assert before_loop("") == 1.0
    assert before_loop("I am no god. " * 100) == 0.0
    assert 0.1 < before_loop(STORY + "I am no god. " * 80) < 0.35
