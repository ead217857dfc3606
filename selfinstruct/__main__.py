"""Where the program starts: `selfinstruct` and `python -m selfinstruct` come here."""

import sys


def main() -> None:
    """Run the command line, which takes a moment to load; an interrupt ends that without a traceback, too."""
    try:
        from selfinstruct.cli import commands as cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
