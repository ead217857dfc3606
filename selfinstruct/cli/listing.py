"""Help pages that list what there is: recipes, backends, formats, filters and languages, ours and those of others.

The help text of an option may hold `{recipes}` and the like; it is filled in when a help page is shown, so that no
command has to load what it does not use.
"""

from collections.abc import Callable
from typing import Any

from typer.core import TyperCommand


class ListingCommand(TyperCommand):
    """A command whose help page lists what there is."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Fill in what the help texts leave open, then write the page."""
        for parameter in self.params:
            text = getattr(parameter, "help", None) or ""
            for name, listed in _LISTS.items():
                if f"{{{name}}}" in text:
                    text = text.replace(f"{{{name}}}", listed())
            if text:
                parameter.help = text  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)


def _recipes() -> str:
    from selfinstruct.recipes import RECIPES

    return ", ".join(
        f"{name} ({recipe.about}; {' and '.join(recipe.languages) or 'any language'})" for name, recipe in RECIPES
    )


def _languages() -> str:
    from selfinstruct.languages import all_languages

    return ", ".join(f"{language.code} ({language.name})" for language in all_languages())


def _formats() -> str:
    from selfinstruct import FORMATS

    return ", ".join(FORMATS.names())


def _filters() -> str:
    from selfinstruct import FILTERS

    return ", ".join(FILTERS.names())


def _backends() -> str:
    from selfinstruct.backends import BACKENDS

    return ", ".join(f"{name} ({backend.about})" for name, backend in BACKENDS)


def _backend_options() -> str:
    from selfinstruct.backends import BACKENDS

    return " ".join(
        f"{backend}: {', '.join(f'{name} ({option.about})' for name, option in plugin.options.items())}."
        for backend, plugin in BACKENDS
        if plugin.options
    )


def _steps() -> str:
    from selfinstruct.languages import all_languages
    from selfinstruct.recipes import RECIPES

    labels: dict[str, None] = {}
    for _, plugin in RECIPES:
        for language in all_languages():
            if not plugin.languages or language.code in plugin.languages:
                labels |= dict.fromkeys(step.label for step in plugin.build(language, 1).steps)
    return ", ".join(labels)


_LISTS: dict[str, Callable[[], str]] = {
    "backend_options": _backend_options,
    "backends": _backends,
    "filters": _filters,
    "formats": _formats,
    "languages": _languages,
    "recipes": _recipes,
    "steps": _steps,
}
