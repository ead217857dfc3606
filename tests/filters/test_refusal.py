"""Assistants that decline or speak of themselves go; people who apologise, decline or work on AI stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.refusal import check_instance, check_instruction
from selfinstruct.languages import find_language
from tests.filters.answers_en import DECLINED_EN, SOUND_EN
from tests.filters.answers_zh import DECLINED_ZH, SOUND_ZH

REFUSALS = [
    ("en", "As an AI language model, I do not have feelings.", "As an AI language model, I"),
    (
        "en",
        "As a large language model trained by a lab, I cannot vote.",
        "As a large language model trained by a lab, I",
    ),
    ("en", "I'm sorry, but I can't assist with that request.", "I'm sorry, but I can't assist with that request"),
    ("en", "Sorry, I am unable to view images.", "Sorry, I am unable to view"),
    ("en", "Unfortunately, I won't be able to provide the figures.", "Unfortunately, I won't be able to provide"),
    ("en", "I cannot fulfill this request.", "I cannot fulfill this request"),
    ("en", "I don't have access to today's news.", "I don't have access"),
    ("en", "I'm just an AI, so birthdays mean little to me.", "I'm just an AI"),
    ("zh", "作为一个人工智能语言模型，我没有情感。", "作为一个人工智能语言模型，我"),
    ("zh", "作为AI助手，无法预测彩票号码。", "作为AI助手，无法"),
    ("zh", "我是一个AI助手，没有年龄。", "我是一个AI"),
    ("zh", "很抱歉，我无法回答这个问题。", "很抱歉，我无法回答"),
    ("zh", "对不起，我不能为您提供医疗建议。", "对不起，我不能为您提供"),
    ("zh", "我无法访问今天的新闻。", "我无法访问"),
]


@pytest.mark.parametrize(("code", "text", "detail"), REFUSALS)
def test_a_refusal_is_rejected(code: str, text: str, detail: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) == detail
    assert check_instance(Draft("…", "", text), language) == detail


@pytest.mark.parametrize(("code", "text", "detail"), REFUSALS)
def test_a_refusal_that_goes_on_to_help_is_kept_unless_it_speaks_of_itself(code: str, text: str, detail: str) -> None:
    language = find_language(code)
    help_ = {"en": " But here is what usually works in such a case." * 10, "zh": "不过可以先试试下面的办法。" * 10}
    speaks_of_itself = any(word in detail for word in ("AI", "language model", "人工智能"))
    assert check_instance(Draft("…", "", text + help_[code]), language) == (detail if speaks_of_itself else None)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "I am sorry for the delay. I could not post your parcel on Friday because the depot was flooded."),
        ("en", "I'm sorry, but I can't make it to the party on Saturday."),
        ("en", "Unfortunately, I am unable to attend the meeting tomorrow."),
        ("en", "Sorry we missed you! Your parcel is with a neighbour."),
        ("en", "I cannot help laughing when I think of it."),
        ("en", "I can't help it."),
        ("en", "I do not have enough money for the ticket."),
        ("en", "Explain how a transformer works as a language model."),
        ("en", "I am an AI researcher from Leeds."),
        ("en", "Is an artificial intelligence able to be creative?"),
        ("zh", "抱歉给您带来不便，包裹已重新寄出。"),
        ("zh", "很抱歉，我明天不能参加会议，家里有急事。"),
        ("zh", "非常抱歉，由于库存不足，我们无法提供蓝色款。"),
        ("zh", "作为一名人工智能工程师，我每天都要读论文。"),
        ("zh", "作为人工智能助手，你会怎样安慰失恋的朋友？"),
        ("zh", "我是一名AI工程师，在杭州工作。"),
        ("zh", "GPT作为大型语言模型的代表，引起了广泛讨论。"),
        ("zh", "我不能没有你。"),
    ],
)
def test_people_are_kept(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) is None
    assert check_instance(Draft("…", "", text), language) is None


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "I can't write poems, but my wife loves them. Write four lines for her."),
        ("en", "I refuse to pay for a broken lamp. Draft three points for the shop."),
        ("zh", "我无法提供发票。请替我写一段给商家的话。"),
    ],
)
def test_a_person_who_goes_on_to_ask_is_kept(code: str, instruction: str) -> None:
    assert check_instruction(instruction, find_language(code)) is None


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_refusal_in_the_input_is_kept(code: str) -> None:
    given = {"en": "I'm sorry, but I can't assist with that.", "zh": "很抱歉，我无法回答这个问题。"}[code]
    assert check_instance(Draft("Polite or rude?", given, "polite"), find_language(code)) is None


PLAIN = {"en": "Describe the harbour of Genoa at dawn.", "zh": "请介绍上海港口历史。"}


@pytest.mark.parametrize(
    ("code", "text"), [*(("en", text) for text in DECLINED_EN), *(("zh", text) for text in DECLINED_ZH)]
)
def test_an_answer_that_declines_is_rejected(code: str, text: str) -> None:
    assert check_instance(Draft(PLAIN[code], "", text), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "output"), [*(("en", *pair) for pair in SOUND_EN), *(("zh", *pair) for pair in SOUND_ZH)]
)
@pytest.mark.parametrize("given", ["", "x"])
def test_sound_answers_are_kept(code: str, instruction: str, output: str, given: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output"),
    [
        (
            "en",
            "Translate the sentence into English.",
            "对不起，我今晚不能帮助你。",
            "I'm sorry, but I can't help you tonight.",
        ),
        ("en", "Correct the grammar.", "I sorry, I can't answers the phone.", "I'm sorry, I can't answer the phone."),
        ("zh", "翻译下面的句子。", "I'm sorry, I can't help you.", "对不起，我不能帮助你。"),
        ("zh", "如果材料里没有答案，就写“无法回答”。", "他去了北京。", "无法回答"),
    ],
)
def test_what_the_task_says_may_come_back(code: str, instruction: str, given: str, output: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Write a letter to the landlord.", "As an AI language model, I cannot write letters."),
        ("en", "Write a story about a fox.", "I'm sorry, but I can't assist with that."),
        ("en", "Write an email to my boss.", "I cannot fulfill this request."),
        ("zh", "写一封道歉信。", "作为AI助手，我无法替您写信。"),
        ("zh", "写一个故事。", "抱歉，我无法满足您的请求。"),
    ],
)
def test_words_that_only_a_model_says_are_no_letter(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "given", "is_sound"),
    [
        ("en", "Turn the notes into a memo.", "I'm sorry, but I can't provide that text.", False),
        ("zh", "把材料整理成通知。", "很抱歉，我无法提供该文本。", False),
        ("en", "Rewrite it more politely.", "Sorry, I can't provide that document.", True),
        ("en", "Name the feeling.", "I can't find my keys.", True),
    ],
)
def test_an_input_that_declines_to_give_the_text_is_none(
    code: str, instruction: str, given: str, is_sound: bool
) -> None:
    assert (check_instance(Draft(instruction, given, "Lock gate B."), find_language(code)) is None) is is_sound


# Relative words, questions and what is to be found in a text ask for nobody's words.
@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        (
            "en",
            "Draw a floor plan of the house in which the murder described below was committed.",
            "I'm sorry, but I can't draw or display images, so I am unable to create a floor plan.",
        ),
        ("en", "Summarise what the witness saw.", "I'm sorry, but I am unable to summarise it."),
        ("en", "Which of the two rivers is longer?", "Unfortunately, I am unable to determine the lengths."),
        ("en", "Find the murderer.", "I'm sorry, but I cannot provide the name."),
        ("en", "Identify the plant.", "I'm afraid I can't view pictures of plants."),
        ("zh", "根据下文，说说凶手是从哪扇门进来的。", "抱歉，我无法判断。"),
        ("zh", "文中的老人为什么难过？写出是什么让他难过。", "很抱歉，我不能提供答案。"),
        ("zh", "找出文中的主角。", "对不起，我无法识别。"),
    ],
)
def test_a_question_about_a_text_is_no_rewording(code: str, instruction: str, output: str) -> None:
    given = {"en": "Colonel Harker was found stabbed in the library.", "zh": "上校倒在书房里，门从里面闩着。"}[code]
    assert check_instance(Draft(instruction, given, output), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output"),
    [
        ("en", "Which sentence declines?", "He wrote. Sorry, I can't share it. He left.", "Sorry, I can't share it."),
        ("zh", "哪句话是在拒绝？", "他来了。抱歉，我不能提供钥匙。他走了。", "抱歉，我不能提供钥匙。"),
        ("zh", "找出病句并改正。", "对不起，我能不提供发票。", "对不起，我不能提供发票。"),
    ],
)
def test_what_is_found_in_a_text_or_mended_is_kept(code: str, instruction: str, given: str, output: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("zh", "抱歉，我还没有学会回答这个问题。如果你有其他问题，我非常乐意为你提供帮助。"),
        ("zh", "这个问题我还没学会回答。"),
        ("zh", "对不起，我还在学习中，请换个问题。"),
        ("en", "I'm sorry, I haven't learned how to answer that yet."),
        ("en", "I have not been trained to answer this."),
        ("en", "Sorry, I'm still learning."),
    ],
)
def test_who_has_not_learned_it_declines(code: str, text: str) -> None:
    instruction = {"zh": "猫为什么怕水", "en": "Why do cats fear water?"}[code]
    assert check_instance(Draft(instruction, "", text), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "text"),
    [
        ("zh", "给妈妈写条微信，说我还没学会做饭", "妈，抱歉，我还没有学会做饭，周末回家吃。"),
        ("zh", "学游泳最难的是什么", "换气。很多人说“我还没学会换气”，是因为不敢把头放进水里。"),
        ("en", "Write a note to my teacher about the dance.", "Sorry, I haven't learned to do the waltz yet."),
    ],
)
def test_people_who_have_not_learned_something_are_kept(code: str, instruction: str, text: str) -> None:
    assert check_instance(Draft(instruction, "", text), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "As of my last training update, it was Kelvin Kiptum."),
        ("en", "As of my most recent knowledge cutoff, it was Kelvin Kiptum."),
        ("zh", "根据相关法律法规和政策，部分内容未予显示。"),
    ],
)
def test_what_a_model_may_say_or_know_is_no_answer(code: str, text: str) -> None:
    assert check_instance(Draft("…", "", text), find_language(code))
