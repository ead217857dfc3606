"""What the page of a chat leaves in answers: taken off, or the task is left out; sound answers stay."""

import pytest

from selfinstruct.core.errors import LeftOut
from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.pages import without_page_marks

A = "It reacts with water."
CODE = "```python\nprint(1)\n```"


def _task(output: str, instruction: str = "Why does iron rust?") -> Task:
    return Task("", instruction, False, (Instance("", output),), "")


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (f"ChatGPT\n{A}\n\n\n\nUser", A),
        (f"ChatGPT said:\n2 / 2\n{A}", A),
        (f"{A}\n\n\nYou said:\n", A),
        ("```python\nCopy code\nprint(1)\n```", CODE),
        ("```\npythonCopy code\nprint(1)\n```", CODE),
        ("```\npython\n复制代码\nprint(1)\n```", CODE),
    ],
)
def test_words_of_the_page_are_taken_off(output: str, said: str) -> None:
    (found,) = without_page_marks(_task(output)).instances
    assert found.output.strip() == said


@pytest.mark.parametrize(
    "output",
    [
        f'<div class="markdown prose"><p>{A}</p></div>',
        f"<p>{A}</p>\n<p>Then it flakes.</p>",
        f"<ol>\n<li>{A}</li>\n</ol>",
        f"Copy code\npython\nprint(1)\n{A}",
        f"pythonCopy code\nprint(1)\n{A}",
    ],
)
def test_what_cannot_be_taken_off_is_left_out(output: str) -> None:
    with pytest.raises(LeftOut):
        without_page_marks(_task(output))


@pytest.mark.parametrize(
    "task",
    [
        _task(f"<p>{A}</p>", "Why does iron rust? Answer in HTML."),
        _task('<div class="flex">Menu</div>', "Write a menu for my web page."),
        _task("<p>Salt</p>", "Close the tag: <p>Salt"),
        _task("ChatGPT\nClaude\nGemini", "Name three AI models, one a line."),
        _task("Dear User\n\nYou"),
        _task("Copy code\nPaste code", "Name two buttons of an editor."),
        _task(f"{A} Copy code from the page."),
        _task("<person>Ann</person>"),
    ],
)
def test_sound_answers_stay(task: Task) -> None:
    assert without_page_marks(task) == task
