"""Backends, opened as a run opens them."""

from typing import Any

from selfinstruct.backends import BACKENDS, Backend, Opening, read_options
from selfinstruct.core.settings import TIMEOUT, Ask, Connection


def opened(name: str, url: str = "", *, form: Ask = "auto", **connection: Any) -> Backend:
    """Return the backend of that name at an address; the rest are fields of its connection."""
    how = Connection(backend=name, base_urls=(url,) if url else (), **connection)
    opening = Opening(connection=how, url=url, form=form, options=read_options(how), timeout=how.timeout or TIMEOUT)
    return BACKENDS.find(name).open(opening)
