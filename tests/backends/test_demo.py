"""The demo model answers the very prompts that a real model gets."""

import asyncio
import json
from typing import Any

import pytest

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.backends.demo.reading import read
from selfinstruct.core import wire
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.values import Api, Completion, Request
from selfinstruct.languages import find_language
from selfinstruct.recipes import build_recipe
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps import Step
from selfinstruct.steps.templates import Prompts

APIS: tuple[Api, ...] = ("chat", "completions")


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_prompt_is_understood(lang: str, api: Api) -> None:
    recipe = build_recipe("self-instruct", find_language(lang), 2)
    prompts = Prompts(prompts_folder() / lang, api)
    instructions = [task.instruction for task in read_seed_tasks(seed_file(lang))]
    for step in (recipe.proposes, *recipe.works_on):
        for start in range(0, len(instructions), 8):
            shown = instructions[start : start + 8]
            question = read(step.prompt(prompts, shown))
            assert (question.wanted, question.language) == (step.name, lang)
            assert len(question.instructions) == len(shown)
            assert question.goes_on == (api == "completions")
            assert question.count == {"instructions": 10}.get(step.name, 2) or step.name == "classification"


def ask(step: Step, lang: str, *, api: Api = "chat", structured: bool) -> list[Completion]:
    """Return 400 answers to one request."""
    shown = [task.instruction for task in read_seed_tasks(seed_file(lang))][:5]
    prompt = step.prompt(Prompts(prompts_folder() / lang, api), shown)
    request = Request(prompt, step.sampling, api, schema=step.schema(shown) if structured else None)
    backend = DemoBackend(random_seed=1)

    async def complete() -> list[Completion]:
        return [wire.read((await backend.complete(request)).body) for _ in range(400)]

    return asyncio.run(complete())


def test_it_has_the_slips_of_a_real_model() -> None:
    answers = ask(build_recipe("self-instruct", find_language("en"), 1).works_on[1], "en", structured=False)
    assert {answer.finish_reason for answer in answers} == {"stop", "length"}
    for slip in ("<think>", "As an AI language model", "N/A", "[Output]\n\n[Task", "I hope this helps"):
        assert any(slip in answer.text for answer in answers), slip


def fits(value: object, schema: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        parts = schema.get("properties", {})
        return list(value) == list(parts) and all(fits(value[name], parts[name]) for name in parts)
    if isinstance(value, list):
        return all(fits(item, schema.get("items", {})) for item in value)
    return schema.get("type") == {str: "string", int: "integer", bool: "boolean"}[type(value)]


@pytest.mark.parametrize("number", range(4), ids=["instructions", "classification", "input_first", "output_first"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_answers_in_json_of_the_schema(lang: str, number: int) -> None:
    """But for what is cut, refused, or begins with reasoning."""
    recipe = build_recipe("self-instruct", find_language(lang), 2)
    step: Step = (recipe.proposes, *recipe.works_on)[number]
    answers = ask(step, lang, structured=True)
    in_json = [answer for answer in answers if answer.finish_reason == "stop" and answer.text.startswith("{")]
    assert len(in_json) > 350
    assert all(fits(json.loads(answer.text), step.schema([])) for answer in in_json)
    assert all(": " not in answer.text.partition("[")[0] and "```" not in answer.text for answer in in_json)
    assert any(answer.finish_reason == "length" for answer in answers)
    assert any(answer.text.startswith("<think>") for answer in answers)


def test_a_plain_completion_is_never_in_json() -> None:
    step = build_recipe("self-instruct", find_language("en"), 2).proposes
    assert not any("{" in answer.text for answer in ask(step, "en", api="completions", structured=True))
