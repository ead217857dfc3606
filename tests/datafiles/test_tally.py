"""What is told of files that were read, a line for each kind."""

from selfinstruct.datafiles.tally import Tally


def test_each_kind_has_a_line_with_its_count_and_its_first_place() -> None:
    tally = Tally()
    for number in range(1, 13):
        tally.left_out.add("answers labelled bad", f"a, line {number}")
    tally.left_out.add("tasks with tools", "b, line 3")
    tally.bad.add("not valid JSON", "a, line 20")
    tally.bad.add("not valid JSON", "a, line 21")
    tally.not_kept.add("the turns after the first answer", "a, line 2")
    tally.changed.add("this into that", "a, line 4")
    tally.changed.add("this into that", "a, line 5")
    tally.ignore(["id", "source"], "a, line 1")
    tally.ignore(["id"], "a, line 2")
    assert tally.lines() == [
        "left out: a, line 20: not valid JSON (and 1 more like it)",
        "left out: 12 answers labelled bad (first: a, line 1)",
        "left out: 1 task with tools (first: b, line 3)",
        "not kept: the turns after the first answer, once (first: a, line 2)",
        "changed: this into that, 2 times (first: a, line 4)",
        "not kept: the fields id, source (first: a, line 1)",
    ]
    assert tally.first_bad() == "a, line 20: not valid JSON; 1 other value is bad, too"


def test_a_field_without_a_name_is_told() -> None:
    tally = Tally()
    tally.ignore([""], "a, line 2")
    assert tally.lines() == ["not kept: the field without a name (first: a, line 2)"]


def test_a_file_of_rubbish_is_told_in_few_lines() -> None:
    tally = Tally()
    for number in range(10_000):
        tally.bad.add(f"its fields are {number}", f"a, line {number}")
        tally.ignore([f"field {number}"], f"a, line {number}")
    assert len(tally.lines()) < 30
    assert "left out: 9,980 more for other reasons" in tally.lines()
    assert tally.first_bad() == "a, line 0: its fields are 0; 9,999 other values are bad, too"


def test_nothing_is_told_of_what_is_sound() -> None:
    assert Tally().lines() == []
    assert Tally().first_bad() == ""
