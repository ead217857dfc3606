"""Tells what a model thought aloud from what it says.

Models mark their reasoning in some forty ways (docs/endpoints.md lists them) that share a few shapes: a word of
thinking in brackets, a channel with a name, a sentence that begins the whole text. What stands between an opening and a
closing mark is left out, and so is all before a closing mark that nothing opened: chat templates open the reasoning
themselves.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

_THINKING = ("think", "thinking")
# Elements of XML may be called so, too.
_PERHAPS = (
    *("thought", "thoughts", "reason", "reasoning", "reflect", "reflection", "cot", "scratchpad", "inner"),
    *("思考", "思考过程", "思维", "推理"),
)
_AT_START = ("analysis", "plan", "planning")
_ANSWERING = ("answer", "response", "solution", "content")
_CLOSING = ("end", "close", "suffix")
_MARK = re.compile(
    r"(?P<fence>^[ \t]*+```)"
    r"|(?P<channel>(?:<\|start\|>\s{0,2}assistant ?)?+(?:<\|channel\|>\s{0,2}|to=)(?!final|user)\w{1,20}+[^<\n]{0,80}+"
    r"(?:<\|constrain\|>[^<\n]{0,40})?<\|message\|>|<\|channel>(?:\s{0,2}(?:thought|analysis)\b)?"
    r"|<\|open\|>\s{0,2}think\s{0,2}<\|sep\|>|<unused94>|\[unused16\])"
    r"|(?P<final>(?:<\|start\|>\s{0,2}assistant ?)?+(?:<\|channel\|>\s{0,2}final|to=user)[^<\n]{0,80}+"
    r"(?:<\|constrain\|>[^<\n]{0,40})?<\|message\|>|<channel\|>"
    r"|<\|close\|>\s{0,2}think\s{0,2}<\|sep\|>(?:\s{0,2}<\|open\|>\s{0,2}response\s{0,2}<\|sep\|>)?+"
    r"|<unused95>|\[unused17\]|\[BEGIN FINAL RESPONSE\])"
    r"|(?P<token><[|｜]\s?/?\w[\w:.▁-]{0,39}\s?[|｜]>|◁/?\w{1,20}▷)"
    r"|(?P<tag></?[^\W\d][\w:.-]{0,39}(?:[ \t][^<>\n]{0,200})?>|\[/?(?:(?i:think(?:ing)?)|THOUGHT|REASONING)\]"
    r"|【/?(?:思考|思考过程|思维|推理)】)"
    r"|(?P<said>assistantfinal(?=\S))|(?P<answering>^Here(?: is|['’]s) my response:|^\.\.\.done thinking\.)",
    re.MULTILINE,
)
# A text that begins so is reasoning up to a mark that says otherwise: tokens of which only the words are left, and
# sentences.
_BEGINNING = re.compile(
    r"\s*+(?:(?:analysis|commentary)(?=[A-Z\n\d]|[^\x00-\x7f])|thought\n(?!\s*[{\[【])|Thinking\.\.\.\n"
    r"|Here(?: is|['’]s) my thought process:|Here are my reasoning steps:)"
)
_EMPTY_BEGINNING = re.compile(r"\s*+(?:thought\n|(?:assistant ?)?final(?=[{\[【<*#\d]))")
# Before the first mark there may be tokens that begin a turn.
_LEAD = re.compile(r"(?:\s|\ufeff|<[|｜][\w▁]{1,30}[|｜]>\s*+(?:assistant|model)?+|<(?:s|bos|start_of_turn)>)*+")
_QUOTES = ("``", "**", '""', "''", "“”", "‘’", "「」", "()", "（）")
_SENTENCE_ENDS = tuple(".!?:>)]…。！？：）】")
# How a sentence goes on after a mark that it speaks of, and how an answer begins. Nothing looks far, and so time is
# linear: many openings may have one closing mark.
_PROSE = re.compile(r"[ \t]{1,8}[a-z&]|[ \t]{0,8}[,.;:)?!'\"’”`，。；：、？！）]")
_ANSWER = re.compile(r"[ \t]{0,20}(?:$|[{\[【<*#•]|-[ \t]|\d{1,3}[.)、．:：]|[A-Z][a-z]{0,20}[ \t]\d)", re.MULTILINE)
# What stands between marks that are only named one after the other: <think>和</think>.
_BETWEEN_NAMES = re.compile(r"\s?(?:[和与與及或到至、，,/&…-]|\.\.\.|and|or|to)\s?")
# Marks that without an end are none: `[Thinking]` is a direction in a play, too.
_PLAYED = re.compile(r"\[(?!TH)[Tt]")
_TAG_FOLLOWS = re.compile(r"\s{0,20}</?([\w:.-]{1,40})")


class _Kind(Enum):
    """What may be held for a mark: `SURE` is one of a tokenizer; `PERHAPS` may be an element of XML."""

    FENCE = auto()
    SURE = auto()
    TAG = auto()
    PERHAPS = auto()
    AT_START = auto()


@dataclass(slots=True)
class _Mark:
    kind: _Kind
    name: str
    opens: bool
    start: int
    end: int
    closing: "_Mark | None" = None


def without_reasoning(text: str) -> str:
    """Return the text without what the model thought aloud; "" if there is nothing else.

    Marks that a text only speaks of are told by what stands around them: quotation marks, code, the middle of a
    sentence. Reasoning that is opened and never closed goes up to the end.
    """
    return _Reader(text).answer()


def without_reasoning_before(text: str) -> str:
    """Return a text that is an answer to one question, without reasoning that it begins with.

    An element that has nothing but another one after it, or nothing at all, is XML: <plan>, <reasoning> and <answer>.
    """
    first = _first(text)
    if first is None:
        return _after_end(text)
    left = without_reasoning(text)
    is_sure = first.kind in (_Kind.SURE, _Kind.TAG)
    return left if is_sure or (left.strip() and not left.lstrip().startswith(("<", "【"))) else text


def _after_end(text: str) -> str:
    """Return what follows the end of reasoning that nothing opened, if that is the only mark of a text."""
    marks = (
        [mark for mark in _marks(text) if mark.kind in (_Kind.SURE, _Kind.TAG)] if "think" in text.casefold() else []
    )
    left = without_reasoning(text) if len(marks) == 1 and not marks[0].opens else ""
    return left if left.strip() else text


def _first(text: str) -> _Mark | None:
    """Return the mark that opens reasoning at the beginning of a text."""
    lead = _end_of_lead(text)
    if not _MARK.match(text, lead):
        return None
    mark = next(iter(_marks(text)), None)
    return mark if mark and mark.opens and mark.start == lead else None


def is_spoken_of(text: str, start: int, end: int) -> bool:
    """Return whether a mark stands in quotation marks, in code or in the middle of a sentence."""
    return _is_quoted(text, start, end) or _is_in_sentence(text, start, end)


def _is_quoted(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    in_code = (before == "`" and text[start - 3 : start] != "```") or (after == "`" and text[end : end + 3] != "```")
    return in_code or before + after in _QUOTES


def _is_in_sentence(text: str, start: int, end: int) -> bool:
    return re.fullmatch(r"[a-z,] ", text[max(0, start - 2) : start]) is not None and bool(_PROSE.match(text, end))


@dataclass(slots=True)
class _Reader:
    """Walks over the marks of a text; `depth` is how many of them are open, `last` where the last one ends."""

    text: str
    depth: int = 0
    opened: str = ""
    last: int = 0
    code_ends: int = -1
    line_ends_at: int = -1
    # Openings that are only spoken of, by their names: how many, and where the line of the last one ends.
    spoken: Counter[str] = field(default_factory=Counter)
    line_ends: dict[str, int] = field(default_factory=dict)

    def answer(self) -> str:
        text = self.text
        begun = _BEGINNING.match(text)
        header = begun or _EMPTY_BEGINNING.match(text)
        at = self.last = header.end() if header else 0
        self.depth = int(begun is not None)
        kept: list[str] = []
        for mark in self._counting():
            if not mark.opens:
                kept = kept if self.depth else []
                self.depth = max(0, self.depth - 1) if mark.name else 0
                at = mark.end
            elif not self.depth:
                kept.append(text[at : mark.start])
                self.depth, self.opened = 1, mark.name
            # Channels have no names and do not stand in each other; some templates open what the model opens again.
            elif mark.name and text[self.last : mark.start].strip():
                self.depth += 1
            self.last = mark.end
        return "".join(kept if self.depth else (*kept, text[at:]))

    def _counting(self) -> Iterator[_Mark]:
        """Yield the marks that are meant as such."""
        marks = _marks(self.text)
        lead = _end_of_lead(self.text)
        for place, mark in enumerate(marks):
            if mark.start <= self.code_ends:
                continue
            if mark.kind is _Kind.FENCE:
                if not self.depth and mark.start > lead:
                    self._pass_code(marks, place)
                continue
            in_sentence = _is_in_sentence(self.text, mark.start, mark.end)
            if not in_sentence and (self._opens(mark, lead) if mark.opens else self._closes(mark)):
                yield mark
            elif mark.opens and not (self.depth and mark.kind is _Kind.TAG):
                self.spoken[mark.name] += 1
                self.line_ends[mark.name] = self._end_of_line(mark.end)

    def _pass_code(self, marks: list[_Mark], place: int) -> None:
        """Pass over a block of code whose marks are in pairs."""
        closing = next((at for at in range(place + 1, len(marks)) if marks[at].kind is _Kind.FENCE), place)
        within = marks[place + 1 : closing]
        if closing > place and (not within or (within[0].opens and not within[-1].opens)):
            self.code_ends = marks[closing].start

    def _opens(self, mark: _Mark, lead: int) -> bool:
        follows_another = 0 <= mark.start - self.last < 20 and not self.text[self.last : mark.start].strip()
        if mark.kind is _Kind.SURE or mark.start <= lead or follows_another:
            return True
        if self.depth:
            return mark.kind is _Kind.TAG and self._begins_line(mark)
        closing = mark.closing
        follows = closing is not None and not _PROSE.match(self.text, closing.end)
        if mark.kind is _Kind.TAG and self._begins_line(mark):
            return follows or closing is None or closing.start > self._end_of_line(mark.end)
        if mark.kind is _Kind.PERHAPS and closing and self.text[mark.start - 1] == "\n":
            before = self.text[max(0, mark.start - 20) : mark.start].rstrip()
            tag = _TAG_FOLLOWS.match(self.text, closing.end)
            return follows and not before.endswith(">") and (not tag or tag[1].casefold() == mark.name)
        if mark.kind is not _Kind.TAG or closing is None or not self._is_clear(closing):
            return False
        return closing.start > self._end_of_line(mark.end) or self._ends_sentence(mark.start)

    def _closes(self, mark: _Mark) -> bool:
        if mark.kind is _Kind.AT_START:
            return bool(self.depth) and mark.name == self.opened
        if self.spoken[mark.name]:
            self.spoken[mark.name] -= 1
            if mark.kind is _Kind.PERHAPS or mark.start < self.line_ends[mark.name]:
                return False
        return bool(self.depth) or mark.kind is _Kind.SURE or self._is_clear(mark)

    def _is_clear(self, mark: _Mark) -> bool:
        """Return whether what stands around a closing mark is no sentence that speaks of it."""
        if _PROSE.match(self.text, mark.end):
            return False
        glued = not self.text[max(0, mark.start - 1) : mark.start].isspace()
        return glued or self._ends_sentence(mark.start) or _ANSWER.match(self.text, mark.end) is not None

    def _ends_sentence(self, at: int) -> bool:
        before = self.text[max(0, at - 4) : at].rstrip(" \t")
        return not before or before.endswith(("\n", *_SENTENCE_ENDS))

    def _begins_line(self, mark: _Mark) -> bool:
        before = self.text[max(0, mark.start - 8) : mark.start].rstrip(" \t")
        return not before or before.endswith("\n")

    def _end_of_line(self, at: int) -> int:
        """Return where the line of a place ends, for places that never go back."""
        if self.line_ends_at < at:
            found = self.text.find("\n", at)
            self.line_ends_at = len(self.text) if found < 0 else found
        return self.line_ends_at


def _end_of_lead(text: str) -> int:
    found = _LEAD.match(text)
    return found.end() if found else 0


def _marks(text: str) -> list[_Mark]:
    """Return all that may be a mark and is not quoted, each opening one with the next closing one of its name."""
    marks = [mark for each in _MARK.finditer(text) if not _is_quoted(text, *each.span()) and (mark := _mark(each))]
    closings: dict[str, _Mark] = {}
    for mark in reversed(marks):
        if mark.opens:
            mark.closing = closings.get(mark.name)
        else:
            closings[mark.name] = mark
    marks = [each for each in marks if not each.opens or each.closing or not _PLAYED.match(text, each.start)]
    return [mark for at, mark in enumerate(marks) if not _is_named(text, marks[max(0, at - 1) : at + 2], mark)]


def _is_named(text: str, around: list[_Mark], mark: _Mark) -> bool:
    """Return whether a mark is of a pair that has no more than a word such as "and" between it."""
    pairs = pairwise(around)
    return any(
        a.opens and a.closing is b and mark in (a, b) and _BETWEEN_NAMES.fullmatch(text, a.end, b.start)
        for a, b in pairs
    )


def _mark(found: re.Match[str]) -> _Mark | None:
    start, end = found.span()
    match found.lastgroup:
        case "fence":
            return _Mark(_Kind.FENCE, "", False, start, end)
        case "channel":
            return _Mark(_Kind.SURE, "", True, start, end)
        case "final":
            return _Mark(_Kind.SURE, "", False, start, end)
        case "said":
            return _Mark(_Kind.TAG, "", False, start, end)
        case "answering":
            return _Mark(_Kind.AT_START, "", False, start, end)
    words = re.findall(r"[^\W_]+", re.sub(r"[ \t].*", "", found[0]).casefold())
    closes = found[0][1] == "/" or any(word in _CLOSING for word in words) or found[0][1:3] == "|/"
    name = "_".join(word for word in words if word not in _CLOSING)
    if found.lastgroup == "token":
        if any(word.endswith(_THINKING + _PERHAPS) for word in words):
            return _Mark(_Kind.SURE, name, not closes, start, end)
        answers = not closes and any(word in _ANSWERING for word in words)
        return _Mark(_Kind.SURE, name, False, start, end) if answers else None
    for kind, known in ((_Kind.TAG, _THINKING), (_Kind.PERHAPS, _PERHAPS), (_Kind.AT_START, _AT_START)):
        if any(word.endswith(known) for word in words):
            return _Mark(kind, name, not closes, start, end)
    return None
