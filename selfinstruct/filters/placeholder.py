"""The text has a gap to be filled in ("[insert article]", "某某公司") where real content should stand.

A gap that stands alone in quotation marks is spoken of, not left; so are all in a task about gaps. In code, and
where something is to be replaced or filled in, brackets are sound if they do not ask for it, as "[your name]" does.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language

_BRACKETS = "[<{【＜"
_OPENING, _CLOSING = "“\"'‘`「『", "”\"'’`」』"
_SPEAKS_OF_GAPS = re.compile(
    r"placeholder|f-?strings?\b|jinja|mustache|handlebars|anonymi|redact|mail[- ]merge|"
    r"占位符|匿名|[脱脫]敏|[隐隱][去私]"
    r"|[替调調][换換]|[换換]成|代替",
    re.IGNORECASE | re.ASCII,
)
_SPEAKS_OF_CODE = re.compile(
    r"\b(?:t-)?sql\b|\bcss\b|x?html|\bxml\b|markdown|regex|regular expression|selector|quer(?:y|ies)|\btoml\b|\bini\b"
    r"|ya?ml|"
    r"json|\bcode\b|function|python|java|\bbash\b|\bshell\b|\bprint|template (?:literal|string)|format string|"
    r"\bbrackets?\b|\blinks?\b|\breplac|substitut|\bmask(?:ed|ing)?\b|\btoken|\btags?\b|\belements?\b|\blabel|\bfill"
    r"|\bblanks?\b|\bmissing\b|"
    r"\bcomplete\b|\binsert\b|\bselect\b[^\n]{0,200}?\bfrom\b|代[码碼替]|函[数數]|[查][询詢]|替[换換]|正[则則]"
    r"|括[号號]|[标標][签籤记記]|填[空写寫充]|填入|"
    r"[语語]句|掩[码碼]|^\[\w+\]: ?\w|^\w+ ?= ?\S",
    re.IGNORECASE | re.ASCII | re.MULTILINE,
)
_ASKS_FOR_IT = re.compile(
    r"\W{0,3}(?:insert|your|add|enter|paste)|[请請在此这這]|插入|填[写寫入]|粘[贴貼]|[补補]充|[输輸]入|[你您]的",
    re.IGNORECASE,
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the gap in the instruction."""
    return _gap(instruction, instruction, language)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the gap in the input. An output may leave one, as a letter's template does."""
    return _gap(draft.input, draft.instruction, language)


def _gap(text: str, instruction: str, language: Language) -> str | None:
    for found in language.placeholder.finditer(text):
        gap, around = found.group(), (text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1])
        if all(around) and around[0] in _OPENING and around[1] in _CLOSING:
            continue
        rest = f"{instruction}\n{text}".replace(gap, " ")
        is_in_code = gap[0] in _BRACKETS and not _ASKS_FOR_IT.match(gap) and _SPEAKS_OF_CODE.search(rest)
        return None if is_in_code or _SPEAKS_OF_GAPS.search(rest) else gap
    return None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
