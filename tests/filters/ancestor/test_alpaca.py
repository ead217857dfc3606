"""Stanford Alpaca's rules: Self-Instruct's with more words, and none for instances."""

import pytest

from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language
from tests.filters.ancestor.test_self_instruct import REJECTED

FILTERS = load_filters("ancestor", "alpaca")
ENGLISH = find_language("en")
ANY_CASE = "write a  PROGRAM that sorts names."
TWO_LINES = "Should my daughter go\nto university?"


@pytest.mark.parametrize(
    ("instruction", "reason", "detail"),
    [
        *(case for case in REJECTED if case[0] not in (ANY_CASE, TWO_LINES)),
        ("Name the video codecs.", "asks_for_media", "video"),
        ("What is audio latency?", "asks_for_media", "audio"),
        ("Which music calms babies?", "asks_for_media", "music"),
        ("Describe a flowchart in words.", "asks_for_media", "flowchart"),
        ("Explain the phase diagram of water.", "asks_for_media", "diagram"),
    ],
)
def test_instructions_that_go(instruction: str, reason: str, detail: str) -> None:
    assert FILTERS.reject_instruction(instruction, ENGLISH) == (reason, detail)


@pytest.mark.parametrize("instruction", [ANY_CASE, TWO_LINES, "Name a musical instrument.", "Design me a logo."])
def test_instructions_that_stay(instruction: str) -> None:
    assert FILTERS.reject_instruction(instruction, ENGLISH) is None


@pytest.mark.parametrize(("given", "output"), [("plums", "plums"), ("", ""), ("plums", ""), ("Dear Sir:", "So:")])
def test_of_instances_only_a_cut_one_goes(given: str, output: str) -> None:
    siblings = (Instance(given, output), Instance(given, "other"))
    assert FILTERS.reject_instance(Draft("Sort.", given, output, siblings=siblings), ENGLISH) is None
    cut = Draft("Sort.", given, output, cut="length", siblings=siblings)
    detail = f"ends with “{output}”" if output else "without an output"
    assert FILTERS.reject_instance(cut, ENGLISH) == ("cut_by_length", detail)
