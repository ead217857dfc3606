"""Outputs that stop midway go, whatever the endpoint says; short answers, openings and code stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.breaks_off import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "```python\nprint('ice')"),
        ("en", "Run this:\n```sh\nls\n```\nThen:\n```sh\npwd"),
        ("en", "1. Cleaning\n2. Cooking\n3."),
        ("en", "- Cleaning\n-"),
        ("en", "The harbour is large.\n\n##"),
        ("en", "- Sand it.\n- Wipe it.\n- Prime it.\n- Once it is dry, paint from the middle to the outer"),
        ("zh", "**一**\n- 先读题。\n- 再列式。\n**二**\n- 最后验算。\n- 做错的题先抄下来，再看剩下的"),
        ("en", "The harbour is large, busy, and,"),
        ("en", "The harbour is large and"),
        ("en", "Ships bring grain to the"),
        ("en", "```"),
        ("en", "```json\n```"),
        ("en", "**"),
        ("en", "###"),
        ("en", "| | |\n|---|---|"),
        ("en", "Ships bring goods such as"),
        ("en", "The harbour is large. However,"),
        ("en", "The harbour is large and ("),
        ("en", "## History\n\nThe harbour is old.\n\n## Today"),
        ("en", "## 1\nThe harbour is old.\n\n## 2"),
        ("en", "The harbour is old.\n\n### 2."),
        ("zh", "港口正在扩建，"),
        ("zh", "港口正在扩建。此外，"),
        ("zh", "港口正在扩建，而且"),
        ("zh", "1. 清洁\n2."),
        ("en", "Ships bring grain.\n\n..."),
        ("en", "Ships bring grain, and then the"),
        ("en", "Ships bring grain, and then"),
        ("en", "Dear Ann, thank you for the map. [...truncated]"),
        ("en", "Dear Ann, thank you for the map.\n\n(continued)"),
        ("en", "Dear Ann, thank you for the map. [Continued in next message]"),
        ("en", "Dear Ann, thank you for the map.\n[rest of the letter]"),
        ("en", "(Answer omitted for brevity.)"),
        ("zh", "港口很大。\n（以下内容省略）"),
        ("zh", "港口很大。（此處省略200字）"),
        ("zh", "港口很大。（未完）"),
        ("en", "The harbour has become one of"),
        ("en", "# Harbour\n- Old\n- Deep\n\nIt is old. Pirates came by night and took the ships that lay furthest ou"),
        ("en", "## Then\nIt is old. It was dug by hand.\n\n## Now\n- Cranes\n\nIt is deep. It shoul"),
        ("en", "The port is old. The guide says “ships of all nations have moored her"),
        ("en", 'The sign says "No mooring."\nThe other one says "Mooring for ships of the na'),
        ("en", "Ships bring oil and grain (mostly from the east, as they have don"),
        ("en", "1. **Old port:** yachts\n2. **Containers and f"),
        ("zh", "# 港口\n- 老港\n- 新港\n\n港口始建于宋代，当时只有一个码头。清末开埠以后码头一个接一个地修了起"),
        ("zh", "介绍牌上写着：“港口始建于宋代，当时"),
        ("zh", "港口分为两部分（老港和今天的新"),
        ("en", "The harbour is old. It lies on the coast of Liguria. Most of the ships that call there bring oil"),
        ("en", "The harbour is very old.\nIt was dug by hand.\n\nToday it is deeper and has cranes on both"),
        ("zh", "周一\n6:30 公园快走\n9:00 浇花\n\n周二\n6:30 打拳\n9:00 去图书馆看报，回来的路上顺便把"),
        ("zh", "港口由两部分组成，老港和"),
        ("zh", "货物先卸到码头，然后"),
        ("zh", "港口的吞吐量很大，这是因为"),
        ("zh", "港口始建于宋代。清末开埠。如今这里的码头每天都要装卸许多来自"),
        ("zh", "港口始建于宋代。\n清末才正式开埠。\n如今游客可以先去老码头了解"),
        ("zh", "港口始建於宋代。清末正式開埠。如今遊客可以參觀那些古老的"),
    ],
)
def test_what_breaks_off_is_rejected(code: str, output: str) -> None:
    instruction = {"en": "Describe the harbour of Genoa.", "zh": "介绍上海港口历史。"}[code]
    assert check_instance(Draft(instruction, "", output), find_language(code)) == f"ends with “{output[-20:]}”"


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Which word joins two clauses?", "and"),
        ("en", "Which marks make text bold in Markdown?", "**"),
        ("en", "What does dict() return in Python?", "{}"),
        ("en", "Write code that prints ice.", "```python\nprint('ice')\n```"),
        ("en", "Begin an email to Ann.", "Dear Ann,"),
        ("en", "What is 7 - 9?", "-2"),
        ("en", "Subtract 2 from 8.", "6."),
        ("en", "Name the grades.", "A\nB\nC"),
        ("en", "What do I pack?", "- A tent.\n- A mat.\n- A lamp.\n- A knife"),
        ("en", "How do I begin?", "- Sand it.\n- Wipe it\n- Prime it.\n- When dry, paint it"),
        ("en", "How many eggs are three dozen?", "A dozen is 12, so it is 3 * 12.\n#### 36"),
        ("en", "Which is the longest?", "The Nile is the longest.\n\n### Answer: (B) the Nile"),
        ("zh", "三打鸡蛋有几个？", "一打是12个。\n#### 36个"),
        ("en", "Name the kinds of rock.", "Igneous rock\nSedimentary rock\nThe third kind is metamorphic rock"),
        ("en", "How many are left?", "Tom has nine pears. He eats two of them. So there are 7 pears left in the bowl"),
        ("en", "Who said it?", "It is a famous line. It is about the sea. John Masefield"),
        ("en", "Write a tweet.", "Sun is out. Sea is warm. Come down to the beach and bring your friends"),
        ("en", "Give the plan.", "Rest on Monday.\nSwim on Tuesday.\n- Walk with the dog in the park"),
        ("en", "Write a slogan.", "Fresh bread. Baked daily by people who care"),
        ("en", "Name the parts.", "The port has two parts. They are the Old Port and the Port of Pra"),
        ("en", "Sort the boats.", "Sorted by length (a-z), from the shortest to the longest one"),
        ("en", "How wide is it?", 'It is 5" wide and made of wood'),
        ("en", "What do they sell?", "- Rope. By the metre\n- Paint. By the tin\n- Maps. By the sheet, or in a box"),
        ("zh", "有什么可看的？", "有两处可看。一是老码头和灯塔"),
        ("en", "Cite a source.", "It was cold. It snowed for a week. Source: The Weather of the North by Ann Lee"),
        ("en", "Which preposition fits?", "The right preposition is into"),
        ("zh", "打扫要用什么？", "扫帚、抹布，还有拖把"),
        ("zh", "三个数的什么最大？", "最大的是三个数的总和"),
        ("zh", "他会做什么？", "他会唱歌，也会开车，还是个爱笑的"),
        ("zh", "他做什么工作？", "他早年在乡下种地。后来进了城。开车的"),
        ("zh", "写一条朋友圈。", "今天放晴了。海水很暖和。快来沙滩一起玩吧各位"),
        ("zh", "写一封信的开头。", "亲爱的小明，"),
        ("zh", "同事要走了，帮我写张卡片。", "阿宁：\n\n这两年多亏有你。到了那边常联系。\n\n小周和办公室的大家"),
        ("zh", "写一句歇后语的前半句。", "泥菩萨过江，"),
        ("zh", "求下列数之和。", "它们的总和"),
    ],
)
def test_what_is_whole_is_kept(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None


def test_what_the_endpoint_calls_cut_is_left_to_that_reason() -> None:
    for cut in ("length", "content_filter", "endpoint"):
        draft = Draft("Describe the harbour of Genoa.", "", "The harbour is large and", cut)
        assert check_instance(draft, find_language("en")) is None


@pytest.mark.parametrize(
    ("code", "instruction", "is_cut"),
    [
        ("en", "Give the boiling point of water and", True),
        ("zh", "列出三种水果，并且", True),
        ("en", "Complete the sentence: He came late because", False),
        ("en", "Give the boiling point of water", False),
    ],
)
def test_an_instruction_that_breaks_off(code: str, instruction: str, is_cut: bool) -> None:
    assert bool(check_instruction(instruction, find_language(code))) == is_cut


@pytest.mark.parametrize(
    ("instruction", "output"),
    [
        ("Write a cliffhanger.", "She opened the door. (To be continued)"),
        ("Sum it up. End with (continued).", "It is large. (continued)"),
        ("How do I bake it?", "Bake it for an hour (the nuts can be omitted)."),
        ("Where are they?", "They took the rest of it home (the rest is in the cellar)."),
        ("写一个故事的开头。", "门开了。（未完待续）"),
    ],
)
def test_words_in_brackets_that_leave_nothing_out(instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language("en")) is None


@pytest.mark.parametrize(
    ("output", "rest"),
    [
        (r"\[ x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a", r"} \]"),
        (r"It is \(\frac{1}{2", r"}\)."),
        (r"$$ x = \frac{1}{2", r"} $$"),
        ("\\begin{aligned}\nx &= 1 \\\\", "\n\\end{aligned}"),
        (r"It is $A = \begin{pmatrix} 1 & 2", r" \\end{pmatrix}$."),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3", " | 4 |"),
        ('{"name": "Ida", "age": 3', "1}"),
        ('[{"name": "Ida"}, {"name": "Bo"}', "]"),
    ],
)
@pytest.mark.parametrize("code", ["en", "zh"])
def test_what_is_opened_has_to_be_closed(code: str, output: str, rest: str) -> None:
    language = find_language(code)
    assert check_instance(Draft("Give it as asked.", "", output), language)
    assert check_instance(Draft("Give it as asked.", "", output + rest), language) is None


@pytest.mark.parametrize(
    "output",
    [
        r'PS1="\[\e[0m\]\u:\w\$ "',
        r"Escape it as \[ in a pattern.",
        "It costs $$ and is worth it.",
        "| grep ice",
        "[x] done, [ ] to do",
        "{a} and {b",
        r"Write \begin{document} after the preamble.",
    ],
)
def test_brackets_that_open_nothing(output: str) -> None:
    assert check_instance(Draft("Give it as asked.", "", output), find_language("en")) is None
