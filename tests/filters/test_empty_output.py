"""No output, or a word for none, goes; short outputs that answer something stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.empty_output import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "output", "detail"),
    [
        ("en", "", ""),
        ("en", " \n\t", ""),
        ("en", "N/A", "N/A"),
        ("en", "n.a.\n", "n.a."),
        ("en", "<no output>", "<no output>"),
        ("en", "...", "..."),
        ("zh", "　", ""),
        ("en", "[No response]", "[No response]"),
        ("zh", "（无输出）", "（无输出）"),
        ("zh", "没有输出。", "没有输出。"),
        ("zh", "……", "……"),
    ],
)
def test_nothing_is_rejected(code: str, output: str, detail: str) -> None:
    assert check_instance(Draft("…", "", output), find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "instruction", "output", "detail"),
    [
        ("en", "Recommend a book about the sea.", "null", "null"),
        ("en", "Compare tea with coffee in brief.", "\\n", "\\n"),
        ("en", "Name two sea birds for a child.", "\u200b", ""),
        ("en", "List three uses of stale bread.", "\u2060\u3164", ""),
        ("en", "List three uses of stale bread.", "None.", "None."),
        ("en", "Explain why rust forms.", "-", "-"),
        ("en", "Write a two-line poem.", "-", "-"),
        ("en", "Summarize the text.", "Not applicable", "Not applicable"),
        ("en", "Summarize the text.", "TBD", "TBD"),
        ("en", "Write a two-line poem.", "Same as above.", "Same as above."),
        *(
            ("en", "Say what makes the moon change.", stands_in, stands_in)
            for stands_in in ("#NAME?", "#REF!", "[object Object]", "undefined", "NaN", "[deleted]", "test", "asdfasdf")
        ),
        ("en", "Write a short poem.", "Lorem ipsum dolor sit amet.", "Lorem ipsum dolor sit amet."),
        ("zh", "猫为什么会打呼噜？", "测试", "测试"),
        ("zh", "概括下文。", "待补充", "待补充"),
        ("zh", "概括下文。", "（同上）", "（同上）"),
        ("zh", "请解释圆周率的含义。", "无", "无"),
        ("zh", "请解释无聊的含义。", "無", "無"),
        ("zh", "请解释圆周率是什么？", "无需", "无需"),
        ("zh", "介绍上海港口的历史。", "略", "略"),
        ("zh", "概括下文。", "不适用", "不适用"),
        ("zh", "推薦一本書。", "沒有輸出", "沒有輸出"),
    ],
)
def test_a_word_for_none_is_no_answer_where_there_must_be_one(
    code: str, instruction: str, output: str, detail: str
) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Which of these countries has no coast?", "None"),
        ("en", "List all adjectives of the sentence.", "None"),
        ("en", "Classify the mail as spam, ham or none.", "none"),
        ("en", "Write N/A where the date is missing.", "N/A"),
        ("en", "What does the function return?", "None"),
        ("en", "Which sign stands for a difference?", "-"),
        ("zh", "找出文中的错别字。", "无"),
        ("zh", "列出句中的人名，没有就写“无”。", "无"),
        ("zh", "打开这扇门需要密码吗？", "无需"),
        ("zh", "他有兄弟吗？", "没有"),
        ("en", "…", "Na"),
        ("en", "…", "Na."),
        ("en", "…", "0"),
        ("en", "…", "?"),
        ("en", "…", "."),
        ("en", "…", "There is no output: the loop never runs."),
        ("zh", "…", "没有"),
        ("zh", "…", "。"),
        ("zh", "…", "程序没有输出，因为循环一次也没有执行。"),
        ("zh", "用一个表情回复", "👍"),
    ],
)
def test_a_short_answer_is_kept(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Give the antonym of 'everything'.", "Nothing"),
        ("en", "State the opposite of 'something' in one word.", "nothing"),
        ("en", "Expand the abbreviation n/a.", "not applicable"),
        ("en", "What does Excel show when a lookup fails?", "#N/A"),
        ("en", "How many moons does Venus have? Answer with a word.", "None"),
        ("en", "Fill the gap with one word: 'Much Ado About ___'.", "Nothing"),
        ("en", "Convert the Python literal None to JSON.", "null"),
        ("en", "Convert the value null of JSON to Python.", "None"),
        ("en", "What does a cell show when its formula names a sheet that is gone?", "#REF!"),
        ("en", "What does Number('x') return in JavaScript?", "NaN"),
        ("en", "What is the slope of a vertical line?", "Undefined"),
        ("en", "Redact the names: 'Ann came.'", "[removed]"),
        ("en", "Give a synonym of exam.", "Test"),
        ("en", "Give me dummy text for a layout.", "Lorem ipsum dolor sit amet."),
        ("zh", "在Go语言中，空指针怎么写？", "nil"),
        ("zh", "“有”的反义词是什么？", "无"),
    ],
)
def test_a_word_for_none_may_be_the_word_that_is_asked_for(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None


@pytest.mark.parametrize(
    ("instruction", "output", "is_sound"),
    [
        ("Plan a dinner for two.", "Done.", False),
        ("Plan a dinner for two.", "All done!", False),
        ("安排一顿两个人的晚饭", "已完成。", False),
        ("安排一顿两个人的晚饭", "好的，已为您安排好了。", False),
        ("安排一顿两个人的晚饭", "答案待定", False),
        ("What is the past participle of “do”?", "done", True),
        ("Is the ticket open or done?", "Done.", True),
        ("Reply to my mum, who asks if the laundry is done.", "Done!", True),
        ("What should the button say once a file is saved?", "Done", True),
        ("牛排几分熟叫全熟？", "全熟", True),
        ("写一条告诉老板事情办完了的短信", "已经全部完成。", True),
    ],
)
def test_that_it_is_done_is_no_answer(instruction: str, output: str, is_sound: bool) -> None:
    assert (check_instance(Draft(instruction, "", output), find_language("zh")) is None) is is_sound


@pytest.mark.parametrize("output", ["🍌", "🍵👍", "❤️", "👍🏽.", "🇨🇦", "👨‍👩‍👧 ✨"])
@pytest.mark.parametrize(("code", "instruction"), [("en", "Which fruit is yellow?"), ("zh", "怎么泡茶？")])
def test_emoji_alone_say_nothing(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) == output
