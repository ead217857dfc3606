"""Options of earlier versions, so that commands in scripts and notes go on."""

from collections.abc import Iterator, Mapping, Sequence

_OLD = ("--api", "--structured")
_FORMS: Mapping[tuple[str, str], str] = {
    ("--api", "completions"): "continuation",
    ("--structured", "on"): "json",
    ("--structured", "off"): "text",
}


def as_written_today(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of the command line with `--ask` in the place of `--api` and `--structured`."""
    asked = [_FORMS.get(pair, "") for pair in _pairs(arguments)]
    form = "continuation" if "continuation" in asked else next(filter(None, asked), "")
    return [*_others(arguments), *(("--ask", form) if form else ())]


def _pairs(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    for argument, value in zip(arguments, (*arguments[1:], ""), strict=True):
        name, is_one, own = argument.partition("=")
        if name in _OLD:
            yield name, own if is_one else value


def _others(arguments: Sequence[str]) -> Iterator[str]:
    before = ""
    for argument in arguments:
        if argument.partition("=")[0] not in _OLD and before not in _OLD:
            yield argument
        before = argument
