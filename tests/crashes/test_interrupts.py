"""Interrupts at moments at which nothing has begun yet; `tests/http/test_ends.py` has those of runs."""

import subprocess
from pathlib import Path

from tests.conftest import command_line, environment


def test_an_interrupt_while_the_program_loads_ends_it_without_a_traceback(tmp_path: Path) -> None:
    # In the place of a package that is loaded early, to interrupt just then.
    (tmp_path / "typer.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    done = subprocess.run(
        command_line("--help"), env=environment(PYTHONPATH=str(tmp_path)), capture_output=True, text=True, timeout=240
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
