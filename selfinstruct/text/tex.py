r"""Commands of TeX in JSON: written with one backslash, `\theta` is read as a tab and "heta"."""

import re

# By the character that an escape became: how commands go on that are no words by themselves.
_COMMANDS = {
    "\b": "eta egin ar inom oldsymbol f mod oxed ot ullet ecause reve ackslash owtie ig igg igl igr igcup igcap",
    "\t": "heta imes ilde herefore frac(?={) riangle riangleq riangleright ext(?={) extbf extit extrm exttt extsf",
    "\f": "rac orall lat rown box ootnote",
    "\r": "ho ight ightarrow angle floor ceil brace vert",
}
# And those that are words, or beside which a line or a cell of a table may really begin.
_IN_FORMULAS = {
    "\t": "frac o an anh au op ag ext",
    "\r": "m",
    "\n": r"u e(?!\.) eq eg abla earrow warrow ot otin i(?!\.) mid leq geq parallel",
}
_BACK = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r"}


def _lost(commands: dict[str, str]) -> re.Pattern[str]:
    """Return a pattern for the characters that are the beginnings of commands."""
    rests = (rf"{re.escape(char)}(?=(?:{'|'.join(words.split())})(?![A-Za-z]))" for char, words in commands.items())
    return re.compile("|".join(rests))


_ANYWHERE, _WITHIN = _lost(_COMMANDS), _lost(_IN_FORMULAS)
# A line break is hardly ever meant after a space or an opening bracket.
_AFTER_SPACE = re.compile(r"(?<=[ ({$])\n(?=(?:eq|abla|otin|leq|geq)(?![A-Za-z]| ?=))")
# Prices are none: "$5 and $6".
_FORMULA = re.compile(r"(?<![\\$\w])\$(?![ $])[^$]{1,400}(?<! )\$(?![$\d])|\\\((?:[^\\$]|\\(?![()])){1,400}+\\\)")


def with_commands(text: str) -> str:
    r"""Return a text in which commands of TeX whose backslash was read as an escape (`\t`, `\n`) have it again."""
    if not re.search(r"[\x08\t\n\f\r][a-z]", text):
        return text
    text = _AFTER_SPACE.sub(_restored, _ANYWHERE.sub(_restored, text))
    return _FORMULA.sub(lambda formula: _WITHIN.sub(_restored, formula[0]), text)


def _restored(found: re.Match[str]) -> str:
    return _BACK[found[0]]
