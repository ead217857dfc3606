"""The output only picks an option by its letter ("B", "The answer is option B.", "选B"), and the task has none.

A letter may be the answer all the same where the task is about what is called by letters (signs, groups, grades, code,
a gap to fill), or shows this one. Where a sentence or reasons are asked for, no letter is enough, whatever the options.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language

_LETTER = r"[(（]?(?-i:[A-H])[)）]?"
_OPTION = re.compile(
    rf"(?:(?:the )?(?:correct |right |best |final )?(?:answer|choice|option)(?: is|:| would be)? ?)?(?:option"
    rf"|choice) {_LETTER}"
    rf"|(?:[我应應]?[该該]?[选選]择?擇?|[选選][项項]|(?:正[确確]|最佳)?(?:答案|[选選][项項])(?:[是为為选選]"
    rf"|[应應][该該]?[选選]|[：:])?[选選][项項]?) ?{_LETTER}"
    rf"(?:[项項])?|{_LETTER} ?(?:[选選])?[项項]|\((?-i:[A-H])\)(?: [^\n]{{1,80}})?|(?-i:[A-H])\) [^\n]{{1,80}}",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    rf"(?:the )?(?:correct |right |best |final )?(?:answer|choice|option)(?: is|:) ?{_LETTER}"
    rf"|(?:正[确確]|最[终終])?的?(?:答案|[选選][项項])(?:是|[为為]|应该是|[：:]) ?{_LETTER}",
    re.IGNORECASE,
)
_LETTER_ALONE = re.compile(r"[(（\[]?[A-Ea-e][)）\].、]?")
# Letters in a row, or with the marks of options.
_FIRST, _SECOND = (re.compile(rf"(?<![A-Za-z]){letter}(?![A-Za-z])") for letter in "AB")
_MARKED = re.compile(r"[(（]a[)）]|^[^\S\n]*a[.)、]", re.IGNORECASE | re.MULTILINE)
_SPEAKS_OF_LETTERS = re.compile(
    r"\b(?:letters?|alphabet\w*|symbols?|elements?|grades?|grading|vitamins?|notes?|chords?|keys?|scales?|blood"
    r"|types?|class"
    r"(?:es)?|groups?|teams?|plans?|variables?|points?|section|column|cell|options?|choices?|multiple[- ]choice|quiz"
    r"|hepatitis"
    r"|roman|hex\w*|batter(?:y|ies)|drive|size|cup|variants?|versions?|players?|rows?|examples?)\b"
    r"|字母|符[号號]|元素|等[级級]|[维維]生素|[维維]他命|血型|音|班|[组組]|[队隊]|[选選][项項]|[选選]择?擇?[题題]"
    r"|[变變]量|[点點]|列|型|[类類]|[项項]目|方案",
    re.IGNORECASE,
)
# What else may have a letter alone for its answer.
_HAS_A_LETTER = re.compile(
    r"\b(?:characters?|vowels?|consonants?|initials?|signs?|abbreviat\w*|acronyms?|notations?|units?|ratings?|rank\w*"
    r"|scor(?:e|es|ing)|tiers?|levels?|categor(?:y|ies)|label\w*|pitch|strings?|vert(?:ex|ices)|tests?|exams?|base"
    r"|language|program\w*|code|coding|script|outputs?|prints?|returns?|cipher\w*|caesar|(?:en|de)cod\w*|encrypt\w*"
    r"|decrypt\w*|riddles?|puzzles?|sequences?|patterns?|series|next|missing|blanks?|gaps?|fill\w*|complet\w*|spell\w*"
    r"|words?|articles?|rhymes?|morse|braille|phonetic|keyboard|shortcuts?|gates?|terminals?|seats?|lanes?|platforms?"
    r"|blocks?|zones?|routes?|lines?|licen[cs]es?|visas?|spectral|constants?|common|frequent|logic\w*|equations?"
    r"|formulas?|solve|what am i|who am i|a or an|an or a)\b|_{2}"
    r"|字符|元音|[辅輔]音|首字|[缩縮][写寫]|[简簡][称稱]|[单單]位|[评評][级級分]|得分|排名|[标標][签籤]|[语語]言"
    r"|代[码碼]"
    r"|程序|[输輸]出|返回|加密|解密|密[码碼]|[编編][码碼]|[谜謎]|[规規]律|[数數]列|序列|下一|缺|空|填"
    r"|[拼单單][写寫词詞]"
    r"|[键鍵]|[门門]|座位|[区區]|[线線]路|[驾駕]照|[签簽][证證]|常[数數]|公式|方程|[逻邏][辑輯]|[罗羅][马馬]|[进進]制"
    r"|[试試][题題卷]",
    re.IGNORECASE,
)
# Who asks for a text or for reasons, and does not say that the letter is enough.
_WANTS_TEXT = re.compile(
    r"\b(?:in|as|with|write|give|using) (?:(?:an?|one|two|three|\d+|short|full|complete|single|brief|whole|proper) )+"
    r"(?:sentences?|paragraphs?)\b|(?:\A|[.!?,;:] |\band |\bthen |\bplease |\bbriefly )(?:explain|describe|summari[sz]e"
    r"|justify|paraphrase)\b|\b(?:give|with|state) (?:a |your |the |some )*reasons?\b|\b(?:and|say|tell me"
    r"|explain) why\b"
    r"|用[^，。\n]{0,6}(?:句[话話子]?|段[话話]?)|(?:[并並]|[请請]|\A|[，。；？！])[^，。\n]{0,4}(?:解[释釋]|描述|概括"
    r"|[总總][结結]|[说說]明)"
    r"|[说說出]明?(?:你的)?(?:理由|原因)|[为為]什[么麼][选選这這]",
    re.IGNORECASE,
)
_LETTER_IS_ENOUGH = re.compile(
    r"\b(?:just|only|single|simply) (?:the |a |one |with )*(?:letter|option|choice)|\b(?:no|without|don't|do not|never)"
    r" (?:an? |any |the |your |give )*(?:expla|reason|justif)|[只仅僅][^，。\n]{0,6}(?:字母|[选選][项項])"
    r"|[不无無][用要必须須需]"
    r"[^，。\n]{0,4}(?:解[释釋]|[说說]明|理由)",
    re.IGNORECASE,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the output."""
    output = draft.output.replace("*", "").strip("_` \n").rstrip(".。!！")
    task = f"{draft.instruction}\n{draft.input}"
    is_alone = _LETTER_ALONE.fullmatch(output) is not None
    if not (is_alone or _OPTION.fullmatch(output) or _ANSWER.fullmatch(output)):
        return None
    if _WANTS_TEXT.search(draft.instruction) and not _LETTER_IS_ENOUGH.search(draft.instruction):
        return output[:60] if is_alone else None
    return None if _has_options(task) or _may_be_letter(draft, task, is_alone=is_alone) else output[:60]


def _may_be_letter(draft: Draft, task: str, *, is_alone: bool) -> bool:
    """Return whether a letter may be the answer, though there are no options; with a word before it, less is."""
    if _SPEAKS_OF_LETTERS.search(task) or re.search(rf"(?<![A-Za-z]){_LETTER}(?![A-Za-z])", draft.instruction):
        return True
    letter = letters_of(draft.output).upper()
    return is_alone and bool(_HAS_A_LETTER.search(task) or re.search(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", task))


def _has_options(task: str) -> bool:
    first = _FIRST.search(task)
    return bool((first and _SECOND.search(task, first.end())) or _MARKED.search(task))


FILTER = Filter(check_instance=check_instance)
