"""The output, or the instruction, breaks off or begins in the middle, though the endpoint says that it is whole.

A block of code, a formula, a table or JSON is not closed, the last point of a list or the last heading is empty, a
sentence stops at a word that leads on, without a mark where all sentences or points before it, or those of its line,
have one, or in a bracket or a quotation, there is markup and nothing in it, or it says itself that more was left out
("[continued]"), that it is to be continued, or in a comment that code is ("# ... rest of the code"). The beginnings
that a task asks for, such as "Dear Ann," may stop at a comma, and posts and poems without a mark. A last heading that
gives the answer, as the "#### 12" of GSM8K does, is whole.
"""

import re

from selfinstruct.core.values import Draft
from selfinstruct.filters import Filter, asks_for_words, said_in_the_task
from selfinstruct.languages import Language
from selfinstruct.text.elisions import code_to_come, elided_code
from selfinstruct.text.last_line import CLOSED, NEEDS_NO_MARK, SENTENCES, stops_in_pair, stops_in_sentence
from selfinstruct.text.left_out import what_is_left_out, what_is_to_follow
from selfinstruct.text.stray_marks import begins_within, stray_end
from selfinstruct.text.unclosed import is_unclosed

_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)
_ASKS_FOR_HALF = re.compile(
    r"\b(?:first half|half[- ]sentence|fragment|incomplete|unfinished)\b|[前上]半[句联聯]|上[联聯句]",
    re.IGNORECASE | re.ASCII,
)
_EMPTY_POINT = re.compile(r"[ \t]*(?:\d{1,3}[.)、．]|[(（]\d{1,3}[)）]|[-*•]|#{1,6}|\*\*)")
# An opening bracket, or a heading below a whole paragraph.
_OPEN_END = re.compile(r"(?:\w \(|[（「『【《“])\Z|[.。!！?？]\n{1,3}#{1,6} [^\n]{1,80}\Z")
# A number, perhaps with its unit, one of several choices, or what is called the answer.
_ANSWER = re.compile(
    r"(?P<depth>#{1,6}) (?:\**[^\w\n*]{0,3}\d[\d,./:^]*+(?<![./:])(?: ?(?:[^\W\d_]{1,3}|[%°€£$]))?|\(?[A-F]\)?|\**"
    r"(?:(?:the |final )*(?:answer|result)|答案|[结結]果)(?: is|[:：是为為])\**[^\n]{0,60}\w[^\w\n]{0,4})\**\.?",
    re.IGNORECASE,
)
# An instruction that stops where its object should follow.
_STOPS = re.compile(
    r"(?:please )?(?:write|give|make|create|suggest|list|name|tell|show)(?: me| us)? (?:an?|the|my|your)\Z"
    r"|(?:how (?:do|can|should|would|to)|what (?:is|are) the (?:best|easiest|right) (?:way|ways)(?: to)?"
    r"|i need help with|can you|could you)"
    r"(?: i| we| you)?\Z|(?:[请請])?(?:[帮幫]我)?(?:[写寫]|做|列出?|[给給]我?|[创創]作)一[个個篇首段份条條]\Z"
    r"|怎[么麼][样樣]?\Z|最好的?(?:[办辦]法|方法)是\Z"
    r"|我需要[帮幫](?:忙|助)\Z",
    re.IGNORECASE,
)
# Marks that belong to nothing, after the last sentence.
_STRAY_END = re.compile(r"[.!?。！？][\"”]?\s*(?:#{2,6}|\||''')\Z|\A\W{0,2}#{1,4} [^\n]{1,60}(?<![.!?。！？])\Z")
_OF_TITLES = re.compile(
    r"title|heading|headline|\bnames?\b|header|markdown|\btags?\b|标题|標題|[题題]目|名|\|", re.IGNORECASE
)
_IS_FOLLOWED = re.compile(
    r"complet|continu|finish|fill|begin|end|after|完成|[续續]|[补補]|填|[开開][头頭]", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:\n[ \t]*\n[ \t]*|[.!?][\"”’)]? |[。！？])(?:\.{3,6}|…{1,2})\Z")
# In units of the language: shorter ends may be names, units or answers.
_SENTENCE = 5
# A point of a list, and what only sentences have inside. So many points before the last one show how they end.
_POINT = re.compile(r"[ \t]*(?:\d{1,3}[.)、．]|[-*•](?=[ \t]))[ \t]*\S")
_IN_SENTENCE = re.compile(r"[，。；、]|[,;.] ")
_POINTS = 3
# Where a story may end without its end, and where code may be shown in part.
_MAY_GO_ON = re.compile(
    r"cliff.?hanger|\bserial|\bepisod|\bparts?\b|chapter|instal?lment|prologue|\bopening|begin|\bstart|open.ended"
    r"|suspens"
    r"|continu|sequel|scene|teaser|trailer|\bpilot\b|\bseries\b|soap opera|悬念|懸念|[连連][载載]|未完"
    r"|[开開][头頭篇场場]"
    r"|第.{1,3}[章回集节節部季]|[上下]集|[预預]告|[续續]|系列|[开開]放|引子|序|[结結]尾",
    re.IGNORECASE,
)
_MAY_ELIDE = re.compile(
    r"snippet|excerpt|fragment|skeleton|template|outline|\bstubs?\b|boilerplate|scaffold|pseudo|\bdiff\b|patch"
    r"|placeholder"
    r"|\bonly\b[^.\n]{0,40}(?:chang|part|line|function|method)|existing|\bomit|\belid|\belision|ellips|abbreviat"
    r"|leave out"
    r"|\btodo|structure|comments? (?:saying|that says?)|\bminimal\b|syntax"
    r"|片段|骨架|模板|模[版]|大[纲綱]|省略|[伪偽]代[码碼]|[伪偽][码碼]|占位|只.{0,8}[改变變]|[现現]有|已有"
    r"|[结結][构構]|代[码碼]框架|[语語]法",
    re.IGNORECASE,
)
_ASKS_FOR_CODE = re.compile(
    r"\b(?:write|implement|create|build|develop|program|code|make|complete|fix)\b|[写寫]|[实實][现現]|[编編]|[创創]建"
    r"|[开開][发發]|完成|修",
    re.IGNORECASE,
)
_BARE_MARKUP = re.compile(r"(?:```\w*+|\*\*|#++|[|\-\s]++)++")


def check_instruction(instruction: str, language: Language) -> str | None:
    """Return the end of an instruction that stops at a word that leads on, if it does not ask to go on from there."""
    is_open = language.leads_on.search(instruction) and not _IS_FOLLOWED.search(instruction)
    stops = is_open or _STOPS.fullmatch(instruction.strip().rstrip(".。…"))
    return f"ends with “{instruction[-20:]}”" if stops else None


def check_instance(draft: Draft, language: Language) -> str | None:
    """Return the end of the output, or the words in it that say that code is left out."""
    output = draft.output.strip()
    # What is known to be cut has a reason of its own.
    if not output or draft.cut or said_in_the_task(output, draft) or _ASKS_FOR_HALF.search(draft.instruction):
        return None
    above, _, last = output.rpartition("\n")
    end = output[-200:]
    if _STRAY_END.search(output) and not (_ANSWER.fullmatch(output) or _OF_TITLES.search(draft.instruction)):
        return f"ends with “{output[-20:]}”"
    in_code = len(_FENCE.findall(output)) % 2 == 1 or (_OPEN_END.search(end) and not _answers(last, above))
    is_open = in_code or is_unclosed(output) or _GOES_ON.search(end) or (above and _EMPTY_POINT.fullmatch(last))
    if begins_within(output) and not (_IS_FOLLOWED.search(draft.instruction) or asks_for_words(draft, language)):
        return f"begins with “{output[:20]}”"
    says_so = _says_so(draft) or (not in_code and stray_end(output))
    if elided := _elided(draft):
        return f"holds “{elided[:40]}”"
    is_bare = _BARE_MARKUP.fullmatch(output) and not language.may_be_none.search(draft.instruction)
    has_voice = asks_for_words(draft, language)
    leads_on = language.leads_on.search(output) and not (has_voice and output.endswith((",", "，", "、")))
    size, shortest = language.size, language.shortest
    stops = stops_in_pair(last) or stops_in_sentence(last, above, size, shortest, may_be_post=has_voice)
    is_unmarked = not has_voice and (_is_unmarked(output, language) or _is_open_point(output, language))
    return f"ends with “{output[-20:]}”" if is_open or says_so or is_bare or leads_on or stops or is_unmarked else None


def _says_so(draft: Draft) -> bool:
    """Return whether the output ends by saying that there is more of it, and the task does not ask for that."""
    words = what_is_left_out(draft.output)
    if not words and not _MAY_GO_ON.search(draft.instruction):
        words = what_is_to_follow(draft.output)
    return bool(words) and not said_in_the_task(words, draft)


def _elided(draft: Draft) -> str:
    """Return the comment by which the output leaves out code, if the task does not ask for a part of it."""
    if _MAY_ELIDE.search(draft.instruction):
        return ""
    words = elided_code(draft.output)
    if not words and _ASKS_FOR_CODE.search(draft.instruction):
        words = code_to_come(draft.output)
    return "" if said_in_the_task(words, draft) else words


def _is_unmarked(output: str, language: Language) -> bool:
    """Return whether the last of several sentences has no closing mark, though each one before it has."""
    if not output[-1].isalpha() or len(_FENCE.findall(output)):
        return False
    *before, last = filter(str.strip, SENTENCES.split(output))
    before = [each for each in before if language.size(each) >= language.shortest]
    is_sentence = language.size(last) >= _SENTENCE and not NEEDS_NO_MARK.search(last)
    return is_sentence and len(before) >= 2 and all(CLOSED.search(each) for each in before)


def _is_open_point(output: str, language: Language) -> bool:
    """Return whether the last point of a list is a sentence without a closing mark, though all others have one."""
    *before, last = filter(str.strip, output.split("\n"))
    points = [each for each in before if _POINT.match(each)]
    is_sentence = _POINT.match(last) and last[-1].isalpha() and _IN_SENTENCE.search(last)
    if not is_sentence or language.size(last) < _SENTENCE or len(points) < _POINTS:
        return False
    return all(CLOSED.search(each) for each in points)


def _answers(heading: str, above: str) -> bool:
    """Return whether a heading is the answer below its reasoning, and not the next of several headings."""
    found = _ANSWER.fullmatch(heading)
    return found is not None and f"\n{found['depth']} " not in f"\n{above}"


FILTER = Filter(check_instruction=check_instruction, check_instance=check_instance)
