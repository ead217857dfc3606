"""Chat around an answer and thoughts before it go; people who speak so in what the task asks for stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.chat import check_instance
from selfinstruct.languages import find_language

TASK = {"en": "Describe the harbour of Hamburg in two sentences.", "zh": "用两句话介绍汉堡港。"}


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "Sure! Here's a description of the harbour:\n\nThe harbour is large."),
        ("en", "Certainly! The harbour is large.\n\nLet me know if you need anything else!"),
        ("en", "The harbour is large.\nI hope this helps! 😊"),
        ("en", "The harbour is large.\n\nWould you like me to expand on this?"),
        ("en", "The harbour is large.\n\n*Feel free to ask for more.*"),
        ("en", "The user wants two sentences. I should write about the harbour."),
        ("en", "Okay, so the user is asking for a description. Let me write it."),
        ("en", "Okay, let's see. The harbour is large."),
        ("en", "We need to produce a two-sentence summary. Harbour grows. Ok."),
        ("en", "Let me think about this. The harbour is large."),
        ("en", "*thinks for a moment* The harbour is large."),
        ("en", "(smiles) The harbour is large."),
        ("zh", "*微笑着* 港口很大。"),
        ("zh", "（思考片刻）港口很大。"),
        ("zh", "港口很大。\n\n（字数：120）"),
        ("en", "Great question! The harbour is large."),
        ("en", "Thank you for your question. The harbour is large."),
        ("en", "Hello! I'd be happy to help you with that. The harbour is large."),
        ("en", "The harbour is large. I'm here to help you with anything you need."),
        ("en", "I've got a wide range of resources.\n\nSo, what can I assist you with?"),
        ("en", "Sure! The harbour is large."),
        ("en", "Here you go:\n\nThe harbour is large."),
        ("en", "Here is the description that you asked for: the harbour is large."),
        ("en", "Hmm, the task says two sentences. The harbour is large."),
        ("en", "The harbour is large. Hope this helps!"),
        ("en", "Certainly.\n\nThe harbour is large. Would you like me to write more?"),
        ("en", "The harbour is large.\n\nIf you'd like, I can also list the docks."),
        ("en", "The harbour is large. Want me to tailor it for kids?"),
        ("en", "The harbour is large.\n\nShall I go into its history?"),
        ("en", "The harbour is large.\n\nHappy to expand on this!"),
        ("en", "Here is the text:\n\nThe harbour is large."),
        ("en", "Below is a short description of the harbour:\n\nThe harbour is large."),
        ("en", "Sure thing — the harbour is large."),
        ("en", "Alright, here goes: the harbour is large."),
        ("en", "Hi there! The harbour is large."),
        ("en", "The harbour is large.\n\n*(4 words)*"),
        ("en", "The harbour is large.\n\nWord count: 4"),
        ("en", "The harbour is large.\n\n(Note: this description meets the requirement of being short.)"),
        ("en", "The harbour is small. Wait, that's the old one. It is large."),
        ("en", "The harbour has 3 docks.\n\nLet me double-check: yes, three."),
        ("en", "We need to describe the harbour. Keep it short. It is large."),
        ("en", "Hmm, the visitor wants size. The harbour is large."),
        ("en", "Draft: The harbour is big.\n\nFinal: The harbour is large."),
        ("zh", "当然！以下是描述：\n\n汉堡港很大。"),
        ("zh", "好的，以下是关于汉堡港的介绍：\n\n汉堡港很大。\n\n希望对你有帮助！"),
        ("zh", "汉堡港很大。\n\n需要我继续补充吗？"),
        ("zh", "漢堡港很大。\n\n希望對您有所幫助！"),
        ("zh", "用户想要两句话的介绍，我需要先想想。\n\n汉堡港很大。"),
        ("zh", "嗯，用户让我介绍汉堡港。"),
        ("zh", "首先，用户要求两句话。"),
        ("zh", "这是一个好问题！汉堡港很大。"),
        ("zh", "感謝您的提問！漢堡港很大。"),
        ("zh", "好的，汉堡港很大。"),
        ("zh", "以下是您要的介绍：\n汉堡港很大。"),
        ("zh", "很高兴为您介绍。汉堡港很大。"),
        ("zh", "汉堡港很大，希望对您有帮助。"),
        ("zh", "汉堡港很大。还需要我补充什么吗？"),
        ("zh", "汉堡港很大。\n\n如果你愿意，我可以再整理成表格。"),
        ("zh", "汉堡港很大。\n\n要不要我再介绍一下它的历史？"),
        ("zh", "汉堡港很大。希望能帮到你！"),
        ("zh", "漢堡港很大。\n\n如需更詳細的版本，請告訴我。"),
        ("zh", "以下是为您整理的内容：\n汉堡港很大。"),
        ("zh", "以下是一段介绍：\n\n汉堡港很大。"),
        ("zh", "没问题，汉堡港很大。"),
        ("zh", "您好！汉堡港很大。"),
        ("zh", "根据您的要求，介绍如下：\n汉堡港很大。"),
        ("zh", "汉堡港很大。（共5字）"),
        ("zh", "汉堡港很大。\n\n这段文字符合要求。"),
        ("zh", "汉堡港很小。等等，不对，应该是很大。"),
        ("zh", "汉堡港很大。\n\n你想了解哪一步呢？"),
        ("zh", "让我来介绍一下：汉堡港很大。\n\n祝您生活愉快！"),
        ("zh", "思考：用户要介绍。\n汉堡港很大。"),
    ],
)
def test_chat_and_thoughts_are_rejected(code: str, output: str) -> None:
    assert check_instance(Draft(TASK[code], "", output), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Write an email to a guest.", "Dear guest,\n\nyour room is ready.\n\nLet me know if you need a cot."),
        ("en", "Give a line of dialogue for a waiter.", "Sure! Here's your soup:\n\nMind the plate."),
        ("en", "Explain what the user does on a login page.", "The user needs to type a name and a password."),
        ("en", "Which side won?", "Certainly not ours."),
        ("en", "Name three questions of waiters.", "1. Sit inside?\n2. Would you like a menu?\n3. Anything to drink?"),
        ("en", "What must people do?", "We need to write less and read more."),
        ("en", "List three tips.", "Here are three tips:\n1. Sleep\n2. Eat\n3. Walk"),
        ("en", "Write acceptance criteria for a login page.", "The user needs a valid email and a password."),
        ("en", "Explain how an AI assistant works.", "The user asks a question and the model writes an answer."),
        ("en", "Compose a thank-you card.", "Thank you. I hope this helps you remember our walks!"),
        ("en", "Greet a new guest.", "Hi there! Your room is ready."),
        ("en", "Say it in four words and count them.", "The harbour is large. (4 words)"),
        ("en", "How long do you wait?", "Wait three minutes. Let me add: stir it, too."),
        ("en", "Name five films.", "Jaws (1975), Alien (1979)"),
        ("en", "Say what servers do.", "They wait. The server then fulfills the request."),
        ("en", "Give an order of chores.", "Here is a plan for the week:\n\nMonday: windows\nTuesday: floors"),
        ("en", "Can milk be frozen?", "Absolutely! Leave room for it to expand."),
        ("zh", "写一段产品需求。", "用户需要在首页看到最近的订单。"),
        ("zh", "写一段服务员的应答。", "好的，这就给您上菜。"),
        ("zh", "写一封回信。", "您好：\n\n房间已备好。\n\n希望对您有帮助！"),
        ("zh", "说明登录时用户要做什么。", "用户需要输入姓名和密码。"),
        ("zh", "列出水果。", "苹果、香蕉、梨等等，都很甜。"),
        ("zh", "用四个字写一句话，并注明字数。", "汉堡港大。（4字）"),
        ("zh", "写一份值班说明。", "夜班锁门。如有疑问，请联系保安队长。"),
        ("zh", "概括下文。", "首先，城市要建更多公园。"),
        ("zh", "列出三条建议。", "以下是三条建议：\n1. 早睡\n2. 少吃\n3. 多走"),
    ],
)
def test_what_only_reads_like_chat_is_kept(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None


def test_to_say_how_is_not_to_speak_as_someone() -> None:
    draft = Draft("Say how a heron fishes.", "", "It stands still.\n\nWant me to tailor it for kids?")
    assert check_instance(draft, find_language("en"))


def test_a_thought_of_the_user_is_nobodys_words() -> None:
    for instruction in ("Say why ice floats.", "Write a program that floats."):
        draft = Draft(instruction, "", "Okay, the user wants the reason. I should be brief. Ice is light.")
        assert check_instance(draft, find_language("en"))


NOTE = {
    "en": "Dear neighbours, your washing machine stands above our bed. Could you run it before ten?",
    "zh": "楼上的邻居，你好！你家洗衣机正对着我们的床，能不能十点以前洗完？",
}
ASKED = {
    "en": "Write a note to the neighbours above us, whose washing machine runs at midnight.",
    "zh": "给楼上半夜开洗衣机的邻居写一张便条。",
}


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("en", "Sure! Here's a friendly note you could put through their door:\n\n", ""),
        ("en", "Here is a note for them:\n", ""),
        ("en", "Certainly. Below is a short draft:\n\n", ""),
        ("en", "I've written a polite version:\n\n", ""),
        ("en", "Here's something **you can use**:\n\n---\n", ""),
        ("en", "", "\n\nLet me know if you'd like me to make it firmer!"),
        ("en", "", "\n\nWould you like a shorter version?"),
        ("en", "", "\n\n---\n*Feel free to personalize it.*"),
        ("en", "", "\nI can also soften the tone or change the wording."),
        ("en", "", "\n\nWant me to make this sound more formal?"),
        ("zh", "当然可以！下面是一张语气温和的便条：\n\n", ""),
        ("zh", "以下是写给楼上邻居的便条：\n", ""),
        ("zh", "好的，我帮你写了一张便条：\n\n", ""),
        ("zh", "好的，这是一份草稿，您可以直接贴在门上：\n\n", ""),
        ("zh", "", "\n\n如果觉得语气太软，我可以改得更强硬一些。"),
        ("zh", "", "\n\n需要我再写一个更简短的版本吗？"),
        ("zh", "", "\n\n您可以根据实际情况修改。"),
        ("zh", "當然可以！下面是一個委婉的版本：\n\n", ""),
    ],
)
def test_what_stands_around_someones_words_is_chat(code: str, before: str, after: str) -> None:
    assert check_instance(Draft(ASKED[code], "", f"{before}{NOTE[code]}{after}"), find_language(code))
    assert check_instance(Draft(ASKED[code], "", NOTE[code]), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Write a reply to Tom.", "Sure! Here is the letter from the bank:\n\nDear Mr Low, we close in May."),
        (
            "en",
            "Write an email to a client.",
            "Dear Ann,\n\nthe logo is done.\n\nLet me know if you'd like any changes.",
        ),
        ("en", "Write three notes to a cleaner.", "Here are three notes:\n1. Mop the hall.\n2. Feed the cat."),
        ("en", "Write a chatbot script.", "Bot: Hi!\nUser: A note, please.\nBot: Sure!"),
        (
            "en",
            "Write a dialogue in which an assistant answers a man who wants a note.",
            "Here's a note you could leave:\n\nBack at ten.",
        ),
        ("en", "Write a letter to a tailor.", "Dear sir,\n\nthe coat is wide.\n\nI would like it to be made smaller."),
        ("zh", "写一封回信。", "您好：\n\n房间已备好。\n\n如果需要加床，请提前告诉我。"),
        ("zh", "写一则通知。", "各位住户：\n\n明天停水。\n\n如需用水，可以到物业接。"),
        ("zh", "写一封信给裁缝。", "师傅：\n\n大衣太肥了。\n\n麻烦改瘦一点。"),
    ],
)
def test_letters_and_notes_may_offer_and_ask(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), find_language(code)) is None


LETTER = {"en": "Write an apology to a client.", "zh": "给客户写一封道歉信，再写一段道歉的话"}


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("zh", "好的，当然可以！以下是一封道歉信：\n王经理：\n货晚到了两天，实在抱歉。"),
        ("zh", "好的，没问题！当然可以，下面是一段道歉的话：\n货晚到了两天，实在抱歉。"),
        ("en", "Sure, of course! Here is an apology:\nDear client, we were late."),
        ("en", "Okay! Sure, no problem! Here's an apology:\nDear client, we were late."),
    ],
)
def test_several_nods_in_a_row_hand_over_as_one_does(code: str, output: str) -> None:
    assert check_instance(Draft(LETTER[code], "", output), find_language(code))
    assert check_instance(Draft(TASK[code], "", output), find_language(code))


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "The harbour is large.\n\nIf you share what you need it for, I can tailor it."),
        ("en", "The harbour is large.\n\nI can also turn this into a table."),
        ("en", "The harbour is large. If you tell me your dates, I'll add the tides."),
        ("en", "I apologize for the confusion earlier. The harbour is large."),
        ("en", "You're absolutely right, I made a mistake. The harbour is large."),
        ("en", "It has 400 docks. Hmm, let me recompute: 408."),
        ("en", "This task requires naming what is special. The harbour is large."),
        ("en", "According to the search results, the harbour is large."),
        ("en", "Based on the provided documents, the harbour is large."),
        ("zh", "港口很大。\n\n如果你告诉我去的时间，我可以帮你查潮水。"),
        ("zh", "港口很大。\n\n我还可以教你怎么去。"),
        ("zh", "港口很大。\n\n想要更多介绍的话，随时告诉我哦！"),
        ("zh", "港口很大。你可以把行程发给我，我帮你看看。"),
        ("zh", "抱歉，刚才说错了，港口很大。"),
        ("zh", "你说得对，我之前弄错了。港口很大。"),
        ("zh", "感谢您的指正。港口很大。"),
        ("zh", "港口有400个泊位。嗯，重新算一下：408个。"),
        ("zh", "这个任务要求给出两句话。港口很大。"),
        ("zh", "根据搜索结果，港口很大。"),
        ("zh", "根据您提供的资料，港口很大。"),
    ],
)
def test_offers_and_what_is_said_of_an_earlier_answer(code: str, output: str) -> None:
    assert check_instance(Draft(TASK[code], "", output), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output"),
    [
        ("en", "What do the search results say?", "Hamburg: large.", "According to the search results, it is large."),
        ("en", "Is it true that ice floats?", "", "You're right, it floats."),
        ("en", "How do I fold it?", "", "Fold it twice. If you have more cloth, fold it again."),
        ("en", "Text my teacher that I got the date wrong.", "", "Sorry for the confusion! We'll come on Friday."),
        ("en", "Write a line for a robot.", "", "Hmm, let me recompute that."),
        ("en", "Summarise the assignment.", "500 words on bees.", "The task asks for 500 words on bees."),
        ("zh", "老师指出我作文里的错，怎么回", "", "谢谢您的指正，我马上改。"),
        ("zh", "这道题在问什么？", "求x的值", "这道题目要求求出x的值。"),
        ("en", "Write an apology for a late parcel.", "", "I apologize for the confusion. It comes on Monday."),
        ("zh", "根据资料回答港口的大小。", "港口很大。", "根据您提供的资料，港口很大。"),
        ("zh", "怎么检查答案？", "", "先验算一遍，再核对一遍。"),
        ("zh", "给客户写一封道歉信。", "", "抱歉，之前弄错了您的地址。如有疑问，请随时联系我。"),
    ],
)
def test_who_has_a_reason_may_speak_so(code: str, instruction: str, given: str, output: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "instructions", "openings"),
    [
        (
            "en",
            (
                "Is this message praise or a complaint?",
                "Write a tweet on bread.",
                "Write a letter to Ann.",
                "Write a scene.",
            ),
            (
                "Sure! Here is my answer:",
                "Here is my short response:",
                "Certainly! Here's the answer:",
                "Below is my reply:",
            ),
        ),
        (
            "zh",
            ("这条留言是表扬还是抱怨", "写一条朋友圈文案", "给同事写一封道歉信", "写一段两个人的对话"),
            ("好的，以下是我的回答：", "以下是我的回复：", "当然！以下是答案：", "以下是您要的回答："),
        ),
    ],
)
def test_an_answer_handed_over_as_one_is_chat_whatever_was_asked_for(
    code: str, instructions: tuple[str, ...], openings: tuple[str, ...]
) -> None:
    for instruction in instructions:
        for opening in openings:
            draft = Draft(instruction, "", f"{opening}\n\nBread is late, 面包晚了。", "", siblings=())
            assert check_instance(draft, find_language(code)), (instruction, opening)


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Sum up what came of the survey.", "Here are the answers:\n- 12 yes\n- 3 no"),
        ("en", "Write a letter that answers Ann.", "Dear Ann,\nhere is my answer: yes.\nBob"),
        ("zh", "给新来的同事提三条建议。", "以下是建议：\n1. 多问\n2. 多记\n3. 多看"),
        ("zh", "写一封回信，答应参加。", "小李：\n以下是我的回答，我会去。"),
    ],
)
def test_an_answer_that_only_speaks_of_answers_stays(code: str, instruction: str, output: str) -> None:
    draft = Draft(instruction, "", output, "", siblings=())
    assert not check_instance(draft, find_language(code))
