"""Texts in English that only say what should stand there."""

import re

from selfinstruct.text.patterns import pattern_of

_KIND = (
    r"(?P<kind>letter|e-?mail|article|paragraph|passage|essay|story|poem|haiku|limerick|song|speech|toast|report"
    r"|review|"
    r"memo|transcript|conversation|dialogue|recipe|message|summary|description|note|post|advertisement|script)"
)
DESCRIBED = pattern_of(
    rf"\A\W{{0,3}}(?:an?|some|your) (?:(?!of\b|from\b|to\b)[\w-]+ ){{0,4}}?{_KIND}s? (?:that|which|about|of|from|"
    r"for|with|on|describing|discussing|explaining|containing|in which|in the style)\b[^.!?\n]{0,200}\.?\W*\Z"
    r"|\A\W{0,3}(?:your|the|some) (?:[\w'’]+ ){1,4}?(?:(?:goes|is|will go|to be (?:added|inserted)) )?here\W*\Z"
    r"|\A[^.?!\n]{0,60}\b(?:would go|goes|will go|should go|to be inserted) here\W*\Z"
    r"|\A\W{0,3}(?:the )?assistant (?:writes|gives|describes|responds|explains|provides)\b[^\n]{0,80}\Z"
    r"|\A\W{0,3}(?:sample|example|dummy|placeholder) (?:input|output|text|data|content|paragraph|article|sentence)\W*\Z"
    r"|\A\W{0,3}(?:same as|(?:please )?see|refer to|as) (?:the )?(?:above|below|attached|attachment|previous)\b"
    r"[^.\n]{0,30}\W*\Z"
    r"|\A\W{0,3}(?:the )?user(?:'s)? (?:provides|gives|inputs|enters|supplies|pastes|uploads)\b[^\n]{0,80}\Z"
    r"|\A\W{0,3}(?:the )?(?:attached|provided|given) (?:file|document|text|article|image|photo|data)\W*\Z",
    re.IGNORECASE,
)
ASKS_TO_WRITE = pattern_of(
    r"\b(?:write|draft|compose|create|craft|pen|produce|generate|give|invent|make)(?: me| us)? "
    rf"(?:(?!of\b|about\b|for\b|from\b|on\b|with\b|to\b|the\b|this\b|that\b)[\w-]+ ){{1,5}}?{_KIND}s?\b"
    r"(?! (?:titles?|names?|ideas?|lines?|topics?|prompts?)\b)",
    re.IGNORECASE,
)
