"""What instructions tell to do, and to what; and which of them limit the length."""

import pytest

from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("instruction", "pair"),
    [
        ("Write a short story about a frog.", ("write", "story")),
        ("Please give me three tips for staying healthy", ("give", "tip")),
        ("Could you please rewrite the following sentence in the passive voice?", ("rewrite", "sentence")),
        ("Given a list of names, sort them and write the first five names.", None),
        ("Based on the table below, write a summary.", ("write", "summary")),
        ("Create a 5-line poem describing the sea", ("create", "poem")),
        ("Aggregate news about a topic.", ("aggregate", "news")),
        ("Classify these countries by size.", ("classify", "country")),
        ("What is the capital of France?", None),
        ("Explain why bread rises.", None),
        ("Pandas gives me a KeyError.", None),
        ("Sum it all up in one line.", None),
        ("Sum up this letter.", ("sum", "letter")),
        ("Sum this exit interview up for the head of department", ("sum", "interview")),
        ("Condense the school's new phone policy into five points", ("condense", "policy")),
        ("Would you say this product review is genuine?", None),
        ("Discuss the causes of war.", ("discuss", "cause")),
        ("", None),
        ("???", None),
    ],
)
def test_english(instruction: str, pair: tuple[str, str] | None) -> None:
    assert find_language("en").verb_and_noun(instruction) == pair


@pytest.mark.parametrize(
    ("instruction", "pair"),
    [
        ("写一首关于春天的诗。", ("写", "诗")),
        ("请根据下面的材料，概括主要观点。", ("概括", "观点")),
        ("把下面的句子翻译成英文。", ("翻译", "句子")),
        ("设计一堂面向小学生的科学课。", ("设计", "科学课")),
        ("给定一个句子，改写这个句子。", ("改写", "句子")),
        ("为什么天是蓝的？", None),
        ("生成一个标题。", ("生成", "标题")),
        ("把这段保密制度翻译成英文", ("翻译", "保密制度")),
        ("帮我把这份三页的保密制度缩成一张桌上能放的提示卡", ("缩成", "保密制度")),
        ("帮我写个请假条给公司", ("写", "请假条")),
        ("能不能帮我看看这封催款函", ("看看", "催款函")),
        # What tells or asks something is no pair of a verb with its noun.
        ("晚上吃阿托伐他汀，老是忘", None),
        ("像“张伟A1032”，怎么拆成两列", None),
        ("这份法院的文书是判决书还是调解书", None),
        ("能不能帮我看看打箭头的几项，哪些要复查", None),
        ("可课本又说是电子在动", None),
        ("岳父前两天做了胃镜", None),
        ("老家的房子没有遗嘱", None),
        ("", None),
    ],
)
def test_chinese(instruction: str, pair: tuple[str, str] | None) -> None:
    assert find_language("zh").verb_and_noun(instruction) == pair


@pytest.mark.parametrize(
    ("code", "instruction", "limits"),
    [
        ("en", "Summarise it in at most 50 words.", True),
        ("en", "In two to three sentences, say what it means.", True),
        ("en", "Write a 3-line poem.", True),
        ("en", "Keep it under 200 characters.", True),
        ("en", "Give three reasons.", False),
        ("en", "Write about the words that people use at work.", False),
        ("zh", "用不超过一百字介绍自己。", True),
        ("zh", "寫一篇200字左右的短文。", True),
        ("zh", "用一句话概括。", True),
        ("zh", "给定一个数字数组，求和。", False),
        ("zh", "列出五个好处。", False),
    ],
)
def test_limits_of_length(code: str, instruction: str, limits: bool) -> None:
    assert bool(find_language(code).sets_limit.search(instruction)) is limits
