"""Answers in forms that nobody asked for: elements, tables, literals of Python, JSON under headings."""

import json
import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.languages import find_language
from selfinstruct.recipes import build_recipe
from tests.steps.test_instances import parse as instances
from tests.steps.test_instructions import parse as instructions
from tests.steps.test_tasks import parse
from tests.support.findings import drafts, proposals

Task = tuple[str, str, str]
TASKS: list[Task] = [
    ("Name a fruit.", "", "An apple."),
    ("Sum up the text; don't add to it.", "A long\n\ntext | with <marks> & 'more'.", 'It says: "Short."'),
    ("给下面的城市各写一句话。", "北京、上海", "北京很大，\n上海也很大。"),
]


def _elements(tasks: Sequence[Task], *, shape: str = "<task>{}</task>") -> str:
    members = ("".join(f"<{name}>{text}</{name}>\n" for name, text in _members(each).items()) for each in tasks)
    return "\n".join(shape.format(each, number=number) for number, each in enumerate(members, 1))


def _members(task: Task) -> dict[str, str]:
    return dict(zip(("instruction", "input", "output"), task, strict=True))


def _table(tasks: Sequence[Task], header: str = "| # | Instruction | Input | Output |") -> str:
    def cell(text: str) -> str:
        return text.replace("|", "\\|").replace("\n", "<br>")

    rows = (f"| {at} | {' | '.join(map(cell, each))} |" for at, each in enumerate(tasks, 1))
    return "\n".join((header, "|---|:---|---|---|", *rows))


def _by_hand(tasks: Sequence[Task]) -> str:
    """Return JSON as people write it, with comments of all kinds and commas after the last values."""
    members = [json.dumps(_members(each), ensure_ascii=False, indent=1).replace(",\n", ", // so\n") for each in tasks]
    return "[ # all of them\n" + ",\n/* the next */".join(members) + ",\n]"


def _yaml(tasks: Sequence[Task], say: Callable[[str], str]) -> str:
    items = ("\n  ".join(f"{name}: {say(text)}" for name, text in _members(each).items()) for each in tasks)
    return "tasks:\n" + "\n".join(f"- {item}" for item in items)


def _block(text: str) -> str:
    return "|\n    " + text.replace("\n", "\n    ") if text else '""'


FORMS: dict[str, Callable[[Sequence[Task]], str]] = {
    "elements": _elements,
    "numbered elements": lambda tasks: f"<tasks>{_elements(tasks, shape='<task id={number}>{}</task>')}</tasks>",
    "elements in a fence": lambda tasks: f"Here they are:\n```xml\n{_elements(tasks)}\n```",
    "elements under headings": lambda tasks: _elements(tasks, shape="[Task {number}]\n{}"),
    "table": lambda tasks: f"Here they are:\n\n{_table(tasks)}\n\nI hope they help.",
    "table in Chinese": lambda tasks: _table(tasks, "| 编号 | 指令 | 输入 | 输出 |"),
    "table with another column": lambda tasks: _table(tasks, "| Kind | Instruction | Input | Output |"),
    "Python": lambda tasks: repr([_members(each) for each in tasks]),
    "Python with a name": lambda tasks: f"```python\ntasks = {[_members(each) for each in tasks]!r}\n```",
    "JSON with comments": lambda tasks: f"```json\n{_by_hand(tasks)}\n```",
    "JSON with semicolons": lambda tasks: json.dumps(list(map(_members, tasks))).replace("}, {", "};\n{"),
    "JSON with full-width marks": lambda tasks: json.dumps([*map(_members, tasks)], separators=("，", "：")),
    "JSON with bare names": lambda tasks: re.sub(r'"(\w+)":(?= ")', r"\1:", json.dumps([*map(_members, tasks)])),
    "JSON without commas": lambda tasks: json.dumps([*map(_members, tasks)], indent=1).replace(",\n", "\n"),
    "YAML": lambda tasks: _yaml(tasks, json.dumps),
    "YAML with blocks": lambda tasks: _yaml(tasks, _block),
    "JSON under headings": lambda tasks: "\n".join(
        f"[Task {at}]\n{json.dumps(_members(each), ensure_ascii=False)}" for at, each in enumerate(tasks, 4)
    ),
    "JSON in fences under headings": lambda tasks: (
        "\n\n".join(
            f"**Task {at}**\n```json\n{json.dumps(_members(each), indent=1)}\n```" for at, each in enumerate(tasks, 4)
        )
        + "\n[End]"
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("tasks", [TASKS, TASKS[:2], TASKS[1:2]], ids=["three", "two", "one"])
def test_whole_tasks_are_read(form: str, tasks: list[Task]) -> None:
    found = parse(FORMS[form](tasks))
    if "elements" not in form:
        assert found == tasks
    # In elements, white space around a text says nothing.
    assert [tuple(text.strip() for text in each) for each in found] == tasks


TEXTS = st.text("ab. 文'\"&,:;{}()=", min_size=1, max_size=30).map(str.strip).filter(lambda text: text.strip(".: "))


@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=2, max_size=4),
    st.sampled_from(["table", "Python", "JSON with comments"]),
)
def test_whatever_they_hold(tasks: list[Task], form: str) -> None:
    step = build_recipe("alpaca", find_language("en"), 1).proposes
    assert len(proposals(step, FORMS[form](tasks))) == len(tasks)


@pytest.mark.parametrize(
    "text",
    [
        "['Name a fruit.', \"Don't stop.\"]",
        "{'instructions': ['Name a fruit.', \"Don't stop.\"]}",
        '{"Task 9": "Name a fruit.", "Task 10": "Don\'t stop."}',
        "| No. | Task |\n|---|---|\n| 9 | Name a fruit. |\n| 10 | Don't stop. |",
        "| Task |\n|---|\n| Name a fruit. |\n| Don't stop. |",
        "| # | Category | Instruction |\n|:-:|---|---|\n| 9 | Food | Name a fruit. |\n| 10 | Talk | Don't stop. |",
        "<tasks><task><number>9</number><instruction>Name a fruit.</instruction></task>\n"
        "<task><number>10</number><instruction>Don't stop.</instruction></task></tasks>",
        '[Task 9]\n{"instruction": "Name a fruit."}\n[Task 10]\n{"instruction": "Don\'t stop."}',
        '{"instructions": [\n"Name a fruit."\n"Don\'t stop."\n]}',
        '{"instructions": ["Name a fruit.", "Don\'t stop."; ]}',
        '{"instructions"：["Name a fruit."，"Don\'t stop."]}',
        "{“instructions”: [“Name a fruit.”, “Don't stop.”]}",
        '{"instructions": ["Name a fruit."], "instructions": ["Don\'t stop."]}',
        '{"instructions": [{"person": "a nurse", "message": "Name a fruit."}, {"message": "Don\'t stop."}]}',
        "9. Name a fruit.\\n10. Don't stop.",
        "9. Name a fruit.<br>10. Don't stop.<br/>",
        "9) Name a fruit.\u202810) Don't stop.",
        "\u200b9. Name a fruit.\n\u200b10. Don't stop.",
        "9\tName a fruit.\n10\tDon't stop.",
        "**Message 9:**\nName a fruit.\n\n**Message 10:**\nDon't stop.",
    ],
)
def test_instructions_are_read(text: str) -> None:
    assert instructions(text) == ["Name a fruit.", "Don't stop."]


@pytest.mark.parametrize(
    "text",
    [
        '{"Task 1": {"input": "a b", "output": "c"}, "Task 2": {"input": "none", "output": "d"}}',
        '{"Task 2": [{"input": "", "output": "d"}], "Task 1": [{"input": "a b", "output": "c"}]}',
        '{"tasks": {"1": {"input": "a b", "output": "c"}, "2": {"input": "", "output": "d"}}}',
        '{"tasks": [{"number": 1, "instances": [{"input": "a b", // so\n"output": "c",},]},'
        ' # and\n{"number": 2, /* no input */ "instances": [{"input": "", "output": "d"}]}]}',
        "{'tasks': [{'number': 1, 'instances': [{'input': 'a b', 'output': 'c'}]},"
        " {'number': 2, 'instances': [{'input': '', 'output': 'd'}]}]}",
        '[Task 1]\n{"input": "a b", "output": "c"}\n[Task 2]\n[{"input": "none", "output": "d"}]\n[End]',
        '<task number="1"><input>a b</input><output>c</output></task>'
        '<task number="2"><input>none</input><output>d</output></task>',
        "[Task 1]\n<input>a b</input>\n<output>c</output>\n[Task 2]\n<input>none</input>\n<output>d</output>\n[End]",
        "| Task | Input | Output |\n|---|---|---|\n| 1 | a b | c |\n| 2 | none | d |",
    ],
)
def test_instances_are_read(text: str) -> None:
    assert instances(text, count=2) == [[("a b", "c")], [("", "d")]]


@pytest.mark.parametrize("form", ["elements", "JSON under headings"])
def test_what_is_cut_is_marked(form: str) -> None:
    step = build_recipe("alpaca", find_language("en"), 1).proposes
    text = FORMS[form](TASKS[:2])
    found = proposals(step, text[: text.rindex("Short")])
    assert [bool(draft.cut) for each in found for draft in each.drafts or ()] == [False, True]


@pytest.mark.parametrize(
    "output",
    [
        "<task><instruction>Sing.</instruction><output>La.</output></task>",
        "| Instruction | Output |\n|---|---|\n| Sing. | La. |",
        "[{'instruction': 'Sing.', 'output': 'La.'}]",
        '{"Task 1": {"instruction": "Sing.", "output": "La."}}',
    ],
)
def test_in_an_output_they_are_its_text(output: str) -> None:
    assert parse(f"[Task 4]\nShow the task in another form.\n[Input]\nSing. La.\n[Output]\n{output}\n[End]") == [
        ("Show the task in another form.", "Sing. La.", output)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Name a fruit. | Sing. |\n| Hum. | Wave. |",
        "<p>Name a fruit.</p><p>Sing.</p>",
        "[print('Name a fruit.'), 'Sing.']",
        "I'm sorry, but I can't write these tasks.\n\nPlease ask for something else.",
    ],
)
def test_nothing_is_made_of_what_is_no_answer(text: str) -> None:
    assert instructions(text) == []
    assert parse(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '{"instructions": ["Say "yes", "no" and "maybe: " here.", "Sing."]}',
        '{"instructions": ["Put a " " between them.", "Sing."]}',
        '{"instructions": ["He said "no; yes", and left.", "Sing."]}',
    ],
)
def test_quotation_marks_of_a_text_are_no_slips(text: str) -> None:
    found = instructions(text)
    assert found == ["Sing."] or "\ufffd" in found[0] or found[0] in text


def test_two_items_in_one_are_never_mixed() -> None:
    tasks = ['{"instruction": "Sing.", "output": "La."};', '{"instruction": "Name a fruit.", "output": "Fig." oops}']
    found = parse('{"tasks": [' + "\n".join(tasks) + "]}")
    assert ("Sing.", "", "Fig.") not in found


@pytest.mark.parametrize(
    ("output", "meant"),
    [
        (["- Two eggs.", "- A pinch of salt."], "- Two eggs.\n- A pinch of salt."),
        (["Beat the eggs.", "Add salt."], "Beat the eggs.\nAdd salt."),
        (["egg", "salt"], '["egg", "salt"]'),
    ],
)
def test_an_output_in_lines_may_be_a_list_of_them(output: list[str], meant: str) -> None:
    for instruction, text in (("What goes in?", meant), ("Give a JSON array of it.", json.dumps(output))):
        assert parse(json.dumps([{"instruction": instruction, "output": output}])) == [(instruction, "", text)]
        answer = json.dumps({"tasks": [{"number": 1, "instances": [{"input": "", "output": output}]}]})
        step = build_recipe("self-instruct", find_language("en"), 1).works_on[1]
        assert [each[0].output for each in drafts(step, answer, [instruction])] == [text]


@pytest.mark.parametrize(
    "text",
    [
        '[Task 4]\n"Sing."\n[Input]\nnone\n[Output]\nLa.\n[End]',
        '[Task 4]\nQuote it.\n[Input]\n"a"\n[Output]\n"b"\n[End]',
        "[Task 4]\nQuote it.\n[Input]\na\n[Output]\n|b|\n    c\n[End]",
    ],
)
def test_quotation_marks_that_not_all_have_are_of_the_texts(text: str) -> None:
    (task,) = parse(text)
    assert all(part in text for part in task)
    assert "".join(task).count('"') == text.count('"')


def test_who_sends_a_task_is_none_of_it() -> None:
    tasks = [(text, "", f"Yes, {at}.") for at, text in enumerate([*PLAIN, "Name three uses of stale bread."])]
    answer = "\n".join(
        f"[Task {at}]\n(a {at}. nurse)\n{task[0]}\n[Output]\n{task[2]}" for at, task in enumerate(tasks, 4)
    )
    assert parse(f"{answer}\n[End]") == tasks


PLAIN = ["Name a fruit that floats on water.", "Sum up the letter below in one line.", "Which word is a verb?"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_plain_lines_are_a_list_if_there_are_as_many_as_were_asked_for(gap: str) -> None:
    step = build_recipe("self-instruct", find_language("en"), 1).proposes
    lines = [f"{each[:-1]} {at}{each[-1]}" for at in range(step.batch) for each in PLAIN[at % 3 : at % 3 + 1]]
    assert [each.instruction for each in proposals(step, gap.join(lines))] == lines
    for other in (lines[1:], [*lines, "Sing."], ["Here are the tasks:", *lines[1:]]):
        assert proposals(step, gap.join(other)) == []


def test_rows_without_a_header_are_no_list() -> None:
    assert instructions("| 9 | Food | Name a fruit. |\n| 10 | Talk | Don't stop. |") == []
