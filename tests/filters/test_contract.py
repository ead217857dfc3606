"""What holds for every filter, in every language, also for those yet to be written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Draft, Instance, Task
from selfinstruct.filters import FILTERS, Filter, load_filters
from selfinstruct.languages import LANGUAGES, Language, find_language
from selfinstruct.pool.reasons import reasons
from selfinstruct.seeds.reading import read_seed_tasks

SNIPPETS = [
    *"[]【】《》“”()<>{}:：.。-#\n\0\u200b 　",
    "\ufffd",
    "\ud800",
    "😀",
    "as an AI ",
    "抱歉，我无法",
    "画一张图",
    "draw a ",
]
HOSTILE = st.one_of(st.text(), st.lists(st.sampled_from([*SNIPPETS, "[insert ", "https://", "啊", "a"])).map("".join))
LONG = [
    "www.",
    "a",
    "A1_",
    " ",
    "\n",
    "[",
    "【(<{",
    "1",
    ":",
    "哈",
    "！",
    "a b, c. ",
    "draw a ",
    "[insert ",
    "as an ai ",
    "画",
    "生成的",
    "抱歉，",
    "“",
    "http://",
    "×",
    "\\n",
    "<a",
    "如果",
    "我无法您的问题",
    "please share ",
    "i cannot ",
    "Â",
    "#",
    "`",
    "|",
    "- ",
    "*",
    "の、",
    "é ",
]
names = pytest.mark.parametrize("name", FILTERS.ours)
codes = pytest.mark.parametrize("code", LANGUAGES.names())


def _answers(found: Filter, text: str, other: str, language: Language) -> Iterator[object]:
    siblings = (Instance(text, other), Instance(text, text), Instance(text, other))
    if found.check_instruction:
        yield found.check_instruction(text, language)
    if found.check_instance:
        yield found.check_instance(Draft(text, text, other, siblings=siblings, position=2), language)
        yield found.check_instance(Draft(other, "", text, cut="length"), language)
        yield found.check_instance(Draft(other, "", text, cut="content_filter"), language)


@names
def test_it_has_tests_of_its_own(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


@names
def test_it_has_a_sentence_in_the_table_of_reasons_and_checks_something(name: str) -> None:
    assert name in reasons()
    assert FILTERS.find(name).check_instruction or FILTERS.find(name).check_instance


@codes
@names
@settings(max_examples=60)
@given(text=HOSTILE, other=HOSTILE)
def test_it_answers_any_text_with_none_or_a_detail(name: str, code: str, text: str, other: str) -> None:
    for answer in _answers(FILTERS.find(name), text, other, find_language(code)):
        assert answer is None or isinstance(answer, str)


@codes
@names
def test_it_answers_long_hostile_texts(name: str, code: str) -> None:
    """Backtracking that grows with the square would be seen at once: the test would not end."""
    found, language = FILTERS.find(name), find_language(code)
    for piece in LONG:
        text = piece * (100_000 // len(piece))
        draft = Draft(text, text, f"{text}x", siblings=(Instance(text, f"{text}x"),) * 2, position=1)
        answers = [found.check_instruction(text, language)] if found.check_instruction else []
        answers += [found.check_instance(draft, language)] if found.check_instance else []
        assert all(answer is None or isinstance(answer, str) for answer in answers)


def _seed_tasks() -> Iterator[object]:
    for code in LANGUAGES.names():
        for task in read_seed_tasks(seed_file(code)):
            yield pytest.param(code, task, id=task.id)


@pytest.mark.parametrize(("code", "task"), list(_seed_tasks()))
def test_all_filters_keep_the_seed_tasks(code: str, task: Task) -> None:
    filters, language = load_filters(), find_language(code)
    assert filters.reject_instruction(task.instruction, language) is None
    for position, instance in enumerate(task.instances):
        draft = Draft(task.instruction, instance.input, instance.output, siblings=task.instances, position=position)
        assert filters.reject_instance(draft, language) is None


@codes
def test_the_first_filter_by_name_gives_the_reason(code: str) -> None:
    filters, language = load_filters(), find_language(code)
    assert list(filters) == sorted(filters)
    assert filters.reject_instruction("-", language) == ("starts_with_punctuation", "-")
    assert filters.reject_instance(Draft("…", "", "…:", cut="length"), language) == ("cut_by_length", "ends with “…:”")
