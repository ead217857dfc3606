"""What the kinds of tasks that prompts lean towards are called in the language of the page."""

import re
from collections.abc import Mapping
from functools import cache

from selfinstruct.core.resources import prompts_folder
from selfinstruct.pool.variety import Variety

# Where the name ends, and what belongs to it is listed.
_LIST = re.compile("[:：(（]")


def kind_named(key: str, language: str) -> str:
    """Return the name of a kind as our own prompts of a language have it; the key if they have none."""
    return _LIST.split(_names(language).get(key, key), maxsplit=1)[0].strip()


@cache
def _names(language: str) -> Mapping[str, str]:
    return Variety.load(prompts_folder() / language).lists["category"]
