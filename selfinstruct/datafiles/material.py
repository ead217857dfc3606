"""Fields that a question cannot do without, where none of our shapes has them: choices, and the text it is about."""

import re
from collections.abc import Mapping
from typing import Any

from selfinstruct.datafiles.filled import holds

_CHOICES = ("options", "choices")
_FIRST_CHOICE = re.compile(r"(?:(?:option|opt?|choice|选项)[ _-]?[aA01]|[aA])", re.IGNORECASE)
_NEXT = {"a": "b", "A": "B", "0": "1", "1": "2"}
# What such fields hold belongs to the question wherever it has no input.
_ALWAYS = (
    *("passage", "paragraph", "document", "documents", "article", "abstract", "content", "story", "background"),
    *("table", "schema", "code", "snippet", "premise", "hypothesis", "evidence"),
    *("sentence", "sentences", "sentence1", "sentence_1", "source_text"),
    *("input_text", "contexts", "sql_context"),
)
# What these hold does if the question speaks of a text; some hold a few words on the record as well.
_TEXTS = (
    *("inputs", "text", "body", "excerpt", "material", "knowledge", "facts", "information", "email", "review"),
    *(
        "tweet",
        "post",
        "dialogue",
        "dialog",
        "transcript",
        "letter",
        "report",
        "poem",
        "essay",
        "文本",
        "文章",
        "材料",
        "原文",
    ),
)
# Lists of these names are conversations, which a shape of ours reads.
_DIALOGUES = ("dialogue", "dialog")
_PERHAPS_TEXTS = ("source", "title", "description", "notes", "note", "comment", "reference", "references", "summary")
_SPEAKS_OF_TEXT = re.compile(
    r"\b(?:the|this|these|following|given|below|above|provided|attached)(?:\s{1,2}[a-z-]{1,15}){0,2}?\s{1,2}"
    r"(?:texts?|sentences?|passages?|paragraphs?|articles?|stor(?:y|ies)|poem|e-?mail|letter|reviews?|tweets?|posts?"
    r"|comments?|documents?|reports?|essay|speech|dialogue|conversation|transcript|excerpt|quotes?|statements?|message"
    r"|news|facts|information|data|table|list|code|query|context|notes|description|title|headline|lyrics|words?|phrases?)\b"
    r"|\b(?:below|above|following)\b"
    r"|下面|以下|下列|如下|上述|上文|(?:这|该|此|给定的?|所给的?|给出的?|提供的?)[一几]?[个段篇句封条首则份]?"
    r"(?:文本|文字|文章|文段|段落|句子|短文|材料|故事|诗|邮件|信|评论|对话|报告|新闻|数据|信息|代码|话|内容)",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")
_ENDS = (*'.!?;)"”。！？；',)
_ID = re.compile(r"[\w.-]*+")
_ONE_WORD = re.compile(r"[!-~]*+")
_INPUTS = ("input", "context", "输入")
_QUESTIONS = ("instruction", "prompt", "question", "query", "指令", "问题")
MATERIAL = (*_CHOICES, *_ALWAYS, *_TEXTS, *_PERHAPS_TEXTS)


def needed(row: Mapping[str, Any]) -> str:
    """Return the name of a field that is not read, and that the question needs; "" if there is none."""
    if name := next((name for name in _CHOICES if holds(row.get(name))), ""):
        return name
    if not any(holds(row.get(each)) for each in _INPUTS):
        name = next((each for each in _ALWAYS if _is_material(each, row)), "")
        if not name and any(map(_SPEAKS_OF_TEXT.search, _asked(row))):
            name = next((each for each in (*_TEXTS, *_DIALOGUES, *_PERHAPS_TEXTS) if _is_text(each, row)), "")
    return name or _first_choice(row)


def _asked(row: Mapping[str, Any]) -> list[str]:
    return [row[name] for name in _QUESTIONS if isinstance(row.get(name), str)]


def _is_material(name: str, row: Mapping[str, Any]) -> bool:
    """Return whether a field holds more than an id, and what stands in no other field."""
    value = row.get(name)
    if not isinstance(value, str) or not holds(value):
        return holds(value)
    others = (each for other, each in row.items() if other != name and isinstance(each, str))
    return not _ID.fullmatch(value.strip()) and not any(value.strip() in each for each in others)


def _is_text(name: str, row: Mapping[str, Any]) -> bool:
    """Return whether a field holds a text that is neither question nor answer, nor has the question in it."""
    value = row.get(name)
    if not isinstance(value, str):
        return name in _TEXTS and holds(value)
    text, asked = value.strip(), _asked(row)
    if _ONE_WORD.fullmatch(text) or not (name in (*_TEXTS, *_DIALOGUES) or _reads_as_text(text)):
        return False
    is_repeated = any(each.strip() == text for other, each in row.items() if other != name and isinstance(each, str))
    return not is_repeated and not any(text in each or each.strip() in text for each in asked)


def _reads_as_text(text: str) -> bool:
    """Return whether a text says something, as names and places of sources do not."""
    words, signs = len(text.split(maxsplit=9)), len(_HAN.findall(text[:400]))
    return words > 9 or signs > 19 or (text.endswith(_ENDS) and (words > 2 or signs > 5))


def _first_choice(row: Mapping[str, Any]) -> str:
    """Return the name of the field with the first choice, if each of them has a field of its own; else ""."""
    for first in filter(_FIRST_CHOICE.fullmatch, row):
        second = first[:-1] + _NEXT[first[-1]]
        if holds(row[first]) and holds(row.get(second)):
            return first
    return ""
