"""Instructions that only tell something are rejected; whatever might be a question or a wish stays."""

import pytest

from selfinstruct.core.resources import seed_file
from selfinstruct.filters.asks_nothing import check_instruction
from selfinstruct.languages import find_language
from selfinstruct.seeds.reading import read_seed_tasks

EN, ZH = find_language("en"), find_language("zh")


@pytest.mark.parametrize(
    "instruction",
    [
        "My grandma loves her dogs. She doesn't have any dogs.",
        "I will go to the hospital.",
        "The animal is going to be eaten. You are going to be in the oven tomorrow night.",
        "I run a small cake business and do my own books.",
        "I managed sixty flats and one in Tokyo last year, and I'm going to take all of them.",
        "I'm happy to help you.",
        "You are a helpful AI. You can help me answer any kind of question by typing",
        "Sure! I'm ready to assist. Please go to the phone.",
        "We've moved – the cat is with us",
    ],
)
def test_statements_ask_nothing(instruction: str) -> None:
    assert check_instruction(instruction, EN) == ""
    assert check_instruction(instruction, ZH) is None


@pytest.mark.parametrize(
    "instruction",
    [
        "Sing.",
        "You are a helpful assistant. What is the capital of Peru?",
        "The sun is setting, describe it in two sentences.",
        "This is a website URL. Identify the domain name.",
        "I planted garlic in October and there's green shoots already in November, have I ruined it",
        "is this text my 16 year old got a scam, a real parcel message, or something else. She already clicked",
        "My sister is marrying Kwame. I need a toast.",
        "I don't know how to start",
        "my wifi is fine downstairs but I'm stuck upstairs",
        "games like stardew valley but for ps5",
        "In an email to a colleague, request a meeting.",
        "The capital of France is: Paris, Rome, Bonn",
    ],
)
def test_what_might_be_meant_as_a_question_or_a_wish_stays(instruction: str) -> None:
    assert check_instruction(instruction, EN) is None


def test_no_seed_task_is_hit() -> None:
    assert [
        seed for seed in read_seed_tasks(seed_file("en")) if check_instruction(seed.instruction, EN) is not None
    ] == []


@pytest.mark.parametrize("instruction", ["I am a text and I need a number.", "I'm a list, and I want to be sorted"])
def test_what_speaks_as_the_text_asks_nothing(instruction: str) -> None:
    assert check_instruction(instruction, EN) == ""


@pytest.mark.parametrize(
    ("instruction", "asks"),
    [
        ("今天天气很好。", False),
        ("我昨天去了公园。", False),
        ("小明有三个苹果。", False),
        ("她喜欢吃辣。", False),
        ("今天天氣很好。", False),
        ("外面下雨了", False),
        ("五个成语", True),
        ("北京三日游攻略", True),
        ("今天天气怎么样", True),
        ("我想学游泳。", True),
        ("今天天气很好，写一句话形容。", True),
        ("小明有三个苹果，吃了一个，还剩几个？", True),
        ("我的电脑开不了机了，求解决。", True),
        ("故宫的历史", True),
    ],
)
def test_chinese_statements_ask_nothing(instruction: str, asks: bool) -> None:
    assert (check_instruction(instruction, ZH) is None) == asks


@pytest.mark.parametrize(
    ("code", "instruction", "asks"),
    [
        ("zh", "我今天去公园看到了很多菊花。", False),
        ("zh", "谢谢你的回答", False),
        ("zh", "非常感谢您的帮助！", False),
        ("en", "Thank you for your answer!", False),
        ("en", "Thanks a lot.", False),
        ("zh", "我今天看到一句谢谢，怎么回", True),
        ("zh", "谢谢的英文", True),
        ("zh", "帮我看一下今天的菜", True),
        ("en", "Thank you for your help: put it in Welsh.", True),
    ],
)
def test_thanks_and_what_was_seen_ask_nothing(code: str, instruction: str, asks: bool) -> None:
    assert (check_instruction(instruction, find_language(code)) is None) is asks
