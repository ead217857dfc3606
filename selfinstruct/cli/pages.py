"""How help pages are written: no name is broken, arguments look as one types them, commands have a whole sentence."""

from typing import Any

from typer.core import TyperGroup

# Looks like a hyphen, and no line breaks at it.
_UNBROKEN = "\u2011"


def unbroken(formatter: Any) -> Any:
    """Return a kind of formatter that is as another, but breaks no line at a hyphen, as in the name of an option.

    Each version of typer has its formatter in another package.
    """

    class Unbroken(formatter):  # type: ignore[misc]
        def write(self, string: str) -> None:
            super().write(string.replace(_UNBROKEN, "-"))

        def write_text(self, text: str) -> None:
            super().write_text(text.replace("-", _UNBROKEN))

        def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
            rows = [(first, second.replace("-", _UNBROKEN)) for first, second in rows]
            # Else a narrow page leaves the texts less room than their longest words take.
            super().write_dl(rows, min(col_max, self.width // 3), col_spacing)

    return Unbroken


def as_argument(parameter: Any) -> str:
    """Return an argument as one would write it: `RUN`, `FILE...`, `[ID...]`."""
    name = parameter.metavar + ("" if parameter.nargs == 1 else "...")
    return name if parameter.required else f"[{name}]"


class CommandGroup(TyperGroup):
    """A group of commands whose help page has the whole sentence on each."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        ctx.formatter_class = unbroken(ctx.formatter_class)
        return super().get_help(ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, each with what it does."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _sentence(each.help or "")) for name, each in self.commands.items()])


def _sentence(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())
