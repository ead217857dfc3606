"""The demo model answers the very prompts that a real model gets."""

import asyncio

import pytest

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.backends.demo.reading import read
from selfinstruct.languages import find_language
from selfinstruct.prompts import Prompts
from selfinstruct.recipes import build_recipe
from selfinstruct.resources import prompts_folder, seed_file
from selfinstruct.seeds import read_seed_tasks
from selfinstruct.types import Api, Request

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


def test_it_has_the_slips_of_a_real_model() -> None:
    prompts = Prompts(prompts_folder() / "en", "chat")
    recipe = build_recipe("self-instruct", find_language("en"), 1)
    shown = [task.instruction for task in read_seed_tasks(seed_file("en"))][:5]
    backend = DemoBackend(random_seed=1)

    async def ask() -> list[tuple[str, str]]:
        step = recipe.works_on[1]
        request = Request(step.prompt(prompts, shown), step.sampling)
        completions = [await backend.complete(request) for _ in range(400)]
        return [(completion.text, completion.finish_reason) for completion in completions]

    answers = asyncio.run(ask())
    assert {finish_reason for _, finish_reason in answers} == {"stop", "length"}
    for slip in ("<think>", "As an AI language model", "N/A", "[Output]\n\n[Task", "I hope this helps"):
        assert any(slip in text for text, _ in answers), slip
