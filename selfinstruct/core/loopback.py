"""Addresses of this machine itself, which no proxy leads to."""

from collections.abc import Mapping

LOOPBACK = "127.0.0.1"
# For the `mounts` of an HTTP client.
WITHOUT_PROXY: Mapping[str, None] = {f"all://{host}": None for host in (LOOPBACK, "localhost", "[::1]")}
