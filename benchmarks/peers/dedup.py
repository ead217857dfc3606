"""Find near-duplicates in a file of instructions with what each program has for that; CPU seconds, one core.

    python -m benchmarks.peers.dedup FILE --venvs FOLDER [--only camel distilabel …]

FILE holds an instruction a line, plain or gzipped. FOLDER is as for `benchmarks.peers.measure`; curator and
DataDesigner have nothing to find near-duplicates with. The figures are added to figures.json.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers.tables import FIGURES
from selfinstruct.core.resources import seed_file

_WITH = ("selfinstruct", "distilabel", "camel")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main() -> None:
    """Measure, and keep the figures."""
    options = _options()
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    content = options.file.read_bytes()
    text = gzip.decompress(content) if options.file.suffix == ".gz" else content
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "instructions.txt"
        plain.write_bytes(text)
        for name in options.only:
            python = sys.executable if name == "selfinstruct" else options.venvs.absolute() / name / "bin" / "python"
            command = [python, Path(__file__).parent / "runners" / f"dedup_{name}.py", plain, seed_file("en")]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | _ONE_THREAD)
            found = json.loads(done.stdout.strip().rpartition("\n")[2])
            figures[name]["dedup"] = found | {"instructions": text.count(b"\n")}
            print(name, figures[name]["dedup"], flush=True)
            FIGURES.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--venvs", type=Path, default=Path("peers"), help="the folder of the environments")
    parser.add_argument("--only", nargs="+", choices=_WITH, default=list(_WITH))
    return parser.parse_args()


if __name__ == "__main__":
    main()
