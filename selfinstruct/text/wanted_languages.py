"""Which language an instruction wants its answer in, where it names one and no other: "Translate this into French"."""

import re

from selfinstruct.text.function_words import ENGLISH, OTHERS
from selfinstruct.text.scripts import scripts_of

# By the scripts that an answer in the language has one of.
_NAMES = {
    "LATIN": "french german spanish italian portuguese dutch swedish danish norwegian polish czech turkish vietnamese"
    " indonesian romanian hungarian finnish 法 德 西班牙 意大利 葡萄牙 荷兰 荷蘭 波兰 波蘭 土耳其 越南",
    "ENGLISH": "english 英",
    "HAN": "chinese mandarin cantonese 中 汉 漢",
    "KANA HAN": "japanese 日",
    "HANGUL": "korean 韩 韓",
    "CYRILLIC": "russian ukrainian bulgarian 俄 乌克兰 烏克蘭",
    "ARABIC": "arabic persian farsi urdu 阿拉伯 波斯",
    "DEVANAGARI": "hindi nepali 印地",
    "GREEK": "greek 希腊 希臘",
    "HEBREW": "hebrew 希伯来 希伯來",
    "THAI": "thai 泰",
}
_SCRIPTS = {name: scripts for scripts, names in _NAMES.items() for name in names.split()}
_EN = "|".join(name for name in _SCRIPTS if name.isascii())
_ZH = "|".join(name for name in _SCRIPTS if not name.isascii())
_INTO = re.compile(
    rf"\btranslate\b[^.!?:：\n]{{0,60}}?\b(?:in)?to (?P<en>{_EN})\b"
    rf"|\A(?:please )?(?:say|write|reply|answer|respond)\b[^.!?:：\n]{{0,60}}? in (?P<said>{_EN})(?=[.:?!]|\Z)"
    rf"|(?:译|譯)[成为為到作](?P<zh>{_ZH})(?:[语語]|文(?![言章艺藝献獻字]))"
    rf"|用(?P<used>{_ZH})(?:[语語]|文(?![言章艺藝献獻字]))[^，。！？：\n]{{0,6}}?(?:[写寫说說]|回[答复復]|表[达達]"
    rf"|介[绍紹])",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?:{_EN})\b|(?:{_ZH})(?:[语語]|文(?![言章艺藝献獻字]))", re.IGNORECASE)
# Where something beside the translation is wanted, or another way to write it.
_WANTS_MORE = re.compile(
    r"explain|pronunc|transliterat|romaniz|romaji|pinyin|phonetic|\bwhy\b|\bthen\b|compare|both|bilingual|grammar"
    r"|mistake"
    r"|correct|check|解[释釋]|[说說]明|分析|拼音|罗马|羅馬|音[标標]|[读讀]音|[发發]音|比[较較]|[对對]照|[双雙][语語]"
    r"|然后|然後|再"
    r"|[语語]法|[检檢][查]|改正|[纠糾]|批改|[评評]",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTED = re.compile(r"[“”\"「」『』`]")
# In words: a shorter text may be of names.
_FEWEST = 4


def lacks_wanted_language(output: str, instruction: str) -> str:
    """Return the language that an instruction wants its answer in if the output has nothing of it, "" otherwise."""
    found = _INTO.search(instruction)
    name = next(filter(None, found.groups()), "") if found else ""
    named = {each.casefold() for each in _NAMED.findall(instruction)}
    # A second one may be that of the text, but then it is named before.
    if (
        not found
        or not name
        or _WANTS_MORE.search(instruction)
        or len(named) > 2
        or _NAMED.search(instruction, found.end())
    ):
        return ""
    scripts, letters = _SCRIPTS[name.casefold()], scripts_of(output)
    if not letters:
        return ""
    if scripts in ("LATIN", "ENGLISH"):
        is_other = not letters["LATIN"] or (not _QUOTED.search(output) and _is_in_other(output, scripts))
    else:
        is_other = not any(letters[script] for script in scripts.split())
    return name if is_other else ""


def _is_in_other(text: str, wanted: str) -> bool:
    """Return whether the small words of a text are of English where another language is wanted, or the other way."""
    words = [word.lower() for word in _WORD.findall(text)]
    english, others = (sum(word in known for word in words) for known in (ENGLISH, OTHERS))
    if wanted == "ENGLISH":
        return others > 1 and not english
    return len(words) >= _FEWEST and english > 0 and not others
