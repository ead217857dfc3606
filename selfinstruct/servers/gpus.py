"""The GPUs of this machine, shared out among servers."""

import os
import re
import subprocess
from collections.abc import Sequence

_VARIABLE = "CUDA_VISIBLE_DEVICES"
# Options of servers that spread one model over several GPUs.
_SPREADS = re.compile(r"-(?:tp|pp|dp|tp-size)\b|parallel|device-map")
_SECONDS = 20


def visible() -> list[str]:
    """Return the GPUs that we may use, as CUDA_VISIBLE_DEVICES names them."""
    if (named := os.environ.get(_VARIABLE)) is not None:
        return [each.strip() for each in named.split(",") if each.strip()]
    try:
        listed = subprocess.run(
            ["nvidia-smi", "--query-gpu=index", "--format=csv,noheader"],
            capture_output=True,
            check=False,
            text=True,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return listed.stdout.split() if listed.returncode == 0 else []


def spreads(args: Sequence[str]) -> bool:
    """Tell whether a server with such arguments uses several GPUs itself."""
    return any(map(_SPREADS.search, args))


def shares(gpus: Sequence[str], count: int) -> list[dict[str, str]]:
    """Return for each of so many servers the variables that give it its share; none for a single one."""
    if count == 1 or not gpus:
        return [{}] * count
    each = max(1, len(gpus) // count)
    starts = [at * each % len(gpus) for at in range(count)]
    return [{_VARIABLE: ",".join(gpus[start : start + each])} for start in starts]
