"""What models, pages and gateways send in place of an answer or around it is rejected, whatever reason they have."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language

ENGLISH = [
    # Marks of turns and tokens, and what is left of JSON.
    "Paris it is.<|endoftext|>Human: What about Rome?",
    "The harbour is old.</end_of_turn>",
    "The harbour is old. [end of text]",
    "The harbour is old.</think>",
    "<|assistant|>The harbour is old.",
    'The harbour is old."}',
    'The harbour is old."]}',
    '"The harbour is old.",',
    '{"input": "", "output": "The harbour is old."}',
    '{"type": "string"}',
    "<search>harbour history</search>",
    # A promise, a nod, a question, a button, a verdict of a guard.
    "Sure!",
    "Sure, I can do that.",
    "Of course! One moment.",
    "Let me write that for you.",
    "I'll get started right away.",
    "Working on it...",
    "Please wait while I generate the response.",
    "Generating response...",
    "Here's your answer!",
    "You're welcome!",
    "What kind of harbour would you like?",
    "Which tone should I use?",
    "Copy code",
    "Read more",
    "Coming soon",
    "safe",
    "unsafe\nS2",
    "User Safety: safe",
    "You have reached your daily limit.",
    "Your request has been flagged.",
    "This request was blocked by our content filter.",
    "ERROR: Invalid input",
    # Links and pictures.
    "https://www.example.com/articles/harbour",
    "![Harbour at dusk](https://image.example.com/prompt/harbour)",
    "[Image: a harbour at dusk]",
    "As shown in the figure below, the harbour lies to the north.",
    # A page around it, who speaks, earlier turns.
    "Copy code\nThe harbour is old.",
    "Thought for 12s\nThe harbour is old.",
    "ChatGPT said:\nThe harbour is old.",
    "Claude: The harbour is old.",
    "assistant\n\nThe harbour is old.",
    "Human: Describe it.\nAssistant: It is old.",
    "The harbour is old.\nShare\nCopy\nRetry",
    "The harbour is old.\n\nRelated questions:\n- What is a pier?",
    "The harbour is old.\n\nToken usage: 53",
    "The harbour is old.\n\nEND",
    "See my previous response.",
    "The answer has been provided above.",
    "As mentioned earlier in our conversation, it is old.",
    "I searched the web and found that it is old.",
    "Based on my training data, it is old.",
    "It is old and calm. I hope you like it!",
    "The harbour is old.\n\n*Note: I've kept it short as requested.*",
    "This is a sample response.",
    "The harbour is old.\n\n(This is a fictional example.)",
    # A broken model.
    "!!!!!!!!!!!!!!!!",
    "GGGGGGGGGGGGGGGG",
    "0 0 0 0 0 0 0 0 0 0",
    "T h e".lower() + " h a r b o u r i s o l d",
    "The harbour 是 old in winter.",
    "The harbour is old.###",
    "# The Harbour",
]
CHINESE = [
    "港口很老。<|endoftext|>Human: 那罗马呢？",
    "港口很老。</think>",
    '港口很老。"}',
    '["港口很老。"]',
    "好的。",
    "没问题！",
    "好的，请稍等。",
    "请稍等，我正在为您生成……",
    "正在生成中...",
    "内容加载中",
    "当然可以！",
    "您想要什么样的港口？",
    "请问您需要什么风格？",
    "复制代码",
    "展开全部",
    "敬请期待",
    "该内容无法显示",
    "测试测试",
    "如下图所示，港口在城北。",
    "![港口](https://image.example.com/prompt/gangkou)",
    "（图片：黄昏的港口）",
    "已深度思考（用时3秒）\n港口很老。",
    "豆包：港口很老。",
    "【参考答案】港口很老。",
    "复制\n港口很老。",
    "尊敬的用户您好，港口很老。",
    "小助手为您介绍：港口很老。",
    "港口很老。希望您喜欢！",
    "港口很老。\n\n以上就是关于港口的介绍。",
    "港口很老。\n\n（本文由AI辅助创作）",
    "正如之前所说，港口很老。",
    "根据我的训练数据，港口很老。",
    "首先，我要理解任务。港口很老。",
    "呃……港口很老，不对，很新。",
    "（此处应有港口的介绍）",
    "这是一个示例回答。",
    "港口很老。\n\n（注：以上内容为虚构）",
    "答案略",
]
TASKS = {"en": "Describe the harbour of Genoa in plain prose.", "zh": "讲讲热那亚港的样子。"}


@pytest.mark.parametrize(("code", "output"), [*(("en", each) for each in ENGLISH), *(("zh", each) for each in CHINESE)])
def test_what_stands_in_place_of_an_answer(code: str, output: str) -> None:
    assert load_filters().reject_instance(Draft(TASKS[code], "", output), find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        *(("en", "Same as above but for cats"), ("en", "Repeat task 3 with another topic"), ("en", "End of list")),
        *(
            ("en", "Write another one like the last"),
            ("en", "Generate 10 more instructions"),
            ("en", "I hope this helps!"),
        ),
        *(("en", "New instruction here"), ("en", "No more instructions"), ("en", "Sure, here are more:")),
        *(("en", "Topic: kites; Form: question"), ("en", 'Write a note","input":"'), ("en", "Write a ___ about ___")),
        *(("en", "How do I"), ("en", "Please write a"), ("en", "What is the best way to")),
        *(("en", "The user asks for a note on kites."), ("en", "A question about train tickets to Rome")),
        *(
            ("zh", "同上，换成猫"),
            ("zh", "再来一个"),
            ("zh", "上一题的变式"),
            ("zh", "没有更多指令了"),
            ("zh", "更多任务"),
        ),
        *(("zh", "话题：风筝；写法：提问"), ("zh", "写一篇关于XX的作文"), ("zh", "请写一个"), ("zh", "最好的办法是")),
        *(("zh", "用户想要一段风筝的介绍。"), ("zh", "有人想知道风筝怎么飞。"), ("zh", "一个关于车票的问题")),
    ],
)
def test_what_stands_in_place_of_an_instruction(code: str, instruction: str) -> None:
    assert load_filters().reject_instruction(instruction, find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        *(("en", "Based on our previous conversation, suggest a gift."), ("en", "Fix the bug in the code above.")),
        *(("en", "Read the passage and answer the questions."), ("zh", "根据我们之前的对话，推荐一份礼物。")),
        *(
            ("zh", "总结一下。"),
            ("zh", "阅读文章，回答问题。"),
            ("zh", "回答下面的问题。"),
            ("zh", "还记得我昨天说的狗吗？"),
        ),
    ],
)
def test_what_speaks_of_what_nobody_has_given(code: str, instruction: str) -> None:
    output = {"en": "A kite made of red silk.", "zh": "红绸做的风筝。"}[code]
    found = load_filters().reject_instance(Draft(instruction, "", output), find_language(code))
    assert (found or ("",))[0] == "missing_input"
