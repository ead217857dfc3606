"""Which tasks are exported, and in what order."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.errors import InputError
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


@pytest.mark.parametrize(
    "text",
    [
        "", "output", "output>40", "output=40", "output>=", "output>=many", "output>=-1",
        "classification=maybe", "classification>=1", "category>=3", "category=",
    ],
)  # fmt: skip
def test_what_is_no_condition_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"‹conditions› .*: write it in quotes, as 'output>=40'"):
        condition(text)


@pytest.mark.parametrize("text", ["long", "length>=3", "lenght>=3", "topic = law"])
def test_a_field_that_is_not_there_is_named(text: str) -> None:
    with pytest.raises(InputError, match=r"no field \w+; there are classification, input"):
        condition(text)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, 98.0, float("nan")])
def test_a_share_that_is_none_is_told(share: float) -> None:
    with pytest.raises(InputError, match=r"‹split› .*: must be above 0 and below 1"):
        Selection(split=share)
