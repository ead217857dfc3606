"""Help pages that list what there is: recipes, backends, formats, filters and languages, ours and those of others.

The help text of an option may hold `{recipes}` and the like; it is filled in when a help page is shown, so that no
command has to load what it does not use.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, TypeVar

from typer.core import TyperCommand

import selfinstruct
from selfinstruct.cli.everyday import (
    FILE,
    OPTION,
    read_config,
    said_of,
    unknown_variables,
    values_of,
    variables,
    without_config,
)
from selfinstruct.cli.messages import show_aside
from selfinstruct.cli.pages import as_argument, unbroken
from selfinstruct.cli.panels import FEWEST, place_of, title
from selfinstruct.cli.scripts import called_here
from selfinstruct.core.meant import by_closeness
from selfinstruct.core.plugins import Plugins

T = TypeVar("T")


_CONFIG = (
    "File of options that are always the same, in TOML, such as max-cost = 5; environment variables do as well, such as"
    f" SELFINSTRUCT_MAX_COST=5. [default: {FILE}, if it is there]"
)

_MOST_MEANT = 3
_DEFAULT = re.compile(r" *\[(?:default: [^\]]*|required)\]")


class ListingCommand(TyperCommand):
    """A command whose help page lists what there is, with the options in panels where there are many.

    Its options may also be named in a file or by environment variables.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options, those of the file and the environment where none are typed."""
        command = ctx.command_path.partition(" ")[2] or self.name or ""
        options: dict[str, Any] = {name: each for each in self.params for name in each.opts if name.startswith("--")}
        for flag, option in options.items():
            option.envvar, option.show_envvar = variables(command, flag), False
        commands = _flags_of(ctx.find_root().command)
        if not ctx.resilient_parsing:
            show_aside(unknown_variables(commands))
        typed, named = without_config(args)
        file, config = read_config(named)
        ctx.meta[FILE] = file
        ctx.default_map = values_of(config, file, command, options, commands)
        try:
            return super().parse_args(ctx, [*typed])
        except Exception as error:
            _tell_where(error, ctx, file)
            _tell_what_it_is_called(error, typed)
            _tell_what_is_meant(error, [*options])
            self._tell_what_is_left(error, ctx, typed)
            raise

    def _tell_what_is_left(self, error: Any, ctx: Any, typed: Sequence[str]) -> None:
        """Add to the message on what is missing, or is too much, what was typed that belongs to no option."""
        told = str(getattr(error, "message", None) or "")
        if any(each.param_type_name == "argument" for each in self.params):
            return
        if getattr(error, "param", None) and type(error).__name__ == "MissingParameter":
            _, left, _ = self.make_parser(ctx).parse_args(args=[*typed])
            option = error.param.opts[0]
            if left:
                meant = f"; do you mean {option} {left[0]}?" if left[0].isdecimal() else ""
                error.message = f"{shlex.join(left)} belongs to no option{meant}"
        elif told.startswith("Got unexpected extra argument"):
            words = told.rpartition("(")[2].rstrip(")")
            error.message = f"{words} belongs to no option; put a text with spaces in quotes"

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        ctx.formatter_class = unbroken(ctx.formatter_class)
        return super().get_help(ctx)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return what the first line shows after the name of the command."""
        return ["[OPTIONS]", *map(as_argument, self._shown(ctx, "argument"))]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then the options, panel by panel."""
        if arguments := [(as_argument(each), each.help or "") for each in self._shown(ctx, "argument")]:
            with formatter.section("Arguments"):
                formatter.write_dl(arguments)
        said = {each.name: said_of(each, ctx) for each in self.params}
        # What the file says would be shown as the default of the program.
        ctx.default_map = None
        options = [
            (place_of(each.opts), _with_said(record, said.get(each.name, "")))
            for each in self._shown(ctx, "option")
            if (record := each.get_help_record(ctx))
        ]
        options.insert(-1, (place_of([OPTION]), (f"{OPTION} <path>", _CONFIG)))
        if len(options) < FEWEST:
            with formatter.section("Options"):
                formatter.write_dl([record for _, record in options])
            return
        options.sort(key=lambda each: each[0])
        for panel, of_it in groupby(options, key=lambda each: each[0][0]):
            with formatter.section(title(panel)):
                formatter.write_dl([record for _, record in of_it])

    def _shown(self, ctx: Any, kind: str) -> list[Any]:
        return [each for each in self.get_params(ctx) if each.param_type_name == kind]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Fill in what the help texts leave open, then write the page."""
        for parameter in self.params:
            if text := getattr(parameter, "help", None):
                text = re.sub(r"\{(\w+)\}", lambda found: _LISTS[found[1]](), text)
                parameter.help = text  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)


def _flags_of(group: Any, before: str = "") -> dict[str, list[str]]:
    """Return the commands below a group, each with the flags of its options."""
    found: dict[str, list[str]] = {}
    for name, command in getattr(group, "commands", {}).items():
        if hasattr(command, "commands"):
            found |= _flags_of(command, f"{before}{name} ")
        else:
            found[f"{before}{name}"] = [flag for each in command.params for flag in each.opts if flag.startswith("--")]
    return found


def _with_said(record: tuple[str, str], said: str) -> tuple[str, str]:
    """Return the lines on an option with what is `said` every day in the place of the default."""
    name, about = record
    return (name, f"{_DEFAULT.sub('', about)} [{said}]") if said else record


def _tell_where(error: Any, ctx: Any, file: str) -> None:
    """Add to the message on a bad value where it stands, if it is not typed."""
    parameter: Any = getattr(error, "param", None)
    source = ctx.get_parameter_source(parameter.name) if parameter else None
    if source and source.name == "DEFAULT_MAP":
        error.message += f" (it stands in {file})"
    elif source and source.name == "ENVIRONMENT":
        name = next(each for each in parameter.envvar if os.environ.get(each))
        error.message += f" (it is in the environment, as {name})"


def _tell_what_it_is_called(error: Any, typed: Sequence[str]) -> None:
    """Say in the place of a message on an unknown option what it is called here, if it is one of a known script."""
    if told := called_here(getattr(error, "option_name", ""), typed):
        error.message, error.possibilities = told, None


def _tell_what_is_meant(error: Any, flags: Sequence[str]) -> None:
    """Name the options that are close to one that there is not, the closest first."""
    name = getattr(error, "option_name", "")
    if name and getattr(error, "possibilities", None) is not None:
        near = by_closeness(name, flags)[:_MOST_MEANT]
        error.message = f"No such option: {name}" + (f"; do you mean {' or '.join(near)}?" if near else "")
        error.possibilities = None


def _usable(plugins: Plugins[T]) -> Iterator[tuple[str, T]]:
    """Yield each plugin with its name; one that cannot be loaded must not keep help pages from being shown."""
    for name in plugins.names():
        with suppress(selfinstruct.InputError):
            yield name, plugins.find(name)


def _recipes() -> str:
    return ", ".join(
        f"{name} ({recipe.about}; {' and '.join(recipe.languages) or 'any language'})"
        for name, recipe in _usable(selfinstruct.RECIPES)
    )


def _backend_options() -> str:
    return " ".join(
        f"{name}: {', '.join(f'{option} ({each.about})' for option, each in backend.options.items())}."
        for name, backend in _usable(selfinstruct.BACKENDS)
        if backend.options
    )


def _lanes() -> str:
    lanes = {name: lane for _, backend in _usable(selfinstruct.BACKENDS) for name, lane in backend.lanes.items()}
    return ", ".join(f"{name} ({lane.about})" for name, lane in lanes.items())


def steps_listed() -> str:
    """Return the steps by the names that options have for them, with those that the summary has where they differ."""
    names: dict[str, dict[str, None]] = {}
    for _, recipe in _usable(selfinstruct.RECIPES):
        for code, language in _usable(selfinstruct.LANGUAGES):
            if not recipe.languages or code in recipe.languages:
                for step in recipe.build(language, 1).steps:
                    names.setdefault(step.label, {})[step.name] = None
    labels = (label if [*of_it] == [label] else f"{label} ({' and '.join(of_it)})" for label, of_it in names.items())
    return ", ".join((*labels, "outputs (with --best-of)", "judge"))


_LISTS: dict[str, Callable[[], str]] = {
    "backend_options": _backend_options,
    "backends": lambda: ", ".join(f"{name} ({backend.about})" for name, backend in _usable(selfinstruct.BACKENDS)),
    "filters": lambda: ", ".join(selfinstruct.FILTERS.names()),
    "formats": lambda: "; ".join(f"{name} ({each.about})" for name, each in _usable(selfinstruct.FORMATS)),
    "languages": lambda: ", ".join(f"{code} ({language.name})" for code, language in _usable(selfinstruct.LANGUAGES)),
    "lanes": _lanes,
    "recipes": _recipes,
    "servers": lambda: "; ".join(f"{name} ({server.about})" for name, server in _usable(selfinstruct.SERVERS)),
    "steps": steps_listed,
}
