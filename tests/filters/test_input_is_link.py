"""An input that has to be fetched goes; a link as part of a text, or as the matter itself, stays."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.input_is_link import check_instance
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "given", "output"),
    [
        ("en", "https://www.example.com/news/2023/flood", "The river rose by two metres on Monday."),
        ("en", "<https://example.com/a>\n", "The article praises slow travel."),
        ("en", "WWW.example.org", "It sells tea."),
        ("zh", "http://news.example.cn/a/123.html", "文章介绍了当地的春耕情况。"),
        ("zh", "https://zh.example.org/wiki/长城", "长城是古代的防御工程。"),
    ],
)
def test_a_bare_link_is_rejected(code: str, given: str, output: str) -> None:
    assert check_instance(Draft("Summarise the article.", given, output), find_language(code)) == given


@pytest.mark.parametrize(
    ("code", "given", "output"),
    [
        ("en", "See https://example.com for the menu. The soup was cold.", "negative"),
        ("en", "https://shop.example.com/search?q=boots&page=2", "shop.example.com"),
        ("en", "https://shop.example.com/search?q=boots&page=2", "boots"),
        ("en", "https://example.com/a b", "https://example.com/a%20b"),
        ("en", "https://example.com/a?b=c", "https%3A%2F%2Fexample.com%2Fa%3Fb%3Dc"),
        ("en", "", "Rome"),
        ("zh", "https://example.cn/x，这家店的火锅太好吃了！", "好评"),
        ("zh", "https://www.example.cn/list?id=3", "协议：https；域名：www.example.cn；参数：id=3"),
    ],
)
def test_a_link_to_work_on_is_kept(code: str, given: str, output: str) -> None:
    assert check_instance(Draft("Work on this.", given, output), find_language(code)) is None
