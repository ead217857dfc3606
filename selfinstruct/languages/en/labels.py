"""How English instructions name the labels of a classification task."""

import re

from selfinstruct.text.patterns import pattern_of

# A label is a word, or anything short in quotation marks.
_WORD = r"[A-Za-z][\w'’-]{0,24}"
_QUOTED = r"[\"“'‘][^\"“”‘’\n]{1,40}[\"”'’]"
_LABEL = rf"(?:{_QUOTED}|{_WORD})"
_LIST = rf"(?:{_LABEL}(?:, ?{_LABEL}){{0,12}}(?:,? or ){_LABEL}|{_LABEL}(?: ?/ ?{_LABEL}){{1,12}})(?<! not)"
# "a friendly, an annoyed or an indifferent neighbour": what all of them are may follow the last one.
_ARTICLE = r"(?:an?|the) "
_KINDS = rf"{_ARTICLE}{_WORD}(?:, ?(?:{_ARTICLE})?{_WORD}){{0,12}},? or (?!not\b)(?:{_ARTICLE})?{_WORD}"
_OF_ALL = r"(?: [A-Za-z-]+){0,2}"
_ANSWERS = r"(?:answer|reply|respond)"
_SORTS = (
    r"(?:classif(?:y|ied)|label|categori[sz]e|sort|mark|tag|rate|judge|decide|determine|tell|say|identify|state|"
    r"indicate|assign|group|flag|predict|evaluate|assess|detect|grade|file|route)\b"
)
# What ends a list of labels; after "yes or no" a question would be one to be written.
_ENDS = r"(?=[.?!;:)\n]|\Z|,? (?:based|depending|according)\b)"
# Who builds what sorts, or asks for words in a sentence, wants no label.
_WANTS_LABEL = (
    r"\A(?!(?:.{0,200}\b)?(?:write|create|build|design|develop|construct|generate|make|compose|implement"
    r"|code|function|"
    r"algorithm|program|model|classifier|script|system|define|explain|describe|suggest|propose|list)\b)"
)
NAMES_LABELS = pattern_of(
    rf"{_WANTS_LABEL}(?:.{{0,400}}?\b{_SORTS}[^.?!:;()\n]{{0,160}}?"
    rf" (?:as(?: either)?|into|either|is|are|whether) (?P<sorted>{_LIST}){_ENDS}"
    rf"|.{{0,400}}?\b{_SORTS}[^.?!:;()\n]{{0,160}}? (?:as|into|either|is|are|was|were|by|from"
    rf"|for) (?P<kinds>{_KINDS})"
    rf"{_OF_ALL}{_ENDS}"
    r"|(?=[^?\n]{0,200}\b(?:below|following|this|these|above|given)\b)(?:is|are|was|were|do|does|did|has|have|from)\b"
    rf"[^.?!:;()\n]{{0,160}}? (?P<asked>{_KINDS}){_OF_ALL}\?"
    rf"|.{{0,400}}?\b{_ANSWERS}(?: (?:only|just|simply|with|either)){{0,2}}:? (?P<answer>{_LIST}){_ENDS}"
    rf"|.{{0,400}}?\b(?:labels?|categor(?:y|ies)|class(?:es)?|tags?)(?: (?:are|is))?: ?(?P<named>{_LIST}){_ENDS}"
    rf"|.{{0,400}}?\b{_SORTS}[^.?!;()\n]{{0,80}} ?\((?P<inside>{_LIST})\)"
    rf"|[^?\n]{{0,200}}\b(?:is|are|was|were|sounds?|seems?|be)\b[^?\n]{{0,40}}? (?P<alone>{_LIST})\?\W{{1,3}}"
    r"(?:(?:answer|reply|respond|say|give|use|write)\b[^.?!\n]{0,20}?)?\b(?:one|a single) (?:word|label)\b"
    rf"|.{{0,400}}?\b(?:in|into|under|to|as) one of(?: these| the following)?(?: (?:sections|categories"
    rf"|groups|classes|labels)"
    rf"|:)* (?P<within>{_LIST}){_ENDS}"
    r"|.{0,300}?(?P<lettered>(?-i:\bA)[).:=]? ?[a-z][\w-]{1,24}"
    r"(?:[,;] (?:or )?(?-i:[B-H])[).:=]? ?[a-z][\w-]{1,24}){1,7})"
    r"[?.,;:\n)—–-][^\n]{0,30}?\b(?:(?:only|just)\b[^.\n]{0,20}\bletter\b|letter only\b)"
    rf"|(?P<first>{_LABEL}(?:, {_LABEL}){{0,5}},? or {_LABEL})\?)",
    re.IGNORECASE | re.DOTALL,
)
# Who asks for more than a label: reasons, several of them, or one for each of several things.
WANTS_MORE = pattern_of(
    r"\b(?:why|explain\w*|reasons?|reasoning|justif\w+|each|every|these|all|both|any|multiple|several|list"
    r"|table|json|"
    r"score|percent\w*|confidence|evidence|correct (?:it|them)|following (?:\w+ )?\w+s|words|items|sentences)\b",
    re.IGNORECASE,
)
