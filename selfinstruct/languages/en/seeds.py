"""By which words it is seen that English seed tasks read like what people send."""

import re

from selfinstruct.languages import SeedWords
from selfinstruct.text.patterns import pattern_of

_SUPPLIED = (
    r"(?:notes?|drafts?|e-?mails?|messages?|letters?|essays?|lists?|code|cv|r[ée]sum[ée]|figures|numbers|bullets?|"
    r"paragraphs?|transcripts?|logs?|spreadsheets?|schema|query|function|config|options|topics|answers?|report)"
)
SEED_WORDS = SeedWords(
    announces_input=pattern_of(
        r"\b(?:below|underneath|attached|pasted|following|follows?|here['’]?s|here (?:is|are)|at the top|"
        r"in (?:asterisks|quotes)|these|"
        # "this evening" is no text.
        r"this(?! (?:morning|afternoon|evening|week|weekend|month|year|time|summer|winter|is\b)))\b"
        rf"|\b(?:my|our|her|his|their) (?:\w+ ){{0,2}}?{_SUPPLIED}\b|:\Z",
        re.IGNORECASE,
    ),
    of_datasets=pattern_of(
        r"\b(?:the|this|each|given) inputs?\b(?! (?:field|box|file|data|value|string)s?\b)"
        r"|\b(?:given|provided) (?:an? |the |some )?(?:texts?|sentences?|passages?|inputs?|paragraphs?)\b"
        r"|\b(?:label|classify) (?:each|every)\b|\binput text\b|\byou (?:will be|are) (?:given|provided)\b",
        re.IGNORECASE,
    ),
    sets_form=pattern_of(
        r"\bexactly (?:\w+ ){1,2}?(?!what|how|when|where)\w+s\b|\bone (?:\w+ )?(?:to|on) (?:a|each) line\b"
        r"|\bone (?:line )?per \w+\b"
        r"|\b(?:in|on) (?:a|one|\w+) (?:single )?(?:lines?|bullets?)\b|\bno (?:exclamation|superlatives|emojis?)\b"
        r"|\b(?:as|in) (?:an? )?(?:[\w-]+ )?(?:table|json)\b|\bwith the columns\b|\b[\w-]+ only, one\b"
        r"|\bwithout (?:using )?the (?:word|letter)\b|\bstarting with the (?:same )?letter\b",
        re.IGNORECASE,
    ),
    far_off=pattern_of(
        r"\b(?:allotments?|parish|village(?:rs?|s)?|hamlet|lighthouses?|lock-keepers?|canal boats?|guilds?|sheepdogs?|"
        r"shepherds?|bell[- ]?ring\w+|church bells?|bee-?keep\w*|bee-?hives?|potter(?:y|s)?|kilns?|looms?|weavers?|"
        r"quilt\w*|blacksmiths?|thatch\w*|farriers?|monaster(?:y|ies)|abbeys?|manors?|signal box|choirs?|"
        r"steam (?:trains?|engines?|railways?)|ferrym[ae]n|ferrywom[ae]n|"
        r"heirlooms?|memoirs?|seaside|guesthouses?|f[êe]tes?|parkin|treacle|lambs?|canoes?|compositors?|cork oak|"
        r"gardening column|mottoes|cellists?|drama society|hoards?|county museum)\b"
        r"|\b1[5-8]\d\ds?\b(?! ?(?:px|ml|kg|words|calories|kcal|x\b))",
        re.IGNORECASE,
    ),
)
