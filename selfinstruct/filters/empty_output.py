"""There is no output, or only a word for none (28 of Alpaca's 52,002 tasks have none; "N/A" came through too).

A word for none may be the right answer: where the task offers it as one, or asks what may have no answer. What programs
and forums leave in place of a text ("#REF!", "[deleted]"), and what people type to try something, is one only where
the task is about such things.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, letters_of
from selfinstruct.languages import Language, means_nothing
from selfinstruct.text.blank import is_blank

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
_SODIUM = "Na"
# What stands in place of a text, and the tasks that may well ask for it.
_STAND_INS = tuple(
    (re.compile(form, re.IGNORECASE | re.DOTALL), re.compile(topic, re.IGNORECASE))
    for form, topic in (
        (
            r"#(?:name\?|value!|ref!|div/0!|num!|null!|spill!|calc!|error!)|#{4,}",
            r"excel|sheet|\bcells?\b|formula|csv|#|表格|[单單]元格|公式|[标標][题題]",
        ),
        (
            r"\[object \w{1,20}\]|undefined|nan",
            r"script|\bjs\b|python|pandas|\bcode\b|function|return|console|expression|evaluat|variable|comput|calculat"
            r"|divi[ds]|slope|\btan(?:gent)?\b|\blimit|\blog\b|\bvalue|代[码碼]|函[数數]|返回|[计計]算|斜率|除|[变變]量|[数數]值",
        ),
        (
            r"\[(?:deleted|removed|已[删刪]除)(?: by \w{1,20})?\]",
            r"reddit|forum|redact|moderat|anonymi|\bmark|delet|remov|[删刪]|[脱脫]敏|匿名",
        ),
        (
            r"(?:this is a )?test(?:ing)?(?:[ ,](?:test|123)){0,3}\W?|(?:asdf|qwer|hjkl|zxcv)[a-z]{0,20}|[测測][试試]",
            r"\bwords?\b|onym|translat|classif|categor|\blabel|\bterms?\b|\btypes?\b|\bnames?\b|complet|\bfill|\bverb|\bnoun"
            r"|plural|singular|anagram|rhyme|spell|stands? for|print|output|\bstage|\bphase|\bstep|\bkeys?\b|keyboard"
            r"|[词詞字]|[译譯]|分[类類]|填空|[标標][签籤题題]|[键鍵]|[阶階]段|步[骤驟]|[输輸]出",
        ),
        (
            r"(?:(?:all )?done|completed|finished|task completed?|(?:好的?[，,]\s?)?(?:[都全]部?)?(?:已[经經]?)?"
            r"(?:完成|[处處]理好?|整理好|改好|弄好|做好|搞定)了?)\s?[.!。！✅]?",
            r"\bwords?\b|onym|participle|tense|verb|status|label|classif|categor|complet|\bfill|translat|\bsay|stat(?:e|us)\b"
            r"|\brepl(?:y|ies)\b|\brespon[ds]|\banswers? to\b|\btext\b|message|\bbutton|whether|\bterms?\b"
            r"|cook|steak|meat|[词詞字][语語汇彙]?|[状狀][态態]|是否|[标標][签籤]|分[类類]|填|[译譯]|[说說]|完成|回[复復]|[进進]度",
        ),
        (
            r"(?:好的?[，,！!]\s?)?(?:我)?已[经經]?(?:[为為帮幫按照][您你])?[^，。！？\n]{0,16}(?:完成|完[毕畢]|好了?)[。！!]?",
            r"[说說写寫]|消息|通知|回[复復]|短信|[状狀][态態]|是否|[译譯]成|造句|[词詞]|句",
        ),
        (r"lorem ipsum\b.*", r"lorem|latin|dummy|placeholder|filler|sample|html|\bpage|template|layout|占位|示例"),
    )
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what stands in place of the output."""
    output = draft.output.strip()
    if is_blank(output):
        return ""
    if output in _GAPS or _ESCAPED_BLANK.fullmatch(output) or _is_stand_in(output, draft):
        return output[:80]
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
    topics = (topic for form, topic in _STAND_INS if form.fullmatch(output))
    task = f"{draft.instruction}\n{draft.input}"
    return any(not topic.search(task) for topic in topics) and not _is_offered(output, draft)


def _is_offered(output: str, draft: Draft) -> bool:
    """Return whether the task holds the output, as one that offers labels does."""
    word = output.strip(" .。“”\"'()（）[]【】<>").casefold()
    before = r"(?<!\w)" if word.isascii() else ""
    task = f"{draft.instruction}\n{draft.input}".casefold()
    return bool(word and re.search(rf"{before}{re.escape(word)}(?!\w)", task))


FILTER = Filter(check_instance=check_instance)
