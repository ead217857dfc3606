"""The command line as a process: its streams, its exit code, and interrupts where no run is worked on."""

import io
import os
import signal
import sys
from asyncio import CancelledError
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from selfinstruct.cli.messages import show_error, show_object, with_options
from selfinstruct.core.errors import SelfInstructError

_INTERRUPTED = 130
_BAD_INPUT = 2
# Set, it shows where an error comes from that nobody has thought of.
_TRACEBACK = "SELFINSTRUCT_TRACEBACK"


class Told(Exception):
    """An error after a result that is printed already and tells of it; the process ends with this `code`."""

    def __init__(self, error: Exception, code: int) -> None:
        super().__init__(str(error))
        self.error, self.code = error, code


def run(command: Callable[[], Any], *, as_json: bool = False) -> NoReturn:
    """Run a command, show what goes wrong in one line, and end the process with its exit code.

    With `as_json`, a program reads the output: what goes wrong is there, too, as an object.
    """
    _open_closed_streams()
    _forget_odd_sizes()
    try:
        _let_interrupts_end_the_work()
        code = _exit_code(command, as_json=as_json)
        _end_at_once_when_interrupted()
    except (KeyboardInterrupt, CancelledError) as error:
        code = _INTERRUPTED
        if as_json:
            _show_object(error, "interrupted", code)
    _flush()
    sys.exit(code)


def _exit_code(command: Callable[[], Any], *, as_json: bool) -> int:
    try:
        return int(command() or 0)
    except Told as told:
        _show(told.error)
        return told.code
    except Exception as error:
        _show(error)
        code = error.exit_code if isinstance(error, SelfInstructError) else _BAD_INPUT
        if as_json:
            _show_object(error, with_options(_told(error)), code)
        return code


def _show(error: Exception) -> None:
    """Show an error in one line, or the help page that it is where no command is given."""
    if not isinstance(error, (SelfInstructError, OSError)) and os.environ.get(_TRACEBACK):
        raise error
    message = _told(error)
    if hasattr(error, "format_message") and "\n" in message:
        with suppress(OSError):
            print(message, file=sys.stderr)
    else:
        show_error(message, getattr(error, "details", ()))


def _show_object(error: BaseException, message: str, code: int) -> None:
    from selfinstruct.cli.machine import error_json

    show_object(error_json(error, message, code))


def _told(error: Exception) -> str:
    """Return what an error says; where the user has typed it wrong, where to look."""
    if isinstance(error, SelfInstructError):
        return str(error)
    if isinstance(error, OSError):
        path = f"{error.filename}: " if error.filename else ""
        return f"{path}{error.strerror or error}"
    # Each version of typer has a parser in another package.
    if not hasattr(error, "format_message"):
        return f"{type(error).__name__}: {error}; this is our fault: {_TRACEBACK}=1 shows where"
    message = str(error.format_message())
    if "\n" in message:
        return message
    context = getattr(error, "ctx", None)
    where = f"ee {context.command_path if context else 'selfinstruct'} --help"
    return f"{message} S{where}" if message.endswith("?") else f"{message.rstrip('.')}; s{where}"


# --- interrupts


def _let_interrupts_end_the_work(*_: object) -> None:
    """Let the first interrupt end the work in good order, and the second one end the process."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end_the_work)
        sys.unraisablehook = _end_after_all


def _end_the_work(*_: object) -> NoReturn:
    _end_at_once_when_interrupted()
    raise KeyboardInterrupt


def _end_at_once_when_interrupted() -> None:
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))


def _end_after_all(ignored: "sys.UnraisableHookArgs") -> None:
    """End the process where an interrupt came at a moment at which Python only notes it, as when memory is freed."""
    if issubclass(ignored.exc_type, KeyboardInterrupt):
        os._exit(_INTERRUPTED)
    sys.__unraisablehook__(ignored)


# --- streams


def _open_closed_streams() -> None:
    """Let streams that are closed lead nowhere: else a file that is opened later takes the place of one."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _forget_odd_sizes() -> None:
    """Leave the size of the terminal to be found out where the environment names none: rich takes "²" for a number."""
    for name in ("COLUMNS", "LINES"):
        if not os.environ.get(name, "0").isdecimal():
            del os.environ[name]


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Whoever read the output has gone, or its disk is full: what the program wrote itself is complete.
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
