"""Reading lists: every numbering style, whatever stands around the list."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.parsing.lists import numbered_items
from selfinstruct.parsing.turns import visible

Item = tuple[int, str]

HAN = "零 一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九 二十".split()
STYLES: dict[str, Callable[[int, str], str]] = {
    "1.": lambda number, text: f"{number}. {text}",
    "1.x": lambda number, text: f"{number}.{text}",
    "1)": lambda number, text: f"{number}) {text}",
    "(1)": lambda number, text: f"({number}) {text}",
    "（1）": lambda number, text: f"（{number}）{text}",
    "[1]": lambda number, text: f"[{number}] {text}",
    "1、": lambda number, text: f"{number}、{text}",
    "１．": lambda number, text: (
        f"{number}".translate(str.maketrans("0123456789", "０１２３４５６７８９")) + f"．{text}"
    ),
    "①": lambda number, text: f"{chr(ord('①') + number - 1)} {text}",
    "一、": lambda number, text: f"{HAN[number]}、{text}",
    "Task 1:": lambda number, text: f"Task {number}: {text}",
    "TASK 1.": lambda number, text: f"TASK {number}. {text}",
    "Instruction 1:": lambda number, text: f"Instruction {number}: {text}",
    "任务1：": lambda number, text: f"任务{number}：{text}",
    "第1条：": lambda number, text: f"第{number}条：{text}",
    "**1.**": lambda number, text: f"**{number}.** {text}",
    "**1**.": lambda number, text: f"**{number}**. {text}",
    "***1.***": lambda number, text: f"***{number}.*** {text}",
    "*1.*": lambda number, text: f"*{number}.* {text}",
    "__1.__": lambda number, text: f"__{number}.__ {text}",
    "**(1)**": lambda number, text: f"**({number})** {text}",
    "**Task 1:**": lambda number, text: f"**Task {number}:** {text}",
    "**任务1：**": lambda number, text: f"**任务{number}：**{text}",
    "### 1.": lambda number, text: f"### {number}. {text}",
    "- 1.": lambda number, text: f"- {number}. {text}",
    "* 1.": lambda number, text: f"* {number}. {text}",
    "> 1.": lambda number, text: f"> {number}. {text}",
    "  1.": lambda number, text: f"  {number}. {text}",
    "right-aligned": lambda number, text: f"{number:>2}. {text}",
    "next line": lambda number, text: f"{number}.\n{text}",
    "blank lines between": lambda number, text: f"{number}. {text}\n",
}
WORDS = (
    "write a poem in 1998 for $3.50, that’s: 2. 10) (3) 1、 ① Task 5: C++ e-mail snake_case 2**3 3 * 4 `*.py` "
    "**bold** “相同” 还是 写一首诗。 第2条： 一、 …？ é 🙂 \u200f \x0b"
).split(" ")
TEXTS = st.builds(
    lambda first, rest: " ".join((first, *rest)).strip(),
    st.sampled_from(["Write", "What", "把", "请写", "“Yes” or", "`ls`"]),
    st.lists(st.sampled_from(WORDS), max_size=8),
)
# After a colon a smaller number is one within the item.
LISTS = st.lists(
    st.tuples(st.integers(1, 20), TEXTS.filter(lambda text: not text.endswith((":", "：")))), min_size=1, max_size=12
)
BEFORE = ["", "Sure! Here are 10 new tasks:\n", "好的，以下是第9到第18个新任务：\n\n", "\n\n", "- Note\n\n", "```\n"]
AFTER = ["", "\n", "\n\nLet me know if you need more!", "\n\n希望对你有帮助。\n", "\n```\nDone", "\n<think>\n1. Or so?"]
REASONING = [
    "",
    "<think>\n1. Not this one.\n2. Nor this.\n</think>\n\n",
    "<THINKING>1. Not this one.</THINKING>",
    "1. Opened by the chat template.\n</think>\n",
    "<think>a <think>b</think>\n1. c\n</think>\n",
    "<think></think>\n",
]


@given(st.sampled_from(sorted(STYLES)), LISTS, st.sampled_from(REASONING), st.sampled_from(BEFORE), st.data())
def test_items_are_recovered_from_every_style(
    style: str, items: list[Item], reasoning: str, before: str, data: st.DataObject
) -> None:
    after = data.draw(st.sampled_from(AFTER))
    text = reasoning + before + "\n".join(STYLES[style](*item) for item in items) + after
    text = text.replace("\n", data.draw(st.sampled_from(["\n", "\r\n", "\r"])))
    assert numbered_items(visible(text)) == items


@pytest.mark.parametrize("style", STYLES)
def test_every_style_reads_long_lists_in_the_order_of_the_text(style: str) -> None:
    items = [(number, f"Write poem {number}") for number in (1, 2, 4, 4, 9, 10, 11, 20, 3)]
    assert numbered_items("\n".join(STYLES[style](*item) for item in items)) == items


@given(st.lists(TEXTS, min_size=1), st.sampled_from(["- ", "* ", "• ", "  - "]))
def test_bullets_count_where_there_are_no_numbers(texts: list[str], bullet: str) -> None:
    text = "Here you are:\n\n" + "\n".join(bullet + item for item in texts) + "\n\nThat is all."
    assert numbered_items(text) == list(enumerate(texts, 1))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. Sort these:\n   1. plums\n   2. pears\n2. Sing.", [(1, "Sort these:\n1. plums\n2. pears"), (2, "Sing.")]),
        ("1. Sort the list:\n   - plums\n   - pears", [(1, "Sort the list:\n- plums\n- pears")]),
        ("1. A sentence\nbroken in two.\n2. Sing.", [(1, "A sentence\nbroken in two."), (2, "Sing.")]),
        ("1. Write a poem.\nI hope this helps!", [(1, "Write a poem.")]),
        ("1. 写一首诗。\n希望对你有帮助", [(1, "写一首诗。")]),
        ("1.\n\nWrite a poem.\n\n2.\n\nSing.", [(1, "Write a poem."), (2, "Sing.")]),
        ("1. 3.5 is rounded to what?\n3.5 is not a number of an item", [(1, "3.5 is rounded to what?")]),
        ("**1. Write a poem.**\n**2. Sing.**", [(1, "Write a poem."), (2, "Sing.")]),
        ("**1. Title:** write.\n", [(1, "Title: write.")]),
        ("**1**. Work out 2**3.\n__(2)__. Rename x__y.", [(1, "Work out 2**3."), (2, "Rename x__y.")]),
        ("**1. The *whole***", [(1, "The *whole*")]),
        (
            "[Task 1] Sing.\n【任务2】唱。\n### Task 3\nHum.\n#4 Clap.\n5\\. Skip.\n6 – Dance.",
            [(1, "Sing."), (2, "唱。"), (3, "Hum."), (4, "Clap."), (5, "Skip."), (6, "Dance.")],
        ),
        ("5. 5. 5. Sing.", [(5, "Sing.")]),
        ("9. 9. Sing.\n10. 10.5 is what?\n11. 2. Hum.", [(9, "Sing."), (10, "10.5 is what?"), (11, "2. Hum.")]),
        (
            "1. 1. Sing.\n2. Hum.\n3. 2. Clap.\n4. 3. Skip.\n5. 4. Dance.",
            [(1, "Sing."), (2, "Hum."), (3, "Clap."), (4, "Skip."), (5, "Dance.")],
        ),
        ("1. 3. Sing.\n2. 2. Hum.\n3. 1. Clap.", [(1, "3. Sing."), (2, "Hum."), (3, "1. Clap.")]),
        ("9. Sort:\n1. plums\n2. pears\n10. Sing.", [(9, "Sort:\n1. plums\n2. pears"), (10, "Sing.")]),
        (
            "9. What happened in\n1989. It changed\nall.\n10. Sing.",
            [(9, "What happened in\n1989. It changed\nall."), (10, "Sing.")],
        ),
        (
            "9. What is this?\n\n```python\nx = 1\n\n- x\n```\n10. Sing.\n```\n\n```\nMore?",
            [(9, "What is this?\n```python\nx = 1\n\n- x\n```"), (10, "Sing.")],
        ),
        ("```\n9. Run:\n```c\nf();\n```\n10. Sing.\n```", [(9, "Run:\n```c\nf();\n```"), (10, "Sing.")]),
        ("There are 3 of them.\nNo list here.", []),
        # As models were seen to write them.
        ("1.) Sing.\n2.) Hum.", [(1, "Sing."), (2, "Hum.")]),
        ("Q1: Sing.\nQ2: Hum.", [(1, "Sing."), (2, "Hum.")]),
        ("a) Sing.\nb) Hum.", [(1, "Sing."), (2, "Hum.")]),
        ("第一题：唱歌。\n第二题：跳舞。", [(1, "唱歌。"), (2, "跳舞。")]),
        ("任务一：唱歌。\n任务二：跳舞。", [(1, "唱歌。"), (2, "跳舞。")]),
        ("任务十一、唱歌。\n任务二十：跳舞。", [(11, "唱歌。"), (20, "跳舞。")]),
        ("一点也不难：唱歌。\n第一次唱歌。", []),
        ("", []),
    ],
)
def test_lines_that_belong_to_an_item_and_lines_that_do_not(text: str, items: list[Item]) -> None:
    assert numbered_items(text) == items


@pytest.mark.parametrize(
    "unit",
    (
        " |**|(|[|1|1.|1. |1.\n|1. a\n|- |- a\n|\n|\r|<think>|</think>|<think|<think>\n</think>|Task |第|一|①\n|> |"
        "*1.*|```\n|\x00|\ud800|\u200f1\u200f. |\t*\t"
    ).split("|"),
)
@pytest.mark.parametrize("head", ["", "1. ", "**1"])
def test_repetition_does_no_harm(head: str, unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    items = numbered_items(visible(head + unit * (200_000 // len(unit)) + "x"))
    assert len(items) <= 200_000


@given(st.text(st.characters(exclude_categories=[]) | st.sampled_from("1０一十①.)（、：*_#->\n\r \t\x00\u200f\ud800")))
def test_any_text_can_be_read(text: str) -> None:
    for number, item in numbered_items(visible(text)):
        assert number >= 0
        assert item == item.strip() or "\n" in item
