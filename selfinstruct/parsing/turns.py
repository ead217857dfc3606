"""Leaves of a completion what answers the prompt: no reasoning, no tokens that end a turn, no turns after it.

A server that does not know the end token of a model leaves it in the text, and what the model writes after it: the next
question, which nobody asked, and an answer to that.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from selfinstruct.parsing.wrapped import without_wrapped_draft
from selfinstruct.text.headed import below_heading_of_answer
from selfinstruct.text.reasoning import is_spoken_of, without_reasoning

# Tokens of tokenizers, by their shapes; those that have none, one by one.
_TOKEN = (
    r"(?:<[|｜][^\s<>|｜]{1,40}[|｜]>|<\|(?:turn|channel|tool_call)>|<(?:turn|channel|tool_call)\|>|\[\|\w{1,30}\|\]"
    r"|</?s>|<(?:eos|bos|eod|eoa|eop|sop|pad|end_of_turn|start_of_turn|end_of_utterance|seed:[be]os|/longcat_s)>"
    r"|\[/?INST\]|<</?SYS>>|\[e~\[|\]~!?b[\[\]]|\[(?:UNUSED_TOKEN_|unused)\d{1,3}\]|\[[gs]MASK\]"
    r"|<(?:unused|reserved_)\d{1,4}>|</?role>|\[END FINAL RESPONSE\])"
)
_FENCE_OR_TOKEN = re.compile(rf"(?P<fence>^[ \t]*+```)|{_TOKEN}|^### ?(?:Human|Assistant)(?=:)", re.MULTILINE)
_ANY_TOKEN = re.compile(_TOKEN)
_ENDS_ALL = re.compile(rf"(?:{_TOKEN}\s*+)++")
_SENTENCE_ENDS = tuple('.!?)]…。！？）】”"')
# Marks that models have learnt as the end of an answer, after a whole sentence: there, nothing speaks of them.
_END_MARK = re.compile(
    r"(?<=[.!?…。！？)\]）】”\"])[ \t]{0,3}(?:<(?:EOS|EOT|END|STOP)>|\[EO[ST]\]|(?<=[ \t])###|(?<=[.!?…。！？] )END)"
    r"[ \t]*+(?=\s*+\Z|\n\s*+[\[【])"
)
_BEGINS_QUESTION = re.compile(
    rf"{_TOKEN}\s{{0,2}}(?:user|human)\b|<[|｜][^\s<>|｜]{{0,20}}user[^\s<>|｜]{{0,20}}[|｜]>|\[\|user\|\]|\[INST\]"
    r"|### ?Human",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"(?:\s*+{_TOKEN}(?:\s{{0,2}}(?:assistant|model|bot)\b(?! \w))?+)*+(?:\s*+(?:assistant|model) ?:?[ \t]*\n)?+",
    re.IGNORECASE,
)
_ROLES = "system|user|human|assistant|model|bot|gpt|tool|function|ipython|developer|observation"
# Tokens that begin a turn, those that end what they begin, and who may follow them in earnest.
_PAIRS = {
    "<|im_start|>": "<|im_end|>",
    "<start_of_turn>": "<end_of_turn>",
    "<|start_header_id|>": "<|end_header_id|>",
    "<|turn>": "<turn|>",
    "<bos>": "<eos>",
}
_ROLE = re.compile(rf"\s{{0,2}}(?:{_ROLES})\b", re.IGNORECASE)
# How a text goes on after a token that it speaks of, after a space and after a word.
_GOES_ON = re.compile(r"[ \t]{1,8}[a-z]|[,;:)]|\.(?:\s|\Z)")
_HAN_GOES_ON = re.compile(r"[，。；：、？！）」”]")
# What may follow a turn that is over, another one or the next item, and how lines of later items begin.
_FOLLOWS_TURN = re.compile(
    rf"\s*+</s>\s{{0,2}}\[INST\]|\s*+(?:{_TOKEN}\s*+)*+"
    rf"(?:\Z|(?:### ?)?(?:{_ROLES})\b|[*#\s]*+[\[【]|\d{{1,4}}[.)、]|[<`\-])",
    re.IGNORECASE,
)
_LATER_ITEM = re.compile(r"^[* \t]*+(?:[\[【#]|\d{1,4}[.)、])", re.MULTILINE)
# Tokens after one item, up to the mark of the next one or of the next part, and the marks of items that are counted.
_MARK_FOLLOWS = r"^(?=[*# \t]{0,8}(?:[\[【](?!/?INST\])|\d{1,4}[.)、]))"
_BETWEEN_ITEMS = re.compile(
    rf"(?:\s{{0,8}}{_TOKEN}(?:\s{{0,2}}(?:assistant|model)\b)?+)+\s{{0,8}}{_MARK_FOLLOWS}", re.IGNORECASE | re.MULTILINE
)
_ITEM = re.compile(
    r"^[*# \t]{0,8}(?:[\[【](?P<word>[^\W\d_]{1,20})[ \t]{0,2}(?P<headed>\d{1,4})?[\]】]|(?P<listed>\d{1,4})[.)、])",
    re.MULTILINE,
)
# What stands folded away before an answer, perhaps after a line of chat.
_FOLDED = re.compile(
    r"(?:[^\W\d_][^\n<`]{0,80}(?<=[.!。！])\n)?+\s*+"
    r"(?:<(?P<details>details)\b[^<>\n]{0,80}>|```(?:think\w{0,10}|thoughts?|reasoning|思考\w{0,4})[ \t]*\n)",
    re.IGNORECASE,
)
_UNFOLDED = {True: re.compile(r"</details>", re.IGNORECASE), False: re.compile(r"^```[ \t]*$", re.MULTILINE)}
_WRAPPERS = "answer|response|solution|output|result|final|final_answer|final_response|回答|答案"
_WRAPPED = re.compile(rf"\s*+<(?P<name>{_WRAPPERS})>(?:[ \t]*+\n)?", re.IGNORECASE)
_WRAPPING_ENDS = re.compile(rf"</(?P<name>{_WRAPPERS})>\Z", re.IGNORECASE)
# What TeX has around a result, and some models around a task or all of them.
_BOXED = re.compile(r"\s*+\$?\$?\\boxed\{(?=\s{0,8}[*#]{0,4}(?:[\[【]|\d{1,3}[.)、]))[ \t]*\n?")
_BOX_ENDS = re.compile(r"^[ \t]*\}\$?\$?[ \t]*$|\}\$?\$?\s*\Z", re.MULTILINE)


def visible(text: str) -> str:
    """Return what a completion answers, without what the model thought aloud and without carriage returns.

    It ends where the turn of the model ends. A wrapper such as `<answer>…</answer>` around all of it goes, too, and so
    does what is folded away before the rest: `<details>`, or a block of code called "thinking"; and marks such as "###"
    at the ends of items.
    """
    text, end = _turn(_with_line_feeds(text))
    return _END_MARK.sub("", _without_folded(_unwrapped(text[:end])))


def own_turn(text: str) -> str:
    """Return what the model says in its turn: no reasoning, no tokens or marks around it, nothing after it."""
    text, end = _turn(text)
    return _END_MARK.sub("", text[:end])


def goes_on_after_turn(text: str) -> bool:
    """Return whether the token that ends the turn has the rest of a text and later items after it: may belong to it."""
    text = below_heading_of_answer(_with_line_feeds(text))
    begun = _end_of_lead(text)
    asked = next((at for at in _ends_of_turns(text) if at >= begun), None)
    if asked is not None and _BEGINS_QUESTION.match(text, asked):
        end: int | None = asked
    else:
        text, end = _turn(text)
    return end is not None and not _FOLLOWS_TURN.match(text, end) and _LATER_ITEM.search(text, end) is not None


def has_turn_tokens(text: str) -> bool:
    """Return whether a text has tokens that begin or end a turn, and does not speak of them."""
    return _end_of_lead(text) > 0 or any(True for _ in _ends_of_turns(text))


def without_end_tokens(text: str) -> str:
    """Return a text without tokens and marks that end it, if it has no others and no sentence leads to them."""
    text = _END_MARK.sub("", text)
    first = _ANY_TOKEN.search(text)
    if not first or not _ENDS_ALL.fullmatch(text, first.start()):
        return text
    before = text[: first.start()]
    names = before.endswith((" ", *"`\"'“‘「:：是为為作叫用即")) and not before.rstrip(" ").endswith(
        (*_SENTENCE_ENDS, "\n")
    )
    return text if names or not before.strip() else before.rstrip()


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _turn(text: str) -> tuple[str, int | None]:
    """Return a completion without reasoning, and where the turn of the model ends in it, None for its end."""
    text = without_wrapped_draft(below_heading_of_answer(text))
    begun = _end_of_lead(text)
    questions = (at for at in _ends_of_turns(text) if at >= begun and _BEGINS_QUESTION.match(text, at))
    text = without_reasoning(text[: next(questions, None)])
    text = _with_items_together(text[_end_of_lead(text) :])
    return text, next(_ends_of_turns(text), None)


def _with_items_together(text: str) -> str:
    """Return a text without the tokens after an item that the next one follows, or the next part of the same."""
    pieces, at = [], 0
    counted: dict[str, int] = {}
    items = _ITEM.finditer(text)
    item = next(items, None)
    for place in _ends_of_turns(text):
        while item and item.start() < place:
            counted[item["word"] or ""] = int(item["headed"] or item["listed"] or 0)
            item = next(items, None)
        if place < at:
            continue
        between = _BETWEEN_ITEMS.match(text, place)
        if not between or not item or item.start() != between.end() or not _goes_on(item, counted):
            break
        pieces.append(text[at:place].rstrip())
        at = between.end()
    return "\n".join((*pieces, text[at:])) if pieces else text


def _goes_on(item: re.Match[str], counted: Mapping[str, int]) -> bool:
    """Return whether the mark of an item counts on from the last one like it, or is that of a part."""
    number = item["headed"] or item["listed"]
    if number is None:
        return True
    return counted.get(item["word"] or "", -1) == int(number) - 1


def _end_of_lead(text: str) -> int:
    """Return where the tokens end that begin the turn of the model."""
    found = _LEAD.match(text)
    return found.end() if found else 0


def _ends_of_turns(text: str) -> Iterator[int]:
    """Yield the places of the tokens that end a turn or begin one: all but those that the text speaks of."""
    begins = len(text) - len(text.lstrip())
    found = list(_FENCE_OR_TOKEN.finditer(text))
    fences = iter(pairwise([each.start() for each in found if each["fence"] and each.end() - 3 > begins]))
    spoken_to = code_to = -1
    struck = text.find("<s>")
    paired = ""
    for each in found:
        start, end = each.span()
        if start <= code_to:
            continue
        if each["fence"]:
            code_to = next((after for before, after in fences if before == start), -1)
        elif start < spoken_to or is_spoken_of(text, start, end) or _is_within_words(text, start, end):
            line_ends = text.find("\n", end)
            spoken_to = len(text) if line_ends < 0 else line_ends
        elif each[0] in _PAIRS and not _ROLE.match(text, end):
            paired = _PAIRS[each[0]]
        elif each[0] == paired:
            paired = ""
        # Text that is struck out in HTML.
        elif each[0] != "<s>" and not (each[0] == "</s>" and 0 <= struck < start):
            yield start


def _is_within_words(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    is_han = "一" <= before <= "鿿" and "一" <= after <= "鿿"
    if is_han or (before and _HAN_GOES_ON.match(after)):
        return True
    return before.isspace() and text[start] != "#" and _GOES_ON.match(text, end) is not None


def _unwrapped(text: str) -> str:
    """Return a text without the wrapper around it, of which the end may lack."""
    if boxed := _BOXED.match(text):
        text = text[boxed.end() :]
        return text[: end.start()] + text[end.end() :] if (end := _BOX_ENDS.search(text)) else text
    if wrapped := _WRAPPED.match(text):
        ends = [found.start() for found in re.finditer(f"</{wrapped['name']}>", text, re.IGNORECASE)]
        return text[wrapped.end() : ends[-1] if ends else None]
    stripped = text.rstrip()
    ends_alone = _WRAPPING_ENDS.search(stripped, max(0, len(stripped) - 30))
    if ends_alone and f"<{ends_alone['name']}>".casefold() not in stripped.casefold():
        return stripped[: ends_alone.start()]
    return text


def _without_folded(text: str) -> str:
    folded = _FOLDED.match(text)
    end = folded and _UNFOLDED[bool(folded["details"])].search(text, folded.end())
    left = text[end.end() :] if end else ""
    return left if left.strip() else text
