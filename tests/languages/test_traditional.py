"""Every Chinese word list works in traditional characters, too."""

import dataclasses

import pytest

from selfinstruct.languages import find_language, means_nothing
from selfinstruct.languages.zh.traditional import OTHER_FORMS, in_both_forms

ZH = find_language("zh")
PATTERNS = [value.pattern for field in dataclasses.fields(ZH) if hasattr(value := getattr(ZH, field.name), "finditer")]
# Characters of both scripts that stand for another one in simplified texts: written here once more, by hand.
TWICE_USED = (
    "制製 准準 表錶 里裡 系係 只隻 几幾 后後 台臺 出齣 向嚮 复複 签簽 征徵 干幹 范範 据據 卷捲 咨諮 采採 划劃 并並"
)


def _is_simplified_only(char: str) -> bool:
    """Return whether a character is in GB 2312 and not in Big5, the set of Taiwan."""
    return bool(char.encode("gb2312", "ignore")) and not char.encode("big5", "ignore")


def _words_of_markers() -> str:
    return repr(ZH.markers)


def test_each_simplified_character_of_the_patterns_has_its_traditional_form() -> None:
    chars = {char for text in (*PATTERNS, _words_of_markers()) for char in text if "\u4e00" <= char <= "\u9fff"}
    assert {char for char in chars if _is_simplified_only(char)} - {
        *OTHER_FORMS,
        *"".join(OTHER_FORMS.values()),
    } == set()


@pytest.mark.parametrize("pair", TWICE_USED.split())
def test_a_character_of_both_scripts_has_its_other_form_where_it_is_used(pair: str) -> None:
    simplified, traditional = pair[0], pair[1]
    if any(simplified in text for text in (*PATTERNS, _words_of_markers())):
        assert traditional in OTHER_FORMS.get(simplified, ""), pair


def test_the_forms_are_those_of_taiwan_hong_kong_or_old_prints() -> None:
    assert all(forms and char not in forms for char, forms in OTHER_FORMS.items())
    assert [
        char for char, forms in OTHER_FORMS.items() if not any(form.encode("big5", "ignore") for form in forms)
    ] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("任务", "任務"),
        ("[输出]入", "輸入"),
        (r"(?<=[设计])图\\[无\\]", "計圖\\[無\\]".replace("\\", "")),
        ("为什么", "爲什麽"),
        ("[^无]台", "臺臺"),
        ("AI语言", "ai語言"),
    ],
)
def test_a_pattern_matches_both_forms(pattern: str, text: str) -> None:
    assert in_both_forms(pattern.replace("\\\\", "\\")).search(text)


@pytest.mark.parametrize(
    "text",
    [
        "無",
        "（無）",
        "無輸入",
        "此任務無需輸入。",
        "該任務不需要輸入",
        "無參考資料",
        "未提供",
        "不適用",
        "沒有內容",
        "（沒有）",
    ],
)
def test_no_input_in_traditional(text: str) -> None:
    assert means_nothing(text)


@pytest.mark.parametrize("words", [ZH.yes, ZH.no])
def test_a_yes_or_no_that_is_written_otherwise_is_in_the_list(words: tuple[str, ...]) -> None:
    for word in words:
        other = "".join(OTHER_FORMS.get(char, char)[0] for char in word)
        assert other in words


def test_a_closing_remark_in_traditional() -> None:
    assert ZH.closing_remark.fullmatch("希望這些任務對您有幫助！")
    assert ZH.closing_remark.fullmatch("如果您還需要更多任務，請告訴我。")
