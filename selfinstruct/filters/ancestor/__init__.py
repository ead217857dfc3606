"""What the scripts of the ancestors reject, a file for each recipe (`filters` ancestor).

A module defines `ANCESTOR`. Other packages have theirs as entry points in the group `selfinstruct.ancestor`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Plugins
from selfinstruct.filters import (
    Filter,
    cannot_be_done,
    cut_by_content_filter,
    cut_by_endpoint,
    cut_by_length,
    lost_heading,
)


@dataclass(frozen=True)
class Ancestor:
    """The scripts that a recipe comes from: what they reject, in their order, by the reason.

    `languages` are the codes of those that they were written for, `published` is the month of publication ("2022-12").
    """

    languages: tuple[str, ...]
    published: str
    filters: Mapping[str, Filter]


# None of them keeps what is cut; and what our prompts tell a model to write where there is no output is none.
CUTS = {
    "cannot_be_done": cannot_be_done.FILTER,
    "cut_by_length": cut_by_length.FILTER,
    "cut_by_content_filter": cut_by_content_filter.FILTER,
    "cut_by_endpoint": cut_by_endpoint.FILTER,
    "lost_heading": lost_heading.FILTER,
}
ANCESTORS = Plugins("ancestor", "filters", __name__, "ANCESTOR", Ancestor)


def find_ancestor(recipe: str, code: str) -> Ancestor:
    """Return the ancestor of a recipe; without a recipe, the first that was published for the language."""
    if not recipe:
        ancestors = [each for _, each in ANCESTORS if code in each.languages]
        if not ancestors:
            raise InputError(f"‹filters› ancestor: ‹language› {code} has no ancestor; choose default or none")
        return min(ancestors, key=lambda each: each.published)
    if recipe not in ANCESTORS.names():
        raise InputError(f"‹filters› ancestor: ‹recipe› {recipe} has no ancestor; choose default or none")
    ancestor = ANCESTORS.find(recipe)
    if code not in ancestor.languages:
        languages = " or ".join(ancestor.languages)
        raise InputError(f"‹filters› ancestor: those of {recipe} are for ‹language› {languages} only")
    return ancestor
