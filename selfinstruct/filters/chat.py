"""The output is not the answer alone: it chats around it ("Sure! Here's…", "Let me know if…"), or thinks aloud.

Chat is also what it says at its end of itself or of its task ("Note: this task tests…"). Where the task asks for
someone's words, such as a letter, they may well read like chat; what stands around them is chat there, too.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, asks_for_words, plain, said_in_the_task, uses_words_of_the_task
from selfinstruct.languages import Language, all_languages
from selfinstruct.text.drafts import draft_around
from selfinstruct.text.notes_on_answers import closing_words, note_on_the_answer
from selfinstruct.text.quotations import outside_quotations

# As in a play: "*smiles*".
_ACTS = re.compile(
    r"\s*[*_]{1,2}(?:(?:pauses?|thinks|thinking|smiles|sighs|nods|clears|laughs|chuckles|waves)\b[^*_\n]{0,40}"
    r"|(?:思考|沉思|微笑|[叹嘆][气氣]|[点點][头頭]|停[顿頓])[^*_\n]{0,12})[*_]{1,2}(?=\s)",
    re.IGNORECASE,
)
_ASKS_FOR_A_COUNT = re.compile(
    r"\bcount|how many (?:words|characters)|number of words|字[数數]|多少(?:个|個)?字", re.IGNORECASE | re.ASCII
)
_SPEAKS_OF_A_TASK = re.compile(
    r"\b(?:tasks?|prompts?|assignments?|instructions?|exams?|homework|exercises?)\b|任[务務]|[题題]|[作课課][业業]"
    r"|指令|提示|要求",
    re.IGNORECASE,
)
# What was found or handed in, where nothing was: models that are to search the web speak so.
_OF_SOURCES = re.compile(
    r"\A\W{0,3}(?:according to|based on|from) (?:the |your )?(?:(?:web |online )?search results?|web results?"
    r"|(?:provided|retrieved|uploaded|attached) (?:documents?|context|sources?|snippets?|files?|search results?))\b"
    r"|\A\W{0,3}(?:i )?(?:searched|have searched|browsed) (?:the (?:web|internet)|online)\b"
    r"|\A\W{0,3}search results for\b"
    r"|\A\W{0,3}(?:based on|according to) my (?:training(?: data)?|knowledge)\b"
    r"|\A\W{0,3}根[据據]我的(?:[训訓][练練](?:[数數][据據])?|知[识識])"
    r"|\A\W{0,3}(?:根[据據]|依[据據]|[从從])(?:[您你][所]?(?:提供|上[传傳]|[给給]出)的(?:[资資]料|文[档檔件]|[参參]考"
    r"|[图圖]片|材料|[内內]容)"
    r"|(?:网[络頁页]|網[絡路頁])?(?:搜索|[检檢]索|[查][询詢])(?:到的)?(?:[结結]果|[内內]容|[资資]料))",
    re.IGNORECASE,
)
# Turns before this one, which there are none of.
_OF_TURNS = re.compile(
    r"\b(?:see|refer to) my (?:previous|earlier|last) (?:response|answer|message)\b|\b(?:earlier"
    r"|previously) in (?:our|this) conversation\b"
    r"|\b(?:the )?answer (?:has (?:already )?been|was) (?:provided|given) above\b"
    r"|[见見][我]?上一?[条條次]的?回[复復答]"
    r"|\A\W{0,3}as (?:we|i) (?:discussed|covered|saw|said|mentioned) (?:before|earlier|above|previously|last time)\b"
    r"|\A\W{0,3}(?:continuing|picking up|going on) from where (?:we|i) (?:left off|stopped)\b"
    r"|\A\W{0,3}part \d of \d\b|\A\W{0,3}第[一二三1-3]部分[（(]共|\A\W{0,3}(?:接上文|如前[文所]{0,2}述|上接"
    r"|[续續]上)[：:，,]"
    r"|(?:\A|\n)\W{0,3}下一?[条條][消信][息]?[继繼][续續]|\b(?:in|with) (?:the|my) next (?:message|response|reply)\W*\Z"
    r"|\A\W{0,3}正如(?:我)?(?:之前|前面|上面)所?[说說]|\A\W{0,3}as i (?:said|mentioned) (?:before|earlier|above)\b",
    re.IGNORECASE,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words that are said to the user, or of the user, or what the one who says them does meanwhile."""
    if (
        (acted := _ACTS.match(draft.output))
        and not asks_for_words(draft, language)
        and acted.group() not in draft.input
    ):
        return acted.group().strip()
    text = outside_quotations(plain(draft.output))
    if not draft.input and (found := _OF_SOURCES.match(text)) and not uses_words_of_the_task(found.group(), draft):
        return found.group().strip()
    turns = None if asks_for_words(draft, language) else _OF_TURNS.search(text)
    if turns and not uses_words_of_the_task(turns.group(), draft):
        return turns.group()
    if draft_for_itself := draft_around(draft.output, f"{draft.instruction}\n{draft.input}"):
        return draft_for_itself
    if note := note_on_the_answer(draft.output, f"{draft.instruction}\n{draft.input}") or _closing_words(
        draft, language
    ):
        return note[:60]
    said = [found for found in language.chat.finditer(text) if not _is_sound(found, draft, language)]
    said += [found for found in language.hands_over.finditer(text) if _is_of_the_text(found, draft, language)]
    return said[0].group().strip()[:60] if said else None


def _closing_words(draft: Draft, language: Language) -> str:
    """Return what is said to the user below the answer, if no one speaks to readers in it."""
    words = closing_words(draft.output, draft.instruction)
    if not words or said_in_the_task(words, draft):
        return ""
    speaks = (asks_for_words(draft, each) or each.publishes.search(draft.instruction) for each in all_languages())
    return "" if any(speaks) else words


def _is_sound(found: re.Match[str], draft: Draft, language: Language) -> bool:
    if uses_words_of_the_task(found.group().strip(), draft):
        return True
    parts = found.groupdict()
    if parts["user"]:
        return said_in_the_task(parts["user"], draft) or _describes_users(draft, language)
    if parts.get("task"):
        return _SPEAKS_OF_A_TASK.search(draft.instruction) is not None
    if parts.get("count"):
        return _ASKS_FOR_A_COUNT.search(draft.instruction) is not None
    is_answer = bool(parts.get("nod")) and draft.instruction.rstrip().endswith(("?", "？"))
    return is_answer or asks_for_words(draft, language)


def _is_of_the_text(found: re.Match[str], draft: Draft, language: Language) -> bool:
    """Return whether what hands over a text speaks of the one that was asked for, and nobody speaks so in it."""
    kind = found["kind"]
    is_asked_for = kind is None or kind.casefold() in draft.instruction.casefold()
    may_be_said = language.shows_refusals.search(draft.instruction) or uses_words_of_the_task(found.group(), draft)
    return is_asked_for and not may_be_said


def _describes_users(draft: Draft, language: Language) -> bool:
    """Return whether the task is about what has users, and the output does not think aloud of them."""
    return bool(language.has_users.search(draft.instruction)) and not language.thinks.search(draft.output)


FILTER = Filter(check_instance=check_instance)
