"""What a body says that is no answer, in one short line."""

import re

_PAGE = re.compile(r"\s*<(?:!doctype|!--|\?xml|(?:html|head|body|title|meta|center|div|h1|p)\b)", re.IGNORECASE)
_TITLE = re.compile(r"<(title|h1)\b[^>]*>([^<]{1,200})", re.IGNORECASE)
# Of a page the title comes early; of anything else only the beginning is shown.
_ENOUGH = 4000


def excerpt(body: bytes | str, most: int = 200) -> str:
    """Return what a body says, in so many characters at most: its beginning, of an HTML page the title."""
    text = body[:_ENOUGH].decode("utf-8", "replace") if isinstance(body, bytes) else body[:_ENOUGH]
    if is_page(text):
        title = _TITLE.search(text)
        return f"an HTML page: {_one_line(title[2], most)}" if title else "an HTML page"
    return _one_line(text, most) or "an empty body"


def is_page(text: str) -> bool:
    """Tell whether a text is an HTML page; one that only begins with "<" is none, such as `<400> InternalError`."""
    return bool(_PAGE.match(text))


def _one_line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]
