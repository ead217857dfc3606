"""The command line in this process, where nothing depends on the process being one of its own: it starts at once."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from selfinstruct.cli.commands import main

Main = Callable[..., "subprocess.CompletedProcess[str]"]


def main_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    """Return what runs the command line with given arguments and returns what came of it."""

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        given = [str(argument) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["selfinstruct", *given])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return subprocess.CompletedProcess(given, code or 0, *capsys.readouterr())

    return run
