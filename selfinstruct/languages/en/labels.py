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
    r"\A(?!(?:.{0,200}\b)?(?:write|create|build|design|develop|construct|generate|make|compose|implement|code|function|"
    r"algorithm|program|model|classifier|script|system|define|explain|describe|suggest|propose|list)\b)"
)
NAMES_LABELS = pattern_of(
    rf"{_WANTS_LABEL}(?:.{{0,400}}?\b{_SORTS}[^.?!:;()\n]{{0,160}}?"
    rf" (?:as(?: either)?|into|either|is|are|whether) (?P<sorted>{_LIST}){_ENDS}"
    rf"|.{{0,400}}?\b{_SORTS}[^.?!:;()\n]{{0,160}}? (?:as|into|either|is|are|was|were|by|from|for) (?P<kinds>{_KINDS})"
    rf"{_OF_ALL}{_ENDS}"
    r"|(?=[^?\n]{0,200}\b(?:below|following|this|these|above|given)\b)(?:is|are|was|were|do|does|did|has|have|from)\b"
    rf"[^.?!:;()\n]{{0,160}}? (?P<asked>{_KINDS}){_OF_ALL}\?"
    rf"|.{{0,400}}?\b{_ANSWERS}(?: (?:only|just|simply|with|either)){{0,2}}:? (?P<answer>{_LIST}){_ENDS}"
    rf"|.{{0,400}}?\b(?:labels?|categor(?:y|ies)|class(?:es)?|tags?)(?: (?:are|is))?: ?(?P<named>{_LIST}){_ENDS}"
    rf"|.{{0,400}}?\b{_SORTS}[^.?!;()\n]{{0,80}} ?\((?P<inside>{_LIST})\)"
    rf"|(?P<first>{_LABEL}(?:, {_LABEL}){{0,5}},? or {_LABEL})\?)",
    re.IGNORECASE | re.DOTALL,
)
# Who asks for more than a label: reasons, several of them, or one for each of several things.
WANTS_MORE = pattern_of(
    r"\b(?:why|explain\w*|reasons?|reasoning|justif\w+|each|every|these|all|both|any|multiple|several|list|table|json|"
    r"score|percent\w*|confidence|evidence|correct (?:it|them)|following (?:\w+ )?\w+s|words|items|sentences)\b",
    re.IGNORECASE,
)
