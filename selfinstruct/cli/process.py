"""The command line as a process: its streams, its exit code, and interrupts where no run is worked on."""

import io
import os
import signal
import sys
from asyncio import CancelledError
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from selfinstruct.cli.messages import show_error
from selfinstruct.core.errors import SelfInstructError

_INTERRUPTED = 130
_BAD_INPUT = 2
# Set, it shows where an error comes from that nobody has thought of.
_TRACEBACK = "SELFINSTRUCT_TRACEBACK"


def run(command: Callable[[], Any]) -> NoReturn:
    """Run a command, show what goes wrong in one line, and end the process with its exit code."""
    _open_closed_streams()
    _forget_odd_sizes()
    try:
        _let_interrupts_end_the_work()
        code = _exit_code(command)
        _end_at_once_when_interrupted()
    except (KeyboardInterrupt, CancelledError):
        code = _INTERRUPTED
    _flush()
    sys.exit(code)


def _exit_code(command: Callable[[], Any]) -> int:
    try:
        return int(command() or 0)
    except SelfInstructError as error:
        show_error(error)
        return error.exit_code
    except OSError as error:
        show_error(_told(error))
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            raise
        _show_other(error)
    return _BAD_INPUT


def _show_other(error: Exception) -> None:
    """Show an error of the parser of the command line, or one that nobody has thought of."""
    # Each version of typer has a parser in another package.
    if not hasattr(error, "format_message"):
        show_error(f"{type(error).__name__}: {error}; this is our fault: {_TRACEBACK}=1 shows where")
    elif "\n" in (message := error.format_message()):
        # The help page, where no command is given.
        with suppress(OSError):
            print(message, file=sys.stderr)
    else:
        context = getattr(error, "ctx", None)
        show_error(f"{message.rstrip('.')}; see {context.command_path if context else 'selfinstruct'} --help")


def _told(error: OSError) -> str:
    path = f"{error.filename}: " if error.filename else ""
    return f"{path}{error.strerror or error}"


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
