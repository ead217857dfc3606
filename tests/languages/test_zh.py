"""Chinese: jieba's words, characters, Han script, and how models write "no input"."""

import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.resources import seed_file
from selfinstruct.languages import _jieba, find_language
from selfinstruct.seeds.reading import read_seed_tasks

ZH = find_language("zh")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        (" \n　", []),
        ("，。！？……《》—— ,.!?", []),
        ("我爱北京天安门。", ["我", "爱", "北京", "天安门"]),
        ("《红楼梦》，作者是谁？", ["红楼梦", "作者", "是", "谁"]),
        ("用 Python3 写 HTML 代码", ["用", "python3", "写", "html", "代码"]),
        ("iPhone15卖5999元", ["iphone15", "卖", "5999", "元"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert ZH.tokenize(text) == tokens


@pytest.mark.parametrize(
    "cache",
    [None, b"", b"no cache at all", marshal.dumps(({"我爱": 9_000_000, "我爱北京天安门": 9_000_000}, 9_000_000))],
    ids=["none", "empty", "broken", "of another dictionary"],
)
def test_a_cache_in_the_temporary_folder_is_neither_read_nor_written(tmp_path: Path, cache: bytes | None) -> None:
    if cache is not None:
        (tmp_path / "jieba.cache").write_bytes(cache)
    code = "from selfinstruct.languages import find_language; print(*find_language('zh').tokenize('我爱北京天安门。'))"
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment)
    assert (done.stdout, done.stderr) == ("我 爱 北京 天安门\n", "")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([] if cache is None else [cache])


def test_words_are_those_of_jieba_itself() -> None:
    texts = [
        text
        for task in read_seed_tasks(seed_file("zh"))
        for each in task.instances
        for text in (task.instruction, each.input, each.output, (task.instruction + each.output)[::-1])
    ]
    assert len(texts) > 500
    jieba = _jieba._tokenizer()
    for text in filter(None, texts):
        assert _jieba.cut(text) == list(jieba.cut(text))


@given(
    st.text(
        st.sampled_from("我爱北京天安门的一是在不了有和人这中大为上个国龘㐀a1Z.%-_+#& \r\n，。é") | st.characters(),
        max_size=40,
    )
)
def test_words_of_any_text_are_those_of_jieba_itself(text: str) -> None:
    assert _jieba.cut(text) == list(_jieba._tokenizer().cut(text))


def test_words_that_others_have_added_to_jieba_change_nothing() -> None:
    import jieba

    jieba.add_word("我爱北京", 9_000_000)
    try:
        assert ZH.tokenize("我爱北京天安门。") == ["我", "爱", "北京", "天安门"]
    finally:
        jieba.del_word("我爱北京")


def test_the_dictionary_is_the_one_that_jieba_reads() -> None:
    tokenizer = _jieba._tokenizer()
    with tokenizer.get_dict_file() as file:
        assert (tokenizer.FREQ, tokenizer.total) == tokenizer.gen_pfdict(file)


@pytest.mark.parametrize(
    "text", ["今天天气很好", "我爱T恤，" * 300, "的" * 999, "的" * 1001, "龘" * 2500 + "，好。\n"], ids=len
)
def test_only_a_thousand_characters_in_a_row_are_cut(text: str) -> None:
    words = _jieba.cut(text)
    assert "".join(words) == text
    if len(text) <= 1000 or "，" in text[:10]:
        assert words == [*_jieba._tokenizer().cut(text)]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("我们去北京大学学习Ab1，。！ "))))
def test_tokens_lose_no_letter_and_no_digit(text: str) -> None:
    tokens = ZH.tokenize(text)
    assert all(any(char.isalnum() for char in token) for token in tokens)
    assert [char for char in "".join(tokens) if char.isalnum()] == [char for char in text.lower() if char.isalnum()]


@pytest.mark.parametrize(
    ("text", "size"), [("", 0), (" 　\n", 0), ("介绍长城", 4), ("介绍 长城。", 5), ("用SQL查询", 6)]
)
def test_size_is_characters_without_white_space(text: str, size: int) -> None:
    assert ZH.size(text) == size


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("写一首诗", True),
        ("解释 machine learning 和 deep learning", True),
        ("把 good morning everyone 译成中文", True),
        ("Write a poem about 秋", False),
        ("こんにちは、げんきですか", False),
        ("1 + 1", False),
        ("", False),
    ],
)
def test_own_script_needs_enough_han_characters(text: str, own: bool) -> None:
    assert ZH.is_own_script(text) is own


def test_numerals_go_from_one_to_ninety_nine() -> None:
    numerals = ZH.markers.numerals
    assert len(numerals) == 99
    assert [numerals[number - 1] for number in (1, 9, 10, 11, 20, 21, 99)] == "一 九 十 十一 二十 二十一 九十九".split()


@pytest.mark.parametrize(
    "spelling",
    "无|（无）|无输入。|此任务无需输入|此题无需输入|该任务不需要输入。|不需要额外输入|无特定输入|暂无|暂无输入|无参考材料|无附加信息|不适用|"
    "未提供|未提供输入|该指令无需输入|此问题不需要输入。|无文本输入|无附加内容|无需额外信息|不涉及输入|这个任务没有输入".split(
        "|"
    ),
)
def test_spellings_of_no_input(spelling: str) -> None:
    assert ZH.no_input.fullmatch(_letters(spelling))


@pytest.mark.parametrize("text", ["无锡", "空气很好", "没有输入法怎么打字", "无题", "空", "没有"])
def test_texts_that_are_an_input(text: str) -> None:
    assert not ZH.no_input.fullmatch(_letters(text))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
