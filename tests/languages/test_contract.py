"""What holds for every language, also for those yet to be written."""

from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct import languages
from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.values import Api, Sampling
from selfinstruct.formats import FORMATS
from selfinstruct.languages import (
    LANGUAGES,
    Language,
    Markers,
    all_languages,
    find_language,
    guess_language,
)
from selfinstruct.parsing import lists, marker_line, markers, words, wrapping
from selfinstruct.parsing.part_texts import without_no_input
from selfinstruct.recipes import RECIPES, build_recipe
from selfinstruct.seeds.checking import check_seed_tasks
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps.instructions import Instructions
from selfinstruct.steps.tasks import WholeTasks
from selfinstruct.steps.templates import Prompts
from tests.support.findings import proposals

codes = pytest.mark.parametrize("code", LANGUAGES.names())


@codes
def test_it_has_seed_tasks_of_its_own_script_without_near_duplicates(code: str) -> None:
    language = find_language(code)
    tasks = read_seed_tasks(seed_file(code))
    assert [task.id for task in tasks if not language.is_own_script(task.instruction)] == []
    findings = {finding.rule: finding for finding in check_seed_tasks(tasks, language, 0.7)}
    assert findings["near-duplicates"].met
    assert guess_language([task.instruction for task in tasks]) is language


@pytest.mark.parametrize(
    ("code", "recipe"), [(code, name) for name, recipe in RECIPES for code in recipe.languages or LANGUAGES.names()]
)
@pytest.mark.parametrize("api", get_args(Api))
def test_it_has_usable_prompts(code: str, recipe: str, api: Api) -> None:
    built = build_recipe(recipe, find_language(code), 1)
    for step in (built.proposes, *built.works_on):
        step.check(Prompts(prompts_folder() / code, api))


@codes
def test_it_is_called_by_its_file_and_has_a_format(code: str) -> None:
    language = find_language(code)
    assert language.code == code
    assert FORMATS.find(language.training_format).file_name


@codes
def test_its_words_are_spelt_as_answers_are_compared(code: str) -> None:
    language = find_language(code)
    assert without_no_input(language.markers.nothing) == ""
    assert all(word.isalnum() and not language.no_input.fullmatch(word) for word in language.no_input_in_brackets)
    words = (*language.no_input_in_brackets, *language.yes, *language.no)
    assert all(word == word.casefold().strip() != "" for word in words)
    assert not set(language.yes) & set(language.no)


@codes
def test_its_markers_differ_from_each_other(code: str) -> None:
    markers = find_language(code).markers
    words = [markers.task, markers.input, markers.output, markers.label, markers.end]
    assert len({word.casefold() for word in words}) == len(words)
    assert len(markers.brackets) == 2


@codes
def test_its_other_words_can_be_looked_for(code: str) -> None:
    markers = find_language(code).markers
    assert len(set(markers.numerals)) == len(markers.numerals)
    assert all(len(pair) == 2 for pair in markers.quotes)
    words = (markers.other_outputs, markers.other_ends, markers.other_tasks, markers.counting_words, markers.numerals)
    assert all(word == word.strip() != "" for group in words for word in group)


@codes
def test_its_limits_leave_room(code: str) -> None:
    language = find_language(code)
    assert 0 < language.shortest < language.longest
    assert 0 < language.short_answer < language.longest


@codes
def test_its_patterns_do_not_match_nothing(code: str) -> None:
    language = find_language(code)
    for pattern in (language.asks_for_media, language.refusal, language.placeholder, language.closing_remark):
        assert not pattern.search("")
        assert not pattern.search("…")


@codes
@given(text=st.text())
def test_any_text_has_tokens_a_size_and_a_script(code: str, text: str) -> None:
    language = find_language(code)
    assert all(token == token.lower() != "" for token in language.tokenize(text))
    assert 0 <= language.size(text) <= len(text)
    assert language.is_own_script(text) in (True, False)


SPANISH = Language(
    code="es",
    name="Spanish",
    markers=Markers(
        task="Tarea",
        instruction="Instrucción",
        input="Entrada",
        output="Salida",
        label="Etiqueta",
        end="Fin",
        nothing="ninguna",
        brackets="«»",
        other_tasks=("Ejercicio",),
        numerals=("uno", "dos", "tres"),
        quotes=("«»",),
    ),
    is_own_script=str.isprintable,
)


def test_a_new_language_needs_four_fields_only() -> None:
    assert SPANISH.tokenize("¿Qué DÍA es hoy?") == ["qué", "día", "es", "hoy"]
    assert SPANISH.size("¿Qué día es hoy?") == 4
    for pattern in (SPANISH.asks_for_media, SPANISH.refusal, SPANISH.placeholder, SPANISH.closing_remark):
        assert not pattern.search("Lo siento, no puedo.")


@pytest.fixture
def spanish(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add Spanish to the languages that parsers know, as if another package had brought it along."""
    known = (*all_languages(), SPANISH)
    modules = (languages, lists, marker_line, markers, words, wrapping)
    for module in modules:
        if hasattr(module, "all_languages"):
            monkeypatch.setattr(module, "all_languages", lambda: known)
    cached = {each for module in modules for each in vars(module).values() if hasattr(each, "cache_clear")}
    for each in cached:
        each.cache_clear()
    yield
    for each in cached:
        each.cache_clear()


SHOWN = "«Tarea {}»\n{}\n«Entrada»\n{}\n«Salida»\n{}\n"
BOLD = "**Tarea {}:** {}\n**Entrada:** {}\n**Salida:** {}\n"


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("form", [SHOWN, BOLD])
def test_tasks_in_a_new_language_are_read(form: str) -> None:
    text = form.format(4, "Canta.", "ninguna", "La") + form.format("dos", "Ordena.", "b a", "a b") + "«Fin»\n¿Más?"
    step = WholeTasks(batch=2, sampling=Sampling(1, 1, 100), language=SPANISH)
    drafts = [draft for proposal in proposals(step, text) for draft in proposal.drafts or ()]
    assert [(draft.instruction, draft.input, draft.output) for draft in drafts] == [
        ("Canta.", "", "La"),
        ("Ordena.", "b a", "a b"),
    ]


@pytest.mark.usefixtures("spanish")
def test_lists_in_a_new_language_are_read() -> None:
    text = "Tarea uno: Canta.\nEjercicio 2: «Baila.»\nTask 3: Sing."
    step = Instructions(batch=2, sampling=Sampling(1, 1, 100))
    assert [proposal.instruction for proposal in proposals(step, text)] == ["Canta.", "Baila.", "Sing."]


def test_marker_lines() -> None:
    english, chinese = find_language("en").markers, find_language("zh").markers
    assert (english.line(english.input), english.line(english.task, 3)) == ("[Input]", "[Task 3]")
    assert (chinese.line(chinese.input), chinese.line(chinese.task, 3)) == ("【输入】", "【任务3】")
    assert SPANISH.markers.line("Instrucción", 3) == "«Instrucción 3»"


@pytest.mark.parametrize("code", ["xx", "", "EN", "../en", "__init__"])
def test_an_unknown_language_is_told_with_the_known_ones(code: str) -> None:
    with pytest.raises(InputError, match=", ".join(LANGUAGES.names())):
        find_language(code)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["Name three rivers.", "写一首诗。", "Say it in Chinese: tea"], "en"),
        (["写一首诗。", "Name three rivers.", "介绍一下长城。"], "zh"),
        (["用 Python 写一个排序函数。"], "zh"),
    ],
)
def test_the_language_of_most_texts_is_guessed(texts: list[str], code: str) -> None:
    assert guess_language(texts).code == code
