"""The text has a gap to be filled in ("[insert article]", "某某公司") where real content should stand.

A gap that stands alone in quotation marks is spoken of, not left; so are all in a task about gaps. In code, and
where something is to be replaced or filled in, brackets are sound if they do not ask for it, as "[your name]" does.
An input or an output that as a whole only says what should stand there ("[a poem about snow]") is a gap, too, and so
is one that a schema has in its place ("string", "<output>"), or that tells of an answer ("The response should list…").
"""

import re
from collections.abc import Callable

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language
from selfinstruct.text.told_of import told_of_answer

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
# A phrase in brackets and nothing else; lists and code have other marks in theirs.
_ALL_IN_BRACKETS = re.compile(
    r"\s*[\[【](?=[^\]】\n]* |[^\x00-\x7f]{4})(?=[A-Za-z\u4e00-\u9fff])(?:[A-Za-z'’ -]|[^\W\d_\x00-\x7f])+[\]】]\W?\s*"
)


# The same in round brackets, as a description; a remark or a stage direction is a sentence, or begins with “the”.
_DESCRIBED_IN_BRACKETS = re.compile(
    r"\s*(?:\((?:an?|insert|your|some) [^()\n]{3,80}(?<![.!?])\)"
    r"|[（(](?:一[种種段篇首个個条條句份]|某|[相对對][应應]|具[体體])[^（）()\n]{2,40}[）)])[.。]?\s*",
    re.IGNORECASE,
)

# What a schema or a template has in the place of an answer: the name of the part, its type, a word in its brackets.
_PART = (
    r"(?:outputs?|answers?|responses?|results?|labels?|strings?|str|text|input|[输輸]出|答案|回[答复復]|[结結]果"
    r"|字符串|文本"
    r"|[标標][签籤])"
)
_NAME = re.compile(
    rf"(?:the |your |an? |expected |correct |final |actual |type: ?)*{_PART}"
    r"(?: (?:value|text|string|here|for (?:task|input|instance) \d{1,3}))?"
    rf"|the (?:correct |right )?{_PART} (?:to|for|of) (?:the|this|your) (?:question|task|input|instruction)"
    rf"|(?:[你您]的|相[应應]的?|正[确確]的?|期望的?|此[处處][为為]"
    rf"|在?此[处處]?[填写寫输輸][写寫入出]?的?){{0,2}}{_PART}"
    r"(?:[内內]容|文本|[结結]果|在此)?",
    re.IGNORECASE,
)
_STANDS_IN = re.compile(
    r"[<\[{(【（＜「“\"$]{0,2}(?P<name>[^\n<>\[\]{}()【】（）＜＞]{2,40}?)[>\]})】）＞」”\".。]{0,3}"
)
# Where such a word may be the answer itself: in a riddle, about types, among labels.
_MAY_BE_A_WORD = re.compile(
    r"\bwords?\b|onym|opposite|translat|\bterms?\b|\btypes?\b|\bcalled?\b|\bnames?\b|complet|\bfill|anagram|rhyme|spell"
    r"|stands? for|riddle|crossword|clue|noun|verb|[词詞]|[译譯]|[类類]型|叫|[术術][语語]|填空|[谜謎]|[键鍵]|[称稱]",
    re.IGNORECASE,
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the gap in the instruction."""
    return _gap(instruction, instruction, language)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the gap in the input, or what is only described. An output may leave gaps, as a letter's template does."""
    if gap := _gap(draft.input, draft.instruction, language):
        return gap
    if _is_in_brackets(draft.input, draft.instruction) or _is_described(draft.input, draft, language, _is_given):
        return draft.input[:60]
    task = f"{draft.instruction}\n{draft.input}"
    if (
        _is_in_brackets(draft.output, task)
        or _names_its_part(draft.output, task)
        or _is_described(draft.output, draft, language, _is_asked_for)
        or told_of_answer(draft.output, draft.instruction)
    ):
        return draft.output[:60]
    return None


def _names_its_part(output: str, task: str) -> bool:
    """Return whether an output is what a schema has in its place, and the task is not about such words."""
    found = _STANDS_IN.fullmatch(output.strip())
    name = found and _NAME.fullmatch(found["name"].strip())
    return (
        bool(name)
        and not any(each.search(task) for each in (_SPEAKS_OF_GAPS, _SPEAKS_OF_CODE, _MAY_BE_A_WORD))
        and (output.strip().casefold() not in task.casefold())
    )


def _is_in_brackets(text: str, task: str) -> bool:
    """Return whether a text is one phrase in brackets, and the task shows neither its words nor such brackets."""
    if not (_ALL_IN_BRACKETS.fullmatch(text) or _DESCRIBED_IN_BRACKETS.fullmatch(text)):
        return False
    bracket, phrase = text.strip()[0], text.strip(" \n.。[]【】()（）")
    return not (bracket in task or phrase in task or _SPEAKS_OF_GAPS.search(task) or _SPEAKS_OF_CODE.search(task))


def _is_described(text: str, draft: Draft, language: Language, fits: Callable[[str, str, Language], bool]) -> bool:
    """Return whether a text only says what it should be, and its kind fits the instruction if it names one."""
    found = language.described.search(text)
    if found is None or text.strip() in draft.instruction:
        return False
    return not found["kind"] or fits(found["kind"].casefold(), draft.instruction.casefold(), language)


def _is_asked_for(kind: str, instruction: str, language: Language) -> bool:
    return any(each["kind"] == kind for each in language.asks_to_write.finditer(instruction))


def _is_given(kind: str, instruction: str, language: Language) -> bool:
    """Return whether an instruction speaks of a text of this kind as known: a title for "a story" may go by less."""
    indefinite = rf"(?:(?<!given )\b(?:an?|any) (?!given|following)(?:[\w-]+ )?|一[^\s，。]{{1,4}}){kind}"
    is_open = re.search(indefinite, instruction) or _is_asked_for(kind, instruction, language)
    return kind in instruction and not is_open


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
