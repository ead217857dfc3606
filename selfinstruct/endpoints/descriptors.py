"""How many connections the system lets the process have."""

import sys
from contextlib import suppress

# For the store, the output files and what the libraries open.
_OTHERS = 64
_ENOUGH = 65_536


def connections_allowed() -> int:
    """Return how many connections there may be, after asking the system for as many as it gives."""
    if sys.platform == "win32":
        return _ENOUGH
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH)
    # Some systems allow less than they say.
    with suppress(ValueError, OSError):
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return _ENOUGH if soft == resource.RLIM_INFINITY else max(1, soft - _OTHERS)
