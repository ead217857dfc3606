"""The filters of the ancestors, a file for each recipe, so that what they did can be done again (`filters` ancestor).

A module defines `ANCESTOR`. Other packages have theirs as entry points in the group `selfinstruct.ancestor`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Plugins
from selfinstruct.filters import CheckInstance, CheckInstruction


@dataclass(frozen=True)
class Ancestor:
    """What the scripts that a recipe comes from reject.

    The checks are made for the `languages` of these codes, and tried in their order; each is under the reason that it
    gives. `published` is the month in which the scripts came out, such as "2022-12".
    """

    languages: tuple[str, ...]
    published: str
    instruction: Mapping[str, CheckInstruction]
    instance: Mapping[str, CheckInstance]


ANCESTORS = Plugins("ancestor", "filters", __name__, "ANCESTOR", Ancestor)


def find_ancestor(recipe: str, code: str) -> Ancestor:
    """Return the ancestor of a recipe; without a recipe, the first that was published for the language."""
    if not recipe:
        return _first_of(code)
    if recipe not in ANCESTORS.names():
        raise InputError(f"‹filters› ancestor: ‹recipe› {recipe} has no ancestor; choose default or none")
    ancestor = ANCESTORS.find(recipe)
    if code not in ancestor.languages:
        languages = " or ".join(ancestor.languages)
        raise InputError(f"‹filters› ancestor: those of {recipe} are for ‹language› {languages} only")
    return ancestor


def _first_of(code: str) -> Ancestor:
    of_language = [(each.published, name) for name, each in ANCESTORS if code in each.languages]
    if not of_language:
        raise InputError(f"‹filters› ancestor: ‹language› {code} has no ancestor; choose default or none")
    return ANCESTORS.find(min(of_language)[1])
