"""The instruction or the output is in another language than the dataset (Self-Instruct: starts with non-ASCII).

An instruction goes by its script and its commonest words, or by its beginning where this speaks of a language and a
text in another one follows. An output may be in any language that its task speaks of or shows, such as a translation,
and where the instruction names the language that it wants, there must be some of it. Nobody mixes simplified and
traditional characters, or answers in the form that was not asked in. An input may be in any language.
"""

import re
from collections.abc import Mapping

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language
from selfinstruct.text.code import closes_block
from selfinstruct.text.quotations import QUOTED
from selfinstruct.text.scripts import HAN, NUMERALS, main_script, script_of, scripts_of
from selfinstruct.text.wanted_languages import lacks_wanted_language

# Words that are in no Latin or Greek letters, Han characters by themselves.
_STRANGE = re.compile(
    rf"[{HAN}]{{2,}}|(?<=[a-z] )[{HAN}](?= [a-z])|[^\W\d_\u0000-\u03ff\u1e00-\u1fff{HAN}{NUMERALS}]{{2,}}"
)
_NEVER_STRANGE = ("", "LATIN", "GREEK")
# Names and abbreviations have capitals.
_WORD = r"(?<![A-Za-z0-9À-ÿ_.-])[a-zà-öø-ÿ]{2,}(?![A-Z0-9_]|[.-][A-Za-z0-9])"
_LATIN_WORD = re.compile(_WORD)
_LATIN_PHRASE = re.compile(rf"{_WORD}(?: {_WORD}){{2,}}")
_CODE = re.compile(r"[={}<>_|\\/`$@~^\[]|\w\(|\(\)|::|--")
_IN_BRACKETS = re.compile(r"[（(【][^（(【）)】\n]{0,80}[）)】]")
_AFTER_BEGINNING = re.compile(r"[:：\n]")
# What stands between an instruction and the same in another language. A text to work on may follow a line break.
_HALVES = re.compile(r"\s[/|]\s|(?<=[.?!。？！])\s*[(（](?=[^()（）]{4,400}[)）]\W*\Z)")
_TWO, _WORDS = 2, 4
# In words; what programs say has these, too: true, none.
_ANSWER = 3
_OF_PROGRAMS = re.compile(
    r"[关關][键鍵]字|[布邏逻][尔爾辑輯]|[编編]程|程[序式]|代[码碼]|函[数數]|返回|表[达達]式|命令|[变變]量|字段"
)
# A last line in brackets that says it again, or what it is.
_SAID_IN_BRACKETS = re.compile(
    r"\n[ \t]{0,8}[(（\[](?:note|translation|in english|english|chinese|翻[译譯]|[译譯]文|英文|中文)\s?[:：]"
    r"(?P<said>[^()（）\n]{1,400})"
    r"[)）\]]\W*\Z",
    re.IGNORECASE,
)
# In characters: how near what explains a word stands to it.
_BEFORE, _AFTER = 30, 16
_PAUSE = re.compile(r"[,.;!?，。；！？]")
_EXPLAINS = re.compile(r"\b(?:means?|words?|characters?|called|written|terms?|say|says|name[ds]?|phrases?)\b")


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the language it is not written in."""
    beginning = _AFTER_BEGINNING.split(instruction, maxsplit=1)[0]
    speaks_of_languages = language.size(beginning) >= language.shortest and language.names_languages.search(beginning)
    is_own = language.is_own_script(beginning if speaks_of_languages else instruction)
    if not is_own and not language.is_own_script(instruction):
        return f"not {language.name}"
    if mixed := language.mixes_forms(instruction, ""):
        return f"mixes forms: “{mixed[:40]}”"
    said_again = None if language.names_languages.search(instruction) else _said_again(instruction, language)
    return f"“{said_again[:40]}” is not {language.name}" if said_again else None


def _said_again(instruction: str, language: Language) -> str | None:
    """Return the half of an instruction that says it again in another language, as in “Sing. / 唱歌。”."""
    halves = [half.strip(" ()（）\n") for half in _HALVES.split(instruction) if half.strip()]
    if len(halves) != _TWO or not language.scripts:
        return None
    kinds = [{script for script in scripts_of(half) if script in ("HAN", "LATIN")} for half in halves]
    if sorted(map(sorted, kinds)) != [["HAN"], ["LATIN"]]:
        return None
    other = halves[0] if not kinds[0] & language.scripts else halves[1]
    is_sentence = len(other.split()) >= _WORDS if "LATIN" not in language.scripts else len(other) >= _WORDS
    return other if is_sentence else None


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the language that the output is not written in, though nothing in the task asks for another one."""
    task = f"{draft.instruction}\n{draft.input}"
    if wanted := lacks_wanted_language(draft.output, draft.instruction):
        return f"nothing in {wanted}"
    if (again := _SAID_IN_BRACKETS.search(draft.output)) and not language.names_languages.search(task):
        script = main_script(again["said"])
        if script and language.scripts and script not in language.scripts:
            return again["said"].strip()[:40]
    if mixed := language.mixes_forms(draft.output, task):
        return f"mixes forms: “{mixed[:40]}”"
    if changed := language.changes_form(draft.output, draft.instruction, draft.input):
        return f"not in the form of the instruction: “{changed[:40]}”"
    if not language.is_foreign(draft.output):
        return _strange_words(draft.output, task, language)
    is_shown = language.is_foreign(draft.input) or _shows(task, draft.output, language)
    return None if is_shown or language.names_languages.search(task) else f"output is not {language.name}"


def _shows(task: str, output: str, language: Language) -> bool:
    """Return whether a task shows words like those of the output, and not only names if these are sentences."""
    script = main_script(output)
    if script in language.scripts:
        return False
    if script != "LATIN" or len(output.split()) <= _ANSWER:
        return scripts_of(task)[script] > 0 or _OF_PROGRAMS.search(task) is not None
    return _LATIN_PHRASE.search(task) is not None


def _strange_words(output: str, task: str, language: Language) -> str | None:
    """Return words of another language that neither the task nor the output gives a reason for.

    What stands in quotation marks or in brackets is quoted or a gloss.
    """
    frame = QUOTED.sub("“”", _IN_BRACKETS.sub(" ", output))
    shown = scripts_of(task)
    found = next((each for each in _STRANGE.findall(frame) if _is_strange(each, shown, language)), None)
    is_code = _CODE.search(output) or closes_block(output)
    if found is None and language.scripts and "LATIN" not in language.scripts and not is_code:
        found = _latin_words(frame, task, language)
    if found is None or language.names_languages.search(f"{task}\n{output}") or _is_explained(found, output):
        return None
    return f"“{found[:20]}” is not {language.name}"


def _is_explained(word: str, output: str) -> bool:
    """Return whether a word is spoken of as one, just before it or after it."""
    at = output.find(word)
    if at < 0:
        return _EXPLAINS.search(output) is not None
    before = _PAUSE.split(output[max(0, at - _BEFORE) : at])[-1]
    return _EXPLAINS.search(f"{before} {output[at + len(word) : at + len(word) + _AFTER]}") is not None


def _is_strange(word: str, shown: Mapping[str, int], language: Language) -> bool:
    script = script_of(word[0])
    return bool(language.scripts) and script not in {*language.scripts, *_NEVER_STRANGE} and not shown.get(script)


def _latin_words(frame: str, task: str, language: Language) -> str | None:
    """Return Latin words that are a whole text of three words or more, or a phrase in the middle of another script.

    Where the task shows words like them, they are what it is about.
    """
    if scripts_of(frame).keys() & language.scripts:
        found = _LATIN_PHRASE.search(frame)
        return found.group() if found and not scripts_of(task)["LATIN"] else None
    # "By", once in each line of a list of books, makes no text.
    words = {*_LATIN_WORD.findall(frame)}
    return frame.strip() if len(words) >= 3 and not _LATIN_WORD.search(task) else None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
