"""The instruction wants something done that no text does: an alarm set, a light turned off, a table booked.

It is all that is said, in one sentence as people say it to a device. What is to be written, explained or planned about
such things is a task.
"""

import re

from selfinstruct.filters import Filter, first_match
from selfinstruct.languages import Language

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
_ZH = re.compile(
    r"\A(?:[请請]|麻[烦煩]|能不能|可以|能)?(?:你)?(?:[帮幫][我忙]|[给給替]我|[为為]我)?(?:一下)?(?:"
    r"[设設定](?:置|定|[个個])?[^，。！？：\n]{0,14}(?:[闹鬧][钟鐘]|提醒|[计計定][时時]器)"
    r"|提醒我|(?:播放|放)(?:一首|一[点點]|[点點])[^，。！？：\n]{0,10}(?:歌|音[乐樂])?"
    rf"|(?:打[开開]|[关關](?:[闭閉]|掉|上)?|[开開])(?:一下)?[^，。！？：\n]{{0,6}}{_ZH_DEVICES}"
    rf"|把[^，。！？：\n]{{0,8}}{_ZH_DEVICES}(?:打[开開]|[关關](?:掉|上|了|[闭閉])|[调調][到高低大小])"
    r"|[打拨撥](?:一?[个個])?[电電][话話][给給]"
    r"|[给給][^，。！？：\n]{1,6}(?:打(?:一?[个個])?[电電][话話]|[发發](?:一?[条條个個])?(?:短信|微信|消息))"
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


FILTER = Filter(check_instruction=check_instruction)
