"""How a command that works on a run ends: what it prints of the result, and its exit code."""

from typing import NoReturn

from typer import Exit

from selfinstruct import Result
from selfinstruct.cli.machine import result_json
from selfinstruct.cli.messages import show, show_object
from selfinstruct.cli.process import Told
from selfinstruct.cli.summary import result_lines


def show_result(result: Result, *, detail: bool, as_json: bool, code: int = 0) -> None:
    """Print a result; the command ends with an exit code of 0, or with `code`."""
    if as_json:
        show_object(result_json(result, code))
    else:
        show(result_lines(result, detail=detail))


def end(result: Result, *, detail: bool, as_json: bool) -> NoReturn:
    """Print a result, and end with its exit code."""
    show_result(result, detail=detail, as_json=as_json, code=result.exit_code)
    if result.error:
        raise Told(result.error, result.exit_code)
    raise Exit(result.exit_code)
