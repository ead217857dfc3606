"""Whether an English instruction asks for anything, or only tells or offers something ("My grandma loves her dogs.").

It asks if there is any sign that it might: a question mark, a word of asking, wanting, lacking or doing, a text of its
own after a colon or in quotation marks, a clause that begins like an order or a question. What is left are statements
in which every clause begins with a subject, or with a word that goes on with one.
"""

import re

from selfinstruct.text.patterns import pattern_of

_PRONOUN = (
    r"(?:(?:i|you|he|she|it|we|they|my|his|her|our|their|your|this|that|there|these|those)\b"
    r"|(?:i|you|he|she|it|we|they|that|there)['’](?:m|ve|ll|d|re|s)\b)"
)
_NOUN_PHRASE = (
    r"(?:the|an?|one|someone|somebody|everyone|nobody|every|all|in|on|at|when|since|because"
    r"|after|before)\b"
)
_GOES_ON = (
    r"(?:and|but|so|or|then|because|since|while|as|though|although|when|where|who|which|that|until|after"
    r"|before|if|than"
    r"|not|even|just|only|too|also|with|without|by|to|for|of|in|on|at|from|like|about|into|over|under"
    r"|during|now|today"
    r"|tomorrow|yesterday|the|an?|all|both|one|two|\d+)\b"
)
_STARTS = pattern_of(
    rf"\W*(?:(?:so|and|but|well|ok|okay|hi|hello|now|then|also)\b[, ]+)*(?:{_PRONOUN}|{_NOUN_PHRASE})", re.I
)
_FOLLOWS = pattern_of(rf"\W*(?:{_PRONOUN}|{_GOES_ON})", re.IGNORECASE)
_IS_TOLD = pattern_of(rf"\W*{_PRONOUN}", re.IGNORECASE)
_MAY_ASK = pattern_of(
    r"[:?：？\n\"“”`]|\b(?:how|what|why|which|who|whom|whose|when|where|whether|if|please|pls|plz|wants?|needs?|help|"
    r"would|could|should|must|can(?:not|['’]?t)?|let['’]?s|like to|looking for|wish|hoping|trying|try|don['’]?t know|"
    r"(?:not|un)\s?sure|no idea|wonder\w*|ideas?|advice|suggest\w*|recommend\w*|explain|explanation|tell|give|show|"
    r"make|write|rewrite|find|list|create|turn|put|stuck|wrong|problems?|issues?|errors?|confus\w+|task|ask\w*|"
    r"questions?|answer|choose|pick|compare|rank|fix|check|say|word|due|deadline|plan|options?|tips?|ways?|examples?|"
    r"(?:has|have|is|are) to|goal|given|using|based|required|supposed|expected)\b",
    re.IGNORECASE,
)
# An assistant offers its help; a person asks for it.
_OFFERS = pattern_of(
    r"\W*(?:(?:well|sure|hi|hello|ok|okay|yes|welcome)\W+)*(?:(?:i['’]?m|i am|we['’]?re|we are|i['’]ll be|i['’]d be|"
    r"i would be)\s+(?:\w+\s+){0,2}?(?:happy|glad|ready|here|excited|delighted|designed|able) to (?:help"
    r"|assist|answer|"
    r"support|chat)\b|you are a helpful (?:ai|assistant)\b[^?]*\Z|i['’]ll (?:help|assist) you\b)",
    re.IGNORECASE,
)
# A weak model that speaks as if it were the text to work on.
_IS_THE_TEXT = pattern_of(
    r"\W*i(?:['’]m| am) an? (?:\w+ )?(?:text|number|list|sentence|word|string|paragraph|file|document|table|article"
    r"|input|output"
    r"|task|instruction|prompt|dataset|image|picture|label|category)(?: with [^,.?!\n]{1,40})?,? (?:and|but|so)? ?i"
    r" (?:need|want|would like|have|like)\b[^.?!\n]{0,60}[.!]?\s*\Z",
    re.IGNORECASE,
)
# An instruction that is told of in place of one: "The user asks for a note on kites."
_IS_TOLD_OF = pattern_of(
    r"\W*(?:(?:the|an?) (?:user|student|customer|client|reader|nurse|teacher|parent|colleague)|someone"
    r"|somebody)(?:, \d{1,2},)? "
    r"(?:asks?|is asking|wants? (?:to know|someone to|the assistant to|a|an)|would like)\b[^.?!:;\n\"“]{3,90}\.?\s*\Z"
    r"|\W*(?:an?|the) (?:instruction|task|question|request|prompt|message) (?:about|on|for|where|that|in which"
    r"|asking)\b"
    r"[^.?!:;\n\"“]{3,90}\.?\s*\Z",
    re.IGNORECASE,
)
_THANKS = pattern_of(
    r"\W*(?:(?:ok(?:ay)?|great|perfect)\W{1,3})?(?:many )?thank(?:s| you)(?: so much| very much| a lot)?"
    r"(?: for (?:your|the|all your|this) (?:\w+ )?(?:answer|help|advice|explanation|reply|time|suggestions?"
    r"|tips?))?\W*",
    re.IGNORECASE,
)
_SENTENCES = pattern_of(r"(?<=[.!])[”’)]?\s+")
_CLAUSES = pattern_of(r"[,;]|\s[–—-]\s")


def asks(instruction: str) -> bool:
    """Return whether an instruction asks for something, as far as that can be told."""
    if _OFFERS.match(instruction) or _IS_THE_TEXT.match(instruction) or _IS_TOLD_OF.match(instruction):
        return False
    if _THANKS.fullmatch(instruction):
        return False
    if _MAY_ASK.search(instruction):
        return True
    sentences = [_clauses(each) for each in _SENTENCES.split(instruction.strip())]
    clauses = [each for sentence in sentences for each in sentence]
    only_tells = all(
        _STARTS.match(first) and all(map(_FOLLOWS.match, others)) for first, *others in filter(None, sentences)
    )
    return not (only_tells and any(map(_IS_TOLD.match, clauses)))


def _clauses(sentence: str) -> list[str]:
    return [*filter(str.strip, _CLAUSES.split(sentence))]
