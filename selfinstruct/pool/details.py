"""What a filter found, or a backend says of its texts, in the language of a page; a run keeps it in English."""

import re

_UNITS = {"words": "词", "word": "词", "characters": "字", "character": "字"}
_LANGUAGES = {"Chinese": "中文", "English": "英文"}
# Our own details; what is none of these, such as words of the text itself, stays as it is.
_IN_CHINESE = [
    (re.compile(pattern, re.DOTALL), told)
    for pattern, told in (
        (r"without an output", "没有输出"),
        (r"ends with “(.*)”", "结尾是“{}”"),
        (r"begins with “(.*)”", "开头是“{}”"),
        (r"“(.*)” on line after line", "“{}”一行接一行地重复"),
        (r"all of it twice", "全文写了两遍"),
        (r"in “(.*)”, beside the list that was asked for", "在“{}”里，不在要求的列表里"),
        (r"mixes forms: “(.*)”", "简繁混用：“{}”"),
        (r"not in the form of the instruction: “(.*)”", "简繁体与指令不一致：“{}”"),
        (r"holds “(.*)”", "含有“{}”"),
        (r"repeats “(.*)”", "反复出现“{}”"),
        (r"“(.*)” again and again", "“{}”一再出现"),
        (r"only (\d+%) of it is new", "其中只有 {} 不是重复"),
        (r"(\d+) outputs? for one input", "同一个输入有 {} 种输出"),
        (r"same as instance (\d+)", "与第 {} 个实例相同"),
        (r"character (U\+[0-9A-F]+)", "字符 {}"),
        (r"escape (.*)", "转义序列 {}"),
        (r"(\d+) of at most (\d+) (words?|characters?)", "{0} 个{2}，最多 {1} 个"),
        (r"(\d+) of at least (\d+) (words?|characters?)", "{0} 个{2}，至少应有 {1} 个"),
        (r"(\d+) (words?|characters?)", "{} 个{}"),
        (r"(\d+) written, none sound", "写了 {} 个，没有一个合格"),
        (r"(\d+) of (\d+) sound ones kept", "保留 {} 个，合格的共 {} 个"),
        (r"none of (\d+) passed the review", "{} 个都没有通过裁判"),
        (r"no step of the recipe writes any", "这种流程没有编写实例的步骤"),
        (r"nothing on it in the completion", "回复中没有与它有关的内容"),
        (r"no usable yes or no", "没有可用的“是”或“否”"),
        (r"(.*) \((\d+) requests?\)", "{}（请求 {} 次）"),
        (r"output is not (Chinese|English)", "输出不是{}"),
        (r"“(.*)” is not (Chinese|English)", "“{}”不是{}"),
        (r"not (Chinese|English)", "不是{}"),
        (r"nothing in ([a-z]+)", "没有一处是要求的语言（{}）"),
        (r"nothing in (.+)", "没有一处是{}文"),
        (r"(output|input)", "在{}里"),
        (
            r"The text is made up by the demo backend: it means nothing and is not for training\.",
            "文本由 demo 后端随机拼成，没有意义，不能用来训练。",
        ),
    )
]
# What earlier versions wrote.
_EARLIER = {"ends with “”": "without an output"}
# A word that says little alone.
_BARE = {"output": "in the output", "input": "in the input"}
_FIELDS = {"output": "输出", "input": "输入"}


def told_in(detail: str, language: str) -> str:
    """Return a detail in a language of the page, as it is kept if there is no other."""
    detail = _EARLIER.get(detail, detail)
    if language != "zh":
        return _BARE.get(detail, detail)
    for pattern, told in _IN_CHINESE:
        if found := pattern.fullmatch(detail):
            return told.format(*(_word(each, language) for each in found.groups()))
    return detail


def _word(text: str, language: str) -> str:
    known = {**_UNITS, **_LANGUAGES, **_FIELDS}
    return known.get(text) or told_in(text, language)
