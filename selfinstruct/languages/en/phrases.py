"""The verb that an English instruction begins with and what it is about, as in the figure of the Self-Instruct paper.

The paper parses each instruction (appendix, "root verb and direct noun object"). Imperatives need no parser: words of
the closed classes, which are few and known, tell where the object begins and ends.
"""

from selfinstruct.text.patterns import pattern_of

_WORD = pattern_of(r"[a-z\d][a-z\d'-]*|[^\sa-z\d]")
_LEAD = pattern_of(
    r"(?:please|kindly|hi|hello|ok|okay|now|then|first|also|next|just|"
    r"(?:can|could|would|will) you(?: please| kindly)?|i(?: would|'d)? (?:want|need|like) you to|help me(?: to)?|"
    r"your (?:task|job|goal) is to|you (?:need|have|are asked) to|let's|try to)\b[\s,]*",
)
# An instruction may first say what there is: "Given a list of names, …".
_GIVEN = pattern_of(
    r"(?:given|based|using|in|for|from|with|according|considering|imagine|suppose|assume|if|as|when|after|before)\b"
    r"[^,.:]*,\s*"
)
_DETERMINERS = frozenset(
    "a an the this that these those my your his her its our their some any each every all both no another such"
    " following given provided above below one two three four five six seven eight nine ten several many few more most"
    " least single different new own same other".split()
)
_PRONOUNS = frozenset("i me you he him she her it we us they them myself yourself someone somebody everyone".split())
_PREPOSITIONS = frozenset(
    "of in on at by for with about from into to between among through during without within against as like over under"
    " after before than per via using including regarding concerning containing based describing explaining showing"
    " behind beyond below above beside besides around across against along toward towards onto upon near"
    " so if whether when where while because since until unless and or but nor that which who whom whose what why how"
    " is are was were be been being has have had do does did can could will would should may might must not only"
    .split()
)  # fmt: skip
_ADVERBS = frozenset(
    "briefly clearly shortly simply quickly carefully concisely up out down off back away together".split()
)
_QUESTIONS = frozenset("what why how who whom whose which when where is are was were do does did has have am".split())
# What comes after them is a clause: "say this review is genuine".
_OF_CLAUSES = frozenset("say think guess suppose believe hope wish assume imagine know".split())
_ENDS_IN_S = frozenset("news series species lens physics mathematics economics".split())
_NO_VERBS = _DETERMINERS | _PRONOUNS | _PREPOSITIONS | _ADVERBS | _QUESTIONS | _OF_CLAUSES


def verb_and_noun(instruction: str) -> tuple[str, str] | None:
    """Return the verb of an imperative and the head noun of its object, singular; None where it has no such pair."""
    text = instruction.strip().lower().replace("’", "'")
    for pattern in (_LEAD, _GIVEN, _LEAD):
        if found := pattern.match(text):
            text = text[found.end() :]
    verb, *words = _WORD.findall(text[:300]) or [""]
    if not verb.isalpha() or verb in _NO_VERBS or len(verb) < 2 or _is_plural(verb):
        return None
    noun = _head(words)
    return (verb, noun) if noun else None


def _is_plural(word: str) -> bool:
    """Whether a word is a noun, as in "Pandas gives me an error", or a verb that is no imperative."""
    return word.endswith("s") and not word.endswith(("ss", "us", "ias")) and word != "gas"


def _head(words: list[str]) -> str:
    """Return the last word of the first noun phrase, "" if none begins here."""
    head = ""
    for number, word in enumerate(words):
        if not head and (word in _ADVERBS or (word in _PRONOUNS and number < 2)):
            continue
        if word in _DETERMINERS or word[0].isdigit():
            if head:
                break
            continue
        if word in _PREPOSITIONS or word in _PRONOUNS or not word[0].isalpha():
            # "two of the following words": what is counted comes after.
            if word == "of" and not head:
                continue
            break
        if head and word in _ADVERBS:
            break
        if word.endswith("'s"):
            # Whose it is.
            continue
        if head and word.endswith(("ing", "ed")) and _leads_on(words[number + 1 : number + 2]):
            break
        head = word
    return _singular(head)


def _leads_on(after: list[str]) -> bool:
    """Whether a participle before this belongs to what comes, as in "a poem describing the sea"."""
    return bool(after) and (after[0] in _DETERMINERS or after[0] in _PREPOSITIONS or not after[0][0].isalpha())


def _singular(noun: str) -> str:
    noun = noun.removesuffix("'s")
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    if noun in _ENDS_IN_S:
        return noun
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3 else noun
