"""The instruction or the output is in another language than the dataset (Self-Instruct: starts with non-ASCII).

An instruction goes by its script and its commonest words, or by its beginning where this speaks of a language and a
text in another one follows. An output may be in any language that its task speaks of or
shows, such as a translation; an input always may.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language
from selfinstruct.text.scripts import HAN, main_script, scripts_of

# In the middle of a sentence, without quotation marks or brackets: "it 正在 growing".
_WITHIN_ENGLISH = re.compile(rf"(?<=[a-z] )[{HAN}]{{2,}}(?= [a-z])|(?<= is )[{HAN}]{{2,}}")
_AFTER_BEGINNING = re.compile(r"[:：\n]")
_EXPLAINS = re.compile(r"\b(?:means?|words?|characters?|called|written|terms?|say|says|name[ds]?|phrases?)\b")


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the language it is not written in."""
    beginning = _AFTER_BEGINNING.split(instruction, maxsplit=1)[0]
    speaks_of_languages = language.size(beginning) >= language.shortest and language.names_languages.search(beginning)
    is_own = language.is_own_script(beginning if speaks_of_languages else instruction)
    return None if is_own or language.is_own_script(instruction) else f"not {language.name}"


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the language that the output is not written in, though nothing in the task asks for another one."""
    task = f"{draft.instruction}\n{draft.input}"
    if not language.is_foreign(draft.output):
        return _stray_words(draft.output, task, language)
    script = main_script(draft.output)
    is_shown = language.is_foreign(draft.input) or (script not in language.scripts and scripts_of(task)[script] > 0)
    return None if is_shown or language.names_languages.search(task) else f"output is not {language.name}"


def _stray_words(output: str, task: str, language: Language) -> str | None:
    """Return Han characters amid English that neither the task nor the output gives a reason for."""
    found = None if "HAN" in language.scripts else _WITHIN_ENGLISH.search(output)
    if found is None or language.names_languages.search(f"{task}\n{output}") or _EXPLAINS.search(output):
        return None
    return None if scripts_of(task)["HAN"] else f"“{found.group()[:20]}” is not {language.name}"


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
