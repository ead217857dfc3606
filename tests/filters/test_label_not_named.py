"""An output must be one of the labels that its instruction names beyond doubt."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.label_not_named import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Label the tweet as sarcastic or sincere.", "neutral"),
        ("en", "Label the tweet as sarcastic or sincere.", "sarcastic (because of the tone)"),
        ("en", "Sort the complaint into billing, delivery or quality.", "billing/delivery"),
        ("en", "Tell whether the claim about Rome is true or false.", "neutral"),
        ("en", "Which option is right? Answer A, B or C.", "D"),
        ("en", "Is it spam? Answer “yes” or “no”.", "Yes, because it sells pills."),
        ("en", "Does the message below come from a friendly, an annoyed or an indifferent neighbour?", "warm"),
        ("en", "Is the following sentence a declarative, interrogative or imperative sentence?", "complex"),
        ("en", "Decide whether the writer is a fan, a critic or a neutral reader.", "angry"),
        ("en", "Classify the given sentence as a statement, a question or a command.", "statement/question"),
        ("en", "Tell if the quote is from a comedy or a tragedy.", "satire"),
        ("zh", "下面这条留言出自友善的、恼火的还是冷淡的邻居？", "热心"),
        ("zh", "阅读故事并判断它是虚构的还是非虚构的。", "不清楚"),
        ("zh", "把投诉分到账单、配送或质量一类。", "账单、配送"),
        ("zh", "关于长城的说法，判断对还是错。", "中立"),
        ("zh", "这样做合法吗？填“是”或“否”。", "不确定"),
        ("zh", "判断这条评论的口气（正面/负面）。", "中性"),
        ("zh", "这封供应商的回信，你看他是“同意降价”“拒绝”还是“在拖”？", "推脱"),
        ("zh", "这条评价是好评、中评还是差评？回一个词", "一般般吧"),
        ("zh", "下面的评价是正面还是负面？只回一个词", "中性"),
        ("zh", "把这条新闻归到体育、财经、娱乐里的一类", "金融政策类"),
        ("zh", "这条留言属于A投诉、B咨询、C表扬哪一类，只回字母", "D"),
        ("en", "Is this review positive, mixed or negative? One word.", "neutral"),
        ("en", "Is this review positive or negative? Answer with a single word.", "so-so"),
        ("en", "Put this headline into one of sports, finance or culture.", "politics"),
        ("en", "What is this message: A complaint, B question, C praise? Reply with only the letter.", "D"),
    ],
)
def test_what_is_none_of_the_labels_is_rejected(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "x", output), find_language(code)) == output


@pytest.mark.parametrize(
    ("code", "instruction", "output"),
    [
        ("en", "Label the tweet as sarcastic or sincere.", "Sincere."),
        ("en", "Classify the sentence as fact or opinion.", "The sentence is an opinion."),
        ("en", "Which option is right? Answer A, B or C.", "B (Paris)"),
        ("en", "Classify the words as noun, verb or both; if unsure, say unclear.", "unclear"),
        ("en", "Tell whether the claim is true or false, and why.", "It cannot be told."),
        ("en", "Write a function that tells whether a review is positive or negative.", "def f(): ..."),
        ("en", "Turn the sentence into a yes or no question.", "Is it late?"),
        ("en", "Does the message below come from a friendly, an annoyed or an indifferent neighbour?", "indifferent"),
        ("en", "Does the message below come from a friendly or an annoyed neighbour?", "A friendly neighbour."),
        ("en", "Is this from a friendly, an annoyed or an indifferent neighbour?", "The neighbour is indifferent."),
        ("en", "Is the following sentence in the active or passive voice?", "Passive voice."),
        ("en", "Classify the noun as a person, a place or a thing.", "Thing"),
        ("en", "Determine whether the given phrase is an idiom or not.", "Yes, it is."),
        ("en", "Which is faster over the Alps, a train or a car?", "It depends on the season."),
        ("en", "Can I get a visa from a bank or a post office?", "Neither; ask the consulate."),
        ("zh", "下面这条留言出自友善的、恼火的还是冷淡的邻居？", "冷淡"),
        ("zh", "下面这条留言出自友善的、恼火的还是冷淡的邻居？", "这是一位冷淡的邻居。"),
        ("zh", "阅读故事并判断它是虚构的还是非虚构的。", "这个故事是虚构的"),
        ("zh", "红色的还是蓝色的外套显瘦？", "深蓝"),
        ("zh", "把动物分类为哺乳动物或鸟。", "鸟类"),
        ("zh", "判断每句话是真还是假。", "第一句对。"),
        ("zh", "这封供应商的回信，你看他是“同意降价”“拒绝”还是“在拖”？", "他是在拖。"),
        ("zh", "这里该用“做”还是“作”？", "“做”。"),
        ("zh", "这条评价是好评、中评还是差评？回一个词", "中评"),
        ("zh", "把这条新闻归到体育、财经、娱乐里的一类", "财经类"),
        ("zh", "这条留言属于A投诉、B咨询、C表扬哪一类，只回字母", "C"),
        ("zh", "这条留言属于A投诉、B咨询、C表扬哪一类，只回字母", "C表扬"),
        ("zh", "这条短信是真的还是诈骗？", "诈骗，因为官方不会要你的密码。"),
        ("zh", "周末去爬山、划船还是看展？", "去露营吧。"),
        ("en", "Is this review positive, mixed or negative? One word.", "Mixed."),
        ("en", "Put this headline into one of sports, finance or culture.", "Finance"),
        ("en", "What is this message: A complaint, B question, C praise? Reply with only the letter.", "C"),
    ],
)
def test_labels_and_what_names_none_for_sure_stay(code: str, instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "x", output), find_language(code)) is None
