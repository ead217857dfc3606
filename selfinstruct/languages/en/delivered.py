"""How models speak in English of what they have delivered elsewhere: in a file, on a canvas, as an attachment."""

import re

from selfinstruct.text.patterns import pattern_of

_MADE = (
    r"(?:put|placed|added|created|made|saved|written|wrote|drafted|generated|prepared|attached|uploaded|updated"
    r"|exported"
    r"|stored|built|opened|compiled|designed|produced|provided|included|completed|finished|implemented|set up)"
)
_I_HAVE = rf"\b(?:i|we)(?:'ve| have)?(?: just| now| also| already| successfully)? {_MADE}\b"
_FILE = (
    r"(?:[\w-]{1,60}\.(?:xlsx?|csv|docx?|pdf|pptx?|png|jpe?g|svg|html?|md|py|js|zip|txt|json|mp[34]|ipynb)\b"
    r"|artifacts?\b|artefacts?\b|attachments?\b)"
)
_THING = (
    r"(?:(?:\w+ )?(?:file|document|spreadsheet|workbook|image|picture|chart|graph|diagram|pdf|presentation|slides?"
    r"|report"
    r"|download|archive|folder|artifact|artefact))"
)
_ON_SCREEN = r"(?:canvas|artifacts?|artefacts?|side ?panel|preview (?:pane|panel|window)|sidebar)"
DELIVERS = pattern_of(
    rf"{_I_HAVE}[^.!?\n]{{0,100}}?(?:\b(?:in|on|into|to|as) (?:the|your|a|an) (?:\w+ )?{_ON_SCREEN}\b"
    rf"|\b{_FILE}|\b(?:document|panel|window|pane|editor|file) (?:(?:on|to) the (?:right|left)|above|below)\b"
    r"|\battached it\b|\bfor (?:you to )?download\b)"
    r"|\b(?:i|we)(?:'ve| have)?(?: just| now| also)? attached (?:the|your|an?|it|this)\b"
    rf"|{_I_HAVE} (?:the|your|an?|it|this|them) (?:\w+ ){{0,3}}?{_THING} (?:for you|above|below|and attached|here)\b"
    rf"|\A\W{{0,3}}(?:please )?(?:see|check|view|open|refer to|find it in) (?:the|my"
    rf"|your) (?:attached )?(?:{_ON_SCREEN}"
    rf"|attachment|attached {_THING})\b"
    rf"|\b(?:you can|please) (?:now )?(?:find|see|view|edit|download|open|access) (?:it|this|them"
    rf"|the (?:\w+ ){{0,3}}?\w+)"
    rf" (?:in|on|from|via) the (?:{_ON_SCREEN}|attachment|link below|document (?:above|on the right))\b"
    r"|\b(?:click|tap|use|follow) (?:here|the (?:link|button) (?:below|above)|this link) to (?:download|view|open"
    r"|access)\b"
    r"|\b(?:you can )?download (?:it|the (?:\w+ )?file|your (?:\w+ )?file) (?:here|below)(?=[.:!\s]|\Z)"
    rf"|\A\W{{0,3}}(?:the|your) (?:requested )?{_THING} (?:has been|have been|is|are|was) (?:now |successfully )?"
    r"(?:generated|created|saved|attached|uploaded|exported|ready(?: (?:for|to) (?:download|use|view))?|available)\b"
    rf"|\A\W{{0,3}}(?:the )?(?:attached|generated|created) {_THING} (?:contains|shows|has|includes|is)\b",
    re.IGNORECASE,
)
