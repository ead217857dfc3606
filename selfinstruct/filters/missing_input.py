"""There is no input, though the instruction speaks of a text that it does not hold ("Summarise the passage below").

The same holds for options ("Which of the following is a mammal?"). A text of its own stands in quotation marks or
brackets, after a colon or a full stop, or is a number or code. Who wants something built, such as a function, may speak
of what it will be given.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, first_match
from selfinstruct.languages import Language

_MATERIAL = re.compile(
    r"[:：“\"「『‘`(\[{（《.?!。？！][^\w\n]{0,9}\n?[^\W_]|(?<!\w)'\w|\n|\d|[^\x00-\x7f] ?[A-Za-z]{3}|[A-Z]{2}"
)
_BUILDS = re.compile(
    r"\b(?:functions?|algorithms?|programs?|pseudo-?code|classifiers?|scripts?|models?|class|regex|quer(?:y"
    r"|ies)|python"
    r"|how (?:do|can|would|to)|design|develop|build|invent|imagine)\b"
    r"|函[数數]|算法|程序|伪代码|模型|脚本|系统|查询|如何|怎么|怎样|[设設][计計]|[开開][发發]|想象|假[设設]",
    re.IGNORECASE | re.ASCII,
)
# The options, or a text above, that are nowhere: none of them are named after a comma, "or" or a colon.
_OPTIONS = re.compile(
    r"\bwhich (?:one )?of (?:the following|these)\b(?![^\n]{0,300}(?:,|\bor\b|[:(]))"
    r"|\A(?:please )?(?:choose|select|pick) the (?:correct|right|best|most \w+) (?:answer|option|choice)s?\b"
    r"(?![^\n]{0,300}(?:,|\bor\b|[:(]))"
    r"|(?:下列|以下|下面)(?:哪|[选選][项項]|各[项項]|[说說]法|四[个個]|[几幾][项項])(?!.{0,150}(?:[，、：（(]"
    r"|[还還]是|和|与|與))"
    r"|\bour (?:previous|earlier|last|recent) (?:conversation|chat|discussion|messages?)\b"
    r"|\bas (?:we )?discussed,? (?:earlier|before|send|give)\b"
    r"|\bwhat i (?:told|said to) you (?:before|yesterday|earlier|last)\b|\b(?:the )?(?:code|text|table"
    r"|list) above[.!]?\Z"
    r"|我[们們](?:之前|上次|[刚剛]才)的?(?:[对對][话話]|聊|[讨討][论論])|按(?:照)?(?:我[们們])?(?:之前|上次"
    r"|[刚剛]才)[说說]的|[还還][记記]得我.{0,6}[说說]"
    r"|(?:上面|上述|以上)(?:的?[这這])?[一两兩几幾]?[段篇句首][话話文章诗詩子]|附件[中里裡]?的",
    re.IGNORECASE,
)
# A question on a text is none: "根据给定的材料回答：公司成立于哪一年".
_ASKS_OF_A_TEXT = re.compile(
    r"\A(?:please )?(?:(?:based on|according to|using|from|after reading|read) )?(?:the )(?:given|following"
    r"|provided|above) "
    r"(?:passage|text|article|paragraph|material|document|story|excerpt)s?\b[^:.!?\n]{0,60}"
    r"\b(?:answer|respond|question)s?\b"
    r"[^:.?\n]{0,40}: ?[^\n:.]{2,120}\?\Z"
    r"|\A[请請]?(?:根[据據]|依[据據]|[结結]合|[阅閱][读讀]|按照?)(?:下面|以下|上述|上面|[给給]定|所[给給]"
    r"|提供)的?(?:[这這]?一?[段篇则則份])?"
    r"(?:材料|文章|短文|文本|段落|[内內]容|[资資]料|信息|[对對][话話]|[报報][道导導])[，,]?(?:回答|解答|完成)"
    r"(?:(?:下列|以下|下面)?的?[问問][题題])?[：:]\s?[^\n：:。“]{2,40}[？?。]?\Z",
    re.IGNORECASE,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words that speak of the text."""
    if not draft.input and (asked := _ASKS_OF_A_TEXT.match(draft.instruction.strip())):
        return asked.group()[:60]
    if draft.input or _MATERIAL.search(draft.instruction) or _BUILDS.search(draft.instruction):
        return None
    return first_match(language.needs_input, draft.instruction) or first_match(_OPTIONS, draft.instruction)


def may_lack_input(draft: Draft, language: Language) -> bool:
    """Return whether a text may be missing: a person has to say, since a filter would reject too much that is sound."""
    if draft.input or _MATERIAL.search(draft.instruction):
        return False
    return any(each.search(draft.instruction) for each in (language.needs_input, language.may_need_input))


FILTER = Filter(check_instance=check_instance)
