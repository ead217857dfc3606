"""Where the prompt templates of a run lie."""

from pathlib import Path

from selfinstruct.core.resources import prompts_folder
from selfinstruct.core.settings import Settings


def templates_folder(settings: Settings) -> Path:
    """Return the folder with the templates of the language."""
    return (settings.prompts or prompts_folder()) / settings.language
