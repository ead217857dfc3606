"""Addresses of this machine itself, which no proxy leads to."""

from collections.abc import Mapping

# For the `mounts` of an HTTP client.
WITHOUT_PROXY: Mapping[str, None] = {f"all://{host}": None for host in ("127.0.0.1", "localhost", "[::1]")}
