"""How long the report on a run of many tasks takes, and the memory that it takes.

    python -m benchmarks.report [--n 300000] [--lang zh]

The run is made up as for `benchmarks.review`. Time and memory are those of the whole command.
"""

import argparse
import resource
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.review import make_run
from selfinstruct.storage.store import Store


def main() -> None:
    """Make a run, write its report, print what that took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=300_000)
    parser.add_argument("--lang", default="zh")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        make_run(run, given.n, given.lang, 2_000)
        with closing(Store.create_or_open(run)) as store:
            store.save_settings(replace(store.settings(), target=given.n))
        started = time.monotonic()
        subprocess.run([sys.executable, "-m", "selfinstruct", "report", str(run)], check=True)
        seconds = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = f"{seconds:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor time"
    print(f"{given.n:,} tasks ({given.lang}): {took}, {used.ru_maxrss / 1024:,.0f} MB at most")


if __name__ == "__main__":
    main()
