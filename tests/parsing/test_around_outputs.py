"""A fence, a marker line and a count around an output are none of it, unless the task speaks of them."""

import pytest

from selfinstruct.parsing.around_outputs import bare_output


@pytest.mark.parametrize(
    ("output", "bare"),
    [
        ("```markdown\n## Day 1\n- The old town\n```", "## Day 1\n- The old town"),
        ("```md\n## 第一天\n- 平江路\n```\n", "## 第一天\n- 平江路"),
        ("【输出】\n多半是碱放多了。", "多半是碱放多了。"),
        ("[Output]\nToo much soda.", "Too much soda."),
        ("桂花一夜之间全开了。\n\n（全文约100字）", "桂花一夜之间全开了。"),
        ("桂花一夜之间全开了。\n（字数：98）", "桂花一夜之间全开了。"),
        ("The tree is in bloom.\n\n(Word count: 98)", "The tree is in bloom."),
        ("The tree is in bloom.\n\n*(98 words)*", "The tree is in bloom.\n\n*(98 words)*"),
        ("```python\nprint(1)\n```", "```python\nprint(1)\n```"),
        ("```markdown\nOne\n```\nand two", "```markdown\nOne\n```\nand two"),
        ("```markdown\nOne\n```py\nx = 1\n```\n```", "```markdown\nOne\n```py\nx = 1\n```\n```"),
        ("他买了三本书（共100字）", "他买了三本书（共100字）"),
        ("【输出】", "【输出】"),
    ],
)
def test_what_stands_around_an_output_goes(output: str, bare: str) -> None:
    assert bare_output(output, "Say it.") == bare


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Give me a README in Markdown.", "```markdown\n# Chess\n```"),
        ("这段文字有多少字？", "桂花开了。\n\n（共4字）"),
        ("Count the words.", "The tree is in bloom.\n\n(5 words)"),
        ("“【输出】”在这里是什么意思？", "【输出】\n指结果。"),
    ],
)
def test_what_the_task_speaks_of_stays(task: str, output: str) -> None:
    assert bare_output(output, task) == output
