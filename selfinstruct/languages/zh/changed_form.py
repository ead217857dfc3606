"""Whether an answer is in the other form of Chinese than its task, as when a simplified question has a traditional one.

Only characters count that surely belong to one form. A task says which it is in by holding some of one form and none
of the other.
"""

from selfinstruct.languages.zh.forms import form_of
from selfinstruct.text.patterns import pattern_of
from selfinstruct.text.quotations import QUOTED

# So many different characters of the other form: a name, a quoted word or two have fewer.
_FEWEST = 3
# So many in a hundred of all that surely belong to one form.
_SHARE = 30
_SENTENCE = pattern_of(r"[^。！？!?\n]+")
_OTHERS = {"simplified": "traditional", "traditional": "simplified"}
# Kana and Hangul: Japanese has characters of both forms.
_NOT_CHINESE = pattern_of(r"[\u3041-\u30ff\uac00-\ud7fb]")
_MAY_CHANGE = pattern_of(
    r"[繁简簡正][体體]|[繁简簡]化|字[体體形]|[书書]法|[碑法字]帖|[异異篆隶隸][体體]|古[字文诗詩籍]|文言|[汉漢]字|[译譯]"
    r"|[台臺][湾灣北]|香港|澳[门門]|[粤粵]|[广廣][东東][话話]|[闽閩]南|客家[话話]|日[本语語文]"
)


def changed_form(output: str, instruction: str, given: str) -> str:
    """Return a sentence of an output in the other form than the instruction, if there is no reason for it, else "".

    An input in this form, or a task that speaks of a form or of a place that writes so, is one.
    """
    own = _forms(QUOTED.sub("“”", instruction))
    forms = {form for form, chars in own.items() if chars}
    if len(forms) != 1 or _NOT_CHINESE.search(output) or _MAY_CHANGE.search(f"{instruction}\n{given}"):
        return ""
    other = _OTHERS[forms.pop()]
    frame = QUOTED.sub("“”", output)
    found = _forms(frame)
    number = len(found[other])
    if len(set(found[other])) < _FEWEST or _forms(given)[other]:
        return ""
    if 100 * number < _SHARE * (number + len(found[_OTHERS[other]])):
        return ""
    sentences = (each.group() for each in _SENTENCE.finditer(frame))
    return next(each.strip() for each in sentences if _forms(each)[other])


def _forms(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"simplified": [], "traditional": []}
    for char in text:
        if form := form_of(char):
            found[form].append(char)
    return found
