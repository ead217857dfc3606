"""The language of a file is told by the script of its instructions, if it is clear."""

from collections.abc import Iterable

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import seed_file
from selfinstruct.datafiles.language import Scripts
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.seeds.reading import read_seed_tasks

ENGLISH, CHINESE, RUSSIAN = "Name three rivers.", "写一首诗。", "Назови три реки."


def _scripts(texts: Iterable[str]) -> Scripts:
    scripts = Scripts()
    for text in texts:
        scripts.add(text)
    return scripts


@pytest.mark.parametrize("code", LANGUAGES.names())
def test_seed_tasks_are_in_their_language(code: str) -> None:
    scripts = _scripts(task.instruction for task in read_seed_tasks(seed_file(code)))
    assert scripts.require_told().code == code
    assert scripts.compare(find_language(code)) == ""


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([ENGLISH], "en"),
        ([CHINESE], "zh"),
        ([CHINESE, "1 + 1 = ?", "…"], "zh"),
        ([ENGLISH] * 9 + [CHINESE], "en"),
        ([CHINESE, "用 Python 写一个 quicksort 函数，并说明 time complexity。"], "zh"),
        ([CHINESE] * 7 + [ENGLISH] * 3, "zh"),
        ([CHINESE] * 6 + [ENGLISH] * 4, None),
        ([CHINESE] * 5 + [RUSSIAN] * 5, None),
        ([ENGLISH, CHINESE], None),
        ([RUSSIAN], None),
        (["Berikan tips sehat.", "Tulis cerita pendek.", "Identifikasi kata."], None),
        (["Andika hadithi fupi.", "Eleza mzunguko wa maji.", "Taja mito mitatu."], None),
        (["Xie yi shou shi.", "Jieshi caihong.", "Lie chu san ge yuanyin."], None),
        (["Brainstorm ideas.", "Render a house.", "Name a bird.", "Tell a joke."], "en"),
        (["Brainstorm ideas."], "en"),
        (["1 + 1 = ?"], None),
        ([], None),
    ],
)
def test_it_is_told_if_it_is_clear(texts: list[str], code: str | None) -> None:
    found = _scripts(texts).told()
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([ENGLISH, CHINESE], "of 2 instructions, by their script: 1 Chinese, 1 English"),
        ([RUSSIAN], "of 1 instruction, by their script: none in a known language"),
        (["Tulis cerita."] * 3, "of 3 instructions, by their script: 3 English, with hardly an English word"),
    ],
)
def test_what_is_not_clear_must_be_named(texts: list[str], told: str) -> None:
    with pytest.raises(InputError, match=rf"not clear \({told}\); name it with ‹language›"):
        _scripts(sorted(texts, reverse=True)).require_told()


def test_a_language_is_compared_with_the_text() -> None:
    with pytest.raises(
        InputError, match="only 1 of 10 instructions are in English, and 9 in Chinese; choose the ‹lang"
    ):
        _scripts([ENGLISH] + [CHINESE] * 9).compare(find_language("en"))
    some = _scripts([ENGLISH] * 6 + [CHINESE] * 4)
    assert some.compare(find_language("en")) == ""
    assert some.compare(find_language("zh")) == "only 4 of 10 instructions are in Chinese"
    assert _scripts([RUSSIAN]).compare(find_language("zh")) == "only 0 of 1 instruction is in Chinese"
