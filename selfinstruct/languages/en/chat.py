"""How models chat around an answer in English, and how they think aloud before it."""

import re

CHAT = re.compile(
    r"\A\W{0,3}(?:sure|certainly|of course|absolutely|okay|ok|great|no problem|happy to help)\b(?: thing)?[^\w\n]{1,4}"
    r"(?:here(?:'s| is| are)|below (?:is|are)|i(?:'ve| have) (?:written|prepared)|let me)\b[^\n]{0,120}?"
    r"(?:[:.!]\W*$|\n)|\n\W{0,3}(?:please |just )?(?:let me know (?:if|how|what|whether|should)"
    r"|feel free to (?:ask|reach|let|adjust)|(?:i )?hope (?:this|these|that|it)(?: \w+){0,2} helps?"
    r"|(?:would you like|do you want) (?:me to|another|more|a)\b"
    r"|if you(?:'d| would)? (?:need|want|like|have) (?:any|more|another|further|me to|anything)\b[^\n]{0,80}?\b"
    r"(?:let me know|just (?:ask|say|let)|feel free|i can|i'll)|is there anything else)\b[^\n]{0,160}\Z"
    r"|\A\W{0,3}(?:(?:okay|ok|alright|hmm+|so|well|first)\W+(?:so )?)?the (?P<user>user)"
    r"(?:'s (?:request|question|query)| "
    r"(?:wants|asks|is asking|asked|needs|has asked|would like|requests|requested|gave|provided))\b"
    r"|\A\W{0,3}(?:okay|ok|alright|hmm+)\W+(?:so )?(?:i need to|let me|let's|we need to|i should|i have to)\b"
    r"|\A\W{0,3}we (?:need|have|should) (?:to )?(?:produce|write|output|answer|give|generate|provide) (?:\S+ ){0,4}?"
    r"(?:summary|answer|response|output|sentences?|list|poem|rhyme)\b"
    r"|\A\W{0,3}let me think\b(?: about (?:this|it|that)| step by step)?[.:,…]",
    re.IGNORECASE | re.MULTILINE,
)
