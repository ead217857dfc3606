"""The instruction asks for what text alone cannot do: an image, audio, a file, the web; or the input stands for one.

Self-Instruct, Alpaca and BELLE reject on single words ("image", "file", "map", "draw"); these patterns look for the
act, so that "draw a conclusion" and "the plot of the novel" pass. So do pictures made by code ("plot it in Python") or
in words ("paint a picture in words", "用文字画一幅画"), and sentences in quotation marks, which are only to be
rewritten or translated.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, first_match
from selfinstruct.languages import Language
from selfinstruct.text.quotations import QUOTED

_AS_CODE = re.compile(
    r"(?<!dress )(?<!zip )\bcode\b|python|java|matplotlib|html|svg|\bcss\b|\blatex\b|mermaid|ascii|"
    r"代[码碼]|程式|函[数數]|[编編]程|[脚腳]本",
    re.IGNORECASE | re.ASCII,
)
_IN_WORDS = re.compile(
    r"\b(?:in|with|using|through) (?:(?:only|just|simple|plain|vivid) )?(?:words|prose|text|writing|verse)\b"
    r"|\b(?:in|as) (?:an? )?(?:json|ya?ml|csv|markdown|table|(?:\w+ )?list|dictionary)\b"
    r"|\b(?:text|words?)[- ](?:based|only)\b|\bplain text\b|\b(?:bulleted|indented|nested|numbered)\b"
    r"|[用以][^，。！？\n]{0,4}(?:字符|符[号號]|文字|文本|[语語]言|[词詞][语語]|大[纲綱]|列表)|(?:文字|文本|大[纲綱]"
    r"|[缩縮][进進])(?:形式|描述|列表|版)",
    re.IGNORECASE | re.ASCII,
)
# What is there to be seen or heard is not made in words.
_SHOWN = re.compile(
    r"\b(?:this|the|given|attached|uploaded|provided|below|above)\b|[这這下附给給看听聽]", re.IGNORECASE
)
_COLON = re.compile(r"[:：](?!//)")
# In units of the language.
_MATERIAL = 40

_MEDIA = (
    r"(?:(?:images?|pictures?|photos?|photographs?|screenshots?|videos?|audios?|recordings?|clips?|attachments?|pdf)"
    r"(?: (?:file|clip|recording|here|attached|below|link|url|placeholder))?"
    r"|(?:[图圖][片像]|照片|截[图圖屏]|[视視][频頻]|音[频頻]|[录錄]音|[语語]音|附件|[图圖]表?)(?:文件|[链鏈]接"
    r"|[内內]容|占位符)?)"
)
# In brackets, perhaps with what is on it, or the name of a file.
_STANDS_FOR_MEDIA = re.compile(
    r"[<\[(（【＜〈《{‹]{1,2}[ !|_]{0,2}"
    r"(?:(?:the|an?|this|your|attached|insert(?:ed)?|uploaded|see|here is)[ _:]"
    rf"|[此这這]处?[是为為]?|一?[张張段个個幅]|[见見][附下]?|上[传傳]的?|插入){{0,3}}{_MEDIA}[ _]?\d{{0,3}}"
    r"(?:[ ]?(?:of|showing|shows|with|[:：—-])[^\n]{0,300}?)?[ |_]{0,2}[>\])）】＞〉》}›]{1,2}"
    r"|!\[[^\]\n]{0,100}\]\([^)\s]{1,200}\)"
    r"|[\w .()-]{1,60}\.(?:jpe?g|png|gif|webp|bmp|heic|svg|mp[34]|wav|m4a|flac|avi|mov|mkv)",
    re.IGNORECASE,
)
_OF_ITS_WORDS = re.compile(
    r"\b(?:captions?|alt[- ]text|titles?|file ?names?|extensions?|formats?|classif\w+|which of)\b"
    r"|[标標][题題]|配文|文件名|[扩擴]展名|格式|后[缀綴]|[类類]型|文案|改|[说說]明",
    re.IGNORECASE,
)

# As shown in a figure that no text has.
_AS_SHOWN = re.compile(
    r"\bas (?:shown|seen|illustrated|depicted) in the (?:figure|image|picture|diagram|photo|chart) (?:below|above)\b"
    r"|如[上下]?[图圖]所示",
    re.IGNORECASE,
)
_OF_PICTURES = re.compile(
    r"image|picture|photo|figure|diagram|chart|graph|caption|markdown|file|paper|report|thesis|[图圖]|照片|文件"
    r"|[论論]文|[报報]告",
    re.IGNORECASE,
)
# A picture that is shown in an answer is nowhere. A page has such links.
_PICTURE = re.compile(
    r"!\[[^\]\n]{0,100}\]\((?:https?://|attachment:|data:image|[\w./-]{1,80}\.(?:png|jpe?g|gif|webp"
    r"|svg))[^)\s]{0,300}\)"
)
_MAY_SHOW = re.compile(
    r"readme|github|badge|blog|wiki|\bmd\b|markdown|web ?(?:page|site)|document|newsletter|\bposts?\b"
    r"|\bads?\b|logo|images?"
    r"|picture|photo|figure|diagram|chart|图片|圖片|[图圖][像表]|[插配][图圖]|照片|示意[图圖]|博客|文[档檔]"
    r"|[网網][页頁站]|公众号|推文",
    re.IGNORECASE,
)


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the words that ask for media."""
    found = first_match(language.asks_for_media, QUOTED.sub("“”", _without_material(instruction, language)))
    if found is None or _AS_CODE.search(instruction):
        return None
    return None if _IN_WORDS.search(instruction) and not _SHOWN.search(found) else found


def _without_material(instruction: str, language: Language) -> str:
    """Return an instruction without the text behind its first colon that is to be rewritten, or is long."""
    request, *rest = _COLON.split(instruction, maxsplit=1)
    if not rest or language.size(request) < language.shortest:
        return instruction
    return request if language.size(rest[0]) > _MATERIAL or language.reworks.search(request) else instruction


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the output or the input, if it only stands for what is to be seen or heard: "<image>", "photo.jpg".

    What is said of a picture may be a text to work on: its caption, a description that is to be rewritten.
    """
    if shown := _shows_nothing(draft):
        return shown
    text = draft.input.strip()
    if not _STANDS_FOR_MEDIA.fullmatch(text):
        return None
    is_a_text = language.reworks.search(draft.instruction) or _OF_ITS_WORDS.search(draft.instruction)
    return None if is_a_text or _AS_CODE.search(draft.instruction) else text[:60]


def _shows_nothing(draft: Draft) -> str | None:
    """Return what an output says of a picture that is not there."""
    task = f"{draft.instruction}\n{draft.input}"
    if _AS_CODE.search(draft.instruction):
        return None
    found = None if _MAY_SHOW.search(task) else _PICTURE.search(draft.output)
    if not found and not _OF_PICTURES.search(task):
        output = draft.output.strip()
        found = _STANDS_FOR_MEDIA.fullmatch(output) or _AS_SHOWN.search(output)
    return found.group()[:60] if found else None


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
