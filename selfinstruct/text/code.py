"""Where a text holds code, also such as nobody has fenced; only what is surely code."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from operator import itemgetter

# A line that hardly stands in prose: it defines, imports, opens a block, or is a tag or a member of an object.
_SURE = re.compile(
    r"\s*(?:(?:async )?def \w+\(.*\).*:|class \w+(?:\(.*\))?:|(?:import|from) [\w.]+(?: import [\w*, ()]+| as \w+)?"
    r"|(?:for [\w, ()]+ in|while|elif|with) .+:|else:|try:|except\b.*:|@\w[\w.]*(?:\(.*\))?"
    r"|#\s*include\s*[<\"].*|using [\w. =]+;|package [\w.]+;"
    r"|(?:public|private|protected|static)\s+[\w<>\[\], ]+[({;].*"
    r"|(?:async )?function\s*\w*\s*\(.*\)\s*\{.*|(?:const|let|var) [\w$]+ = .*|(?:func|fn) \w+\(.*\).*\{"
    r"|(?:if|for|while|switch) ?\(.*\) ?\{|\} ?else(?: if ?\(.*\))? ?\{"
    r"|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE|DROP TABLE)\b.*"
    r"|<(?:!DOCTYPE html|/?(?:html|head|body|div|p|ul|ol|li|table|tr|td|th|form|script|style|span|h[1-6]|a|input))\b.*>"
    r"|[\"'][^\"']+[\"']\s*:\s*(?:[\[{]|[\"'\d].*|true,?|false,?|null,?)"
    r"|[\w.]+\(.*\);|#!/.*|\$ \w+.*)\s*"
)
# A line that goes on with code, beside such lines.
_GOES_ON = re.compile(
    r"(?:\t| {2,})\S.*|\s*[{}()\[\]]+[;,]?\s*|.*[;{]\s*|\s*[\w.\[\]\"'$]+(?:, *\w+)* *[-+*/|&]?= *\S.*|[\w.]+\(.*\)\s*"
    r"|(?:return|yield|raise|print|if|assert|break|continue|pass|del)\b.*|\s*(?://|/\*|\*/|--|#(?![# ]*\d)).*|<.*>"
    r"|(?:FROM|WHERE|GROUP BY|ORDER BY|(?:LEFT |RIGHT |INNER )?JOIN|AND|OR|ON|HAVING|LIMIT|VALUES|SET)\b.*"
)
_COMMENT = re.compile(r"\s*(?://|--|#)")
_FENCE = re.compile(r"^[ \t]*```", re.MULTILINE)
# In Ruby, Lua, SQL and others.
_BLOCK_ENDS = re.compile(r"(?:\A|\n)[ \t]*(?:end|END)[;.]?\s*\Z")
_BLOCK_BEGINS = re.compile(
    r"^\s*(?:(?:local )?function|def|class|module|if|unless|while|until|for|begin|case|do|struct|BEGIN|CASE|FUNCTION"
    r"|SUB|PROGRAM)\b|\bdo(?: \|[^|\n]*\|)?[ \t]*$|= function\b|\bCASE WHEN\b",
    re.MULTILINE,
)
# In lines, blank ones not counted: one alone may be said in passing.
_FEWEST = 2
# In characters: of a line of code.
_LONGEST = 1_000


def code_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where unfenced code begins and ends, by whole lines.

    Two lines or more of which each looks like code, and one like nothing else.
    """
    at, found = 0, list[tuple[int, int, bool]]()
    for line in text.splitlines(keepends=True):
        content = line.rstrip()
        is_sure = len(content) <= _LONGEST and _SURE.fullmatch(content) is not None
        if is_sure or (
            0 < len(content) <= _LONGEST and _GOES_ON.fullmatch(content) and (found or content[0] not in " \t")
        ):
            found.append((at, at + len(line), is_sure))
        elif content:
            yield from _stretch(text, found)
            found = []
        at += len(line)
    yield from _stretch(text, found)


def _stretch(text: str, lines: list[tuple[int, int, bool]]) -> Iterator[tuple[int, int]]:
    # A comment at the end of the code may as well be a heading of what follows.
    while lines and _COMMENT.match(text, lines[-1][0], lines[-1][1]) and not lines[-1][2]:
        lines = lines[:-1]
    if len(lines) >= _FEWEST and any(is_sure for _, _, is_sure in lines):
        yield lines[0][0], lines[-1][1]


def is_in_code(text: str) -> Callable[[int], bool]:
    """Return the test whether a place in a text is in fenced code; without any fence, in other code or right below."""
    if fences := [found.start() for found in _FENCE.finditer(text)]:
        return lambda at: bisect_left(fences, at) % 2 == 1
    stretches = [*code_in(text)]

    def is_near(at: int) -> bool:
        number = bisect_right(stretches, at, key=itemgetter(0))
        return number > 0 and at <= stretches[number - 1][1]

    return is_near


def closes_block(text: str) -> bool:
    """Return whether the last line of a text is the end of a block of code, as in Ruby, Lua and SQL."""
    end = _BLOCK_ENDS.search(text, max(0, len(text) - _LONGEST))
    return end is not None and _BLOCK_BEGINS.search(text, 0, end.start()) is not None
