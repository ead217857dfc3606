"""There is no output, or only a word for none (28 of Alpaca's 52,002 tasks have none; "N/A" came through too).

A word for none may be the right answer: where the task offers it as one, or asks what may have no answer. What programs
and forums leave in place of a text ("#REF!", "[deleted]"), and what people type to try something, is one only where
the task is about such things. Emoji alone say nothing, unless the task speaks of them, and "yes" or "3" nothing to who
asks for a text.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language, means_nothing
from selfinstruct.text.blank import is_blank
from selfinstruct.text.emoji import is_emoji
from selfinstruct.text.stand_ins import is_stand_in

# Never an answer, if the task does not offer it.
_NOTHING = frozenset(
    {
        "na",
        "nooutput",
        "noresponse",
        "noanswer",
        "redacted",
        "无回答",
        "無回答",
        "无输出",
        "無輸出",
        "没有输出",
        "沒有輸出",
        "略",
        "答案略",
        "省略",
        "notapplicable",
        "不适用",
        "不適用",
    }
)
# They stand for an answer that is elsewhere, or yet to be written.
_ELSEWHERE = frozenset(
    {
        "tbd",
        "todo",
        "sameasabove",
        "seeabove",
        "asabove",
        "待补充",
        "待補充",
        "待定",
        "答案待定",
        "tobedetermined",
        "tobeadded",
        "同上",
        "见上文",
        "見上文",
        "如上",
    }
)
_GAPS = ("...", "…", "……")
# What a break of a line is in JSON, escaped once more.
_ESCAPED_BLANK = re.compile(r"(?:\\[nrt]|\s)+")
# Where a word is asked for, it may be this one: "Give the antonym of 'everything'."
_ASKS_FOR_A_WORD = re.compile(
    r"antonym|opposite|abbreviat|acronym|keyword for|fill the gap|\bN/?A\b|lookup|missing (?:cell|value)|how many|"
    r"反[义義][词詞]|相反的[词詞]|[缩縮][写寫]",
    re.IGNORECASE | re.ASCII,
)
# In SQL, JSON and most programming languages, they are values.
_VALUES = frozenset({"null", "none", "nil", "nan"})
_SPEAKS_OF_VALUES = re.compile(
    r"(?<![A-Za-z])(?:null|None|nil|NaN|NULL|undefined)(?![A-Za-z])|\bnull(?:able)?\b|空(?:值|指[针針])|缺失值",
    re.ASCII,
)
# Where an emoji may be the answer: where one is asked for, or shown, or a sign, stars or a picture of signs.
_SPEAKS_OF_EMOJI = re.compile(
    r"emoji|emoticon|smiley|symbol|icon|pictogra|\bsigns?\b|\bstars?\b|\brat(?:e|ing)|react|\bflags?\b|\bcards?\b"
    r"|\bsuits?\b|chess"
    r"|dice|dingbat|zodiac|unicode|characters?\b|ascii|pattern|\bdraw|\bart\b|thumbs?|heart|\btick|\bcheck ?mark"
    r"|traffic light"
    r"|表情|[颜顏]文字|符[号號]|[图圖][标標示案]|[标標][志誌记記]|星|[评評][分级級]|[国國]旗|牌|棋|骰|字符|[画畫]"
    r"|拇指|心形|[红紅][绿綠][灯燈]|[\U0001f000-\U0001faff\u2600-\u27bf]",
    re.IGNORECASE,
)
_SODIUM = "Na"
# A bare word or number is no answer to who asks for a text, unless the task speaks of such words.
_BARE = re.compile(
    r"(?:yes|no|true|false|ok(?:ay)?|maybe|sure|\d{1,2}|not (?:available|found)|no (?:data|results?)(?: (?:available"
    r"|found))?|unavailable"
    r"|是的?|否|不是|[对對]|[错錯]|好的?|可以|不可以|行)[.。!！]?",
    re.IGNORECASE,
)
_ASKS_FOR_A_TEXT = re.compile(
    r"\A(?:please |kindly |can you |could you )*(?:(?:briefly )?(?:describe|explain|discuss|outline|compose|draft"
    r"|compare|summari[sz]e)\b"
    r"|tell me (?:about|how|why)\b|why\b|how (?:do|can|to|would|should|does|did)\b|suggest\b|recommend\b|write (?:an?"
    r"|the|me|some)\b"
    r"|give (?:me |us )?(?:\w+ ){0,3}(?:tips|ideas|advice|ways|reasons|examples|suggestions)\b|what (?:are|were) the\b)"
    r"|\A[请請]?(?:[帮幫][我忙])?(?:[简簡]要|[详詳][细細])?(?:描述|解[释釋]|介[绍紹]|[说說][说說明一]|比[较較]"
    r"|[总總][结結]|概括|[写寫][一出份篇]|[谈談][谈談]|怎[样樣么麼]"
    r"|如何|[为為]什[么麼]|推[荐薦]|起草|列[出举舉]|[给給][^。，\n]{0,14}(?:建[议議]|提示|理由|例子))",
    re.IGNORECASE,
)
_NAMES_BARE = re.compile(
    r"\b(?:yes|no|true|false|whether|one word|number|digit|count|how many|score|rat(?:e|ing)|answer with|reply with"
    r"|ok(?:ay)?)\b|\d"
    r"|是否|是不是|[对對][还還]是|[对對][错錯]|[数數]字|[几幾多]少|[几幾][个個]|[评評]分|打分|一[个個][字词詞]|[吗嗎]",
    re.IGNORECASE,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what stands in place of the output."""
    output = draft.output.strip()
    if is_blank(output):
        return ""
    if is_emoji(output) and not _SPEAKS_OF_EMOJI.search(f"{draft.instruction}\n{draft.input}"):
        return output[:80]
    if output in _GAPS or _ESCAPED_BLANK.fullmatch(output) or _is_stand_in(output, draft):
        return output[:80]
    asks = _ASKS_FOR_A_TEXT.search(draft.instruction)
    if asks and _BARE.fullmatch(output) and not _NAMES_BARE.search(f"{draft.instruction}\n{draft.input}"):
        return output
    letters = letters_of(output)
    is_none = means_nothing(output) or letters in _ELSEWHERE
    is_none &= not language.may_be_none.search(draft.instruction)
    if not (is_none or letters in _NOTHING) or output.rstrip(".。") == _SODIUM:
        return None
    is_sound = _is_offered(output, draft) or _ASKS_FOR_A_WORD.search(draft.instruction) is not None
    is_sound |= letters in _VALUES and _SPEAKS_OF_VALUES.search(f"{draft.instruction}\n{draft.input}") is not None
    return None if is_sound else output


def _is_stand_in(output: str, draft: Draft) -> bool:
    """Return whether the output stands in place of a text, and the task neither offers it nor is about such things."""
    return is_stand_in(output, f"{draft.instruction}\n{draft.input}") and not _is_offered(output, draft)


def _is_offered(output: str, draft: Draft) -> bool:
    """Return whether the task holds the output, as one that offers labels does."""
    word = output.strip(" .。“”\"'()（）[]【】<>").casefold()
    before = r"(?<!\w)" if word.isascii() else ""
    task = f"{draft.instruction}\n{draft.input}".casefold()
    return bool(word and re.search(rf"{before}{re.escape(word)}(?!\w)", task))


FILTER = Filter(check_instance=check_instance)
