"""Commands that take settings: an option for each field, and what the user gives put together."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from shlex import quote
from types import MappingProxyType
from typing import Any, get_args

from typer import Context, Option

from selfinstruct.cli import numbers
from selfinstruct.cli.completion import completes
from selfinstruct.cli.everyday import in_short, told_of_file
from selfinstruct.cli.messages import show, show_aside
from selfinstruct.cli.reading import prices, require_text
from selfinstruct.cli.settings import SETTINGS, Setting
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import ImportSettings, Prices, ReplaySettings, Settings

# Numbers are read as people write them.
_NUMBERS: Mapping[Any, Callable[[object], Any]] = {int: numbers.whole, float: numbers.number}
_METAVARS: Mapping[Any, str] = {int: "<int>", float: "<float>"}
Command = Callable[..., None]
# Gives what a command goes on with, by the names of its groups, from what is typed and what is said every day.
Before = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]
# How the parser calls the environment and the file.
_EVERYDAY = ("ENVIRONMENT", "DEFAULT_MAP")
_KEPT = frozenset(field.name for field in fields(RunSettings)) - {"target", "prices"} | {"seeds"}


def takes(
    *, without: Collection[str] = (), default: str = "", before: Before = lambda *_: {}, **groups: type[Any]
) -> Callable[[Command], Command]:
    """Let a command take settings of these classes, under these names: it gets an option for each of their fields.

    Fields that are settings themselves are taken apart, too. `without` names fields that the command has no use for,
    `default` what holds where an option is not given, for the help page. What `before` returns stands in for options
    that are not given; the defaults are the last resort.
    """

    def decorate(command: Command) -> Command:
        own = [each for each in signature(command).parameters.values() if each.name not in groups]
        every = [
            _parameter(group, field, option, default)
            for name, kind in groups.items()
            for group, field, option in _options(name, kind)
            if field.name not in without
        ]
        every += [each.replace(kind=Parameter.KEYWORD_ONLY) for each in own]

        @wraps(command)
        def with_settings(ctx: Context, **given: Any) -> None:
            typed, everyday = _apart(ctx, given)
            known = before(typed, everyday)
            counts = _about(groups, typed, known)
            everyday = {name: value for name, value in everyday.items() if counts(name)}
            made = {name: make(name, kind, typed, known.get(name), everyday) for name, kind in groups.items()}
            if not known and Settings in groups.values() and (told := told_of_file(ctx)):
                # Where the result is for a program, nothing else may be beside it.
                (show_aside if given.get("as_json") else show)([told])
            command(**{each.name: given[each.name] for each in own}, **made)

        every.insert(0, Parameter("ctx", Parameter.KEYWORD_ONLY, annotation=Context))
        with_settings.__signature__ = Signature(every)  # type: ignore[attr-defined]
        with_settings.__annotations__ = {each.name: each.annotation for each in every}
        return with_settings

    return decorate


def make(
    group: str,
    kind: type[Any],
    given: Mapping[str, Any],
    before: Any = None,
    everyday: Mapping[str, Any] = MappingProxyType({}),
) -> Any:
    """Return settings made of what the user gives; other fields are as `before`, or as they are every day."""
    values = {}
    for field in fields(kind):
        option, known = _option(group, field), getattr(before, field.name, None)
        value = _given(group, field, given)
        if value is None and (before is None or known == default_of(field)) and not _is_fixed(before, field):
            value = _given(group, field, everyday)
        if inner := _inner(field):
            values[field.name] = make(field.name, inner, given, known, everyday)
        elif value is not None:
            if option:
                require_text(option.flag.partition("/")[0], value)
            values[field.name] = option.read(value) if option and option.read else value
        elif before is not None and known != default_of(field):
            values[field.name] = known
        elif option and option.envvar and os.environ.get(option.envvar):
            values[field.name] = option.read(os.environ[option.envvar].split()) if option.read else None
    return (prices if kind is Prices else kind)(**{name: value for name, value in values.items() if value is not None})


def _apart(ctx: Context, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is typed, and what a file or the environment says; a number that must be given counts as typed."""
    typed, everyday = dict(given), dict[str, Any]()
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name or "")
        if parameter.name in typed and source and source.name in _EVERYDAY and not parameter.required:
            everyday[parameter.name] = typed[parameter.name]
            typed[parameter.name] = None
    return typed, everyday


def _is_fixed(before: Any, field: Field[Any]) -> bool:
    """Tell whether a run keeps a field for good, so that what is said every day is not about it."""
    return before is not None and field.name in _KEPT


def _about(
    groups: Mapping[str, type[Any]], typed: Mapping[str, Any], known: Mapping[str, Any]
) -> Callable[[str], bool]:
    """Return a test of parameters: whether the everyday value of one counts for this command.

    An import or a replay is about a run that has settings of its own. Where the address is known, no server is started.
    """
    others = tuple(f"{name}_" for name, kind in groups.items() if kind in (ImportSettings, ReplaySettings))
    connection = getattr(known.get("settings"), "connection", None)
    if is_given("base_urls", typed) or (connection and connection.base_urls and not is_given("server", typed)):
        others += ("serving_",)
    return lambda name: not name.startswith(others)


def taken_over(group: str, kind: type[Any], given: Mapping[str, Any], before: Any) -> list[str]:
    """Return the options that `make` takes from `before`, as the user would write them."""
    words = []
    for field in fields(kind):
        if isinstance(before, Prices) and field.name == "cached" and before.cached == before.prompt:
            # That is what holds where it is not named.
            continue
        option, known = _option(group, field), getattr(before, field.name, None)
        if inner := _inner(field):
            words += taken_over(field.name, inner, given, known)
        elif option and known != default_of(field) and _given(group, field, given) is None:
            words += _written(option.flag.partition("/")[0], known)
    return words


def is_given(field: str, given: Mapping[str, Any]) -> bool:
    """Tell whether the user has given an option for a field of this name."""
    return any(value not in (None, [], ()) for key, value in given.items() if key.endswith(f"_{field}"))


def default_of(field: Field[Any]) -> Any:
    """Return the default of a field, None if it has none."""
    if field.default_factory is not MISSING:
        return field.default_factory()
    return None if field.default is MISSING else field.default


def _written(flag: str, value: Any) -> list[str]:
    if value is None or isinstance(value, bool):
        return [flag] if value else []
    if isinstance(value, Mapping):
        return [each for name, inner in value.items() for each in _written_pair(flag, name, inner)]
    values = value if isinstance(value, tuple) else [value]
    return [f"{flag} {_in_quotes(in_short(each))}" for each in values]


def _in_quotes(value: str) -> str:
    """Return a value as a shell takes it, if it has spaces."""
    return quote(value) if " " in value else value


def _written_pair(flag: str, name: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{flag} {name}.{inner}={number}" for inner, number in value.items()]
    return [f"{flag} {name}={value}"]


def _given(group: str, field: Field[Any], given: Mapping[str, Any]) -> Any:
    value = given.get(_key(group, field))
    return None if value in ([], ()) else value


def _options(group: str, kind: type[Any]) -> Iterator[tuple[str, Field[Any], Setting]]:
    for field in fields(kind):
        if inner := _inner(field):
            yield from _options(field.name, inner)
        elif option := _option(group, field):
            yield group, field, option


def _parameter(group: str, field: Field[Any], option: Setting, default: str) -> Parameter:
    shown = "" if "[default:" in option.help else default or _shown_default(group, field)
    about = f"{option.help} [default: {shown}]" if shown else option.help
    plain = (
        None if option.type else next((each for each in (field.type, *get_args(field.type)) if each in _NUMBERS), None)
    )
    is_required = field.default is MISSING and field.default_factory is MISSING and group != "prices"
    given = Option(
        ... if is_required else None,
        *filter(None, (option.short, option.flag)),
        help=about,
        metavar=option.metavar or _METAVARS.get(plain),
        parser=option.parser or _NUMBERS.get(plain),
        autocompletion=completes(option.flag),
    )
    return Parameter(_key(group, field), Parameter.KEYWORD_ONLY, default=given, annotation=option.type or field.type)


def _shown_default(group: str, field: Field[Any]) -> str:
    """Return the default as help pages show it, "" where it goes without saying."""
    value = None if group == "prices" else default_of(field)
    return "" if value is None or isinstance(value, (bool, tuple, Mapping)) else str(value)


def _inner(field: Field[Any]) -> type[Any] | None:
    types = (each for each in (field.type, *get_args(field.type)) if isinstance(each, type))
    return next((each for each in types if is_dataclass(each)), None)


def _option(group: str, field: Field[Any]) -> Setting | None:
    return SETTINGS.get(f"{group}.{field.name}") or SETTINGS.get(field.name)


def _key(group: str, field: Field[Any]) -> str:
    return f"{group}_{field.name}"
