"""Where the seed tasks and the prompt templates of a run lie if the user names none."""

from pathlib import Path

from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.settings import Settings
from selfinstruct.languages import Language, find_language


def templates_folder(settings: Settings) -> Path:
    """Return the folder with the templates of the language."""
    language = find_language(settings.language)
    return (settings.prompts or prompts_folder(language.home)) / language.code


def own_seed_file(language: Language) -> Path:
    """Return the seed file that comes with a language."""
    return seed_file(language.code, language.home)
