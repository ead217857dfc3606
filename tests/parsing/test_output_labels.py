"""A label before an output goes; one that is part of the text stays."""

import pytest

from selfinstruct.parsing.output_labels import without_label


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("Answer: 100 °C", "100 °C"),
        ("**Answer:** 100 °C", "100 °C"),
        ("**Output**: 100 °C", "100 °C"),
        ("**Answer: 100 °C**", "100 °C"),
        ("### Response:\n100 °C", "100 °C"),
        ("Final Answer: 100 °C", "100 °C"),
        ("A: 100 °C", "100 °C"),
        ("Answer: Neither: both are so.", "Neither: both are so."),
        ("Assistant: 100 °C", "100 °C"),
        ("答案：100度", "100度"),
        ("**參考答案：**100度", "100度"),
        ("助手：100度", "100度"),
        ("Sample answer: 100 °C", "100 °C"),
        ("A possible response could be: 100 °C", "100 °C"),
        ("The answer is: 100 °C", "100 °C"),
        ("示例回答：100度", "100度"),
        ("答案是：100度", "100度"),
        ("# Answer\n\n100 °C", "100 °C"),
        ("**Response**\n100 °C", "100 °C"),
        ("```\nIt boils at 100 degrees, at sea level.\n```", "It boils at 100 degrees, at sea level."),
        ("```markdown\n水在一百度沸腾，在海平面上。\n```", "水在一百度沸腾，在海平面上。"),
    ],
)
def test_it_goes(output: str, text: str) -> None:
    assert without_label(output, "At which temperature does water boil?\n") == text


@pytest.mark.parametrize(
    ("task", "output"),
    [
        ("Write a quiz.", "Answer: 4\nQuestion: 2 + 2?"),
        ("Write a dialogue.", "A: Hello.\nB: Hi."),
        ("Q: Why did the hen cross the road?", "A: To get to the other side."),
        ("Which is right, A or B?", "A: the first"),
        ("End with 'Answer' and the number.", "Answer: 4"),
        ("Style a link.", "a:hover { color: red; }"),
        ("Say what is left.", "Answer:"),
        ("Say what a reply is.", "Answers: they reply."),
        ("Bold it.", "**Answer: 4** and more"),
        ("Write a page.", "# Answer\n\nFour.\n\n# Reasons\n\nTwo and two."),
        ("Draw a box.", "```\n+--+\n|  |\n+--+\n```"),
        ("Write a program.", "```\nprint, then stop the program here.\n```"),
        ("Put it in a block of code.", "```\nIt boils at 100 degrees, at sea level.\n```"),
    ],
)
def test_it_stays(task: str, output: str) -> None:
    assert without_label(output, task) == output
