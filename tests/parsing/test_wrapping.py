"""A fence around whole tasks, tasks of one line each, and the end in all its spellings."""

import pytest

from tests.steps.test_tasks import Triple, parse

A = "[Task 4]\nName a fruit.\n[Input]\nnone\n[Output]\nFig."
CODE = "```c\nputs(1);\n\nputs(2);\n```"
B = f"[Task 5]\nMend it.\n[Input]\n{CODE}\n[Output]\n{CODE}"
BOTH = [("Name a fruit.", "", "Fig."), ("Mend it.", CODE, CODE)]


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{A}\n{B}\n```",
        f"Here you go:\n\n```text\n{A}\n{B}\n```\nHope this helps!",
        f"{A}\n{B}\n[End]",
    ],
)
def test_what_stands_around_tasks_is_not_of_them(text: str) -> None:
    assert parse(text) == BOTH


def test_code_before_a_heading_keeps_its_fence() -> None:
    assert parse(f"{B}\n{A}\n\n```\nx\n```") == [BOTH[1], ("Name a fruit.", "", "Fig.\n\n```\nx\n```")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Task 4] A [Input] none [Output] Fig.\n[Task 5] B [Input] b [Output] [x] a",
         [("A", "", "Fig."), ("B", "b", "[x] a")]),
        ("【任务4】A【输入】无【输出】苹果\n【任务5】B【输入】b【输出】a\n【完】",
         [("A", "", "苹果"), ("B", "b", "a")]),
        ("[Task 4]\nA [Input] b [Output] c", [("A", "b", "c")]),
    ],
)  # fmt: skip
def test_tasks_of_one_line_are_read(text: str, found: list[Triple]) -> None:
    assert parse(text) == found


@pytest.mark.parametrize(
    "end",
    "[End].|[End] Let me know!|End|(End)|[End of list]|[end]|【完】。|完|（完）|【结束】|[Output] Fig. [End]|"
    "[Output] Fig.【完】".split("|"),
)
def test_the_end_in_any_spelling_ends_the_last_task(end: str) -> None:
    text = A.removesuffix("[Output]\nFig.") + (end if "Fig." in end else f"[Output]\nFig.\n{end}")
    assert parse(text) == BOTH[:1]
    assert parse(f"{B}\n{text}") == [BOTH[1], BOTH[0]]


STORY = "## Beginning\nA fox wakes.\n\n## End\nThe fox sleeps."


@pytest.mark.parametrize(
    "form",
    [
        "Task {}: {}\nInput: {}\nOutput: {}\n",
        "{0}. Instruction: {1}\n{0}. Input:\n{2}\n{0}. Output:\n{3}\n###\n",
        "**Task {}**\n{}\n**Input:**\n{}\n**Output:**\n{}\n",
        "[Task {}]\n{}\n[Input]\n{}\n[Output]\n{}\n",
    ],
)
def test_a_heading_called_end_ends_nothing(form: str) -> None:
    tasks = [("Write it.", "", STORY), ("Mend it.", STORY, STORY), ("Name a fruit.", "", "Fig.")]
    answer = "".join(form.format(number, task[0], task[1] or "none", task[2]) for number, task in enumerate(tasks, 4))
    assert parse(answer) == tasks


@pytest.mark.parametrize("word", ["Answer:", "[Answer]", "### Answer", "答案：", "【答案】", "参考答案：", "Response:"])
def test_other_words_for_an_output(word: str) -> None:
    gap = "" if word.endswith(("：", ":")) else "\n"
    text = f"Task 4\nInstruction: Name a fruit.\nInput: none\n{word}{gap}Fig.\n\n"
    assert parse(text + text.replace("4", "5").replace("Name", "Draw")) == [BOTH[0], ("Draw a fruit.", "", "Fig.")]
