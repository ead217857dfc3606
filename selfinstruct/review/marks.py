"""Text as the page shows it: code as code, what matters marked, and what nobody would see made visible."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from selfinstruct.text.code import code_in
from selfinstruct.text.unseen import UNSEEN

Span = tuple[int, int]
# What is beyond is shown when it is asked for.
SHOWN_AT_FIRST = 20_000
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")


class Part(NamedTuple):
    """A piece of text: a plain `text`, a `mark`, or the name of an unseen `sign`."""

    kind: str
    text: str


class Block(NamedTuple):
    """Prose or code."""

    is_code: bool
    parts: list[Part]


def blocks(text: str, marked: Iterable[Span] = ()) -> list[Block]:
    """Return a text in blocks of prose and code, with these spans marked."""
    spans = _merged(marked)
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return [
        Block(is_code, [*_parts(text, start, end, spans[bisect_right(ends, start) : bisect_left(starts, end)])])
        for is_code, start, end in _unfenced(text)
        if text[start:end].strip("\n") or not is_code
    ]


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in their order, those that overlap or touch as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _unfenced(text: str) -> Iterator[tuple[bool, int, int]]:
    """Yield where prose and code stand, also code that nobody has fenced."""
    for is_code, start, end in _stretches(text):
        at = start
        for first, last in () if is_code else code_in(text[start:end]):
            # Blank lines around it are not shown: it stands apart anyway.
            if (before := text[at : start + first].rstrip()) or at == start:
                yield False, at, at + len(before)
            yield True, start + first, start + last
            at = start + last
            at += len(text[at:end]) - len(text[at:end].lstrip("\r\n"))
        if at < end:
            yield is_code, at, end


def _stretches(text: str) -> Iterator[tuple[bool, int, int]]:
    """Yield where prose and fenced code stand; the lines of the fences themselves belong to neither."""
    is_code, start, at = False, 0, 0
    for line in text.splitlines(keepends=True):
        if _FENCE.match(line):
            if at > start:
                yield is_code, start, at
            is_code, start = not is_code, at + len(line)
        at += len(line)
    if at > start:
        yield is_code, start, at


def _parts(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Part]:
    at = start
    for first, last in spans:
        yield from _seen("text", text[at : max(at, first)])
        at, before = min(end, last), max(at, first)
        yield from _seen("mark", text[before:at])
    yield from _seen("text", text[at:end])


def _seen(kind: str, text: str) -> Iterator[Part]:
    at = 0
    for found in UNSEEN.finditer(text):
        if at < found.start():
            yield Part(kind, text[at : found.start()])
        yield Part("sign", f"U+{ord(found[0]):04X}")
        at = found.end()
    if at < len(text):
        yield Part(kind, text[at:])


def found_by(patterns: Iterable[re.Pattern[str]], text: str) -> list[Span]:
    """Return where patterns are found in what is shown of a text at first."""
    shown = text[:SHOWN_AT_FIRST]
    return [found.span() for pattern in patterns for found in pattern.finditer(shown) if found.group()]


def common(first: str, second: str, tokenize: Callable[[str], list[str]]) -> tuple[list[Span], list[Span]]:
    """Return where the longest common subsequence of two texts stands in each: what ROUGE-L counts."""
    (tokens, spans), (other_tokens, other_spans) = _located(first, tokenize), _located(second, tokenize)
    same = [each for each in LCSseq.opcodes(tokens, other_tokens) if each.tag == "equal"]
    return (
        [(spans[each.src_start][0], spans[each.src_end - 1][1]) for each in same],
        [(other_spans[each.dest_start][0], other_spans[each.dest_end - 1][1]) for each in same],
    )


def _located(text: str, tokenize: Callable[[str], list[str]]) -> tuple[list[str], list[Span]]:
    """Return the tokens of a text with their places; those that are not in it as they are, are left out."""
    lowered, at = text.lower(), 0
    tokens: list[str] = []
    spans: list[Span] = []
    if len(lowered) == len(text):
        for token in tokenize(text):
            if (start := lowered.find(token, at)) >= 0:
                at = start + len(token)
                tokens.append(token)
                spans.append((start, at))
    return tokens, spans
