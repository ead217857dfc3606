"""Drafts around an answer, and what is none: a stub, a second answer, the next item, the same again, a line on it."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language

TIP = "Turn off the tap while you brush your teeth, and mend what drips."
ZH_TIP = "刷牙的时候关上水龙头，漏水的地方及时修好。"
TASKS_EN = "Describe how a family can save water."
TASKS = {"en": (TASKS_EN, TIP), "zh": ("说说家庭怎么节约用水。", ZH_TIP)}


def reason(instruction: str, output: str, code: str, given: str = "") -> str:
    found = load_filters().reject_instance(Draft(instruction, given, output), find_language(code))
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("code", "output", "expected"),
    [
        # what a model writes for itself
        ("en", f"Plan: name the tap, then the leaks.\n\n{TIP}", "chat"),
        ("en", f"Points to cover: taps, leaks.\n\nAnswer: {TIP}", "chat"),
        ("en", f"Step 1: identify what is asked. Step 2: recall facts.\n\n{TIP}", "chat"),
        ("en", f"{TIP}\n\nCheck: one sentence, under 20 words. Good.", "chat"),
        ("en", f"{TIP}\n\nRevised: {TIP}!", "chat"),
        ("en", f"Save water.\n\nFinal version: {TIP}", "chat"),
        ("en", f"We need one tip. assistantfinal{TIP}", "garbled"),
        ("zh", f"思路：先说水龙头，再说漏水。\n\n{ZH_TIP}", "chat"),
        ("zh", f"{ZH_TIP}\n\n自检：一句话，不超过三十字，符合。", "chat"),
        ("zh", f"{ZH_TIP}\n\n修改后：{ZH_TIP}！", "chat"),
        # what it says to the user
        ("en", f"What a lovely question! {TIP}", "chat"),
        ("en", f"Absolutely — {TIP}", "chat"),
        ("en", f"Here's what I'd say: {TIP}", "chat"),
        ("en", f"As an expert in this field, I would say: {TIP}", "chat"),
        ("en", f'You asked: "Describe how." {TIP}', "chat"),
        ("en", f"{TIP}\n\nHow many taps do you have?", "chat"),
        ("en", f"{TIP}\n\nI can expand on any of these points.", "chat"),
        ("zh", f"这个问题问得真好！{ZH_TIP}", "chat"),
        ("zh", f"作为这方面的专家，我认为{ZH_TIP}", "chat"),
        ("zh", f"{ZH_TIP}\n\n你家有几个水龙头？", "chat"),
        ("zh", f"{ZH_TIP}\n\n觉得有用请点赞关注！", "chat"),
        # a stub, or what tells of an answer
        ("en", "Yes", "empty_output"),
        ("en", "OK.", "empty_output"),
        ("en", "3", "empty_output"),
        ("en", "Not available.", "empty_output"),
        ("en", "I have completed the task.", "empty_output"),
        ("zh", "是。", "empty_output"),
        ("zh", "好的。", "empty_output"),
        ("en", "The response should describe taps and leaks in a friendly tone.", "placeholder"),
        ("en", "Describes how taps and leaks waste water.", "placeholder"),
        ("en", "The user is told to mind the taps.", "placeholder"),
        ("zh", "回答应说明水龙头和漏水，语气友好。", "placeholder"),
        ("zh", "给出了两条节约用水的建议。", "placeholder"),
        ("en", "I'm not comfortable with that.", "refusal"),
        ("en", "Mind the taps. My knowledge ends in June 2024.", "refusal"),
        ("zh", "关好水龙头。我的知识截止到2024年6月。", "refusal"),
        ("en", "Which family do you mean?", "asks_for_input"),
        ("zh", "你说的是哪个家庭？", "asks_for_input"),
        # a second answer, the same again, the next item
        ("en", f"Answer 1: {TIP}\n\nAnswer 2: Take showers.", "alternatives"),
        ("en", f"{TIP}\n\nAlternatively:\n\nTake showers.", "alternatives"),
        ("en", f"Casual: {TIP}\n\nFormal: Kindly close all taps.", "alternatives"),
        ("zh", f"{ZH_TIP}\n\n或者：\n\n多用淋浴。", "alternatives"),
        ("en", f"{TIP}\n\n{TIP}", "repeats_itself"),
        ("zh", f"{ZH_TIP}{ZH_TIP}", "repeats_itself"),
        ("en", "It is the best. " * 6, "repeats_itself"),
        ("en", f"{TIP}\n\nQ: What is a kite?\nA: A toy that flies.", "scaffolding"),
        ("en", f"{TIP}\n\nTask: Describe a kite.\nAnswer: It flies.", "scaffolding"),
        ("zh", f"{ZH_TIP}\n\n题目：说说风筝。\n答案：它会飞。", "scaffolding"),
        ("en", TIP + '"}, {"instruction": "Describe a kite', "garbled"),
        ("zh", ZH_TIP + '"}, {"指令": "说说风筝', "garbled"),
        ("en", f'{TIP}",', "garbled"),
        ("en", f"{TIP} /no_think", "garbled"),
        ("en", TIP.replace("tap", "<co: 0>tap</co: 0>"), "garbled"),
        ("en", f"{TIP} ...", "breaks_off"),
        ("zh", f"{ZH_TIP}……", "breaks_off"),
        # a piece is missing before it or after it
        ("en", f", and {TIP}", "breaks_off"),
        ("en", f"...{TIP}", "breaks_off"),
        ("en", f"continued: {TIP}", "breaks_off"),
        ("zh", f"，而且{ZH_TIP}", "breaks_off"),
        ("en", f"{TIP} (", "breaks_off"),
        ("en", f"{TIP}\n\n[", "breaks_off"),
        ("en", f"{TIP}}}", "breaks_off"),
        ("en", f'{TIP}"', "breaks_off"),
        ("en", f"{TIP} **", "breaks_off"),
        ("zh", f"{ZH_TIP}”", "breaks_off"),
        ("zh", f"{ZH_TIP}**", "breaks_off"),
        ("en", f"{TIP} [Character limit reached]", "breaks_off"),
        ("zh", f"{ZH_TIP}（已达字数上限）", "breaks_off"),
        # corrections, earlier turns, who signs
        ("en", f"{TIP} Actually, that is wrong; mend the roof.", "chat"),
        ("en", f"{TIP} Correction: mend the roof.", "chat"),
        ("zh", f"{ZH_TIP}其实不对，应该是修屋顶。", "chat"),
        ("en", f"As we discussed earlier, {TIP}", "chat"),
        ("en", f"Continuing from where we left off: {TIP}", "chat"),
        ("zh", f"如前文所述，{ZH_TIP}", "chat"),
        ("en", f"[laughs] {TIP}", "chat"),
        ("en", f"{TIP}\n\n– Claude", "scaffolding"),
        ("en", f"{TIP}\n\nTask 5", "scaffolding"),
        ("en", f"{TIP}\n\n[ERROR] stream closed", "scaffolding"),
        ("en", f"{TIP}\n\nGrading: full marks if the tap is named.", "scaffolding"),
        ("zh", f"{ZH_TIP}\n\n评分标准：提到水龙头即满分。", "scaffolding"),
        ("zh", f"{ZH_TIP}\n\n本文转载自网络，侵删。", "scaffolding"),
        ("en", TIP.replace("tap", "\u2047"), "garbled"),
        # models that only go on with a text
        ("en", f"{TIP}\n\nInput: Birds\nOutput: They fly.", "scaffolding"),
        ("zh", f"{ZH_TIP}\n\n输入：鸟\n输出：会飞。", "scaffolding"),
        ("en", f"{TIP}\n\n{TASKS_EN}\n\nTake showers.", "echoes_instruction"),
        ("en", "Mind the taps:\n" + "\n".join(f"{n}. Close the tap." for n in range(1, 8)), "repeats_itself"),
        # another script, though the text says something somewhere
        ("en", "What everyone says is this. First of all, 耐心 is the main thing.", "wrong_language"),
        ("en", "As everyone says at home and at work, терпение is the main thing.", "wrong_language"),
    ],
)
def test_what_is_no_answer(code: str, output: str, expected: str) -> None:
    instruction, sound = TASKS[code]
    assert reason(instruction, output, code) == expected
    assert reason(instruction, sound, code) == ""


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Write a plan for a small kitchen garden.", "Plan: herbs first.\n\nSow parsley in March, then chives."),
        ("en", "Rewrite my note in a kinder way.", "Revised: Dear all, please wash your cups. Thank you so much."),
        ("en", "Solve x + 1 = 3.", "x = 2.\n\nCheck: 2 + 1 = 3."),
        ("en", "Is the sky blue?", "Absolutely — at noon it is."),
        ("en", "Describe whether it rains there: yes or no.", "Yes"),
        ("en", "How many legs does a spider have?", "8"),
        ("en", "Give a short answer: how to spell colour in the USA?", "color"),
        ("en", "What should the API return?", "The response should contain the id."),
        ("en", "Summarise what this function does.", "Summarises the list of orders by day."),
        ("en", "Write two versions of a greeting.", "Casual: Hey!\n\nFormal: Good morning."),
        ("en", "Write a quiz with two questions.", "It is a short quiz.\n\nQuestion: What is 1 + 1?\nAnswer: 2"),
        ("en", "Write the chorus of a song.", "Row, row, row your boat. Row, row, row your boat. " * 2),
        ("en", "What do the Japanese call patience?", "The word 我慢 means patience."),
        ("en", "Write a Ruby loop.", "3.times do |i|\n  puts i\nend"),
        ("en", "List questions for a landlord.", "Ask these.\n\nHow do you heat the house?"),
        ("en", "Complete the sentence: I was tired", ", and so I went to bed."),
        ("en", "Write a poem on waiting.", "...and then the rain,\nand then the train."),
        ("en", "Write a program that shows its input and output.", "print(input())\n\nInput: a\nOutput: a"),
        ("zh", "创建一个脚本来算利息。", 'def f(a):\n    """算利息。\n\n    输入：a\n    """\n    return a'),
        ("en", "Suggest slogans.", '1. "Game on!\n2. "Bored? Play our games!"'),
        ("en", "Quote a proverb.", "“Still waters run deep.”"),
        ("en", "Name a smiley.", "A smile is :)"),
        ("en", "List two marks.", "They are [ and ]"),
        ("en", "Draw a fence of five lines with the word fence, a pattern.", "fence row\n" * 5),
        ("zh", "对不对：水在零度结冰？", "对"),
        ("zh", "写两个版本的问候语。", "口语版：嗨！\n\n书面版：您好。"),
        ("zh", "解方程x+1=3。", "x=2。\n\n检验：2+1=3。"),
        ("zh", "写一段充满悬念的开头。", "门开了，里面没有人。灯却亮着……"),
    ],
)
def test_what_the_task_asks_for_is_kept(code: str, instruction: str, output: str) -> None:
    assert reason(instruction, output, code) == ""


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "The user asks: how can I save water at home?"),
        ("en", "Sure! Describe how a family can save water."),
        ("en", "Let me think of another one. Describe how to save water."),
        ("en", "[Easy] Describe how a family can save water."),
        ("en", "Describe how a family can save water [Kind: advice]"),
        ("en", "Describe how to save water — tests general knowledge"),
        ("en", "Same as before but shorter"),
        ("zh", "你是一个乐于助人的助手。说说家里怎么节约用水"),
        ("en", "Describe how to save water, as in the example above"),
        ("en", '{"instruction": "Describe how a family can save water"}'),
        ("en", "Generate a new instruction about travel"),
        ("zh", "用户问：家里怎么节约用水？"),
        ("zh", "好的！说说家里怎么节约用水"),
        ("zh", "【简单】说说家里怎么节约用水"),
        ("zh", "说说家里怎么节约用水——考查常识"),
        ("zh", "说说家里怎么节约用水，格式同上例"),
        ("zh", "写一条关于旅行的新指令"),
    ],
)
def test_what_stands_around_an_instruction(code: str, instruction: str) -> None:
    found = load_filters().reject_instruction(instruction, find_language(code))
    assert found
    assert found[0] == "scaffolding"


def test_an_instruction_may_ask_for_instructions() -> None:
    for instruction in ("Write an instruction on how to make coffee", "Write an instruction for a board game."):
        assert load_filters().reject_instruction(instruction, find_language("en")) is None


def test_an_input_with_the_output_in_it() -> None:
    given = "The harbour at night.\nOutput: It is dark."
    assert reason("Describe the scene.", "It is dark and calm.", "en", given) == "scaffolding"
    assert reason("Say what the program prints as output.", "It prints dark.", "en", given) == ""


@pytest.mark.parametrize(("code", "given"), [("en", "User provides a text about harbours."), ("zh", "用户提供的文本")])
def test_an_input_that_only_says_who_gives_it(code: str, given: str) -> None:
    assert reason({"en": "Sum it up.", "zh": "概括一下。"}[code], "It is old.", code, given) == "placeholder"
