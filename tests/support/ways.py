"""Ways of asking that leave no choice."""

from selfinstruct.core.forms import TEXT
from selfinstruct.pipeline.ways import Ways
from selfinstruct.recipes import Recipe
from selfinstruct.report.numbers import Report


def in_text(recipe: Recipe, report: Report) -> Ways:
    """Return ways that ask in text, whatever comes back."""
    worth = {step.name: 0.0 for step in recipe.steps}
    return Ways(recipe, {step.name: [TEXT] for step in recipe.steps}, worth, report)
