"""Backends, filters, formats and the like: found by name in a folder of ours and in other packages.

A plugin is one typed object. Ours are modules of a package, each of which defines the object under a constant. Those
of others are entry points in the group `selfinstruct.<kind, as the folder is called>`: the name of the entry point is
the name of the plugin, and its value leads to the object, as in `mypackage.rule = "mypackage.filters:RULE"`.
"""

import dataclasses
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from selfinstruct.core.errors import InputError
from selfinstruct.core.meant import choice

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


class Missing(InputError):
    """No plugin is called so."""

    def __init__(self, kind: str, field: str, name: str, known: Sequence[str], meant: str) -> None:
        super().__init__(f"‹{field}› {name}: unknown {kind}; {meant}{choice(name, known)}")
        self.kind, self.field, self.name = kind, field, name


@dataclass(eq=False)
class Plugins(Generic[T]):
    """All plugins of one kind; to ask for their names imports none of them.

    `kind` is what a message calls one ("filter"), `field` the field of the settings that names it. `package` holds
    ours, each under `constant` and of `type`; its modules in `skip` are none. The `hyphen` takes the place of each
    underscore: the module `my_format` is the plugin `my-format`, unless it is `spelled` otherwise. What people may ask
    for under another name is `known_as` one of the plugins.
    """

    kind: str
    field: str
    package: str
    constant: str
    type: type[T]
    skip: tuple[str, ...] = ()
    hyphen: str = "-"
    spelled: Mapping[str, str] = dataclasses.field(default_factory=dict)
    known_as: Mapping[str, str] = dataclasses.field(default_factory=dict)
    _added: dict[str, T] = dataclasses.field(default_factory=dict, init=False)

    def names(self) -> list[str]:
        """Return the names of all plugins, ours and others, sorted."""
        return sorted({*self.ours, *self._others(), *self._added})

    def add(self, name: str, plugin: T) -> None:
        """Add a plugin for as long as the process lasts; it replaces one of that name, but none of ours."""
        self._added[name] = self._checked(name, "__main__", lambda: plugin)

    def find(self, name: str) -> T:
        """Return the plugin of that name; `InputError` if there is none, or if it cannot be used."""
        if module := self.ours.get(name):
            return self._checked(name, "selfinstruct", lambda: getattr(import_module(module), self.constant))
        if name in self._added:
            return self._added[name]
        others = self._others().get(name)
        if not others:
            known_as = self.known_as.get(name.lower().replace("_", "-"))
            raise Missing(self.kind, self.field, name, self.names(), f"{name} reads {known_as}; " if known_as else "")
        packages = sorted({each.dist.name if each.dist else each.value for each in others})
        if len(packages) > 1:
            raise InputError(
                f"‹{self.field}› {name}: several packages have a {self.kind} of this name; "
                f"keep only one of them installed: {', '.join(packages)}"
            )
        return self._checked(name, packages[0], others[0].load)

    def __iter__(self) -> Iterator[tuple[str, T]]:
        """Yield each name with its plugin, in the order of the names; `InputError` at one that cannot be used."""
        for name in self.names():
            yield name, self.find(name)

    @cached_property
    def ours(self) -> dict[str, str]:
        """The plugins in our folder, sorted by name, each with the full name of its module."""
        spec = find_spec(self.package)
        folders = spec.submodule_search_locations if spec else None
        return {
            self.spelled.get(name) or name.replace("_", self.hyphen): f"{self.package}.{name}"
            for _, name, _ in pkgutil.iter_modules(folders or [])
            if name not in self.skip and not name.startswith("_")
        }

    def _others(self) -> "dict[str, list[EntryPoint]]":
        # By path, so that a package installed later is found, in a notebook for instance.
        return _entry_points(f"selfinstruct.{self.package.rpartition('.')[2]}", tuple(sys.path))

    def _checked(self, name: str, package: str, load: Callable[[], Any]) -> T:
        """Return the plugin that `load` returns; `InputError` if it fails or returns something else."""
        where = f"‹{self.field}› {name}: this {self.kind}, from the package {package},"
        try:
            found = load()
        except Exception as error:  # the code of others may raise anything
            said = " ".join(f"{type(error).__name__}: {error}".split())
            raise InputError(f"{where} cannot be imported: {said}") from error
        if not isinstance(found, self.type):
            raise InputError(f"{where} is of another type: {type(found).__name__}, not {self.type.__name__}")
        return found


@cache
def _entry_points(group: str, path: tuple[str, ...]) -> "dict[str, list[EntryPoint]]":
    # It takes time to import.
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for each in entry_points(group=group):
        found.setdefault(each.name, []).append(each)
    return found
