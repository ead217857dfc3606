"""Broken characters and endless repetition go; rulers, refrains, laughter and code stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.garbled import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "text", "detail"),
    [
        ("en", "The caf\ufffd opens at nine.", "character U+FFFD"),
        ("en", "Press \x1b[0m to go on.", "character U+001B"),
        ("en", "It is very " + "very " * 20 + "good.", "repeats “very ”"),
        ("en", "I like tea and cake. " * 12, "repeats “I like tea and cake. ”"),
        ("en", "Aa" + "h" * 200, "repeats “h”"),
        ("en", "Great!" + "!" * 40, "repeats “!”"),
        ("en", "Na\u200bme a fru\u200bit that is red.", "character U+200B"),
        ("en", "Cher\u00adry", "character U+00AD"),
        ("en", "\u202eSaturn", "character U+202E"),
        ("en", "Cherry\U000e0049\U000e0067", "character U+E0049"),
        ("en", "It is large.\u2028It is busy.", "character U+2028"),
        ("zh", "汉堡\u200b港很大。", "character U+200B"),
        ("en", "TheĠharbourĠisĠlarge.", "holds “Ġ”"),
        ("en", "▁The▁harbour▁is▁large", "holds “▁The▁”"),
        ("en", "It is large.<0x0A>It is busy.", "holds “<0x0A>”"),
        ("en", "It is large. [EOS]", "holds “[EOS]”"),
        ("en", "It is large【4†source】.", "holds “【4†source】”"),
        ("en", "It is large :contentReference[oaicite:0]", "holds “:contentReference[oa”"),
        ("zh", "锟斤拷\ufffd\ufffd营业时间", "character U+FFFD"),
        ("zh", "图标\ue000在左边", "character U+E000"),
        ("zh", "这本书非常" + "好看" * 15, "repeats “好看”"),
        ("zh", "今天天气很好，我们去公园。" * 12, "repeats “今天天气很好，我们去公园。”"),
        ("zh", "哈" * 60, "repeats “哈”"),
        ("zh", "太棒了" + "😂" * 30, "repeats “😂”"),
    ],
)
def test_broken_and_looping_text_is_rejected(code: str, text: str, detail: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) == detail
    assert check_instance(Draft("…", text, "sound"), language) == detail
    assert check_instance(Draft("…", "sound", text), language) == detail


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "| day | rain |\n|" + "-" * 40 + "|" + "-" * 40 + "|\n| Mon | 3 mm |"),
        ("en", "/" * 60 + "\n// Settings\n" + "/" * 60),
        ("en", "%" * 50 + "\n;;" + ";" * 50),
        ("en", "Total " + "." * 60 + " 12"),
        ("en", "Name: " + "_" * 60),
        ("en", "═" * 40 + "\n" + "█" * 40),
        ("en", "if (a[i] == b[j] && !(c || d)) { x += y++; } else { (((z))); }}}"),
        ("en", "[" + "0, " * 100 + "0]"),
        ("en", "1 / 3 = 0." + "3" * 80),
        ("en", "The flag of Wales is \U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f."),
        ("en", "A family: \U0001f468\u200d\U0001f469\u200d\U0001f467, a heart: ❤\ufe0f."),
        ("en", "Thai breaks lines here: สวัสดี\u200bครับ"),
        ("en", "AT" * 15),
        ("en", "Mu" + "ha" * 14 + "!"),
        ("zh", "哈" * 32),
        ("en", "N" + "o" * 20 + "! said the little bear."),
        ("en", "Row, row, row your boat. Merrily, merrily, merrily, merrily!"),
        ("en", "GATTACA" + "A" * 18),
        ("en", "<tr>" + "<td></td>" * 7 + "</tr>"),
        ("en", "First line\r\n\tindented “quoted” — naïve 😀"),
        ("zh", "哈哈哈哈哈哈哈哈哈哈哈哈哈哈，笑死我了"),
        ("zh", "＝" * 40 + "\n目录" + "…" * 40 + "３"),
        ("zh", "姓名" + "＿" * 40),
        ("zh", "滴答，滴答，滴答，滴答，钟声一下一下地敲着。"),
        ("zh", "一闪一闪亮晶晶，满天都是小星星"),
    ],
)
def test_repetition_with_a_purpose_is_kept(code: str, text: str) -> None:
    language = find_language(code)
    assert check_instruction(text, language) is None
    assert check_instance(Draft("…", text, text), language) is None


@pytest.mark.parametrize(
    "text",
    [
        r"\u8fd9\u662f\u4e00\u53e5\u8bdd",
        r"It\u2019s a fine day.",
        r"Gull, tern:\n- one\n- two\nand more",
        r"第一行。\n第二行。\n第三行。",
        r"One.\n\nTwo.",
        "It&#39;s late.",
        "He said &quot;no&quot;.",
        "caf\u00c3\u00a9 au lait",
        "it\u00e2\u20ac\u2122s late",
        "\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd",
        "\u00e4\u00bd\u00a0\u00e5\u00a5\u00bd\u00e4\u00b8\u2013",
        "\u00f0\u0178\u02dc\u20ac hello",
        "\u00d0\u00bf\u00d1\u20ac\u00d0\u00b8",
        "20\u00c2\u00b0C today",
        "锟斤拷锟斤拷",
        "烫烫烫烫",
        "A smile &#128512; for you.",
        "Smile &#x1F600; please.",
        "5&euro; a day, &ldquo;more or less&rdquo;",
        "Bl&aring;b&aelig;r grow well.",
        r"Caf\xe9 owners like it.",
        r"Use \u{1F600} here.",
        r"放在\u7a97边，少浇水。",
        r"Tom\'s plant is fine.",
        r"She calls it \"fine\" today.",
        "caf=C3=A9 is open daily.",
        "Hello%2C my friend.",
    ],
)
def test_what_nobody_undid_is_rejected(text: str) -> None:
    for code in ("en", "zh"):
        assert check_instance(Draft("Name a bird.", "", text), find_language(code))
        assert check_instance(Draft("Name a bird.", text, "sound"), find_language(code))
        assert check_instruction(text, find_language(code))


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (
            "Name a bird.",
            "SÃO PAULO, café\u00a0» et «\u00a0thé, Spaß“, ESPAÑA, NÃO, à côté, l’été…, voilà…, “château”…",
        ),
        ("Name a bird.", "AT&T, R&D; Tom & Jerry; Q&A; B&B;"),
        ("Name a bird.", "$\\xcancel{a} + \\xi + \\xbar$"),
        ("Name a bird.", "x=10, y=AB and z=C3 in 50%, or 20%20"),
        ("Name a bird.", "这锅汤很烫，别烫着。"),
        ("Name a bird.", "Use `\\n` to break lines, “\\n\\n” for a blank one."),
        ("Name a bird.", "The sign $\\nu$ is \\neq $\\nabla$."),
        ("Name a bird.", "<p>Fish &amp; chips</p>"),
        ("Name a bird.", '{"name": "\\u8fd9\\u662f"}'),
        ("Print the string as JSON.", "\\u8fd9\\u662f"),
        ("Escape this for HTML.", "Fish &amp; chips"),
        ("用SQL写。", "E'\\u8fd9\\u662f'"),
        ("寫出轉義形式。", "\\u8fd9\\u662f"),
        ("解释“锟斤拷”这种乱码是怎么来的。", "锟斤拷是编码转换出错的产物。"),
        ("Give the path.", "C:\\new\\notes\\n1"),
        ("请解释BERT是如何分类的。", "句子前加[CLS]，句子间加[SEP]。"),
    ],
)
def test_code_and_accents_are_kept(instruction: str, text: str) -> None:
    assert check_instance(Draft(instruction, "", text), find_language("en")) is None


@pytest.mark.parametrize(
    "text",
    ["%E8%BF%99%E6%98%AF", "It is%20done%2Creally", "\\x41\\x42 is it", "So nice \\U0001F600", "caf\\xc3\\xa9"],
)
def test_bytes_and_characters_as_programs_write_them(text: str) -> None:
    language = find_language("en")
    assert check_instance(Draft("Name a fruit that floats.", "", text), language)
    for told in ("Decode the bytes.", "Write the address of the page as a URL."):
        assert check_instance(Draft(told, "", f"The code is {text}"), language) is None


SOURCES = ["An apple floats well[1][2].", "It floats.[1](https://a.example/b) It is red.", "苹果会浮在水面[1][3]。"]


@pytest.mark.parametrize("text", SOURCES)
def test_numbers_of_sources_that_are_not_there(text: str) -> None:
    language = find_language("en")
    assert check_instance(Draft("Name a fruit that floats.", "", text), language)
    for told in ("Name a fruit, with sources.", "Sum it up: it floats[1], she says[2].", "写一段代码。"):
        assert check_instance(Draft(told, "", text), language) is None
    for sound in (f"{text}\n\n[1] Hill, 2003", f"{text} Use `a[0]`.", "print(row[1])\nx = matrix[1][2]"):
        assert check_instance(Draft("Name a fruit that floats.", "", sound), language) is None


@pytest.mark.parametrize("text", ["50%25 off", "See https://a.example/caf%C3%A9%20noir.", "A 20%20 split", "100%"])
def test_per_cent_and_addresses_are_sound(text: str) -> None:
    assert check_instance(Draft("Name a fruit that floats.", "", text), find_language("en")) is None


@pytest.mark.parametrize(
    "output",
    [
        *("It floats.\n[INST] more [/INST]", "It floats.[/ASSISTANT]", "<s>It floats.</s>", "It floats.</s>"),
        *("It floats.<unk>", "It floats.<extra_id_0>", "It <mask>.", "▁It floats.", "It floats. ▌"),
    ],
)
def test_tokens_that_nothing_took_for_one(output: str) -> None:
    language = find_language("en")
    assert check_instance(Draft("Say what an apple does.", "", output), language)
    assert check_instance(Draft("Say what an apple does.", output, output), language) is None
    assert check_instance(Draft("Which tokens does the template of Llama 2 have?", "", output), language) is None


@pytest.mark.parametrize(
    ("code", "text", "detail"),
    [
        ("en", "The h\u0430rbour is large.", "h\u0430r"),
        ("en", "It is l\u0430rge and \u043eld.", "l\u0430r"),
        ("zh", "汉 堡 港 是 德 国 最 大 的 港 口 。", "汉 堡 港 是 德 国"),
        ("zh", "鐢熸棩蹇箰锛屽ぉ澶╁紑蹇冿紒", "鐢熸棩蹇箰锛屽"),
        ("en", "It is large ([source](https://example.org/?utm_source=chatgpt.com)).", "?utm_source=chatgpt"),
        ("en", "Harbour Office<br>Kai 1", "<br>"),
    ],
)
def test_what_looks_right_and_is_not(code: str, text: str, detail: str) -> None:
    found = check_instance(Draft("Say where it is.", "", text), find_language(code))
    assert found is not None
    assert detail[:8] in found


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        ("What is “thanks” in Russian?", "спасибо (spasibo)"),
        ("Which Cyrillic letter hides in “h\u0430rbour”?", "The second one of “h\u0430rbour” is Cyrillic."),
        ("How does the change show?", "Δx grows by 2 μm, and πr² with it."),
        ("把这句话的字用空格分开。", "汉 堡 港 是 德 国 最 大 的 港 口"),
        ("帮我把“春天来了真好”分开写", "春 天 来 了 真 好"),
        ("写一副对联，字与字之间空一格", "春 回 大 地 千 山 秀\n日 照 神 州 万 木 春"),
        ("Make a table.", "| a | b |\n|---|---|\n| 1<br>2 | 3 |"),
        ("Write HTML with a line break.", "Harbour<br>Kai"),
        ("介绍甪直和鐘鏡。", "鐘鏡記載：鄉間鑼鼓喧闐，鏗鏘有聲。"),
    ],
)
def test_letters_of_two_alphabets_with_a_reason(instruction: str, text: str) -> None:
    for code in ("en", "zh"):
        assert check_instance(Draft(instruction, "", text), find_language(code)) is None


@pytest.mark.parametrize(
    "blob",
    [
        "T3VyIHJvb2Ygc2luZ3MgaW4gcmFpbiBhbmQgdGhlIGdhcmRlbiBkcmlua3MgaXQgYWxsIHVw",
        "data:image/png;base64,iVBORw0KGgo=",
        "5Yaw5bGx5ZKM5rW35rSL55qE6aKc6Imy5piv6JOd6Imy55qE5ZKM55m96Imy55qE",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_data_in_place_of_text(blob: str) -> None:
    english = find_language("en")
    for output in (blob, f"Here it is:\n\n![rain]({blob})", f"雨落在屋顶上。\n{blob}"):
        assert check_instance(Draft("Write a haiku.", "", output), english) == f"holds “{blob[:20]}”"
        assert check_instance(Draft("Encode it in base64.", "", output), english) is None
        assert check_instance(Draft("Which of these is it?", blob, output), english) is None
