"""Self-Instruct's figures, and where they are others here."""

import pytest

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
