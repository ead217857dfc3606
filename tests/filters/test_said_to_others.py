"""Messages that are written for someone else begin and end as people do; what is said of the message is chat."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language

FILTERS = load_filters()
EN = "Hi there, the kitchen tap has been leaking since Monday. Could someone look at it this week?"
ZH = "您好，我家厨房的水龙头从周一开始漏水，麻烦您这周派人来看一下，谢谢。"

ASKED = [
    ("en", "How do I tell my landlord that the kitchen tap leaks?"),
    ("en", "How should I put it to the plumber that I've waited a week?"),
    ("en", "Help me remind the plumber about the tap without sounding rude"),
    ("en", "Text my dad saying that the tap leaks."),
    ("en", "Let my landlord know the tap leaks, politely"),
    ("zh", "厨房漏水三天了，气死了，帮我写条消息跟房东讲清楚，别太冲"),
    ("zh", "我想跟房东说水龙头漏了，怎么开口"),
    ("zh", "给房东的第一条消息怎么发，我有点紧张"),
    ("zh", "替我跟房东说水龙头漏了"),
    ("zh", "房東一直不修水龍頭，怎麼跟他說比較好"),
    ("zh", "客户问我们什么时候派人来修，怎么回"),
    ("zh", "给房东发条消息说水龙头漏水"),
]


def _objects(code: str, instruction: str, output: str) -> tuple[str, str] | None:
    language = find_language(code)
    found = FILTERS.reject_instruction(instruction, language)
    return found or FILTERS.reject_instance(Draft(instruction, "", output), language)


@pytest.mark.parametrize(("code", "instruction"), ASKED)
def test_the_message_that_was_asked_for_is_kept(code: str, instruction: str) -> None:
    output = EN if code == "en" else ZH
    if "說" in instruction:
        output = "您好，我家廚房的水龍頭從週一開始漏水，麻煩您這週派人來看一下，謝謝。"
    assert _objects(code, instruction, output) is None


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "How do I tell if the tap leaks?", "Hi there, put a dry cloth below it."),
        ("zh", "水龙头漏水是怎么回事", "您好，多半是垫圈老化了。"),
        ("zh", "介绍一下水龙头的种类", "您好，水龙头有单联、双联和三联。"),
    ],
)
def test_a_greeting_before_an_answer_is_chat(code: str, instruction: str, output: str) -> None:
    assert _objects(code, instruction, output) == ("chat", output[: output.index("，" if code == "zh" else ",") + 1])


@pytest.mark.parametrize(
    ("code", "remark"),
    [
        ("en", "I hope this message helps!"),
        ("en", "Hope this draft works for you. Good luck!"),
        ("en", "Feel free to adjust the wording to your situation."),
        ("en", "Let me know if you want me to revise it."),
        ("en", "If you have any other questions, feel free to ask!"),
        ("zh", "希望这条消息对您有帮助！如果您需要调整语气，请随时告诉我。"),
        ("zh", "希望您喜欢这个文案，如需修改请告诉我！"),
        ("zh", "希望以上建议能帮到您！如有其他问题，欢迎随时提问。"),
        ("zh", "如有其他问题，欢迎随时提问。"),
        ("zh", "如需进一步调整，请随时告诉我~"),
        ("zh", "以上回复仅供参考。"),
    ],
)
def test_a_remark_on_the_message_is_chat_whatever_was_asked_for(code: str, remark: str) -> None:
    instruction = "Write a message to my landlord about the tap." if code == "en" else "写一条给房东的微信，水龙头漏了"
    found = _objects(code, instruction, f"{EN if code == 'en' else ZH}\n\n{remark}")
    assert found
    assert found[0] == "chat"


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        (
            "en",
            "Write an email to a client with the offer.",
            f"{EN}\n\nI hope this offer works for both of us.\n\nBest,\nAnn",
        ),
        ("en", "Write a note to the new tenant.", f"{EN}\n\nIf you have any questions, call me on Monday."),
        (
            "en",
            "Write an email with my report.",
            "Dear Tom,\n\nThe report comes with this.\n\nPlease let me know if you have questions.",
        ),
        ("zh", "给客户写封报价邮件", "王总您好：\n报价单见后。\n\n希望这份报价能让您满意，有任何问题欢迎随时联系我。"),
        ("zh", "写条微信约同事改期", "小李，周四的会改到周五行吗？\n\n时间如果不方便，随时告诉我。"),
        ("zh", "给老同学写封信", "好久不见！\n\n希望这封信没有打扰你。\n\n祝好"),
        ("zh", "写一段年终汇报的结尾", "来年继续努力。\n\n以上就是我的汇报，谢谢大家。"),
    ],
)
def test_what_a_message_says_itself_is_kept(code: str, instruction: str, output: str) -> None:
    assert _objects(code, instruction, output) is None
