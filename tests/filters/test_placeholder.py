"""Gaps in an instruction or an input go; the same brackets in code, headings and titles stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.placeholder import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "text", "detail"),
    [
        ("en", "Summarise this text: [insert article here]", "[insert article here]"),
        ("en", "Write a letter to <your landlord's name> about the heating.", "<your landlord's name>"),
        ("en", "Greet {your_name} and ask how the week went.", "{your_name}"),
        ("en", "Dear [Name], thank you for coming to [City].", "Dear [Name]"),
        ("en", "Lorem ipsum dolor sit amet", "Lorem ipsum"),
        ("en", "Paste your text here.", "Paste your text here."),
        ("zh", "请总结：【在此插入文章】", "【在此插入文章】"),
        ("zh", "给（请填写您的姓名）写一封感谢信。", "（请填写您的姓名）"),
        ("zh", "写一段介绍[您的公司名称]的文字。", "[您的公司名称]"),
        ("zh", "尊敬的[姓名]：您好！", "[姓名]"),
        ("zh", "尊敬的【姓名】：您好！", "【姓名】"),
        ("zh", "为某某公司写一份招聘启事。", "某某公司"),
        ("zh", "他毕业于XX大学，现任工程师。", "XX大学"),
        ("en", "Write to xxx@xxx.com about the rent.", "xxx@"),
        ("en", "Sincerely, [Client Name]", "[Client Name]"),
        ("en", "Dear ___, thank you for coming.", "Dear ___"),
        ("zh", "尊敬的XX老师：您好！", "尊敬的XX"),
        ("zh", "王老师，XX公司的合同好了。", "XX公司"),
        ("zh", "尊敬的____：您好！", "尊敬的____"),
        ("zh", "我叫某某，今年三十岁。", "我叫某某"),
        ("zh", "給某某寫一封信。", "給某某"),
        ("zh", "為某某學校寫一份招生簡章。", "某某學校"),
        ("zh", "此处输入文章内容", "此处输入文章内容"),
        ("en", "Describe [city name] in a sentence.", "[city name]"),
        ("en", "Write an essay about <topic>.", "<topic>"),
        ("en", "Praise a shop that sells <mask> to all.", "<mask>"),
        ("en", "Fix this code: [insert code here]", "[insert code here]"),
        ("zh", "给[收件人]写信。", "[收件人]"),
        ("zh", "翻译：{文本}", "{文本}"),
        ("zh", "根据以下关键词写作文：[关键词1]、[关键词2]", "[关键词1]"),
        ("en", "Write an essay with these words: [keyword 1], [keyword 2].", "[keyword 1]"),
    ],
)
def test_a_gap_is_rejected(code: str, text: str, detail: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) == detail
    assert check_instance(Draft("…", text, "sound"), language) == detail


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Press [Enter] to go on."),
        ("en", "Explain the CSS selector [name]."),
        ("en", "SELECT [Name], [City] FROM [Order] WHERE [Date] > 5"),
        ("en", "Write the regex for [title] at the start of a line."),
        ("en", "Replace each name by [NAME]."),
        ("en", "Use the placeholder [Your Name] in a letter."),
        ("en", "Fill in the <mask> with a word."),
        ("zh", "解释为什么新闻里用“XX公司”指代企业。"),
        ("zh", "把公司名匿名化，写成某某公司。"),
        ("en", "What does the HTML <input> tag do, and when is <article> better than <div>?"),
        ("en", "<person><name>Ann</name><date>2021-05-03</date></person>"),
        ("en", "import {add, subtract} from './maths'"),
        ("en", '<add key="timeout" value="30"/>'),
        ("en", "total += prices[product] * counts[city]"),
        ("en", "See [article](https://example.com/tea) for the figures."),
        ("en", "She wrote your name [sic] on the card."),
        ("zh", "写一篇《你的名字》的观后感。"),
        ("zh", "【主题】周末聚餐\n【日期】五月三日\n【城市】成都"),
        ("zh", "【输入格式】第一行一个整数n。"),
        ("zh", "【补充说明】发票另寄。"),
        ("zh", "报名表（填写时请用黑色签字笔）交到前台。"),
        ("zh", "他（补充：昨天没来）今天也迟到了。"),
        ("en", "Fill in: The cat ___ on the mat."),
        ("zh", "XX染色体和XY染色体有什么区别？"),
        ("zh", "20XX年的城市是什么样？"),
        ("zh", "被告人张某某辩称没有拿钱。"),
        ("zh", "XXL码的衣服还有货吗？"),
        ("zh", "填空：床前明月光，____。"),
        ("zh", "某公司去年的利润下降了三成。"),
        ("zh", "print(prices[城市])"),
    ],
)
def test_brackets_with_a_meaning_are_kept(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) is None
    assert check_instance(Draft("…", text, "sound"), language) is None


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output", "is_sound"),
    [
        ("en", "Sum up the letter in one sentence.", "A letter from a customer about a late parcel.", "Late!", False),
        ("en", "Shorten the paragraph.", "Your paragraph goes here.", "Otters.", False),
        ("en", "Shorten the paragraph.", "Sample input", "Otters.", False),
        ("en", "Shorten the paragraph.", "Same as above", "Otters.", False),
        ("en", "Extract topics from the essay.", "[Essay about the history of rights]", "rights", False),
        ("en", "Write a short poem about snow.", "", "[A four-line poem about snow]", False),
        (
            "en",
            "Draft a toast for a shy groom.",
            "",
            "A short toast that thanks the guests and praises the couple.",
            False,
        ),
        ("zh", "概括这封信。", "一封来自顾客的关于包裹迟到的信", "包裹迟到。", False),
        ("zh", "概括这篇文章。", "文章内容", "很好。", False),
        ("zh", "概括这篇文章。", "见附件", "很好。", False),
        ("zh", "写一首诗。", "", "【一首关于雪的诗】", False),
        ("zh", "写一首关于雪的诗。", "", "一首描写四月雪的短诗", False),
        ("en", "Write a title for a story.", "A story about two brothers on a journey.", "Brothers", True),
        ("en", "Suggest a song title.", "", "A Song of a Brighter Tomorrow", True),
        ("en", "Sort the list.", "[rain, sun, snow]", "[rain, snow, sun]", True),
        ("en", "Rewrite the string [I love apples] in the past.", "[I love apples]", "[I loved apples]", True),
        ("en", "Classify it as [very good] or [very bad].", "Never again.", "[very bad]", True),
        ("zh", "从“非常满意、不满意”中选一个。", "下次还来。", "【非常满意】", True),
        ("zh", "给一个故事起名。", "一个关于少女的故事", "《远行》", True),
    ],
)
def test_a_text_that_is_only_described_is_a_gap(
    code: str, instruction: str, given: str, output: str, is_sound: bool
) -> None:
    assert (check_instance(Draft(instruction, given, output), find_language(code)) is None) is is_sound


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "Dear [Name],\nplease find our offer of [Date] enclosed."),
        ("zh", "尊敬的[姓名]：\n随信附上【日期】的报价。"),
    ],
)
def test_a_template_may_be_the_answer(code: str, output: str) -> None:
    assert check_instance(Draft("Write a template for an offer.", "", output), find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "output"),
    [
        *(
            ("en", each)
            for each in (
                *("string", "<string>", "str", "<output>", "output", "The output.", "<the output>", "output text"),
                *("Output for task 1", "{output}", "{{answer}}", "$output", "The answer to the question.", "[output]"),
                *("type: string", "the expected output", "(Your answer)", '"text"', "string value"),
            )
        ),
        *(
            ("zh", each)
            for each in (
                *("字符串", "<输出>", "输出", "你的回答", "在此填写答案", "（此处填写输出）", "答案。", "输出内容"),
                *("[答案]", "相应的输出", "{答案}", "輸出結果", "正确答案", "此处为输出", "<output>"),
            )
        ),
    ],
)
def test_what_a_schema_has_in_its_place_is_no_output(code: str, output: str) -> None:
    language = find_language(code)
    instruction = {"en": "Say why the moon changes.", "zh": "说说月亮为什么会变。"}[code]
    assert check_instance(Draft(instruction, "", output), language)
    about = {"en": "Which word stands for it?", "zh": "哪个词表示它？"}[code]
    assert check_instance(Draft(about, "", output.strip('<>{}[]()（）$。."')), language) is None
    assert check_instance(Draft(f"{instruction} ({output})", "", output), language) is None


@pytest.mark.parametrize(
    ("instruction", "output", "is_gap"),
    [
        ("说一种甜点", "（一种甜点的名字）", True),
        ("说一种弦乐器", "此处输出答案", True),
        ("Name a cold dessert.", "(a cold dessert with cream)", True),
        ("Write a stage direction for the end of the scene.", "(The lights fade slowly.)", False),
        ("Give me a caption for a photo of my cat.", "(the box is his office)", False),
        ("What stands in brackets before “a bell rings”?", "(a bell rings)", False),
        ("补全：（一种甜点的名字）", "（一种甜点的名字）", False),
    ],
)
def test_what_stands_in_round_brackets_may_be_a_description(instruction: str, output: str, is_gap: bool) -> None:
    assert (check_instance(Draft(instruction, "", output), find_language("zh")) is not None) is is_gap
