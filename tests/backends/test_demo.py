"""The demo model answers any request by its schema and its question, with the slips of a real model."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.backends.demo.words import written_words
from selfinstruct.core import wire
from selfinstruct.core.errors import InputError
from selfinstruct.core.forms import CONTINUATION, JSON, TEXT, Form
from selfinstruct.core.question import Question
from selfinstruct.core.values import Completion, Item, Request, Sampling
from selfinstruct.languages import find_language
from selfinstruct.steps import Step
from tests.backends.opened import opened
from tests.support import virtual_time
from tests.support.completions import request_of, steps

LANGUAGES = ["en", "zh"]
NUMBERS = range(5)
NAMES = [step.name for step in steps("en")]
SAMPLING = Sampling(1.0, 1.0, 4096)

INTEGER, STRING = {"type": "integer"}, {"type": "string"}


def of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def array(items: Any, **limits: int) -> dict[str, Any]:
    return {"type": "array", "items": items, **limits}


def ask(request: Request, times: int = 400, random_seed: int = 1) -> list[Completion]:
    backend = DemoBackend(random_seed)

    async def complete() -> list[Completion]:
        return [wire.read((await backend.complete(request)).body) for _ in range(times)]

    return asyncio.run(complete())


def ask_step(step: Step, code: str, form: Form = TEXT) -> list[Completion]:
    return ask(request_of(code, step, form), 200)


def values(request: Request, times: int = 100) -> list[Any]:
    """Return the answers to a structured request, but for what is cut, refused, or begins with reasoning."""
    answers = ask(replace(request, structured=True), times)
    found = [json.loads(each.text) for each in answers if each.finish_reason == "stop" and each.text[0] in "{["]
    assert len(found) >= 0.85 * times
    return found


def is_of(value: object, schema: Mapping[str, Any]) -> bool:
    if isinstance(value, dict):
        parts = schema.get("properties", {})
        return list(value) == list(parts) and all(is_of(value[name], parts[name]) for name in parts)
    if isinstance(value, list):
        return schema.get("type") == "array" and all(is_of(item, schema["items"]) for item in value)
    return schema.get("type") == {str: "string", int: "integer", bool: "boolean"}[type(value)]


# --- the schema


@pytest.mark.parametrize("number", NUMBERS, ids=NAMES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_json_fits_the_schema_of_the_step(code: str, number: int) -> None:
    request = request_of(code, steps(code)[number], JSON)
    assert request.schema
    assert all(is_of(value, request.schema) for value in values(request))


SCORES = of(scores=array(of(number=INTEGER, score={"type": "integer", "minimum": 1, "maximum": 10}, reason=STRING)))
TEXTS = ("Name a fruit.", "Decide whether the fable is rude or polite.")


def test_a_stranger_s_schema_with_numbers_gets_an_entry_for_each_text() -> None:
    answers = [value["scores"] for value in values(Request("Rate.", SAMPLING, schema=SCORES, question=about()))]
    assert sum([entry["number"] for entry in answer] == [1, 2] for answer in answers) > 90
    assert {entry["score"] for answer in answers for entry in answer} == {*range(1, 11)}
    assert len({entry["reason"] for answer in answers for entry in answer}) > 100


def about(*texts: str, count: int = 1, proposes: bool = False, language: str = "en") -> Question:
    return Question(language, texts or TEXTS, count, proposes)


def test_without_a_form_of_its_own_the_answer_in_text_is_json() -> None:
    answers = ask(Request("Rate.", SAMPLING, schema=SCORES, question=about()))
    assert sum('{"scores":[{"number":1,"score":' in answer.text for answer in answers) > 350


@pytest.mark.parametrize(
    ("schema", "is_right"),
    [
        (of(wrong=array(array(INTEGER))), lambda value: [len(each) for each in value["wrong"]] == [1, 1]),
        (of(verdict={"enum": ["good", "bad"]}), lambda value: value["verdict"] in ("good", "bad")),
        (of(share={"type": "number", "maximum": 1}), lambda value: 0 <= value["share"] <= 1),
        (of(coin={"type": "boolean"}), lambda value: value["coin"] in (True, False)),
        (of(why={"anyOf": [{"type": "null"}, STRING]}), lambda value: len(value["why"]) > 10),
        (of(why={"type": ["null", "string"]}), lambda value: len(value["why"]) > 10),
        ({"$ref": "#/$defs/it", "$defs": {"it": of(n=INTEGER)}}, lambda value: 0 <= value["n"] <= 5),
        ({"$ref": "#/$defs/it", "$defs": {"it": of(it={"$ref": "#/$defs/it"})}}, lambda value: value["it"]["it"]),
        (array(STRING), lambda value: len(value) == 2),
        ({}, lambda value: isinstance(value, str)),
    ],
)
def test_any_schema_gets_an_answer_that_fits(schema: dict[str, Any], is_right: Callable[[Any], bool]) -> None:
    answers = ask(Request("Go.", SAMPLING, schema=schema, structured=True, question=about()), 50)
    whole = [answer.text for answer in answers if answer.finish_reason == "stop" and "<think>" not in answer.text]
    assert sum(bool(is_right(json.loads(text))) for text in whole if text[0] in '{["') >= 40


def test_what_is_proposed_comes_in_the_number_asked_for() -> None:
    schema = of(result=of(tasks=array(of(instruction=STRING, hints=array(STRING)))))
    request = Request("Go.", SAMPLING, schema=schema, question=about(count=7, proposes=True))
    for value in values(request):
        assert len(value["result"]["tasks"]) == 7
        assert all(1 <= len(task["hints"]) <= 2 for task in value["result"]["tasks"])


def test_an_output_before_the_input_is_one_of_the_labels() -> None:
    instances = array(of(output=STRING, input=STRING))
    schema = of(tasks=array(of(number=INTEGER, instances=instances)))
    found = values(Request("Go.", SAMPLING, schema=schema, question=about(count=2)))
    second = [task["instances"] for value in found for task in value["tasks"] if task["number"] == 2]
    assert {instance["output"] for pair in second for instance in pair} == {"rude", "polite"}
    # Models like the first label too much.
    assert {tuple(instance["output"] for instance in pair) for pair in second} == {
        ("rude", "polite"),
        ("rude", "rude"),
    }


def test_without_a_schema_it_says_a_few_sentences() -> None:
    assert all(20 < len(answer.text) < 1000 for answer in ask(Request("Say hello.", SAMPLING)))


def test_a_request_without_a_question_is_answered_in_the_language_of_its_prompt() -> None:
    is_chinese = find_language("zh").is_own_script
    assert all(is_chinese(answer.text) for answer in ask(Request("请写一个句子。", SAMPLING)))


# --- the form


@pytest.mark.parametrize("number", NUMBERS, ids=NAMES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_text_and_json_say_the_same(code: str, number: int) -> None:
    """But for slips of the form: the same random numbers make the same answer."""
    step = steps(code)[number]
    question = request_of(code, step, TEXT).question
    assert question
    items = [] if question.proposes else [Item(str(each), text, "", False) for each, text in enumerate(question.texts)]
    # The random numbers go by the prompt, which names the form.
    as_json = replace(request_of(code, step, JSON), prompt=request_of(code, step, TEXT).prompt)
    pairs = zip(ask_step(step, code), ask(as_json, 200), strict=True)
    same = [step.parse(text, items) == step.parse(in_json, items) for text, in_json in pairs]
    assert sum(same) > 150


@pytest.mark.parametrize("number", NUMBERS, ids=NAMES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_plain_completion_goes_on_where_the_prompt_ends(code: str, number: int) -> None:
    step = steps(code)[number]
    lead = request_of(code, step, CONTINUATION).prompt.rpartition("\n")[2]
    answers = ask_step(step, code, replace(CONTINUATION, structured=True))
    assert sum(answer.text.startswith(lead) for answer in answers) == 0
    assert not any("{" in answer.text or "<think>" in answer.text for answer in answers)
    assert sum(answer.text[:1] in (" ", "\n") for answer in answers) > 175


# --- the slips


def step_named(name: str, code: str = "en") -> Step:
    return next(step for step in steps(code) if step.name == name)


@pytest.mark.parametrize(
    ("name", "slips"),
    [
        ("instructions", ["<think>", "I hope this helps", "1) ", "、", "**"]),
        ("classification", ["Sure!", ". Yes.", "**No**", "no - ", "yes\n", "Certainly. Let me think"]),
        ("input_first", ["As an AI language model", "N/A", "(none)", "<noinput>", "[Output]\n\n[Task", ":\n["]),
        ("tasks", ["\nNone.\n", "[Output]\n\n[Task"]),
    ],
)
def test_it_has_the_slips_of_a_real_model(name: str, slips: list[str]) -> None:
    answers = ask(request_of("en", step_named(name), TEXT))
    assert {answer.finish_reason for answer in answers} == {"stop", "length"}
    for slip in slips:
        assert any(slip in answer.text for answer in answers), slip


@pytest.mark.parametrize(
    ("name", "slips"), [("classification", ["是。", "**否**", "好的"]), ("input_first", ["<无输入>", "（无）", "(无)"])]
)
def test_its_words_are_those_of_the_language(name: str, slips: list[str]) -> None:
    answers = ask_step(step_named(name, "zh"), "zh")
    assert any(slip in answer.text for slip in slips for answer in answers)


def test_now_and_then_it_refuses() -> None:
    answers = ask(Request("Say hello.", SAMPLING), 1000)
    words = written_words("en")
    assert words
    assert 1 <= sum(any(refusal in answer.text for refusal in words.refusals) for answer in answers) <= 15


def test_demonstrations_come_back_and_stumps_are_there() -> None:
    request = request_of("en", step_named("instructions"), JSON)
    assert request.question
    found = [text for value in values(request) for text in value["instructions"]]
    assert 10 < sum(text in request.question.texts for text in found) < 100
    assert any(len(text) <= 3 for text in found)


def test_numbers_skip_and_repeat() -> None:
    texts = [answer.text for answer in ask_step(step_named("instructions"), "en") if answer.text[:1].isdigit()]
    steps_between = {
        later - earlier
        for numbers in ([int(line.split(".")[0]) for line in text.split("\n") if line[:3].count(".")] for text in texts)
        for earlier, later in pairwise(numbers)
    }
    assert {0, 1, 2} <= steps_between


def test_entries_are_missing() -> None:
    request = request_of("en", step_named("input_first"), JSON)
    assert request.question
    lengths = {len(value["tasks"]) for value in values(request)}
    assert lengths >= {len(request.question.texts), len(request.question.texts) - 1}


def test_json_has_no_chatter_around_it() -> None:
    answers = ask_step(step_named("tasks"), "en", JSON)
    assert not any(answer.text.startswith(("Sure", "Of course", "Certainly")) for answer in answers)
    assert any(answer.text.startswith("<think>") for answer in answers)


def test_the_same_random_seed_says_the_same() -> None:
    request = request_of("zh", step_named("tasks", "zh"), TEXT)
    first, again, other = ask(request, 20), ask(request, 20), ask(request, 20, random_seed=2)
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("text", "said"), [("-1", "must be a number"), ("nan", "must be a number"), ("x", "could not")]
)
def test_an_option_that_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(InputError, match=rf"‹options› seconds={text}: {said}.*; it is how long each answer takes"):
        opened("demo", options={"seconds": text})


def test_each_answer_takes_as_long_as_is_wished() -> None:
    async def seconds() -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await opened("demo", options={"seconds": "2.5"}).complete(Request("Go.", SAMPLING))
        return loop.time() - began

    assert virtual_time.run(seconds()) == 2.5
