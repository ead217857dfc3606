"""What a model says of the list that it writes, where an item of the list should be."""

import re

_ITEMS = r"(?:tasks?|instructions?|messages?|prompts?|examples?|requests?)"
_HAN_ITEMS = r"(?:任[务務]|指令|消息|示例|例子|[题題]目)"
_OF_THE_LIST = re.compile(
    rf"(?:same|similar|like|as) (?:as |to )?(?:the )?(?:above|last|previous|one)\b[^.?!\n]{{0,10}}?(?:,? (?:but|with"
    rf"|only)\b[^\n]{{0,60}})?"
    rf"|(?:repeat|redo|vary|change|continue|see) (?:the )?(?:last |previous )?(?:{_ITEMS} ?\d{{0,3}}"
    rf"|list)(?: \d{{1,3}})?"
    r"(?: (?:with|but|for|from)\b[^\n]{0,60})?"
    r"|(?:write |give |make |do )?another (?:one|instruction|task|message)(?: like (?:the )?(?:last|previous"
    r"|above)(?: one)?)?"
    rf"|(?:generate|write|create|give|list|continue with) (?:another|\d{{1,2}} more|more|a new|new) {_ITEMS}"
    rf"|(?:new|example|sample|diverse|placeholder|your|next|another|more) {_ITEMS}(?: (?:number )?#?\d{{0,3}}| here)?"
    rf"|no (?:more|further|other) {_ITEMS}|end of (?:the )?(?:list|{_ITEMS})|that(?:['’]s| is) (?:all|it)"
    r"|(?:i )?hope (?:this|these|that|it) helps?|(?:please )?let me know if you (?:want|need"
    r"|would like)(?: any)? more\b[^\n]{0,20}"
    rf"|note: (?:all|each) of (?:these|them|the {_ITEMS}) (?:are|is)\b[^\n]{{0,40}}"
    rf"|(?:sure|ok(?:ay)?|certainly)?\W{{0,2}}here (?:are|is) (?:\w+ )?(?:{_ITEMS}|more|the (?:next|rest"
    rf"|list))\b[^\n]{{0,40}}:?"
    r"|respond (?:only )?in json|请?用JSON(?:格式)?回答|you are a helpful assistant"
    r"|i(?:['’]m| am) sorry,? i can(?:['’]t|not) think of (?:any )?more"
    r"|同上[^。\n]{0,3}[，,]?[^。\n]{0,12}|再[来來][一几幾][个個条條道]?|上一[题題道条條个個]的?[变變]式"
    r"|(?:[请請])?[继繼][续續](?:列表|生成)?"
    rf"|更多{_HAN_ITEMS}|(?:新的?|示例|占位|您的|你的|下一[条條个個]){_HAN_ITEMS}\d{{0,3}}|[（(]{_HAN_ITEMS}[）)]"
    rf"|(?:[没沒]有|[无無])更多(?:{_HAN_ITEMS})?了?|列表[结結]束|以上就是全部|希望(?:[这這]些"
    rf"|以上)?(?:[对對][你您])?有?(?:所?[帮幫]助|用)"
    rf"|如需更多[^。\n]{{0,10}}|注[：:]以上[^。\n]{{0,12}}(?:原[创創]|不重[复複]|不同)|(?:好的)?[，,]?(?:更多"
    rf"|以下是)[^。\n]{{0,10}}(?:如下|{_HAN_ITEMS})"
    r"|[抱]歉[，,]我想不出更多了?|好的[，,]?[谢謝]{2}|你是一[个個](?:有用的|[乐樂]于助人的)?(?:助手|AI)[^。\n]{0,8}",
    re.IGNORECASE,
)
_ENDS = " \t\n.。!！…:：~～"


def is_of_the_list(instruction: str) -> bool:
    """Return whether all of an instruction speaks of the list it stands in."""
    return _OF_THE_LIST.fullmatch(instruction.strip().rstrip(_ENDS)) is not None
