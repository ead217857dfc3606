"""Commands that take settings: an option for each field, and what the user gives put together."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_args

from typer import Option

from selfinstruct.cli.options import SETTINGS, Setting
from selfinstruct.cli.reading import prices
from selfinstruct.core.settings import Prices

Command = Callable[..., None]


def takes(*, without: Collection[str] = (), default: str = "", **groups: type[Any]) -> Callable[[Command], Command]:
    """Let a command take settings of these classes, under these names: it gets an option for each of their fields.

    Fields that are settings themselves are taken apart, too. `without` names fields that the command has no use for,
    `default` what holds where an option is not given, for the help page.
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
        def with_settings(**given: Any) -> None:
            made = {name: _make(name, kind, given) for name, kind in groups.items()}
            command(**{each.name: given[each.name] for each in own}, **made)

        with_settings.__signature__ = Signature(every)  # type: ignore[attr-defined]
        with_settings.__annotations__ = {each.name: each.annotation for each in every}
        return with_settings

    return decorate


def _options(group: str, kind: type[Any]) -> Iterator[tuple[str, Field[Any], Setting]]:
    for field in fields(kind):
        if inner := _inner(field):
            yield from _options(field.name, inner)
        elif option := _option(group, field):
            yield group, field, option


def _parameter(group: str, field: Field[Any], option: Setting, default: str) -> Parameter:
    about = f"{option.help} [default: {default}]" if default else option.help
    given = Option(_default(group, field), option.flag, help=about, metavar=option.metavar, envvar=option.envvar)
    return Parameter(_key(group, field), Parameter.KEYWORD_ONLY, default=given, annotation=option.type or field.type)


def _make(group: str, kind: type[Any], given: Mapping[str, Any]) -> Any:
    """Return settings made of what the user gives; the other fields have their defaults."""
    values = {}
    for field in fields(kind):
        value, option = given.get(_key(group, field)), _option(group, field)
        if inner := _inner(field):
            value = _make(field.name, inner, given)
        if value is not None:
            values[field.name] = option.read(value) if option and option.read else value
    return (prices if kind is Prices else kind)(**values)


def _inner(field: Field[Any]) -> type[Any] | None:
    types = (each for each in (field.type, *get_args(field.type)) if isinstance(each, type))
    return next((each for each in types if is_dataclass(each)), None)


def _option(group: str, field: Field[Any]) -> Setting | None:
    return SETTINGS.get(f"{group}.{field.name}") or SETTINGS.get(field.name)


def _key(group: str, field: Field[Any]) -> str:
    return f"{group}_{field.name}"


def _default(group: str, field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    # A run needs no prices, and what a factory makes is empty.
    return None if group == "prices" or field.default_factory is not MISSING else ...
