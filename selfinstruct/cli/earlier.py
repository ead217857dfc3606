"""Options of earlier versions, so that commands in scripts and notes go on."""

from collections import deque
from collections.abc import Mapping, Sequence

_FORMS: Mapping[tuple[str, str], str] = {
    ("--api", "chat"): "",
    ("--api", "completions"): "continuation",
    # As BELLE's script has it.
    ("--api", "completion"): "continuation",
    ("--structured", "auto"): "",
    ("--structured", "on"): "json",
    ("--structured", "off"): "text",
}


def as_written_today(arguments: Sequence[str]) -> list[str]:
    """Return the arguments of the command line with `--ask` in the place of `--api` and `--structured`.

    One of these without a value that it took stays, so that the parser objects to it.
    """
    left, others, asked = deque(arguments), list[str](), list[str]()
    while left:
        argument = left.popleft()
        name, is_one, own = argument.partition("=")
        form = _FORMS.get((name, own if is_one or not left else left[0]))
        if form is None:
            others.append(argument)
            continue
        asked.append(form)
        if not is_one:
            left.popleft()
    form = "continuation" if "continuation" in asked else next(filter(None, asked), "")
    return [*others, *(("--ask", form) if form else ())]
