"""How English instructions speak of a text that stands elsewhere."""

import re

from selfinstruct.text.patterns import pattern_of

_TEXT = (
    r"(?:articles?|abstracts?|captions?|claims?|comments?|complaints?|conversations?|descriptions?|dialogues?|emails?|"
    r"e-mails?|essays?|excerpts?|headlines?|messages?|notes?|paragraphs?|passages?|phrases?|poems?|posts?|recipes?|"
    r"reviews?|sentences?|snippets?|statements?|summar(?:y|ies)|texts?|transcripts?|tweets?|voicemails?|words?|"
    r"numbers?|lists?|items?|code|data|equations?|facts?|letters?|quer(?:y|ies)|options?|questions?|values?|clauses?)"
)
_WORKS_ON = (
    r"(?:label|classify|categori[sz]e|sort|tag|mark|summari[sz]e|translate|proofread|rewrite|paraphrase|shorten|edit|"
    r"correct|rephrase|simplify|condense|reword|polish|punctuate)"
)
# What follows a text that an instruction tells of, so that nothing lacks: "the message of the film".
_TOLD = r"(?! (?:of|about|behind|from|by|that|which|who|when|where|between|for|on|you|we|i|if)\b|\w*['’]|-)"
NEEDS_INPUT = pattern_of(
    rf"\b(?:the|this|these) (?:following|given|provided) (?:\w+ ){{0,2}}?{_TEXT}\b{_TOLD}"
    rf"|\b(?:the|this|these|which) (?:\w+ ){{0,2}}?{_TEXT} (?:below|provided|given(?! to| by| in| that))\b"
    r"|(?<!freezing )(?<!or )(?<!and )(?<!zero )(?<!from )\bbelow(?=[.?!]|\Z)"
    rf"|\A{_WORKS_ON} (?:the|this|these) (?:\w+ )?{_TEXT}{_TOLD}"
    r"|\A(?:please )?read (?:the|this) (?:passage|text|article|story|paragraph|poem|dialogue)\b"
    # What is shown nowhere, and nothing else is said.
    r"|\A(?:please )?(?:summari[sz]e|describe|transcribe|analy[sz]e|caption|translate|explain) (?:the|this|that) "
    r"(?:content of (?:the|this|that) )?(?:video|audio|recording|image|picture|photo(?:graph)?|screenshot|clip)"
    r"(?:'s contents?| contents?)?\W*\Z",
    re.IGNORECASE,
)
MAY_NEED_INPUT = pattern_of(
    rf"\b(?:below|(?:the|this|these) (?:given|provided)|(?:the|this|these) following (?:\w+ ){{0,2}}?{_TEXT})\b",
    re.IGNORECASE,
)
