"""Self-Instruct's figures, and where they are others here."""

import pytest

from selfinstruct.core.forms import CONTINUATION, JSON, SHORT, TEXT
from selfinstruct.languages import find_language
from selfinstruct.recipes import build_recipe


@pytest.mark.parametrize("code", ["en", "zh"])
def test_it_goes_from_instructions_over_classification_to_instances(code: str) -> None:
    recipe = build_recipe("self-instruct", find_language(code), 1)
    assert (recipe.seed_demonstrations, recipe.accepted_demonstrations) == (6, 2)
    steps = [(step.name, step.batch) for step in recipe.steps]
    assert steps == [("instructions", 10), ("classification", 20), ("input_first", 3), ("output_first", 5)]


def test_only_the_classification_step_is_asked_for_what_is_most_likely() -> None:
    recipe = build_recipe("self-instruct", find_language("en"), 1)
    found = {step.name: step.sampling for step in recipe.steps}
    temperatures = {name: sampling.temperature for name, sampling in found.items()}
    assert temperatures == {"instructions": 1.0, "classification": 0.0, "input_first": 0.7, "output_first": 0.7}


def test_weak_models_are_asked_for_instructions_more_calmly() -> None:
    proposes = build_recipe("self-instruct", find_language("en"), 1).proposes
    calm = proposes.asked_in(CONTINUATION).sampling
    assert (calm.temperature, calm.top_p, calm.presence_penalty) == (0.7, 0.9, 1.0)
    assert proposes.asked_in(SHORT).sampling == calm
    assert proposes.asked_in(TEXT).sampling == proposes.asked_in(JSON).sampling == proposes.sampling
