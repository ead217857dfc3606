"""What `filters` may say: a set, then what is taken out and put in."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Draft, Instance
from selfinstruct.filters import FILTERS, load_filters, once_an_answer
from selfinstruct.languages import Language, find_language
from selfinstruct.pool.reasons import reasons, sentence
from tests.support.packages import install, on_path, write

ENGLISH = find_language("en")
EVERY = ", ".join(FILTERS.ours)
RULE = """
from selfinstruct.filters import Filter
RULE = Filter(
    about={"en": "It speaks of cats.", "zh": "提到了猫。"},
    check_instruction=lambda instruction, language: "cat" if "cat" in instruction else None,
    check_instance=lambda draft, language: "cat" if "cat" in draft.output else None,
)
"""


def _of(specification: str) -> tuple[list[str], list[str]]:
    filters = load_filters(specification)
    return (
        [name for name, each in filters.items() if each.check_instruction],
        [name for name, each in filters.items() if each.check_instance],
    )


def test_none_is_what_no_record_can_do_without() -> None:
    assert _of("none") == (
        [],
        ["cannot_be_done", "cut_by_content_filter", "cut_by_endpoint", "cut_by_length", "empty_output", "lost_heading"],
    )


def test_filters_are_taken_out_and_put_in_at_the_end() -> None:
    instruction, instance = _of("default")
    without = [name for name in instruction if name != "too_long"]
    assert _of("default,-too_long") == _of("-too_long") == _of(" default , - too_long ") == (without, instance)
    assert _of("default,-too_long,+too_long") == ([*without, "too_long"], instance)
    assert _of("none,+refusal,+garbled") == (["refusal", "garbled"], [*_of("none")[1], "refusal", "garbled"])
    assert "empty_output" not in _of("-empty_output")[1]


def test_one_of_ours_takes_the_place_of_an_ancestor_s() -> None:
    long = "a " * 151
    for specification, detail in (
        ("ancestor", "151 words"),
        ("ancestor,-too_long,+too_long", "151 of at most 150 words"),
    ):
        assert load_filters(specification).reject_instruction(long, ENGLISH) == ("too_long", detail)


@pytest.mark.parametrize(
    ("specification", "told"),
    [
        ("strict", "‹filters› strict: unknown set of filters; choose one of: default, ancestor, none"),
        ("", "‹filters› : unknown set of filters; choose one of: default, ancestor, none"),
        ("too_long", "‹filters› too_long: unknown set of filters; choose one of: default, ancestor, none"),
        (
            "default,too_long",
            "‹filters› default,too_long: after the set write +NAME or -NAME, with a comma before each",
        ),
        ("default,", "‹filters› default,: after the set write +NAME or -NAME, with a comma before each"),
        ("-too_long,default", "‹filters› -too_long,default: after the set write +NAME or -NAME"),
        ("+", "‹filters› +: after the set write +NAME or -NAME"),
        ("+too_lang", f"‹filters› too_lang: unknown filter; do you mean too_long? If not, choose one of: {EVERY}"),
        ("+ancestor", "‹filters› ancestor: unknown filter; choose one of: "),
        ("-too_lang", f"‹filters› -too_lang: is not in default; do you mean too_long? If not, choose one of: {EVERY}"),
        (
            "-too_long,-too_long",
            "‹filters› -too_long: is not in default; choose one of: acts_in_the_world, alternatives, asks_for_input, ",
        ),
        ("+too_long", "‹filters› +too_long: is in default already; leave it out, or take that one out first"),
        ("none,-empty_output", "‹filters› -empty_output: none keeps what every record needs; begin with default"),
    ],
)
def test_what_cannot_be_is_told(specification: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        load_filters(specification)
    assert str(caught.value).startswith(told)


def test_another_package_s_filter_is_used_where_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "strange.py", RULE)
    install(tmp_path, "strange-rules", "filters", {"strange.rule": "strange:RULE", "too_long": "strange:RULE"})
    with on_path(tmp_path):
        assert load_filters().reject_instruction("Feed the cat.", ENGLISH) is None
        filters = load_filters("default,-too_short,+strange.rule")
        assert filters.reject_instruction("Feed the cat.", ENGLISH) == ("strange.rule", "cat")
        assert filters.reject_instance(Draft("Who?", "", "A cat."), ENGLISH) == ("strange.rule", "cat")
        assert [*filters][-1] == "strange.rule"
        assert [sentence("strange.rule", code) for code in ("en", "zh", "fr")] == [
            "It speaks of cats.",
            "提到了猫。",
            "",
        ]
        assert sentence("too_long") == reasons()["too_long"]["en"]
        with pytest.raises(
            InputError, match=r"choose one of: acts_in_the_world, alternatives, .*, strange\.rule, too_long, "
        ):
            load_filters("+strange")
    assert sentence("strange.rule") == ""


def test_another_package_s_ancestor_is_that_of_its_recipe_and_language(tmp_path: Path) -> None:
    write(
        tmp_path / "strange.py",
        "from selfinstruct.filters import Filter\n"
        "from selfinstruct.filters.ancestor import Ancestor\n"
        "OLD = Ancestor(('fr',), '2021-01', {'bad': Filter(lambda text, language: '')})\n",
    )
    install(tmp_path, "strange-rules", "ancestor", {"stew": "strange:OLD"})
    with on_path(tmp_path):
        assert [*load_filters("ancestor", "stew", "fr")] == ["bad"]
        assert [*load_filters("ancestor", "", "fr")] == ["bad"]


def test_what_is_remembered_of_an_answer_is_not_given_to_another_thread() -> None:
    """Two runs of one process share the filters; here one steps in between any two lines of the other."""

    @once_an_answer
    def first(siblings: Sequence[Instance], language: Language) -> str:
        return siblings[0].output

    ours, theirs = (Instance("", "ours"),), (Instance("", "theirs"),)

    def step_in(frame: FrameType, event: str, argument: object) -> Callable[..., Any]:
        if frame.f_code.co_name == "remembering":
            assert first(theirs, ENGLISH) == "theirs"
        return step_in

    before = sys.gettrace()
    sys.settrace(step_in)
    try:
        found = [first(ours, ENGLISH), first(ours, ENGLISH)]
    finally:
        sys.settrace(before)
    assert found == ["ours", "ours"]
