"""What gateways and chat pages write in English into the text of an answer: notes of errors, and advertisements."""

import re

from selfinstruct.text.patterns import pattern_of

_SORRY = r"(?:(?:sorry|oops|whoops|hmm+|uh[- ]?oh)\W{1,4})?"
_IS = r"(?: is| are| was| were| has| have|'s)?(?: been)?(?: currently| temporarily| too)?"
# Where a note ends; so no other sentence begins.
_END = r"(?=[.!,;:\])…]|\Z)"
_STOPPED = "failed|timed[- ]?out|interrupted|aborted|cancell?ed|cut off|truncated"
_CAUSE = (
    r"(?:time-?out|timed[- ]out|upstream|network|connection|server|overloaded|rate[- ]limit|too many requests|quota"
    r"|request|response|fetch|try again|retry|50[0-4]|429|524)"
)
_PART = (
    r"(?:network|connect(?:ion)?|internal|server|upstream|gateway|stream(?:ing)?|api|request|fetch|read|response"
    r"|generation|proxy|http|unknown|unexpected|message)"
)
_NOTES = (
    rf"(?:an? )?(?:{_PART} ){{1,3}}(?:error|time-?out|timed out|failure|failed){_END}",
    r"(?:upstream connect|network|api|http) error\b(?! (?:is|are|was|can|may|handling|rate|pages?|codes?)\b)",
    r"[\w.]{0,60}(?:Timeout|Connection|RateLimit|API|Server)\w{0,20}Error\b",
    rf"(?:fatal |stream |api |http )?error(?: code)?(?: \d{{3}}\b|[\])]?\s?[:–—-])[^\n]{{0,120}}?\b{_CAUSE}\b",
    r"[\"']error[\"']\s{0,4}:",
    r"error (?:generating|processing|fetching|loading|in (?:message|body) stream|while (?:generating|processing))\b",
    rf"{_SORRY}(?:there (?:was|has been) )?(?:an?|some) (?:\w+ ){{0,2}}?error (?:(?:has )?occurred|happened"
    r"|(?:while |in )?(?:generating|processing|communicating|fetching|loading))\b",
    rf"{_SORRY}(?:something (?:went|seems to have gone) wrong{_END}|i(?:'ve)? (?:encountered|ran into) an error\b)",
    rf"(?:(?:the|this|your|our) )?(?:api |http |network )?(?:(?:request|response|output){_IS} (?:{_STOPPED})"
    rf"|(?:connection|stream|generation){_IS} (?:{_STOPPED}|terminated|reset|refused|closed|lost))"
    rf"(?: (?:by|before|after|with|while|to|due) [^\n.]{{1,80}})?{_END}",
    rf"(?<=[(\[])(?:(?:output|message|answer) )?(?:truncated|interrupted|cut off){_END}|regenerate(?: response)?\Z",
    rf"(?:(?:the|our|this|all) )?(?:servers?|service|system|model|engine|api|chatgpt){_IS}"
    rf" (?:(?:overloaded|busy|unavailable|at capacity|down)(?: right now| at the moment)?{_END}"
    r"|(?:had|encountered) an error\b)",
    r"(?:http )?(?:\d{3}\W{1,3})?(?:too many requests|rate limit (?:reached|exceeded)|bad gateway|gateway time-?out"
    r"|internal server error|service (?:temporarily )?unavailable|insufficient (?:credits|balance|quota)"
    r"|(?:you(?:'ve| have)? )?exceeded your [\w ]{0,20}quota|max(?:imum)? retries exceeded|no response from)\b",
    r"(?:failed|unable) to (?:fetch|generate|load|get|connect)"
    rf"(?: (?:an?|the|to|your|response|answer|content|request|conversation|server|api|data))*+{_END}",
    r"this model's maximum context|(?:please )?(?:try again (?:later|in )|retry later|refresh the page)",
    r"if (?:this|the) (?:issue|problem|error) persists[^\n]{1,60}(?:contact us|support team|help center)\b",
)

SERVICE_NOTE = pattern_of("|".join(_NOTES), re.IGNORECASE)

SHOWS_NOTES = pattern_of(
    r"\berr(?:or|ors|ed)\b|exception|fail|time[ds]?[- ]?out|\blogs?\b|status|server|network|internet|connection"
    r"|https?\b|\bapis?\b|request|retr(?:y|ies)|outage|crash|troubleshoot|\bbugs?\b|debug|incident|download|upload"
    r"|wi-?fi|router|gateway|\bbusy\b|notification|\balerts?\b|warning|pop-?up|\bdialog\b|\bui\b|\bux\b|website"
    r"|web ?page|\bapps?\b|\b(?:50[0-4]|429)\b|\bmessages?\b|notice|apolog|bots?\b|unavailable|offline"
    r"|out of order",
    re.IGNORECASE,
)

ADVERTISES = pattern_of(
    r"\b(?:powered|sponsored|brought to you) by\b|\bsupport (?:us|our)\b|\bjoin (?:us|our)\b|\bcheaper\b|\badvert"
    r"|\b(?:free|unlimited) (?:\w+ ){0,3}(?:apis?|gpt|llms?|ai|prox(?:y|ies))\b|\bupgrade (?:to|your plan)\b",
    re.IGNORECASE,
)

PUBLISHES = pattern_of(
    r"\bads?\b|advert|promot|market|campaign|sponsor|newsletter|e-?mail|\bposts?\b|tweet|web ?(?:site|page)"
    r"|landing page|readme|footer|flyer|brochure|blog|announce|invit|\blinks?\b|\burls?\b",
    re.IGNORECASE,
)
