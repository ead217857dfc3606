r"""Escapes that a model wrote twice: \n and \u7406 stand in a text that means a line break and 理.

One layer is undone where that is sure. A text that speaks of escapes, code, paths and formulas keep theirs.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_TOPICS = re.compile(
    r"escap|backslash|new ?line|line ?(?:break|feed)|regex|regular expr|unicode|utf-?\d|ascii|json|code ?point|string"
    r"|character|symbol|print|latex|path|python|java|\bc\+\+|\bcode\b|encod|decod|\b(?:sed|awk|csv|bash|shell|sql)\b"
    r"|\braw\b|\blog (?:lines?|entry|entries|files?)\b|\.env\b|payload|gettext|msgid|\becho\b"
    r"|[转轉][义義]|反斜[杠槓线線]|[换換]行|正[则則]|[编編][码碼]|解[码碼]|[码碼][点點位]|字符|代[码碼]|程式|路[径徑]"
    r"|公式|符[号號]"
    r"|[标標][记記]|制表|日[志誌]",
    re.IGNORECASE | re.ASCII,
)
_QUOTED = re.compile(r"""(?<![\\\w])(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'(?!\w)|`[^`]*+`)""")
# Paths of Windows, and commands of TeX that begin as other escapes do.
_NO_ESCAPES = re.compile(r"\b[A-Za-z]:\\|(?<!\S)\\\\\w|\\[bfrt](?=[a-z]{2})")
# Commands of TeX that begin with n.
_TEX = re.compile(
    r"\\n(?:u|e|eq|eg|abla|atural|earrow|warrow|ot|otin|i|mid|leq|geq|less|gtr|sim|cong|parallel|prec|succ|sub\w+"
    r"|sup\w+|exists|olimits|onumber|oindent|ewline|ewpage|ewcommand|ormalsize|umber)(?![a-z])"
)
# A line break that more than a word says: what follows begins a line.
_BREAK = re.compile(
    # A run of them is looked at once.
    r"(?<![\\\s])(?<!(?<![\\\s])\\n)(?:\\n)++"
    r"(?=[-*•#>|][ ]|\d{1,3}[.)、:：]|[A-Z\u3400-\u9fff“「『【（\"(]|[ ]{2}|\\t|\Z|[}\])])"
)
_SOFT_BREAK = re.compile(r"(?<![\\\s])\\n(?=[a-z])")
# An indented line and a new paragraph; between the signs of a pattern they are what it looks for.
_INDENTED = re.compile(
    r"(?<![\\\s])(?<!\\n)\\n(?:[ ]{2}|(?:\\t)++(?=[\w\"'<{(@#$*/\-])|(?<![\[(/|]\\n)\\n(?:\\n)*+(?=[ \w#@\"'<\-]))"
)
# Escapes that a text names.
_MENTIONED = re.compile(
    r"(?<=[(\[/（])(?:\\[nrt])++[+*?]?(?=[)\]/）])"
    r"|(?<=[的把将用以和与或及是个叫作成含])(?:\\[nrt])++(?![A-Za-z])"
    r"|(?<!\\[nrt])(?:\\[nrt])++(?=[和与或及的是表代替换转、，。）])"
)
_NAMED = re.compile(r"\\[nrt](?![A-Za-z\\])")
# A letter or a sign beyond ASCII, next to a letter or another one.
_BEYOND = r"\\u(?!00[0-7])[0-9a-fA-F]{4}"
_LETTER = r"[A-Za-z\u3400-\u9fff]"
_LETTERS = re.compile(rf"(?:{_BEYOND}){{2}}|(?<={_LETTER}){_BEYOND}|{_BEYOND}(?={_LETTER})|\A{_BEYOND}\Z")
# Bytes and characters as programs write them, of which nobody can say what else was lost.
_IN_HEX = re.compile(
    r"(?:\\x[0-9a-fA-F]{2}){2}|\\x(?:\d[0-9a-fA-F]|[a-fA-F]\d)|\\U000[0-9a-fA-F]{5}|\\u\{[0-9a-fA-F]{2,6}\}"
)
# Quotation marks of a string in a word, or around words.
_IN_STRING = re.compile(r"(?<=[a-z])\\'(?=[a-z])|(?<![\w\\])\\\"(?=\w)(?:[^\"\\\n]|\\'){1,200}+\\\"")
_BEFORE_HAN = re.compile(r"(?:(?<!\\)\\++[\u3400-\u9fff]){2}")
_DOUBLE_BREAK = re.compile(r"\\\\n(?=[-*•#] |\d{1,3}[.)]|[A-Z\u3400-\u9fff]|\\)")


class _Signs(NamedTuple):
    """What speaks for escapes in a text, outside its quotation marks and code spans."""

    breaks: int
    soft_breaks: int
    indented: bool
    letters: bool


def unescaped(text: str, topic: str = "") -> str:
    """Return the text with one layer of escapes undone if it is sure to have one too many.

    `topic` is the instruction that the text belongs to.
    """
    if "\\" not in text or "\n" in text or _NO_ESCAPES.search(text):
        return text
    if _ESCAPE.sub("", text).count("\\"):
        return text
    signs = _signs(text)
    sure = signs.indented if _speaks_of_escapes(text, topic) else signs.breaks or signs.soft_breaks > 1 or signs.letters
    return undone(text) if sure else text


def undone(text: str) -> str:
    """Return a text with every escape of JSON in it undone."""
    plain = _ESCAPE.sub(lambda each: chr(int(each[1], 16)) if each[1] else _MEANT.get(each[2], each[2]), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def left_escape(text: str, topic: str = "") -> str:
    """Return an escape that a text holds by mistake, "" if it holds none."""
    if "\\" not in text or _NO_ESCAPES.search(text) or _speaks_of_escapes(text, topic):
        return ""
    bare = _bare(text)
    found = next(
        (each for sign in (_LETTERS, _IN_HEX, _IN_STRING, _BEFORE_HAN, _DOUBLE_BREAK) if (each := sign.search(bare))),
        None,
    )
    breaks = "".join(_BREAK.findall(bare)).count("n")
    return found[0] if found else r"\n" if breaks > 1 else ""


def _signs(text: str) -> _Signs:
    bare = _bare(text)
    letters = _LETTERS.search(bare) and not re.search(r"[^\W\d_\x00-\x7f]", bare)
    return _Signs(
        len(_BREAK.findall(bare)), len(_SOFT_BREAK.findall(bare)), bool(_INDENTED.search(bare)), bool(letters)
    )


def _bare(text: str) -> str:
    return _MENTIONED.sub("", _TEX.sub("", _QUOTED.sub("", text)))


def _speaks_of_escapes(text: str, topic: str) -> bool:
    return _TOPICS.search(text) is not None or (topic != text and _is_about_escapes(topic))


@lru_cache(maxsize=1)
def _is_about_escapes(topic: str) -> bool:
    # An instruction may be long and have instances without number.
    return (_TOPICS.search(topic) or _NAMED.search(topic)) is not None
