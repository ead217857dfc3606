"""English."""

import re

from selfinstruct.languages import Language, Markers


def tokenize(text: str) -> list[str]:
    """Return the tokens of `rouge_score` itself (lower-cased runs of a-z and 0-9), unstemmed as in Self-Instruct."""
    from rouge_score.tokenize import tokenize as rouge_tokens

    tokens: list[str] = rouge_tokens(text, None)
    return tokens


def count_words(text: str) -> int:
    """Return the number of words, split at white space as in Self-Instruct's length filter."""
    return len(text.split())


def is_mainly_latin(text: str) -> bool:
    """Tell whether at least half of the letters are Latin: a task about Chinese is fine, one in Chinese is not."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(char < "ɐ" for char in letters) >= len(letters)


_MEDIA = (
    r"(?:images?|pictures?|photos?|photographs?|drawings?|paintings?|illustrations?|videos?|animations?|audio|"
    r"recordings?|screenshots?|diagrams?|flow ?charts?|mind maps?|infographics?|(?:bar|line|pie) (?:charts?|graphs?)|"
    r"graphs?|maps?|logos?|gifs?)"
)
_ABOUT_MEDIA = r"(?!\W+(?:scripts?|titles?|captions?|descriptions?|outlines?|calls?|editors?|games?|theory))"

LANGUAGE = Language(
    code="en",
    name="English",
    training_format="alpaca",
    markers=Markers(task="Task", input="Input", output="Output", label="Label", end="End", brackets="[]"),
    tokenize=tokenize,
    size=count_words,
    size_unit="words",
    shortest=3,
    longest=150,
    short_answer=60,
    is_own_script=is_mainly_latin,
    asks_for_media=re.compile(
        rf"\b(?:draw|sketch|paint|render|plot|film|record|upload|attach|download|watch|listen to|look at|"
        rf"design|create|make|generate|produce|show)\b(?:\W+\w+){{0,3}}?\W+{_MEDIA}\b{_ABOUT_MEDIA}"
        rf"|\b(?:this|the (?:following|attached|given|above|provided|uploaded)|attached|uploaded) (?:{_MEDIA}|file)\b"
        r"|\b(?:draw|sketch|paint) (?:me )?(?:an?|the)\b(?! (?:conclusion|comparison|parallel|distinction|line between))"
        r"|\b(?:browse|visit|go to|open|click)\b(?:\W+\w+){0,2}?\W+"
        r"(?:web|websites?|internet|links?|urls?|pages?)\b"
        r"|\bsearch (?:online|(?:the )?(?:web|internet))\b"
        r"|\b(?:play|compose|hum) (?:\w+ ){0,3}?(?:music|songs?|melody|tune) (?:on|for me|aloud)\b",
        re.IGNORECASE,
    ),
    refusal=re.compile(
        r"\bas an? (?:ai|artificial intelligence)(?: (?:assistant|chatbot|system|model))?,? (?:i|my)\b"
        r"|\bas an? (?:ai |large )*language model\b"
        r"|^\W*(?:i(?:['’]m| am) (?:very |so |truly )?sorry|sorry|i apologi[sz]e|unfortunately)\b[^.\n]{0,40}?"
        r"\bi(?:['’]m| am)? (?:can ?not|can['’]t|won['’]t|unable|not able|do not|don['’]t)\b"
        r"|^\W*i (?:can ?not|can['’]t|won['’]t|am unable to|am not able to) "
        r"(?:help|assist|comply|fulfil|provide|create|generate|complete|answer|do|engage|support)\b"
        r"|^\W*i(?:['’]m| am) (?:unable|not able) to\b"
        r"|^\W*i (?:do not|don['’]t) have (?:access|the ability|personal|enough)\b",
        re.IGNORECASE,
    ),
    placeholder=re.compile(
        r"[\[<{](?:insert|your|add|enter|paste)\b[^\]>}\n]{0,60}[\]>}]"
        r"|[\[<](?:name|date|company(?: name)?|topic|text|article|paragraph|sentence|input|product|city)[\]>]"
        r"|\blorem ipsum\b|^\W*(?:insert|paste|enter) (?:\w+ ){1,4}here\W*$",
        re.IGNORECASE,
    ),
    no_input=frozenset(
        "na nil no none null empty blank noinput notapplicable noinputs noinputrequired noinputneeded "
        "noinputnecessary noinputprovided noinputgiven noneneeded nonerequired noneprovided noadditionalinput "
        "noadditionalinputrequired noadditionalinputneeded inputnotrequired inputnotneeded notrequired notneeded "
        "noinputisrequired noinputisneeded noinputfortask noinputforthistask thistaskdoesnotrequireaninput".split()
    ),
    yes=("yes", "true", "classification"),
    no=("no", "false", "not", "generation"),
)
