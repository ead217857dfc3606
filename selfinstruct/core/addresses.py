"""Addresses of endpoints, as users give them."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from selfinstruct.core.errors import InputError


def require_addresses(field: str, urls: Sequence[str]) -> None:
    """Raise `InputError` if one of the addresses that a field holds is none."""
    for url in urls:
        if "@" in url:
            # It may be a password.
            raise InputError(f"‹{field}›: holds a user name; leave it out and use ‹headers› 'Authorization: …'")
        if "?" in url or "#" in url:
            raise InputError(f"‹{field}›: holds more than an address; leave out what begins with ? or #")
        if not _is_address(url):
            raise InputError(f"‹{field}› {url}: not an address; write it as http://localhost:8000/v1")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # Raises an error, which is a `ValueError`, for parts that are empty or too long.
        (parts.hostname or "").encode("idna")
        is_whole = bool(parts.hostname) and parts.port != 0
        return parts.scheme in ("http", "https") and is_whole and url.isprintable() and " " not in url
    except ValueError:
        return False
