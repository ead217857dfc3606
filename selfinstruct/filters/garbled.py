"""The text is broken as programs or looping models break it.

It holds replacement, control or invisible characters, escapes or entities that nobody undid, UTF-8 read as something
else (mojibake), letters of another alphabet that look right, spaces between all characters, what a tokenizer or a
search tool left behind (`[1][2]`), one piece over and over, or data in place of
text (base64). Escapes and entities are sound in code, in quotation
marks, and where the task speaks of them.
"""

import re
from html.entities import name2codepoint

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter
from selfinstruct.languages import Language
from selfinstruct.text.blobs import blob_in
from selfinstruct.text.escapes import left_escape
from selfinstruct.text.misread import read_as_gbk

_BROKEN = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
# Zero-width spaces, soft hyphens, separators, marks of direction, tags; those in the flag of Wales are sound. Scripts
# without spaces, or written from right to left, need some of them; the joiners of emoji and of Persian are never here.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]"
)
_NEEDS_INVISIBLE = re.compile("[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_SPEAKS_OF_INVISIBLE = re.compile(
    r"invisible|zero.?width|hidden|unicode|utf-?8|hyphen|\bbom\b|不可见|零宽|隐藏|隱藏", re.IGNORECASE | re.ASCII
)
# A word or a phrase 12 times; one character 30 times ("Nooooooooooooo" is fine) unless rulers are made of it.
_LOOPING = re.compile(
    r"(?!(\w)\1{11})([^\W\d_]\w{0,30}\W{0,3})\2{11}|\b(?!(\w)\3{11})([^\W\d_][^\n]{1,60}?)\4{11}"
    r"|([^\s\d_=*#.~·—…+|/%;<>^&─-▟－＝＿-])\5{29}"
)
# Laughter and the repeats of DNA, where they come to an end.
_SOUND_LOOP = re.compile(r"(?:(?:h[aeio]){12,20}|[ACGT]{12,60}|哈{30,40})(?!\w)", re.IGNORECASE)
# The bytes 80 to BF as Windows-1252 shows them, after a first byte of common characters: accents, Greek and Cyrillic;
# typographic marks; Han, kana and Hangul; full-width marks; emoji.
_TAIL = "[\xa1-\xbf\x80-\x9f€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MISREAD = re.compile(
    rf"â€{_TAIL}|ï(?:¿½|[¼½]{_TAIL})|ðŸ{_TAIL}|(?<=[a-z])Ã{_TAIL}|Ã{_TAIL}(?=[a-z])|Â[£°·±²³§©®]"
    rf"|(?:[ã-í](?:{_TAIL}[\xa0]?{_TAIL}|\xa0{_TAIL}|{_TAIL}[ \xa0])){{2}}|(?:[ÐÑ]{_TAIL}){{3}}|锟斤拷|烫烫烫|屯屯屯"
)
_ENTITY = re.compile(rf"&(?:#\d{{2,7}}|#[xX][0-9a-fA-F]{{2,6}}|{'|'.join(sorted(name2codepoint))}|apos);")
# Characters as addresses have them: bytes above ASCII, and a space or a mark between words.
_PERCENT = re.compile(
    r"(?:%[89A-Fa-f][0-9A-Fa-f]){2}|(?<=[^\W\d_])%(?:20|2[127CF]|3[ABF])(?=[^\W\d_])|%0A"
    # The same in a mail, and a comma or a colon before a space.
    r"|(?:=[89A-F][0-9A-F]){2}|(?<=[^\W\d_])%(?:2C|3A)(?= )",
    re.ASCII,
)
# A tag for the break of a line; a table has no other way to say it.
_BREAK_TAG = re.compile(r"^[^|\n]*?<br ?/?>", re.MULTILINE)
_OTHER_TAG = re.compile(r"</|<(?!br\b)[a-z]", re.IGNORECASE)
_ADDRESS = re.compile(r"\S*(?:://|www\.|\w\.\w{2,5}/|\?\w{1,20}=)\S*")
_CODE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|\"[^\"\n]*\"|“[^“”\n]*”|'[^'\n]*'|「[^「」\n]*」|</?\w[^<>]*>.*", re.DOTALL
)
# What tokenizers and search tools leave in a text: marks of spaces and bytes, special tokens, marks of sources.
_RESIDUE = re.compile(
    r"(?<![^\W\d_])[ĠĊ](?=\w)|(?<=\w)Ġ(?=\w)|(?<=[a-z.])Ċ|▁[^\W\d_]+▁|<0x[0-9A-F]{2}>|\[(?:EOS|BOS|PAD|UNK|SEP|CLS)\]"
    r"|<\|\w*\Z|assistantfinal|\u2047|</?co(?:: ?\d{1,3}(?:, ?\d{1,3})*)?>|(?:\A|\s)/(?:no_)?think(?=\s|\Z)"
    r"|【\d+(?::\d+)?†[^】\n]{0,40}】|:?contentReference\[oaicite|\bciteturn\d+\w+|\[citation:\d+\]|\[\^\d+\^\]"
    r"|\^\[\d+\]\^"
    r"|[?&]utm_source=(?:chatgpt|openai|perplexity|copilot|gemini)\b"
)
# Cyrillic letters in a word of Latin ones, or the other way round, that look the same.
_CYRILLIC = (
    r"[\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455"
    r"\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425]"
)
_LOOKALIKE = re.compile(rf"[a-zA-Z]{_CYRILLIC}[a-zA-Z]|[a-z]{{2}}{_CYRILLIC}(?!\w)|(?<!\w){_CYRILLIC}[a-z]{{2}}")
_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff] ){5}[\u4e00-\u9fff]")
_SPEAKS_OF_LETTERS = re.compile(
    r"cyrillic|homoglyph|look.?alike|unicode|russian|alphabet|spac|token|segment|空格|空.{0,3}格|空[开開]"
    r"|[隔分][开開]|留空|分[词詞]|[间間]隔|西里[尔爾]|俄|字符|[竖豎]|每[个個]字",
    re.IGNORECASE,
)
# Marks of turns and tokens that no tokenizer took for one, and the cursor of a page that shows a text as it grows.
_TOKENS = re.compile(
    r"<\|[A-Za-z_][\w/ -]{0,30}\|>|<[｜|][^<>\n]{1,30}[｜|]>|</?(?:start|end)_of_turn>|</?think(?:ing)?>"
    r"|\[end of text\]\s*\Z"
    r"|\[/?INST\]|\[/(?:ASSISTANT|USER|SYSTEM_PROMPT)\]|<</?SYS>>|\A<s>|</s>\Z|<(?:unk|pad|mask|bos|eos"
    r"|extra_id_\d{1,3})>"
    r"|\A▁(?=[^\W\d_])|(?<=[\w.!?。！？]) ?[▌▍▋]\Z"
)
# What a broken model says on and on, and letters that no writer sets apart.
_ALL_ONE = re.compile(r"(?P<one>[^\s\d])(?:\s?(?P=one)){7,}\s*|(?P<digit>\d)(?: (?P=digit)){7,}\s*")
_SETS_APART = re.compile(r"(?<![a-z] )(?<![a-z])(?:[a-z] ){10,}[a-z](?![a-z])")
_SPEAKS_OF_ONE = re.compile(
    r"repeat|times\b|\d|pattern|\bdraw|laugh|scream|snor|rows?\b|\bline of|\bart\b|separator|divider|ruler|letters?\b"
    r"|spell|rate|stars?"
    r"|binary|重[复複]|遍|次|[画畫]|笑|[图圖]案|分[隔割][线線]|[个個]|字母|星",
    re.IGNORECASE,
)
# The end or the joint of a string in JSON, of which nothing is open.
_NEXT_OBJECT = re.compile(
    r"[\"”]\s*\}\s*,\s*\{\s*[\"“](?:instruction|input|output|number|label|task|指令|输入|输出|任务)[\"”]\s*:"
    r"|(?<=[.!?。！？])\"\s*,\s*\Z"
)
_OF_JSON = re.compile(
    r"(?<!\\)\\[nr]\s*\Z|[\"”]\s*[}\]]{1,3}[,，]?\s*\Z|\A\"[^\"]*\",\s*\Z|[\"”]\s*,\s*\"(?:input|output|instruction"
    r"|instances|label|输入"
    r"|输出|指令)\"\s*:"
)
# Numbers of sources that are not there: "a word[1][2]." In code and where sources are spoken of, they are sound.
_SOURCES = re.compile(
    r"(?:(?<![\w.])[A-Za-z]{3,30}|(?<=[\u3400-\u9fff]{3}))"
    r"(?:[.。]?\[\d{1,2}\]\(https?://|(?:[.。]|\[\d{1,2}\])\[\d{1,2}\](?![\w(]))"
)
_OF_CODE = re.compile(r"[=`{}_;]|\w\(")
_LISTED = re.compile(r"^[ \t*>-]{0,4}\[\d{1,2}\]", re.MULTILINE)
_SPEAKS_OF_SOURCES = re.compile(
    r"\[\d|cit(?:e|ed|ing|ation)|sources?\b|referenc|footnote|bibliograph|essay|paper|article|wiki|research|index"
    r"|array|list"
    r"|引用|来源|來源|参考|參考|文献|文獻|出[处處]|[论論]文|[脚腳]注|[数數][组組]|列表|下[标標]",
    re.IGNORECASE,
)
_SPEAKS_OF_TOKENS = re.compile(
    r"token|\bbpe\b|sentencepiece|vocabular|\bbert\b|maltese|byte|hex|citation|[词詞]元|分[词詞]|令牌|[标標][记記]"
    r"|字[节節]|引用",
    re.IGNORECASE | re.ASCII,
)
_SPEAKS_OF_CODE = re.compile(
    r"unicode|utf-?8|encod|decod|escap|entit|mojibake|garbled|html|xml|json|yaml|csv|regex|regular expression|string|"
    r"code|"
    r"python|java|script|\bc\+\+|\bsql|print|\bfunction|program|latex|newline|line break|\burl|path|markdown|"
    r"乱码|亂碼|[编編]码|編碼|解码|解碼|[转轉][义義]|[实實][体體]|换行|換行|字符|[代源]码|[代源程]碼|程式|函[数數]"
    r"|[编編]程|程序|正[则則]|路[径徑]|公式|[标標][签籤]|"
    r"[网網][页頁]",
    re.IGNORECASE | re.ASCII,
)

# Where data may be what is asked for.
_SPEAKS_OF_DATA = re.compile(
    r"base ?-?64|encod|decod|encrypt|cipher|\bhash|sha-?\d|\bmd5|checksum|\bkeys?\b|token|passw|\bsecret|\bsalt"
    r"|random|uuid|\bguid|\bhex"
    r"|binary|bytes|\bdata:|\buri\b|signature|certificate|jwt|blockchain|bitcoin|wallet|dna|genom|protein|sequence"
    r"|smiles"
    r"|html|\bcss\b|svg|json|script|python|\bcode\b|[编編][码碼]|解[码碼]|加密|[密][码碼钥鑰文]|哈希|散列|令牌|随机"
    r"|隨機|十六[进進]制|二[进進]制|[字][节節]|[签簽]名",
    re.IGNORECASE,
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return what is broken in the instruction."""
    return _check(instruction, instruction)


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return what is broken in the input or the output."""
    task = f"{draft.instruction}\n{draft.input}"
    if broken := _check(draft.input, draft.instruction) or _check(draft.output, task):
        return broken
    if (blob := blob_in(draft.output)) and blob not in task and not _SPEAKS_OF_DATA.search(task):
        return f"holds “{blob[:20]}”"
    found = _TOKENS.search(draft.output)
    is_shown = found is None or found.group() in task or _SPEAKS_OF_TOKENS.search(task) or _SPEAKS_OF_CODE.search(task)
    return None if is_shown or found is None else f"holds “{found.group()}”"


def _check(text: str, task: str) -> str | None:
    if found := _BROKEN.search(text):
        return f"character U+{ord(found.group()):04X}"
    if (found := _INVISIBLE.search(text)) and not (_NEEDS_INVISIBLE.search(text) or _SPEAKS_OF_INVISIBLE.search(task)):
        return f"character U+{ord(found.group()):04X}"
    if (found := _LOOPING.search(text)) and not _SOUND_LOOP.match(text, found.start()):
        return f"repeats “{found[2] or found[4] or found[5]}”"
    if escape := left_escape(text, task):
        return f"escape {escape}"
    if (found := _RESIDUE.search(text)) and not _SPEAKS_OF_TOKENS.search(task):
        return f"holds “{found.group()[:20]}”"
    if ends := _unlike_prose(text, task):
        return f"holds “{ends}”"
    if (found := _SOURCES.search(text)) and not _names_sources(text, task):
        return f"holds “{found.group()[:20]}”"
    if unlike := _unlike_text(text, task):
        return f"holds “{unlike}”"
    signs = [sign for sign in (_MISREAD, _ENTITY, _PERCENT) if sign.search(text)]
    if not signs or _SPEAKS_OF_CODE.search(task):
        return None
    prose = _CODE.sub(" ", _ADDRESS.sub(" ", text))
    found = next((each for sign in signs if (each := sign.search(prose))), None)
    return f"holds “{found.group()[:20]}”" if found else None


def _unlike_text(text: str, task: str) -> str:
    """Return what only a program makes of a text: letters and spaces that are others than they seem, tags of breaks."""
    found = _LOOKALIKE.search(text) or _SPACED_OUT.search(text)
    if found and not (found.group() in task or _SPEAKS_OF_LETTERS.search(task)):
        return found.group()[:20]
    if _SPEAKS_OF_CODE.search(task):
        return ""
    tag = None if _OTHER_TAG.search(text) else _BREAK_TAG.search(text)
    return tag.group()[-20:] if tag else read_as_gbk(text)


def _unlike_prose(text: str, task: str) -> str:
    """Return what only a broken model or reader leaves: one sign on and on, letters set apart, an end of JSON."""
    signs = _ALL_ONE.fullmatch(text.strip()) or _SETS_APART.search(text)
    if signs and not (_SPEAKS_OF_ONE.search(task) or text.strip()[0] == "哈"):
        return signs.group()[:20]
    end = _next_object(text) or (None if {*"{["} & {*text} else _OF_JSON.search(text))
    return end.group()[:20] if end and not _SPEAKS_OF_CODE.search(task) else ""


def _next_object(text: str) -> re.Match[str] | None:
    """Return where the JSON of a string ends and the next object begins; what is quoted has two marks."""
    found = _NEXT_OBJECT.search(text)
    return found if found and (text.count('"') % 2 or "{" in found.group()) else None


def _names_sources(text: str, task: str) -> bool:
    """Return whether sources are spoken of, or listed in the text, or there is code that has such numbers."""
    is_spoken_of = _SPEAKS_OF_SOURCES.search(task) or _SPEAKS_OF_CODE.search(task)
    return bool(is_spoken_of or _LISTED.search(text) or _OF_CODE.search(_ADDRESS.sub("", text)))


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
