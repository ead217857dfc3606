"""Self-Instruct's rules, their slips included."""

import pytest

from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language

FILTERS = load_filters("ancestor", "self-instruct")
ENGLISH = find_language("en")

REJECTED = [
    ("", "too_short", "0 words"),
    ("Prove Euclid's lemma.", "too_short", "3 words"),
    ("word " * 151, "too_long", "151 words"),
    ("Draw a conclusion from the survey results.", "asks_for_media", "Draw"),
    ("Summarise the plot of this novel.", "asks_for_media", "plot"),
    ("Find the shortest path in the given graph.", "asks_for_media", "graph"),
    ("Explain what this configuration file does.", "asks_for_media", "file"),
    ("Should my daughter go to university?", "asks_for_media", "go to"),
    ("Should my daughter go\nto university?", "asks_for_media", "go\nto"),
    ("What do MAPS leave out?", "asks_for_media", "MAPS"),
    ("Write a program that sorts names.", "asks_for_a_program", "Write a program"),
    ("write a  PROGRAM that sorts names.", "asks_for_a_program", "write a  PROGRAM"),
    ('"Yes" or "no": is it raining?', "starts_with_punctuation", '"'),
    ("$5 buys how many plums?", "starts_with_punctuation", "$"),
    ("“Yes” or “no”: is it raining?", "starts_with_non_ascii", "“"),
    ("Être or avoir: which fits here?", "starts_with_non_ascii", "Ê"),
]
KEPT = [
    "Prove Euclid's famous lemma.",
    "word " * 150,
    "Name three drawbacks of imagery, graphite and mapping.",
    "Design a logo for my bakery.",
    "Now write a program that sorts names.",
    "Record a video of the sunset.",
    "2 + 2 equals what?",
]


@pytest.mark.parametrize(("instruction", "reason", "detail"), REJECTED)
def test_instructions_that_go(instruction: str, reason: str, detail: str) -> None:
    assert FILTERS.reject_instruction(instruction, ENGLISH) == (reason, detail)


@pytest.mark.parametrize("instruction", KEPT)
def test_instructions_that_stay(instruction: str) -> None:
    assert FILTERS.reject_instruction(instruction, ENGLISH) is None


def test_ours_let_sound_ones_pass() -> None:
    ours = load_filters()
    passing = [text for text, *_ in REJECTED if text and len(text) < 150]
    assert [text for text in passing if ours.reject_instruction(text, ENGLISH)] == []
    assert ours.reject_instruction("Design a logo for my bakery.", ENGLISH) == ("asks_for_media", "Design a logo")


@pytest.mark.parametrize(
    ("given", "output", "rejection"),
    [
        ("plums", "plums", ("input_equals_output", "")),
        ("", "", ("input_equals_output", "")),
        ("plums", "", ("empty_output", "")),
        ("Dear Sir:", "plums", ("ends_with_colon", "input")),
        ("plums", "These are: ", ("ends_with_colon", "output")),
        ("plums", "These are：", None),
        ("plums", "N/A", None),
        ("", "plums", None),
    ],
)
def test_instances(given: str, output: str, rejection: tuple[str, str] | None) -> None:
    siblings = (Instance(given, output),)
    assert FILTERS.reject_instance(Draft("Sort.", given, output, siblings=siblings), ENGLISH) == rejection
    cut = Draft("Sort.", given, output, cut="length", siblings=siblings)
    detail = f"ends with “{output}”" if output else "without an output"
    assert FILTERS.reject_instance(cut, ENGLISH) == ("cut_by_length", detail)


def rejections(*pairs: tuple[str, str]) -> list[tuple[str, str] | None]:
    """Return what becomes of each instance of an answer."""
    siblings = tuple(Instance(*pair) for pair in pairs)
    drafts = (Draft("Sort.", *pair, siblings=siblings, position=at) for at, pair in enumerate(pairs))
    return [FILTERS.reject_instance(draft, ENGLISH) for draft in drafts]


def test_one_input_with_different_outputs_drops_all() -> None:
    """Those of other inputs, too."""
    assert rejections(("a", "yes"), ("a", "no"), ("b", "no")) == [("conflicting_outputs", "a")] * 3


def test_different_outputs_without_an_input_are_no_conflict() -> None:
    assert rejections(("", "a poem"), ("", "another poem")) == [None, None]


def test_an_unsound_output_is_no_conflict() -> None:
    assert rejections(("a", "yes"), ("a", ""), ("a", "See:")) == [
        None,
        ("empty_output", ""),
        ("ends_with_colon", "output"),
    ]


def test_of_equal_instances_one_stays() -> None:
    assert rejections(("a", "yes"), ("a", "yes")) == [None, ("duplicate_instance", "same as instance 1")]
