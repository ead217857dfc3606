"""The output is, or ends with, a note of the service that carried it: of an error, of an AI, or an advertisement.

Gateways and chat pages write them into the text of an answer ("[Error: upstream timeout]", "请求超时，请稍后重试。"),
in any language, and the text then counts as whole. Pages say below an answer who made it ("内容由AI生成，仅供参考"), as
China's rules on marking what an AI wrote ask for. A task about failures or about AI, or one that asks for what is to be
published, may have such an output.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, plain
from selfinstruct.languages import Language, all_languages

# In characters: a longer paragraph is no note.
_LONGEST = 400
_MARKS = re.compile(r"[^\w'\"]*+")
_AN_AI = (
    r"(?:an? )?(?:AI(?: language)?(?: model| assistant)?|artificial intelligence|(?:large )?language model|assistant"
    r"|chat ?(?:gpt|bot)|gpt[\w.-]*|claude|gemini|[\w-]{2,12} AI)"
)
_AI = (
    r"(?:AI|人工智[能慧]|大?[语語]言模型|大模型|[机機]器人?|(?-i:[A-Z])[A-Za-z]{2,12}|文心一言|通[义義]千[问問]|豆包"
    r"|[讯訊][飞飛]星火|[腾騰][讯訊]元[宝寶])(?:大模型|助手|模型)?"
)
_THE_TEXT = r"(?:本|[该該]|此|以上|上述|[这這])?[条條篇段]?"
_THE_TEXT += r"(?:回[答复復]|[内內]容|文[本字章案]?|答案|信息|[结結]果)?(?:全部|均|都)?"
# Who made a text, or what to think of what an AI made, and nothing after it but how to use it.
_MADE_BY_AI = re.compile(
    r"(?:note\W{1,3})?"
    r"(?:(?:this|the above) (?:\w+ )?(?:is|was|has been) |(?:the )?content (?:is |was )?)?"
    rf"(?:AI[- ]generated|(?:generated|written|created|produced) (?:by|with|using) {_AN_AI})"
    r"(?: (?:content|answer|response|text))?"
    r"(?:(?:[.,;]| and) ?(?:and )?(?:for|please|it|may|check|verify)\b[^\n]{0,80})?\W*\Z"
    rf"|(?:{_AN_AI}|this (?:answer|response)) (?:responses? |answers? )?(?:can|may|might) (?:make|include|contain) "
    r"(?:mistakes|errors|inaccura\w+)[^\n]{0,80}\Z"
    rf"|(?:[注备備][：:]|注意[：:]|[说說]明[：:])?{_THE_TEXT}(?:由|是|[为為])?\s?{_AI}\s?(?:[辅輔]助|自[动動])?"
    r"(?:生成|合成|[辅輔]助[创創]作)"
    r"(?:[，,。；;]\s?(?:[内內]容)?(?:[仅僅]供|[请請]|不代表|不[构構]成|可能|如有)[^\n]{0,40})?[^\w\n]*\Z",
    re.IGNORECASE,
)
_SPEAKS_OF_AI = re.compile(
    r"\bAI\b|artificial|assistant|\bmodel|chat ?(?:gpt|bot)|generat|disclaim|disclos|\blabel|人工智[能慧]|模型|[机機]器"
    r"|生成|[标標][识識注]|[声聲]明|免[责責]|水印|版[权權]",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://\S|\bwww\.\w|\bdiscord\.gg/|\bt\.me/", re.IGNORECASE)
# An advertisement is set apart by a ruler or a blank line.
_APART = re.compile(r"\n[ \t]*+(?:[-—=]{3,80}[ \t]*+)?\n")
# Where a page sends its readers for more.
_FOLLOW = re.compile(
    r"[关關]注[^。！？\n]{0,10}公[众眾][号號][^。！？\n]{0,24}(?:回[复復]|[领領]取|[获獲]取|了解|查看)[^\n]{0,40}\Z"
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the note."""
    text = plain(draft.output).strip()
    task = f"{draft.instruction}\n{draft.input}"
    end = text[-_LONGEST - 1 :]
    last = end.rpartition("\n")[2]
    # One in brackets may follow the last words of a sentence.
    notes = (text, last, last[last.rfind("[") :] if last.endswith("]") else "")
    note = next((each for each in notes if len(each) <= _LONGEST and _is_error(each)), "")
    if note and not any(each.shows_notes.search(task) for each in all_languages()):
        return note[:80]
    if len(last) <= _LONGEST and _made_by_ai(last) and not _SPEAKS_OF_AI.search(task):
        return last[:80]
    *above, below = _APART.split(end)
    is_advertisement = above and _LINK.search(below) and any(each.advertises.search(below) for each in all_languages())
    if (is_advertisement or _FOLLOW.search(last)) and not any(each.publishes.search(task) for each in all_languages()):
        return below[:80]
    return None


def _is_error(text: str) -> bool:
    found = _MARKS.match(text)
    begins = found.end() if found else 0
    return any(each.service_note.match(text, begins) for each in all_languages())


def _made_by_ai(line: str) -> bool:
    found = _MARKS.match(line)
    return _MADE_BY_AI.match(line, found.end() if found else 0) is not None


FILTER = Filter(check_instance=check_instance)
