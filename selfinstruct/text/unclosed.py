r"""What a text opens and does not close, so that it is cut: a formula, a row of a table, an object of JSON."""

import re

# In characters: formulas, rows and objects that are longer are no matter of a missing end.
_LONGEST = 20_000
_COMMAND = re.compile(r"\\[a-zA-Z]{2}|[\^_]\{")
# An environment that begins a line, or stands in a formula; within a sentence it is spoken of.
_BEGINS = re.compile(r"(?:^|[$=\[(&{}])[ \t]*+\\begin\{[a-z]{1,15}\*?\}", re.MULTILINE)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*+"')
_OBJECT = re.compile(r'\s*+(?:\{\s*+"[^"\n]{1,60}"\s*+:|\[\s*+\{\s*+"[^"\n]{1,60}"\s*+:)')
# So many rows show that all of them are closed.
_FEWEST_ROWS = 3


def is_unclosed(text: str) -> bool:
    """Return whether a text ends within what it has opened; in code, brackets may be anything."""
    if len(text) > _LONGEST or "```" in text:
        return False
    return _ends_in_formula(text) or _ends_in_row(text) or _ends_in_object(text)


def _ends_in_formula(text: str) -> bool:
    r"""Return whether commands of TeX stand after the last `\[`, `\(` or `$$`, or an environment is not ended."""
    if len(_BEGINS.findall(text)) > text.count("\\end{"):
        return True
    for opening, closing in (("\\[", "\\]"), ("\\(", "\\)")):
        at = text.rfind(opening)
        if at > text.rfind(closing) and _COMMAND.search(text, at + 2):
            return True
    return text.count("$$") % 2 == 1 and _COMMAND.search(text, text.rfind("$$")) is not None


def _ends_in_row(text: str) -> bool:
    *above, last = text.rstrip().split("\n")
    rows = above[-_FEWEST_ROWS:]
    is_table = len(rows) == _FEWEST_ROWS and all(_is_row(row) for row in rows)
    return is_table and last.lstrip().startswith("|") and not _is_row(last)


def _is_row(line: str) -> bool:
    bare = line.strip()
    return len(bare) > 2 and bare.startswith("|") and bare.endswith("|")


def _ends_in_object(text: str) -> bool:
    if not _OBJECT.match(text):
        return False
    marks = _STRING.sub("", text)
    return sum(map(marks.count, "{[")) > sum(map(marks.count, "}]"))
