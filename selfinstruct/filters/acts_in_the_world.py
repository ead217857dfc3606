"""The instruction wants something done that no text does: an alarm set, a light turned off, a table booked.

It is all that is said, in one sentence as people say it to a device. What is to be written, explained or planned about
such things is a task. An output that only says that such a thing is done ("闹钟已经设好了。") shows that one was asked
for, unless the task asks for someone's words; so does one that speaks of a file or a canvas where its
text is.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, asks_for_words, first_match, plain, uses_words_of_the_task
from selfinstruct.languages import Language
from selfinstruct.text.quotations import outside_quotations

_PLEASE = (
    r"(?:(?:please|hey|ok(?:ay)?|(?:can|could|would|will) you(?: please)?|i(?:'d like| want| need) you to)\b[ ,]*)*"
)
_DEVICES = (
    r"(?:lights?|lamps?|tv|television|fan|heat(?:ing|er)?|thermostat|radio|air con\w*|ac|oven|washing machine|volume"
    r"|wi-?fi|bluetooth|music|alarm|vacuum)"
)
_PEOPLE = r"(?:mother|mom|mum|father|dad|brother|sister|wife|husband|boss|doctor|dentist|friend)"
_EN = re.compile(
    rf"\A{_PLEASE}(?:"
    r"set (?:me )?(?:an?|the|my|another)(?: \w+){0,2} (?:alarm|timer|reminder)\b"
    r"|remind me (?:to|that|at|in|on|tomorrow|every)\b"
    rf"|(?:turn|switch) (?:on|off|up|down) (?:the|my|all)(?: \w+){{0,3}} {_DEVICES}\b"
    rf"|(?:turn|switch) (?:the|my|all)(?: \w+){{0,3}} {_DEVICES} (?:on|off|up|down)\b"
    rf"|(?:call|phone|dial|text|ring) (?:my (?:\w+ )?{_PEOPLE}|mom|mum|dad|911|me an? (?:cab|taxi))\b"
    # A text that says something is to be written.
    r"(?! (?:that|saying|(?:to|and) (?:say|ask|tell|thank|apologi[sz]e|let))\b)"
    r"|play (?:some|my)(?: \w+){0,3}(?: (?:music|songs?|playlist|jazz))?\W*\Z"
    r"|order (?:me )?(?:an?|some)(?: \w+){1,4} (?:for me|to my|from|online)\b"
    r"|(?:book|reserve)(?: me)? (?:an?|the|two)(?: \w+){0,3} (?:flight|table|hotel|room|taxi|cab|ride|tickets?)\b"
    r"|add (?:\w+ ){1,4}to my (?:shopping|grocery|to-?do|cart|calendar|playlist)\b"
    r"|schedule (?:an?|my)(?: \w+){0,2} (?:meeting|appointment|call) (?:with|for|on|at|tomorrow|next)\b"
    r"|(?:open|close|lock|unlock)(?: up)? (?:the|my)(?: \w+){0,2} (?:doors?|garage|windows?|blinds|curtains)\b"
    r")(?:[^.!?:;\n\"“]|\.(?! (?-i:[A-Z])|\Z)){0,80}[.!?]?\Z",
    re.IGNORECASE,
)
_ZH_THINGS = (
    "灯 燈 空调 空調 电视 電視 窗帘 窗簾 热水器 熱水器 扫地机 扫地机器人 掃地機 风扇 風扇 加湿器 音响 音響 闹钟 鬧鐘"
)
_ZH_DEVICES = f"(?:{'|'.join(_ZH_THINGS.split())})"
_HOURS = r"[\d一二两兩三四五六七八九十半]{1,3}"
_A_TIME = (
    r"(?:(?:[今明后後][天早晚]|早[上晨]|清晨|上午|中午|下午|傍晚|晚上|凌晨|每[天早晚周週]|[周週](?:末"
    r"|[一二三四五六日天])"
    rf"|一[会會][儿兒]?|{_HOURS}"
    rf"(?:[点點时時](?:半|整|[钟鐘]|{_HOURS}分)?|:\d\d|[个個]?(?:小[时時]|分[钟鐘])[后後]))的?[，, ]?)"
)
_WHEN = f"{_A_TIME}{{0,4}}"
_ZH = re.compile(
    rf"\A{_WHEN}"
    r"(?:[请請]|麻[烦煩]|能不能|可以|能)?(?:你)?(?:[帮幫][我忙]|[给給替]我|[为為]我)?(?:一下)?(?:"
    r"[设設定](?:置|定|[个個])?[^，。！？：\n]{0,14}(?:[闹鬧][钟鐘]|提醒|[计計定][时時]器)"
    rf"|(?:在|于)?{_WHEN}(?:提醒我|[叫喊](?:我起[来來床]|醒我))"
    r"|(?:播放|放)(?:一首|一[点點]|[点點])[^，。！？：\n]{0,10}(?:歌|音[乐樂])?"
    rf"|(?:打[开開]|[关關](?:[闭閉]|掉|上)?|[开開])(?:一下)?[^，。！？：\n]{{0,6}}{_ZH_DEVICES}"
    rf"|把[^，。！？：\n]{{0,8}}{_ZH_DEVICES}(?:打[开開]|[关關](?:掉|上|了|[闭閉])|[调調][到高低大小])"
    r"|[打拨撥](?:一?[个個])?[电電][话話][给給]"
    r"|[给給][^，。！？：\n]{1,6}(?:打(?:一?[个個])?[电電][话話]|[发發](?:一?[条條个個])?(?:短信|微信|消息)"
    r"(?![^，。！？：\n]{0,4}[说說讲講问問催祝约約劝勸请請谢謝道提通告表]))"
    r"|[订訂預预](?:[订訂定])?[^，。！？：\n]{0,14}(?:[机機]票|火[车車]票|酒店|外[卖賣]|[电電]影票|包[间間厢廂])"
    r"|叫(?:一?[辆輛个個份])?(?:[车車]|出租[车車]|外[卖賣])"
    r")[^，。！？：；\n“”]{0,20}[。！？?]?\Z"
)
_ASKS = re.compile(r"[?？吗呢]|如何|怎么|怎麼|\bhow\b", re.IGNORECASE)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that want something done."""
    text = instruction.strip()
    found = first_match(_EN, text) or first_match(_ZH, text)
    return (
        None
        if found is None or (_ASKS.search(text) and not found.lower().startswith(("can ", "could ")))
        else found[:80]
    )


# What is done, and for whom: all that is said.
_DONE = re.compile(
    r"(?:(?:好[的了]?|[没沒][问問][题題]|[当當]然(?:可以)?|可以|收到|明白)[，,。！!～~]\s?){0,2}"
    r"(?:(?:我)?(?:已[经經]?|[刚剛]{1,2})(?:成功)?(?:[为為帮幫给給替][您你]|[将將把])[^，。！？\n]{0,14}?"
    r"(?:[设設][置定好]|[预預]?[订訂定](?:好|了|上)|打[开開]|[关關][闭閉掉好上]|播放|[发發](?:送|出|[给給])|下[单單]"
    r"|叫好|取消|添加|安排好|[转轉][账賬])"
    rf"|(?:{_ZH_DEVICES}|提醒|[机機]票|火[车車]票|酒店|包[间間厢廂]|外[卖賣]|出租[车車]|[电電]影票"
    rf"|[音][乐樂])[^，。！？\n]{{0,8}}?"
    r"(?:已[经經]?|都)(?:[为為帮幫给給替][您你])?(?:[设設][置定]?|[预預]?[订訂定]|打[开開]|[关關][闭閉掉]?|叫|安排"
    r"|播放)(?:好|上|完|成功)?了?"
    rf"|(?:我)?(?:[会會將将]?在?{_A_TIME}{{1,4}}[会會將将]?|[会會將将])(?:准[时時])?(?:叫(?:醒)?|提醒)[您你](?:起床)?)"
    r"[^，。！？\n]{0,10}[。！!～~]?(?:\s?[祝请請][您你]?[^，。！？\n]{1,14}[。！!]?)?"
    r"|(?:(?:sure|ok(?:ay)?|done|all set|of course|certainly|got it)[!,.] ?){0,2}"
    r"(?:i(?:'ve| have)(?: just| now)? (?:set|turned|switched|booked|reserved|ordered|scheduled|sent|added|called"
    r"|cancel\w+|locked|unlocked)"
    r" (?:(?:up|on|off|out) )?(?:the|your|an?|you) [^.!?\n]{1,60}"
    r"|(?:the|your) (?:alarm|timer|reminder|lights?|table|flight|hotel|taxi|cab|ride|tickets?|meeting|appointment|order"
    r"|music)(?: [\w:]+){0,4} (?:is|are|has been|have been|was|were)(?: now)? "
    r"(?:set|on|off|booked|reserved|ordered|scheduled|placed|turned o\w+|playing)"
    r"[^.!?\n]{0,40})[.!]?",
    re.IGNORECASE,
)
# Where words are wanted that say so: a message, a sentence.
_WANTS_IT_SAID = re.compile(
    r"\b(?:past tense|sentence|grammar|passive|perfect|write|draft|text|message|tell|notify|confirm\w*)\b"
    r"|[写寫说說句]|[时時][态態]|告[诉訴]|通知|[确確][认認]|短信|消息",
    re.IGNORECASE,
)


# What only exists where a program has made it.
_NOWHERE = re.compile(
    r"\bsandbox:/|/mnt/data/|\bcomputer:///|\battachment:/|\bfile-service://|<antArtifact\b", re.IGNORECASE
)
_OF_PATHS = re.compile(
    r"/mnt|sandbox|artifact|\bpaths?\b|script|bash|linux|\bpython|docker|[路][径徑]|脚本|腳本", re.IGNORECASE
)
# Where files and pages are what the task is about, its answer may speak so.
_OF_FILES = re.compile(
    r"\b(?:sentence|grammar|message|notif\w+|confirm\w*|repl(?:y|ies)|announc\w+|say|past tense|passive)\b|[说說句]"
    r"|[时時][态態]|通知|[确確][认認]|短信|消息"
    r"|download|attach|upload|canvas|artifact|\bhow\b|web ?site|\bpage\b|button|tutorial|steps|下[载載]|附件|上[传傳]"
    r"|[画畫]布|如何|怎[么麼样樣]|按[钮鈕]|步[骤驟]|[网網][页頁站]",
    re.IGNORECASE,
)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the words of an output that say that something is done, or was delivered, which no text does."""
    return _says_it_is_done(draft, language) or _delivers(draft, language)


def _delivers(draft: Draft, language: Language) -> str | None:
    """Return the words that speak of a file or a canvas which nobody sees, at the beginning or end of the output."""
    task = f"{draft.instruction}\n{draft.input}"
    if (place := _NOWHERE.search(draft.output)) and not _OF_PATHS.search(task):
        return place.group()
    if asks_for_words(draft, language) or _OF_FILES.search(task):
        return None
    first, *_, last = outside_quotations(plain(draft.output)).strip().split("\n") * 2
    found = next((each for line in (first, last) if (each := language.delivers.search(line))), None)
    return found.group()[:80] if found else None


def _says_it_is_done(draft: Draft, language: Language) -> str | None:
    text = draft.output.strip().replace("’", "'")
    if draft.input or not _DONE.fullmatch(text) or _ASKS.search(draft.instruction):
        return None
    is_said = asks_for_words(draft, language) or _WANTS_IT_SAID.search(draft.instruction)
    return None if is_said or uses_words_of_the_task(text, draft) else text[:80]


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
