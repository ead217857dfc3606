"""What is typed every day, taken from a file or the environment: `selfinstruct.toml`, `SELFINSTRUCT_MAX_COST=5`.

What is typed counts most, then what a run was grown with, then the environment, then the file.
"""

import json
import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from selfinstruct.cli.settings import SETTINGS
from selfinstruct.core.errors import InputError
from selfinstruct.core.meant import by_closeness

FILE = "selfinstruct.toml"
OPTION = "--config"
_PREFIX = "SELFINSTRUCT_"
# Variables that are for something else, and those that Kubernetes sets where a service is called selfinstruct.
_OTHERS = frozenset(_PREFIX + name for name in "CONFIG TRACEBACK IMAGE SERVER SERVER_FOLDER SERVER_KEY".split())
_OF_KUBERNETES = re.compile(r"_SERVICE_(HOST|PORT(_\w+)?)\Z|\A[^_]+_PORT(_\d+_\w+)?\Z")
READ_FROM = "a key is read from OPENAI_API_KEY, that of a judge from JUDGE_API_KEY, in the environment"
# The commands, each with the flags of its options.
Commands = Mapping[str, Collection[str]]
# Settings of a run mean the same in each command; other options belong to theirs.
_SHARED = frozenset(option.flag.partition("/")[0] for option in SETTINGS.values())


def variables(command: str, flag: str) -> list[str]:
    """Return the environment variables that stand in for an option of a command, the one that counts most first."""
    names = [f"{command} {flag[2:]}", *([flag[2:]] if flag in _SHARED else [])]
    return [_PREFIX + name.upper().replace("-", "_").replace(" ", "_") for name in names]


def unknown_variables(commands: Commands) -> list[str]:
    """Return a line for each variable of the environment that looks like one of ours, and stands in for no option."""
    known = {each for command, flags in commands.items() for flag in flags for each in variables(command, flag)}
    lines = []
    for name in sorted(os.environ):
        if name.startswith(_PREFIX) and name not in known and name not in _OTHERS and not _OF_KUBERNETES.search(name):
            flag = name.removeprefix(_PREFIX).lower().replace("_", "-")
            lines.append(f"{name}: in the environment, but it has no effect: {_meant_variable(flag, commands, known)}")
    return lines


def _meant_variable(flag: str, commands: Commands, known: Collection[str]) -> str:
    """Return what may be meant by a variable that stands in for no option, spelled as one."""
    if is_key(flag):
        return READ_FROM
    if owners := owners_of(flag, commands):
        names = " or ".join(variables(command, f"--{flag}")[0] for command in owners)
        return f"--{flag} is an option of single commands; write {names}"
    spelled = {each.removeprefix(_PREFIX): each for each in known}
    near = get_close_matches(flag.upper().replace("-", "_"), spelled, 1)
    return "no option is called so; " + (f"do you mean {spelled[near[0]]}?" if near else "see docs/terminal.md")


def without_config(arguments: Sequence[str]) -> tuple[list[str], str]:
    """Return the arguments without `--config FILE`, and the name of the file, "" for none."""
    left, named = [*arguments], os.environ.get(f"{_PREFIX}CONFIG", "")
    for at, argument in enumerate(left):
        if argument == "--":
            break
        if argument == OPTION or argument.startswith(f"{OPTION}="):
            is_apart = argument == OPTION
            named = "".join(left[at + 1 : at + 2]) if is_apart else argument.partition("=")[2]
            if not named:
                raise InputError(f"{OPTION}: name a file")
            del left[at : at + 1 + is_apart]
            break
    return left, named


def read_config(named: str) -> tuple[str, Mapping[str, Any]]:
    """Return the name of the file and what it says; the one of the current folder if none is named."""
    path = Path(named or FILE)
    if not named and not path.is_file():
        return "", {}
    try:
        return str(path), tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError(f'{path}: {error}; write it in TOML, as model = "name"') from error


def values_of(
    config: Mapping[str, Any], file: str, command: str, options: Mapping[str, Any], commands: Commands
) -> dict[str, Any]:
    """Return what a file says of a command's options, by the name of their parameter.

    `options` are the parameters by their flag. Settings of a run stand at the top or in the table of the command, all
    other options in the table. `InputError` for what is no option.
    """
    table = _table_of(config, file, command)
    values = {}
    for name, value in {**_settings(config, file, commands), **table}.items():
        flag = f"--{name}"
        if flag in options:
            values[options[flag].name] = _typed(options[flag], value)
        elif name in table:
            raise InputError(f"{file}: {command} has no option {flag}{_meant(name, [each[2:] for each in options])}")
    return values


def _table_of(config: Mapping[str, Any], file: str, command: str) -> Mapping[str, Any]:
    """Return the table of a command, empty if it has none."""
    name = command.replace(" ", "-")
    table = config.get(name, {})
    if isinstance(table, Mapping):
        return table
    if f"--{name}" in _SHARED:
        # It is the setting that is called like the command.
        return {}
    raise InputError(f"{file}: {command} is the name of a command; write a table, [{command}]")


def _settings(config: Mapping[str, Any], file: str, commands: Commands) -> dict[str, Any]:
    """Return the settings at the top of a file, without the tables of commands."""
    found, tables = {}, [command.replace(" ", "-") for command in commands]
    for name, value in config.items():
        if name in tables and (isinstance(value, Mapping) or f"--{name}" not in _SHARED):
            continue
        if f"--{name}" in _SHARED:
            found[name] = value
        elif isinstance(value, Mapping):
            raise InputError(f"{file}: no command and no setting of a run is called {name}{_meant(name, tables)}")
        else:
            raise InputError(f"{file}: no run has a setting --{name}{_meant_setting(name, commands)}")
    return found


def _meant_setting(name: str, commands: Commands) -> str:
    if is_key(name):
        return f"; {READ_FROM}"
    if owners := owners_of(name, commands):
        tables = " or ".join(f"[{command.replace(' ', '-')}]" for command in owners)
        return f"; options of one command go into its table: {tables}"
    return _meant(name, [flag[2:] for flag in _SHARED]) or "; options of one command go into its table"


def _meant(name: str, known: Collection[str]) -> str:
    near = by_closeness(name, known)
    return f"; do you mean {near[0]}?" if near else ""


def owners_of(name: str, commands: Commands) -> list[str]:
    """Return the commands that have an option of their own of this name."""
    flag = f"--{name.replace('_', '-')}"
    return [] if flag in _SHARED else [command for command, flags in commands.items() if flag in flags]


def is_key(name: str) -> bool:
    """Return whether a name is that of a key, which is no option."""
    return name.lower().replace("_", "-").rpartition("-")[2] == "key"


def _typed(option: Any, value: Any) -> Any:
    """Return a value as if it had been typed, one or several times."""
    if isinstance(value, Mapping):
        if option.metavar == "JSON":
            return json.dumps(value)
        sign = ":" if option.metavar == "NAME:VALUE" else "="
        value = [f"{name}{sign}{each}" for name, each in _flat(value)]
    if option.multiple:
        return [str(each) for each in (value if isinstance(value, list) else [value])]
    return value


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def told_of_file(ctx: Any) -> str:
    """Return in a line which settings of a run the file makes, "" for none."""
    said = []
    for parameter in ctx.command.params:
        source = ctx.get_parameter_source(parameter.name)
        flag = max(parameter.opts, key=len)
        if source and source.name == "DEFAULT_MAP" and flag in _SHARED:
            said.append(_as_typed(parameter, flag, ctx.params[parameter.name]))
    return f"{ctx.meta[FILE]} sets {' '.join(said)}" if said else ""


def said_of(option: Any, ctx: Any) -> str:
    """Return what the environment or the file says of an option, and which of them, "" for nothing."""
    name = next((each for each in option.envvar or () if os.environ.get(each)), "")
    if name:
        return f"{name}: {_shown(option, os.environ[name])}"
    found = (ctx.default_map or {}).get(option.name)
    return "" if found is None else f"{ctx.meta[FILE]}: {_shown(option, found)}"


def said_every_day(command: str, flag: str) -> str:
    """Return what the environment or the file of the current folder says of an option of a command, "" for nothing."""
    for name in variables(command, flag):
        if value := os.environ.get(name):
            return value
    try:
        _, config = read_config(os.environ.get(f"{_PREFIX}CONFIG", ""))
    except InputError:
        # It may be broken, and another one have been named.
        return ""
    table = config.get(command)
    value = table.get(flag[2:]) if isinstance(table, Mapping) else None
    return value if isinstance(value, str) else ""


def _as_typed(parameter: Any, flag: str, value: Any) -> str:
    if isinstance(value, bool):
        return flag if value else f"--no-{flag[2:]}"
    values = value if isinstance(value, list | tuple) and not _may_be_secret(parameter) else [value]
    return " ".join(f"{flag} {_shown(parameter, each)}" for each in values)


def _shown(parameter: Any, value: Any) -> str:
    """Return a value as a person would write it."""
    if _may_be_secret(parameter):
        return "…"
    if isinstance(value, list | tuple):
        return ", ".join(map(in_short, value))
    return str(value).lower() if isinstance(value, bool) else in_short(value)


def in_short(value: object) -> str:
    """Return a value as one would type it: a whole number without a point."""
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _may_be_secret(parameter: Any) -> bool:
    return parameter.metavar in ("NAME:VALUE", "JSON")
