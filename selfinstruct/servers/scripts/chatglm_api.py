"""Runs an api.py as it is, but for where it listens: on the port given first, and for this machine alone.

Such a script ends with a call of `uvicorn.run` that names port 8000 on all interfaces.
"""

import os
import runpy
import sys
from pathlib import Path
from typing import Any

try:
    import uvicorn
except ImportError as error:
    sys.exit(f"cannot import uvicorn: {error}")


def _main() -> None:
    port, script = int(sys.argv[1]), Path(sys.argv[2]).resolve()
    run = uvicorn.run

    def run_here(app: Any, **options: Any) -> None:
        run(app, **{**options, "host": "127.0.0.1", "port": port})

    uvicorn.run = run_here
    sys.argv = [str(script), *sys.argv[3:]]
    # What it loads may lie beside it, and be named from there.
    sys.path[0] = str(script.parent)
    os.chdir(script.parent)
    runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    _main()
