"""The instruction or the output is in another language than the dataset (Self-Instruct: starts with non-ASCII).

An instruction goes by its script and its commonest words. An output may be in any language that its task speaks of or
shows, such as a translation; an input always may.
"""

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language
from selfinstruct.text.scripts import main_script, scripts_of


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the language it is not written in."""
    return None if language.is_own_script(instruction) else f"not {language.name}"


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the language that the output is not written in, though nothing in the task asks for another one."""
    if not language.is_foreign(draft.output):
        return None
    task = f"{draft.instruction}\n{draft.input}"
    script = main_script(draft.output)
    is_shown = language.is_foreign(draft.input) or (script not in language.scripts and scripts_of(task)[script] > 0)
    return None if is_shown or language.names_languages.search(task) else f"output is not {language.name}"


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
