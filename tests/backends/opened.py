"""Backends, opened as a run opens them."""

from typing import Any

from selfinstruct.backends import BACKENDS, Backend, Opening, read_options
from selfinstruct.core.settings import Connection, Structured
from selfinstruct.core.values import Api


def opened(
    name: str, url: str = "", *, api: Api = "chat", structured: Structured = "auto", **connection: Any
) -> Backend:
    """Return the backend of that name at an address; the rest are fields of its connection."""
    how = Connection(backend=name, base_urls=(url,) if url else (), **connection)
    opening = Opening(connection=how, url=url, api=api, structured=structured, options=read_options(how))
    return BACKENDS.find(name).open(opening)
