"""An instruction about another language or code stays, one written in another language goes."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.wrong_language import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "detail"),
    [
        ("en", "写一首关于秋天的诗。", "not English"),
        ("en", "Напишите стихотворение об осени.", "not English"),
        ("en", "请写一段 Python 代码，计算斐波那契数列的前二十项。", "not English"),
        ("en", "Translate 你好 and 谢谢 into English.", None),
        ("en", "What does the café's “crème brûlée” cost?", None),
        ("en", "2 + 2 * 3 = ?", None),
        ("zh", "Write a poem about autumn.", "not Chinese"),
        ("zh", "将其翻译成中文。\nAt the end of the street there was an old house with a large garden.", None),
        ("en", "Translate into English: 昨天我和几位老朋友一起去了北京，看了很多有意思的地方，吃了烤鸭。", None),
        ("zh", "秋の俳句を書いてください。それから、その意味をやさしく説明してください。", "not Chinese"),
        ("en", "Écris un poème sur l'automne.", "not English"),
        ("en", "Nenne drei Seevögel für ein Kind.", "not English"),
        ("en", "¿Cuáles son los síntomas de la gripe?", "not English"),
        ("en", "Hãy viết một bài thơ về mùa thu.", "not English"),
        ("en", "Scrivi una poesia sul mare.", "not English"),
        ("en", "اكتب قصيدة عن الخريف.", "not English"),
        ("en", "เขียนบทกวีเกี่ยวกับฤดูใบไม้ร่วง", "not English"),
        ("en", "शरद ऋतु पर एक कविता लिखें।", "not English"),
        ("en", "가을에 대한 시를 쓰세요.", "not English"),
        ("en", "Define crème brûlée.", None),
        ("en", "Describe Los Angeles en route to Las Vegas.", None),
        ("en", "Translate “Je ne sais pas ce que je veux” into English.", None),
        ("en", "Cite a website in APA format.", None),
        ("zh", "다음 문장을 요약하세요.", "not Chinese"),
        ("zh", "次の文章を要約してください。", "not Chinese"),
        ("zh", "東京都庁舎の建設費用総額を計算", "not Chinese"),
        ("zh", "国破山河在、城春草木深を書き下し文にせよ", "not Chinese"),
        ("zh", "日本経済発展史概説", "not Chinese"),
        ("zh", "憂鬱な気分を晴らす方法を教えてください。", "not Chinese"),
        ("zh", "Hãy viết một bài thơ về mùa thu.", "not Chinese"),
        ("zh", "Qǐng xiě yī shǒu shī.", "not Chinese"),
        ("zh", "Напишите стихотворение об осени.", "not Chinese"),
        ("zh", "請說明維多利亞港的歷史。", None),
        ("zh", "請説明民主的概念。", None),
        ("zh", "呢個係乜嘢嚟㗎？", None),
        ("zh", "𠮷野家和\uf900車是什么店？", None),
        ("zh", "请把以下日文翻译成中文：こんにちは、元気ですか", None),
        ("zh", "안녕하세요用中文怎么说？", None),
        ("zh", "日语里「の」和「は」怎么用？", None),
        ("zh", "鲜の每日是什么牌子的酸奶？", None),
        ("zh", "把“The early bird catches the worm that is out there”翻译成中文。", None),
        ("zh", "2 + 2 * 3 = ?", "not Chinese"),
        ("zh", "用 Python 写一个 quick sort 函数。", None),
        ("en", "Say why the moon changes. / 说说月亮为什么会变。", "“说说月亮为什么会变。” is not English"),
        ("zh", "说说月亮为什么会变。（Say why the moon changes.）", "“Say why the moon changes.” is not Chinese"),
        ("en", "Translate into Chinese: I am glad / 我很高兴", None),
        ("zh", "比较苹果 / Apple 的两种用法。", None),
        ("zh", "他说：“好吧。”（all right） 这句怎么样？", None),
        ("zh", "把“The early bird catches the worm”翻译成中文。", None),
    ],
)
def test_the_script_decides(code: str, instruction: str, detail: str | None) -> None:
    assert check_instruction(instruction, find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output", "is_sound"),
    [
        ("zh", "请介绍上海港口历史。", "", "상하이 항구의 역사는 길다.", False),
        ("zh", "请介绍上海港口历史。", "", "上海港の歴史は長いです。", False),
        ("zh", "请介绍上海港口历史。", "", "История порта Шанхай очень длинная.", False),
        (
            "zh",
            "请介绍上海港口历史。",
            "",
            "The port of Shanghai has a long history, and it is one of the busiest in the world.",
            False,
        ),
        ("en", "Describe the harbour of Genoa.", "", "热那亚港的黎明很安静。", False),
        ("en", "Describe the harbour of Genoa.", "", "Le port de Gênes est une ville dans la brume.", False),
        ("en", "Describe the harbour of Genoa.", "", "항구는 조용하다.", False),
        ("zh", "腊肉是怎么做的？", "", "Cured pork is salted for a week and then dried in the wind.", False),
        ("zh", "说出醋的三种用途。", "", "1. Clean windows.\n2. Descale kettles.\n3. Pickle vegetables.", False),
        ("zh", "猫为什么会打呼噜？", "", "La gata ronronea porque está contenta.", False),
        ("zh", "苍鹭是怎么捕鱼的？", "", "苍鹭先站着不动，然后strike very fast，直到抓住鱼。", False),
        ("zh", "苍鹭是怎么捕鱼的？", "", "苍鹭先站着не двигаясь，然后抓住鱼。", False),
        ("zh", "苍鹭是怎么捕鱼的？", "", "苍鹭先じっと站着，然后抓住鱼。", False),
        ("en", "Say how a heron fishes.", "", "The heron 站着不动, then strikes fast.", False),
        ("en", "Say why cats purr.", "", "They are content. 这是放松的表现。", False),
        ("en", "Say why cats purr.", "", "好的，they are content.", False),
        ("en", "Name three uses of vinegar.", "", "Cleaning окон, descaling and pickling.", False),
        ("zh", "这条评论是好评还是差评？", "味道很好。", "Positive", False),
        ("zh", "这句话对不对？", "一加一等于二。", "Yes.", False),
        ("zh", "他道谢了没有？", "他点了点头。", "Not sure.", False),
        ("zh", "他道谢了没有？", "他点了点头。", "Sí, gracias.", False),
        (
            "zh",
            "介绍一下 Python 和 Java。",
            "",
            "Python is easy to read and it has a large library that you can use for almost any of your tasks.",
            False,
        ),
        ("en", "Is the review good?", "It was a feast.", "Positivo", False),
        ("en", "Did she agree?", "She nodded.", "Oui, merci.", False),
        ("zh", "哪个关键字表示真？", "", "true", True),
        ("zh", "这个函数返回什么？", "", "False", True),
        ("zh", "评论是 positive 还是 negative？", "味道很好。", "negative", True),
        ("zh", "“是”用英语怎么说？", "", "Yes.", True),
        ("zh", "这首歌叫什么？", "", "Yesterday", True),
        ("zh", "哪个命令显示目录？", "", "pwd", True),
        ("en", "What does the sign on the French door say?", "", "Oui", True),
        ("en", "Is the review good?", "It was a feast.", "No.", True),
        ("zh", "写出两条常用的命令。", "", "ls -la | grep foo bar", True),
        ("zh", "列出三支乐队。", "", "The Beatles, Pink Floyd, The Who", True),
        ("zh", "什么是机器学习？", "", "机器学习（machine learning with data）让程序从数据中学习。", True),
        ("zh", "把这些词按字母排序。", "pear apple fig", "apple fig pear", True),
        ("en", "Say what tea is called elsewhere.", "", "In China it is called 茶叶.", True),
        ("en", "Name the angles.", "", "They are αβ and γδ.", True),
        ("zh", "翻译成韩文：你好", "", "안녕하세요", True),
        ("zh", "把下面的句子译成英文。", "海很大。", "The sea is big, and that is all there is to say about it.", True),
        ("zh", "把“안녕하세요”说得更礼貌一些。", "", "안녕하십니까", True),
        (
            "zh",
            "改正语法错误。",
            "He go to school with his friends every day.",
            "He goes to school with his friends every day.",
            True,
        ),
        (
            "zh",
            "写出查询纽约客户的语句。",
            "",
            "SELECT * FROM c WHERE city = 'New York' AND the_date IN (1, 2, 3, 4, 5)",
            True,
        ),
        ("zh", "水的化学式是什么？", "", "H2O", True),
        ("zh", "圆周率用哪个符号表示？", "", "π", True),
        ("zh", "說出三種針葉樹。", "", "落葉松、雲杉、松樹。", True),
        ("en", "Translate the sentence into Korean.", "Good morning.", "좋은 아침입니다.", True),
        ("en", "What is the kanji for water?", "", "水", True),
        ("en", "Which symbol stands for the mean?", "", "μ", True),
        ("en", "Shrug.", "", "¯\\_(ツ)_/¯", True),
        ("en", "Make it polite.", "안녕", "안녕하세요", True),
        ("en", "How does Dante begin?", "", "“Nel mezzo del cammin di nostra vita mi ritrovai per una”: lost.", True),
        ("en", "Cite it.", "", "Lee, Ann, et al. “On the Growth of Oaks.” 2017.", True),
        ("en", "Write the pronunciation.", "water, butter, letter", "wô-tər, bə-tər, lĕ-tər", True),
        ("en", "Explain a title.", "", "“Война и мир”: a novel.", True),
        ("en", "List three French films.", "", "Le Fabuleux Destin d'Amélie Poulain, Jules et Jim, La Haine", True),
        ("en", "Write the equation of a sphere.", "", "x² + y² + z² = r²", True),
    ],
)
def test_an_output_may_be_in_a_language_that_the_task_asks_for(
    code: str, instruction: str, given: str, output: str, is_sound: bool
) -> None:
    assert (check_instance(Draft(instruction, given, output), find_language(code)) is None) is is_sound


def test_a_stray_word_of_chinese_is_rejected() -> None:
    language = find_language("en")
    stray = Draft("Describe Oslo in a sentence.", "", "Oslo is cold and it 正在 growing.")
    assert check_instance(stray, language) == "“正在” is not English"
    for output in ("The cake is a lie.", "The word 正在 means that it goes on.", "Tea (茶) is drunk hot."):
        assert check_instance(Draft("Tell a fact.", "", output), language) is None
    assert check_instance(Draft("Use 正在 in English.", "", "It 正在 grows."), language) is None


@pytest.mark.parametrize(
    ("output", "is_foreign"),
    [
        ("Le martinet noir vole presque sans cesse, dort en vol et niche sous les toits.", True),
        ("El vencejo duerme volando, anida bajo los tejados y bebe en vuelo.", True),
        ("Der Mauersegler schläft im Flug, brütet unter Dächern und trinkt in der Luft.", True),
        ("Chim yến ngủ khi bay, làm tổ dưới mái nhà và uống nước trên không.", True),
        ("Burung layang-layang tidur sambil terbang, bersarang di bawah atap, dan minum.", True),
        ("Dormir en vol. Nicher sous les toits. Boire en vol.", True),
        ("Hallo! Hier sind drei Gewohnheiten.", True),
        ("Brue, 2003\nHartnell & Brue, 1998\nLindqvist, 2014\nLindqvist et al., 2011\nOdum, 1999", False),
        ("crème fraîche, goat cheese, pâté, butter, white bread, red wine", False),
        ("Los Angeles, Chicago, Boston, Seattle, Denver, El Paso, Austin, Houston, Portland", False),
        ("Swifts sleep during flight, nest under roofs, drink while flying.", False),
    ],
)
def test_a_whole_output_in_another_language_in_latin_letters(output: str, is_foreign: bool) -> None:
    draft = Draft("Name three habits of the common swift.", "", output)
    assert (check_instance(draft, find_language("en")) is not None) == is_foreign


# Numerals of every kind, symbols and formulas, faces, and how words sound.
_SIGNS = [
    "S₂₀ = 210",
    "C₁₂H₂₂O₁₁",
    "⑥②⑤①④③",
    "1½ + 2⅓ = 3⅚",
    "ⅣⅤ ⅠⅡⅢ ⅳⅴ",
    "㉑㉒, ⒈⒉, ⑴⑵, ➊➋, ⓵⓶, ㈠㈡, 🄁🄂",
    "x²³ + y⁴⁵",
    "ℵ₀ < ℵ₁",
    "ℏℓ, ℝℂℕ",
    "𝑥𝑦 = 𝛼𝛽𝛾, 𝐀𝐁",
    "Δx = αy + βz, 2πr",
    "aᵢ + bⱼ = cₖ",
    "/ˈwɔːtə/, /ˈθɪŋkɪŋ/, /pʰʲˈɹ̩/",
    "👨‍👩‍👧‍👦🏳️‍🌈 1️⃣2️⃣ 🇨🇳",
    "ʕ•ᴥ•ʔ ಠ_ಠ ¯\\_(ツ)_/¯",
    "℃℉№™ 〇",
]


@pytest.mark.parametrize(
    "output",
    [
        "Tienilo alla luce e annaffia poco.",
        "Bisogna annaffiarlo ogni giorno.",
        "Veel licht en weinig water.",
        "Trzeba go podlewać rano.",
        "Muita luz e pouca água.",
        "Regue todos os dias de manhã.",
        "Tưới nước mỗi ngày.",
        "Beaucoup de lumière, peu d'eau.",
        "Viel Licht, wenig Wasser.",
        "Mucha luz y poca agua.",
        "Letakkan di dekat jendela.",
    ],
)
def test_so_are_a_few_words_unless_the_task_speaks_of_a_language(output: str) -> None:
    english = find_language("en")
    assert check_instance(Draft("How do I keep basil alive?", "", output), english)
    for task in ("Translate it into the language of my aunt.", "Say “a lot of light” in Italian."):
        assert check_instance(Draft(task, "", output), english) is None


@pytest.mark.parametrize(
    "output",
    [
        "Penne alla vodka",
        "Tutti Frutti, by Little Richard",
        "Poco a poco means little by little.",
        "Veel is a family name.",
        "Todos Santos lies in Baja California Sur.",
        "Molto vivace, then a trio that is slower.",
        "Cerca Trova",
    ],
)
def test_names_and_terms_are_sound(output: str) -> None:
    assert check_instance(Draft("Name one of them for me.", "", output), find_language("en")) is None


@pytest.mark.parametrize("signs", _SIGNS)
def test_signs_are_of_no_language(signs: str) -> None:
    for code, task, frame in (
        ("en", "Work it out, and say which ones are right.", "The answer is {}."),
        ("zh", "算一算，说出哪几个是对的。", "答案是{}。"),
    ):
        language = find_language(code)
        assert check_instance(Draft(task, "", signs), language) is None
        assert check_instance(Draft(task, "", frame.format(signs)), language) is None
        assert check_instruction(f"{task} {signs}", language) is None


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "①② 正在 ③④"),
        ("en", "x₁окон₂, y²"),
        ("en", "½ tasse de café, ¼ de crème brûlée, ¾ de thé glacé à côté"),
        ("zh", "①②じっと③④站着"),
        ("zh", "H₂O 안녕하세요 ₂"),
    ],
)
def test_signs_hide_no_other_language(code: str, output: str) -> None:
    task = {"en": "Say why cats purr.", "zh": "苍鹭是怎么捕鱼的？"}[code]
    assert check_instance(Draft(task, "", output), find_language(code)) is not None


@pytest.mark.parametrize(
    ("instruction", "output", "right"),
    [
        ("Translate this sentence into German.", "商店今天关门。", "Das Geschäft ist heute geschlossen."),
        ("Translate the sentence into French", "The train is leaving at six.", "Le train part à six heures."),
        ("Translate the notice to Japanese.", "The shop is closed today.", "店は今日休みです。"),
        ("Translate it from Dutch into English.", "De winkel is niet open voor de klanten.", "The shop is not open."),
        ("把下面这句话翻译成法语", "火车在六点钟出发。", "Le train part à six heures."),
        ("把下面这句话译成英文", "今日、店は閉まっています。", "The shop is closed today."),
        ("把下面的英文翻译成中文", "The store isn't open today.", "商店今天不开门。"),
        ("请用英语写一句感谢老师的话", "老师，谢谢您一直以来的教导。", "Thank you for all you have taught us."),
        ("將這句話譯成韓語", "商店今天不開門。", "가게는 오늘 쉽니다."),
    ],
)
def test_an_answer_in_the_language_that_is_wanted(instruction: str, output: str, right: str) -> None:
    language = find_language("en" if instruction.isascii() else "zh")
    assert check_instance(Draft(instruction, "…", output), language)
    assert check_instance(Draft(instruction, "…", right), language) is None


@pytest.mark.parametrize(
    ("instruction", "output"),
    [
        ("Translate it into French and explain the grammar.", "The verb comes first: it is a question."),
        ("Translate “good night” into Japanese, in romaji.", "Oyasuminasai"),
        ("Translate “thank you” into French.", "Merci"),
        ("Translate the numbers into French.", "1, 2, 3"),
        ("How is my translation into German?", "It is right, but stiff."),
        ("Translate it into French or Chinese.", "商店今天关门。"),
        ("用英文名介绍自己", "我叫Tom，来自北京。"),
        ("批改我翻译成英语的句子", "第二句时态错了。"),
    ],
)
def test_where_another_language_may_do(instruction: str, output: str) -> None:
    for code in ("en", "zh"):
        draft = Draft(instruction, "", output)
        assert "nothing in" not in (check_instance(draft, find_language(code)) or "")


def test_what_says_it_again_in_brackets_is_of_another_reader() -> None:
    for code, output in (
        ("en", "Sleep well!\n(Translation: 晚安！)"),
        ("zh", "别急，你行的。\n\n(Note: This is a kind sentence.)"),
    ):
        assert check_instance(Draft("Say something kind.", "", output), find_language(code))
        assert check_instance(Draft("Say it in two languages.", "", output), find_language("en")) is None
        assert check_instance(Draft("写一句中英对照的话", "", output), find_language("zh")) is None


@pytest.mark.parametrize(
    "text",
    [
        "上海是中國重要的经济中心，位於长江入海口，歷史可以追溯到宋代，当时只是一个漁村，後來发展成为國際大都市。",
        "先把鸡蛋打散，再加入適量的盐和水，攪拌均匀；鍋裡放油，油热以後倒入蛋液，慢慢划开，炒到嫩滑就可以起锅裝盤。",
        "學習编程没有捷径，先要弄懂基本語法，然後多写、多改、多讀别人的代码，遇到問題不要急著放弃。",
        "長城是中国古代的軍事防御工程，東起山海关。",
        "这個產品很好用，價格也便宜，我们都喜欢。",
        "谢谢您的幫助，我們會继续努力。",
        "学习要有計划，還要多问。",
    ],
)
def test_simplified_and_traditional_are_not_mixed(text: str) -> None:
    zh = find_language("zh")
    assert "mixes forms" in (check_instance(Draft("写一段介绍。", "", text), zh) or "")
    assert "mixes forms" in (check_instruction(f"介绍一下：{text}", zh) or "")
    assert check_instance(Draft("哪些字是繁体字？", text, text), zh) is None


@pytest.mark.parametrize(
    "text",
    [
        "介绍張學友和周杰倫的代表作。",
        "他叫張藝謀，是著名导演，拍过很多电影。",
        "請介紹张学友的生平。",
        "歐陽震華演过哪些电视剧？",
        "这本书是羅貫中写的，讲的是三国时期的故事。",
        "「終試」是日本的说法：私の試験です。这个词指最后一轮。",
    ],
)
def test_a_name_in_the_other_form_is_no_mixture(text: str) -> None:
    assert find_language("zh").mixes_forms(text, "") == ""


_IN_TRADITIONAL = "先關掉不必要的開機啟動項，再清理磁碟，最後考慮換成固態硬碟。"
_IN_SIMPLIFIED = "先关掉不必要的开机启动项，再清理磁盘，最后考虑换成固态硬盘。"


@pytest.mark.parametrize(
    ("instruction", "output"),
    [
        ("电脑开机很慢怎么办", _IN_TRADITIONAL),
        ("煎饼怎么翻不破", "锅要熱，油要勻，等邊緣翹起來再翻。"),
        ("写一首关于秋天的短诗", "落葉隨風飄過橋，\n遠山無語夢迢迢。"),
        ("電腦開機很慢怎麼辦", _IN_SIMPLIFIED),
    ],
)
def test_an_answer_is_in_the_form_that_was_asked_in(instruction: str, output: str) -> None:
    zh = find_language("zh")
    assert check_instance(Draft(instruction, "", output), zh)
    assert check_instance(Draft(f"用繁体或简体回答：{instruction}", "", output), zh) is None


@pytest.mark.parametrize(
    ("instruction", "given", "output"),
    [
        ("電腦開機很慢怎麼辦", "", _IN_TRADITIONAL),
        ("电脑开机很慢怎么办", "", _IN_SIMPLIFIED),
        ("挑出这段话里的错别字并改正", "先關掉不必要的開機啟動相。", _IN_TRADITIONAL),
        ("给台湾客户回封信", "", "您好，訂單已經寄出，請您留意查收，謝謝。"),
        ("用粤语怎么跟老板砍价", "", "老闆，呢個點賣呀？可唔可以平啲呀，我買多幾個。"),
        ("用日语写一句自我介绍", "", "初めまして、張と申します。東京で経済を勉強しています。"),
        ("这首歌讲了什么", "", "歌名《萬水千山總是情》，唱的是不管路多远，情都在。"),
        ("介绍一下钱锺书", "", "钱锺书是现代作家，代表作有《围城》和《管锥编》，妻子是杨绛。"),
    ],
)
def test_another_form_may_have_its_reason(instruction: str, given: str, output: str) -> None:
    assert check_instance(Draft(instruction, given, output), find_language("zh")) is None
