"""The key of an endpoint: where it stands, and what to do about one that does not work."""

import os
from collections.abc import Sequence

from selfinstruct.backends import Opening
from selfinstruct.core.errors import InputError

# Local servers need no key, but the package insists on one.
NO_KEY = "none"


def key_of(opening: Opening) -> str:
    """Return the key to send; `InputError` if there is none and no address either, or if it cannot be one."""
    names = opening.connection.key_names
    name = next(filter(os.environ.get, names), names[-1])
    key = opening.connection.api_key or os.environ.get(name, "")
    if not key and not opening.url:
        raise InputError(
            f"no model to ask: set {' or '.join(names)}, name an endpoint with ‹base_urls›, or try ‹backend› demo"
        )
    key = key.strip() or NO_KEY
    if not key.isascii() or not key.isprintable():
        raise InputError(f"{name}: has characters that no key has; set it to the key alone")
    return key


def check_key(names: Sequence[str]) -> str:
    """Return what to do about a key that is refused: which variable it came from, and which one is read before."""
    at = next((at for at, name in enumerate(names) if os.environ.get(name)), None)
    if at is None:
        return f"check {' or '.join(names)}"
    return f"check {names[at]}" + (f", or set {' or '.join(names[:at])}" if at else "")
