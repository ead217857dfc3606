"""What draws the templates of the page."""

import time

from jinja2 import Environment, PackageLoader


def environment() -> Environment:
    """Return an environment in which all texts are escaped, and a `moment` in seconds since 1970 can be read."""
    made = Environment(loader=PackageLoader("selfinstruct.review"), autoescape=True, trim_blocks=True)
    made.filters["moment"] = lambda seconds: time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
    return made
