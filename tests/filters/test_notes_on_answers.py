"""A note at the end that speaks of the answer or of its task goes; one on what the answer is about stays."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.chat import check_instance
from selfinstruct.languages import find_language

AD = "Fresh bread every morning at Ann's."
TIP = "Turn off the tap while you brush your teeth."
ZH_AD = "每天清晨，现烤麦香。"
TASKS = {AD: "Write a short ad for a bakery.", TIP: "Give a tip for saving water.", ZH_AD: "写一句面包店的广告语。"}


@pytest.mark.parametrize(
    ("output", "note"),
    [
        # of the answer
        (AD, "Note: This ad can be modified to fit your needs."),
        (AD, "*Note: The above ad is just a suggestion and can be customised.*"),
        (AD, "---\n*Note: This is a fictional ad.*"),
        (AD, "(Note: The response is limited to one sentence as per the instruction.)"),
        (AD, "(This slogan is for demonstration purposes only.)"),
        (AD, "Explanation: This response meets the requirement of being short."),
        (AD, "**Note:** Other answers are also acceptable."),
        (AD, "Note: I assumed the bakery is called Ann's."),
        (TIP, "Please note that this is just one example; other answers are possible."),
        (TIP, "Note: answers may vary."),
        (ZH_AD, "注：以上内容仅供参考。"),
        (ZH_AD, "（注：以上广告语可根据实际情况修改。）"),
        (ZH_AD, "說明：該回答符合指令要求，語言簡潔。"),
        (ZH_AD, "（此广告语可根据店名自行调整）"),
        # of the task
        (TIP, "Note: The task does not require any input."),
        (TIP, "(This instance tests general knowledge.)"),
        (TIP, "Note: As no specific input was provided, a general tip was chosen."),
        (TIP, "(This is a creative task, so there is no single correct answer.)"),
        (ZH_AD, "注：本任务无需输入。"),
        (ZH_AD, "备注：此题考查创意写作能力。"),
        (ZH_AD, "（注意：由于没有提供具体信息，以上内容为虚构。）"),
        # to those who make the data
        (AD, "Note to annotators: the tone is friendly."),
        (AD, "Tone: friendly"),
        (TIP, "Source: general knowledge"),
        (ZH_AD, "类别：广告"),
        (ZH_AD, "（来源：网络）"),
        # to the user
        (AD, "Feel free to modify this ad as needed."),
        (TIP, "I hope this tip meets your needs."),
        (TIP, "Thank you for reading!"),
        (TIP, "Does this help?"),
        (TIP, "Any other questions?"),
        (TIP, "请问还有其他问题吗？"),
        (TIP, "您觉得怎么样？"),
        (TIP, "感谢您的提问。"),
        (ZH_AD, "请根据实际情况修改。"),
        # that it ends
        (TIP, "Task completed successfully."),
        (TIP, "End of answer"),
        (ZH_AD, "回答完毕。"),
    ],
)
def test_a_note_on_the_answer(output: str, note: str) -> None:
    for code in ("en", "zh"):
        assert check_instance(Draft(TASKS[output], "", f"{output}\n\n{note}"), find_language(code))
        assert check_instance(Draft(TASKS[output], "", output), find_language(code)) is None


@pytest.mark.parametrize(
    ("instruction", "output"),
    [
        ("Give me a recipe for toast.", "Toast it for two minutes.\n\nNote: You can use margarine instead of butter."),
        ("Sort this list by binary search.", "def f(a): ...\n\nNote: the list must be sorted."),
        ("List the noble gases.", "Helium, neon, argon.\n\nNote: oganesson may not behave like one."),
        ("How do I tile a floor?", "Start in the middle.\n\nThis task requires patience and a steady hand."),
        ("教我做番茄炒蛋。", "先炒蛋，再炒番茄。\n\n注：番茄可先去皮。"),
        ("秦岭南北有什么不同？", "南方湿润，北方干旱。\n\n注：比较的是东部季风区。"),
        ("介绍一款理财产品的风险。", "可能亏本。\n\n注意：过往业绩不代表未来。"),
        ("Write an ad with a disclaimer.", "Ann's bread.\n\nDisclaimer: This ad is for illustration only."),
        ("Write a test question and a note for the teacher.", "What is 2 + 2?\n\nNote: This question tests addition."),
        ("Write a thank-you message to a nurse.", "Dear Kim, you were so kind.\n\nThank you."),
        ("Write a blog post about tea.", "Tea is old.\n\nThank you for reading!"),
        ("Describe a phone plan.", "Calls: free\n\nLanguage: English"),
        ("Name the language of this text.", "A text.\n\nLanguage: French"),
        ("List questions to ask a landlord.", "Who repairs the heating?\n\nIs there anything else I should know?"),
        ("写一封感谢信。", "王老师，您辛苦了。\n\n谢谢。"),
        ("Translate: (note: this text is only an example)", "(注：此文本仅为示例)"),
    ],
)
def test_a_note_that_belongs_to_the_answer(instruction: str, output: str) -> None:
    for code in ("en", "zh"):
        assert check_instance(Draft(instruction, "", output), find_language(code)) is None
