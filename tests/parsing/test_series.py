"""Lists whose items are marked in any way that goes on by one."""

import pytest

from tests.steps.test_structured_answers import propose

ENGLISH = ["Write a haiku about rust.", "Explain how a lock gate works.", "List three uses for stale bread."]
CHINESE = ["说出三种针叶树。", "算出四十八元账单的小费。", "写一首关于山羊的诗。"]

# How the marks of three items look.
MARKS = (
    "A. B. C.|A) B) C)|(a) (b) (c)|a. b. c.|**A.** **B.** **C.**|i. ii. iii.|I. II. III.|(i) (ii) (iii)|iv) v) vi)|"
    "Ⅰ. Ⅱ. Ⅲ.|Q1: Q2: Q3:|1.) 2.) 3.)|#1: #2: #3:|T1: T2: T3:|01. 02. 03.|1/ 2/ 3/|1/3 2/3 3/3|<1> <2> <3>|{1} {2} {3}|"
    "1> 2> 3>|1– 2– 3–|① ② ③|①、 ②、 ③、|⑴ ⑵ ⑶|⒈ ⒉ ⒊|❶ ❷ ❸|➀ ➁ ➂|㈠ ㈡ ㈢|1\ufe0f\u20e3 2\ufe0f\u20e3 3\ufe0f\u20e3|"
    "１． ２． ３．|第一条： 第二条： 第三条：|第一条 第二条 第三条|第一， 第二， 第三，|任务一： 任务二： 任务三：|"
    "（一） （二） （三）|甲、 乙、 丙、|问题1： 问题2： 问题3：|例1： 例2： 例3：|"
    "【1】 【2】 【3】|"
    "【任务一】 【任务二】 【任务三】|1号： 2号： 3号：|其一： 其二： 其三：|"
    "№1 №2 №3|№9. №10. №11.|1º 2º 3º|1.º 2.º 3.º|"
    "9ª 10ª 11ª|1st: 2nd: 3rd:|First: Second: Third:|n°1 n°2 n°3|1>> 2>> 3>>|"
    "1~ 2~ 3~|1→ 2→ 3→|1» 2» 3»|1; 2; 3;|1· 2· 3·|《1》 《2》 《3》|Ⓐ Ⓑ Ⓒ|"
    "ⓐ ⓑ ⓒ|🄰 🄱 🄲|🅐 🅑 🅒|¹ ² ³|⁹ ¹⁰ ¹¹|"
    "❾ ❿ ⓫|⓵ ⓶ ⓷|㉑ ㉒ ㉓|㊀ ㊁ ㊂|壹、 贰、 叁、|壹、 貳、 參、|(viii) (ix) (x)|"
    "９． １０． １１．|⑨ ⑩ ⑪|Q9: Q10: Q11:|"
    "第九条： 第十条： 第十一条：|9\ufe0f\u20e3 🔟 1\ufe0f\u20e31\ufe0f\u20e3|"
    "9\ufe0f\u20e3 1\ufe0f\u20e30\ufe0f\u20e3 11\ufe0f\u20e3"
).split("|")  # fmt: skip
FORMS = [
    *("Task #{n} – {item}", "No. {n} {item}", "№ {n} {item}", "Item {n}\n{item}", "Prompt {n}\n{item}"),
    *("Task {n}: {item}", "Instruction {n}: {item}", "Instruction #{n}: {item}", "Step {n}: {item}", "No. {n}: {item}"),
    *(
        "### {n}\n{item}",
        "**{n}**\n{item}",
        "**{n}.** {item}",
        "Task {n} - {item}",
        "**Task {n}** — {item}",
        "Task{n}: {item}",
    ),
    *(
        "| {n} | {item} |",
        "{n} | {item}",
        '{n},"{item}"',
        '- instruction: "{item}"',
        '{{"id": {n}, "instruction": "{item}"}}',
    ),
    *("- [ ] {item}", "● {item}", "<li>{item}</li>", "<task>\n{item}\n</task>", "**Instruction:** {item}"),
]


def listed(style: str, items: list[str]) -> list[str]:
    """Return the items, each with its mark."""
    if style in FORMS:
        return [style.format(n=number, item=item) for number, item in enumerate(items, 1)]
    return [f"{mark} {item}" for mark, item in zip(style.split(" "), items, strict=True)]


@pytest.mark.parametrize("style", [*MARKS, *FORMS])
def test_a_list_is_read_in_any_style(style: str) -> None:
    for items in (ENGLISH, CHINESE):
        for joint in ("\n", "\n\n"):
            text = joint.join(listed(style, items))
            assert propose(text) == propose(f"Sure!\n\n{text}\n\nThat is all.") == items


@pytest.mark.parametrize(
    ("form", "items"),
    [
        ("1. {} 2. {} 3. {}", ENGLISH),
        ("(1) {} (2) {} (3) {}", ENGLISH),
        ("Here they are: 4. {} 5. {} 6. {}", ENGLISH),
        ("1、{}2、{}3、{}", CHINESE),
        ("①{}②{}③{}", CHINESE),
    ],
)
def test_a_list_may_stand_in_one_paragraph(form: str, items: list[str]) -> None:
    assert propose(form.format(*items)) == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. Answer: 1. What is tar? 2. What is pitch?", ["Answer: 1. What is tar? 2. What is pitch?"]),
        ("1. Sort: 1. red, 2. green.\n2. Sing.", ["Sort: 1. red, 2. green.", "Sing."]),
        ("1. Which is it?\n   A. plums\n   B. figs\n2. Sing.", ["Which is it?\nA. plums\nB. figs", "Sing."]),
        ("A. Smith wrote it.\nC. Jones read it.", []),
        ("I cannot do that.\nA word, though.", []),
        ("a thing\nb thing", []),
        ("2 eggs\n3 apples\n4 pears", []),
        ("Apollo 11 landed.\nApollo 12 landed, too.", []),
        ("20° is warm.\n35° is hot.", []),
        ("First, wash it.\nSecond, dry it.", []),
        ("Step 1: Sing.", []),
        ("<task>Sing.</task>", []),
        ("Version 1.5, then 2.5", []),
    ],
)
def test_what_only_looks_like_a_list_is_none(text: str, items: list[str]) -> None:
    assert propose(text) == items


@pytest.mark.parametrize(
    "unit", ["A. ", "A. a\n", "i. a\n", "<li>", "<li>a</li>", "1. A. ", "| 1 | a |\n", "Step ", "Step 1: a\n"]
)
def test_repetition_does_no_harm(unit: str) -> None:
    """More than linear time would be seen at once: the test would not end."""
    propose(unit * (100_000 // len(unit)))
