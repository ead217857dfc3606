"""Which tasks are exported, and in what order."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.errors import InputError
from selfinstruct.core.scores import Score
from selfinstruct.core.values import Hint, Instance, Task
from selfinstruct.exports.selection import Selection, condition


def _task(instruction: str, *instances: tuple[str, str], label: bool = False, category: str = "") -> Task:
    made = tuple(Instance(*each) for each in instances or [("", "out")])
    return Task("1.0", instruction, label, made, "1", Hint(category))


TASKS = [_task(f"Task {number}.") for number in range(400)]


def _chosen(tasks: Sequence[Task], selection: Selection) -> dict[str, list[str]]:
    return {part: [task.instruction for task in selection.of(tasks, part)] for part in selection.parts}


def test_without_anything_said_all_stay_as_they_are() -> None:
    assert _chosen(TASKS, Selection()) == {"train": [task.instruction for task in TASKS]}


def test_a_split_is_about_as_large_as_asked_for() -> None:
    parts = _chosen(TASKS, Selection(split=0.9))
    assert sorted(parts["train"] + parts["test"]) == sorted(task.instruction for task in TASKS)
    assert 340 <= len(parts["train"]) <= 380


def test_a_split_is_the_same_on_every_machine() -> None:
    parts = _chosen(
        [_task(text) for text in ("写一首诗。", "写一封信。", "Sum up.", "Sing!", "a", "")], Selection(split=0.5)
    )
    assert parts == {"train": ["写一首诗。", "Sing!"], "test": ["写一封信。", "Sum up.", "a", ""]}


@given(instruction=st.text(), others=st.lists(st.text(), max_size=5), seed=st.integers(0, 9), share=st.floats(0.1, 0.9))
def test_an_instruction_is_in_the_same_part_whatever_else_there_is(
    instruction: str, others: list[str], seed: int, share: float
) -> None:
    alone = _chosen([_task(instruction)], Selection(split=share))
    among = _chosen([_task(text) for text in (*others, instruction)], Selection(split=share, shuffle=seed))
    assert [instruction in among[part] for part in alone] == [bool(alone[part]) for part in alone]


def test_a_larger_share_takes_nothing_out_of_train() -> None:
    small, large = (set(_chosen(TASKS, Selection(split=share))["train"]) for share in (0.3, 0.6))
    assert small < large


def test_a_shuffle_is_repeatable() -> None:
    order = [task.instruction for task in TASKS]
    first, again, other = (_chosen(TASKS, Selection(shuffle=seed))["train"] for seed in (1, 1, 2))
    assert first == again
    assert sorted(first) == sorted(other) == sorted(order)
    assert len({tuple(each) for each in (first, other, order)}) == 3


def test_parts_are_shuffled_alike() -> None:
    whole = _chosen(TASKS, Selection(shuffle=5))["train"]
    parts = _chosen(TASKS, Selection(shuffle=5, split=0.5))
    for part in parts.values():
        assert part == [instruction for instruction in whole if instruction in set(part)]


LABEL = _task("褒还是贬？", ("好", "褒"), ("很坏", "贬的"), label=True, category="classification")
POEM = _task("写诗", category="creation")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("classification=yes", [LABEL]),
        ("classification=no", [POEM]),
        ("input=yes", [LABEL]),
        ("input=no", [POEM]),
        ("input>=2", [LABEL]),
        ("input<=1", [POEM]),
        ("output>=2", [POEM]),
        ("output<=1", [LABEL]),
        ("instruction>=5", [LABEL]),
        ("instruction<=4", [POEM]),
        ("category=creation", [POEM]),
        (" category = classification ", [LABEL]),
        ("category=none of ours", []),
    ],
)
def test_a_condition_says_what_stays(text: str, kept: list[Task]) -> None:
    assert list(Selection((condition(text),)).of([LABEL, POEM], "train")) == kept


def test_a_condition_keeps_its_text() -> None:
    kept = [condition(text) for text in (" category = code ", "output>= 40")]
    assert [(each.text, each.name) for each in kept] == [("category=code", "category"), ("output>=40", "output")]


def test_all_conditions_must_hold() -> None:
    both = (condition("classification=no"), condition("output>=100"))
    assert list(Selection(both).of([LABEL, POEM], "train")) == []


def _judged(name: str, *verdicts: tuple[bool, bool, bool, float]) -> Task:
    scores = tuple(Score(valid, fits, right, mark, mark, mark, "") for valid, fits, right, mark in verdicts)
    return replace(_task(name, *[("", f"{at}") for at in range(len(verdicts))]), scores=scores)


SOUND = _judged("a", (True, True, True, 5.0))
BAD_INPUT = _judged("b", (True, True, True, 4.0), (True, False, True, 3.0))
WRONG = _judged("c", (True, True, False, 2.0))
NO_TASK = _judged("d", (False, True, True, 1.0))
UNJUDGED = _task("e")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("all_valid=yes", [SOUND]),
        ("all_valid=no", [BAD_INPUT, WRONG, NO_TASK]),
        # As it was called before there was a name for each question.
        ("valid=yes", [SOUND]),
        ("valid=no", [BAD_INPUT, WRONG, NO_TASK]),
        ("instruction_valid=yes", [SOUND, BAD_INPUT, WRONG]),
        ("instruction_valid=no", [NO_TASK]),
        ("input_fits=yes", [SOUND, WRONG, NO_TASK]),
        ("input_fits=no", [BAD_INPUT]),
        ("output_right=yes", [SOUND, BAD_INPUT, NO_TASK]),
        ("output_right=no", [WRONG]),
        ("score>=3", [SOUND, BAD_INPUT]),
    ],
)
def test_what_a_judge_said_says_what_stays(text: str, kept: list[Task]) -> None:
    every = [SOUND, BAD_INPUT, WRONG, NO_TASK, UNJUDGED]
    assert list(Selection((condition(text),)).of(every, "train")) == kept
    assert "1 of 5 tasks has no" in condition(text).told(every)


@pytest.mark.parametrize(
    ("field", "takes", "texts"),
    [
        ("output", "takes >= or <= and a number of characters", ("", ">40", "=40", ">=", ">=many", ">=-1")),
        ("instruction", "takes >= or <= and a number of characters", ("=40", ">=many")),
        ("input", "takes yes or no, as input=no, or >= or <= and a number of characters", ("=maybe", ">=x", "")),
        ("classification", "takes yes or no, as classification=no", ("=maybe", ">=1")),
        ("category", "takes a kind of task, as category=planning", (">=3", "=")),
        ("score", "takes >= or <= and a mark, as 'score>=4'", ("=4", ">=x", ">=-1", "", ">4")),
        ("valid", "takes yes or no, as valid=yes", ("=maybe", ">=1")),
        ("output_right", "takes yes or no, as output_right=yes", ("=true", "")),
    ],
)
def test_of_a_field_that_is_there_what_it_takes_is_told(field: str, takes: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        with pytest.raises(InputError) as told:
            condition(field + text)
        assert str(told.value).startswith(f"‹conditions› {field}{text}: {field} {takes}")


@pytest.mark.parametrize("text", ["", "long", "length>=3", "lenght>=3", "topic = law", ">=4"])
def test_where_no_field_is_named_all_are_told(text: str) -> None:
    every = "classification, input, instruction, output, category, score, all_valid, instruction_valid, input_fits"
    named = re.findall(r"^\w+", text)
    field = f"no field {named[0]}" if named else "begin it with a field"
    with pytest.raises(InputError, match=f"{field}; there are {every}, output_right$"):
        condition(text)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, 98.0, float("nan")])
def test_a_share_that_is_none_is_told(share: float) -> None:
    with pytest.raises(InputError, match=r"‹split› .*: must be above 0 and below 1"):
        Selection(split=share)
