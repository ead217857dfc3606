"""Backends, filters, formats and the like: found by name in a folder of ours and in other packages.

A plugin is one typed object. Ours are modules of a package, each of which defines the object under a constant. Those
of others are entry points in the group `selfinstruct.<kind, as the folder is called>`: the name of the entry point is
the name of the plugin, and its value leads to the object, as in `mypackage.rule = "mypackage.filters:RULE"`.
"""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from selfinstruct.core.errors import InputError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


class Plugins(Generic[T]):
    """All plugins of one kind; to ask for their names imports none of them.

    `kind` is what a message calls one ("filter"), `field` the field of the settings that names it. `package` holds
    ours, each under `constant` and of `type_`; its modules in `skip` are none. With `hyphens`, the module `my_format`
    is the plugin `my-format`.
    """

    def __init__(
        self,
        kind: str,
        field: str,
        package: str,
        constant: str,
        type_: type[T],
        *,
        skip: tuple[str, ...] = (),
        hyphens: bool = True,
    ) -> None:
        self.kind = kind
        self.field = field
        self._package = package
        self._constant = constant
        self._type = type_
        self._skip = skip
        self._hyphens = hyphens
        self._added: dict[str, T] = {}

    def names(self) -> list[str]:
        """Return the names of all plugins, ours and others, sorted."""
        return sorted({*self._ours, *self._others(), *self._added})

    def add(self, name: str, plugin: T) -> None:
        """Add a plugin for as long as the process lasts, in the place of another one of that name that is not ours."""
        self._added[name] = self._checked(name, "__main__", lambda: plugin)

    def is_ours(self, name: str) -> bool:
        """Tell whether the plugin of that name is one of ours."""
        return name in self._ours

    def find(self, name: str) -> T:
        """Return the plugin of that name; `InputError` if there is none, or if it cannot be used."""
        if module := self._ours.get(name):
            return self._checked(name, "selfinstruct", lambda: _constant(module, self._constant))
        if name in self._added:
            return self._added[name]
        others = self._others().get(name)
        if not others:
            raise InputError(
                f"‹{self.field}› {name}: unknown {self.kind}; choose one of: {', '.join(self.names()) or 'none'}"
            )
        packages = sorted({_package_of(each) for each in others})
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
    def _ours(self) -> dict[str, str]:
        """Return the full name of the module of each of our plugins."""
        spec = importlib.util.find_spec(self._package)
        folders = spec.submodule_search_locations if spec else None
        found = (module.name for module in pkgutil.iter_modules(folders or []))
        return {
            name.replace("_", "-") if self._hyphens else name: f"{self._package}.{name}"
            for name in found
            if name not in self._skip and not name.startswith("_")
        }

    def _others(self) -> "dict[str, list[EntryPoint]]":
        # The key holds the path so that a package that comes along later is seen, in a notebook for instance.
        return _entry_points(f"selfinstruct.{self._package.rpartition('.')[2]}", tuple(sys.path))

    def _checked(self, name: str, package: str, load: Callable[[], Any]) -> T:
        """Return what `load` gives; `InputError` if it fails, or gives something else than a plugin."""
        where = f"‹{self.field}› {name}: this {self.kind}, from the package {package},"
        try:
            found = load()
        # Any error at all may come out of the code of others.
        except Exception as error:
            said = " ".join(f"{type(error).__name__}: {error}".split())
            raise InputError(f"{where} cannot be imported: {said}") from error
        if not isinstance(found, self._type):
            raise InputError(f"{where} is of another type: {type(found).__name__}, not {self._type.__name__}")
        return found


@cache
def _entry_points(group: str, path: tuple[str, ...]) -> "dict[str, list[EntryPoint]]":
    # Only here, for it takes time to import.
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for each in entry_points(group=group):
        found.setdefault(each.name, []).append(each)
    return found


def _constant(module: str, constant: str) -> Any:
    return getattr(importlib.import_module(module), constant)


def _package_of(entry: "EntryPoint") -> str:
    return entry.dist.name if entry.dist else entry.value
