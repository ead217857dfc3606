"""Where the program starts: `selfinstruct` and `python -m selfinstruct` come here."""

import os
import signal


def main() -> None:
    """Run the command line, which takes a moment to load; until then an interrupt just ends the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from selfinstruct.cli import commands as cli

    cli.main()


if __name__ == "__main__":
    main()
