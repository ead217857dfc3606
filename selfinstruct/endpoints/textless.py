"""Answers that hold no text: too many of them, and no other, end a run."""

from selfinstruct.core.errors import EndpointRefused
from selfinstruct.core.wire import NoAnswer

# After so many answers without a text, and no other, the endpoints are given up: each may be billed. Less than three
# times the tries of a request: no instruction is lost to it.
_MOST_EMPTY = 20
# Pages for people, and nothing else, come of a wrong address, or of what stands before it.
_MOST_PAGES = 10


class Textless:
    """Counts answers that hold no text, and pages."""

    def __init__(self) -> None:
        self._empty = self._pages = 0

    def count(self, error: NoAnswer, *, has_answered: bool) -> None:
        """Count one more; raise `EndpointRefused` if it is one too many, and nothing `has_answered` with a text."""
        self._empty += error.is_empty or error.is_garbled
        self._pages += error.is_page
        if has_answered:
            return
        if self._empty >= _MOST_EMPTY:
            raise EndpointRefused(f"all of {_MOST_EMPTY} answers held no text; the last one: {error}") from error
        if self._pages >= _MOST_PAGES:
            why = "does ‹base_urls› lack /v1, or does a page to sign in stand before it?"
            raise EndpointRefused(
                f"all of {_MOST_PAGES} answers were no answers; the last one: {error}; {why}"
            ) from error
