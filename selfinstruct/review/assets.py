"""What the review page is made of beside its templates: styles, and scripts in the order in which they run."""

from importlib.resources import files

STYLES = ("review.css",)
SCRIPTS = (
    "state.js",
    "waiting.js",
    "asking.js",
    "list.js",
    "room.js",
    "card.js",
    "unsaved.js",
    "deciding.js",
    "actions.js",
    "numbers.js",
    "hearing.js",
    "visits.js",
    "typing.js",
    "keys.js",
    "start.js",
)


def asset(name: str) -> str:
    """Return the text of a style or a script."""
    return files("selfinstruct.review").joinpath("static", name).read_text(encoding="utf-8")
