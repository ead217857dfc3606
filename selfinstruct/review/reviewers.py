"""The name of the reviewer, where none is given."""

from getpass import getuser


def user_name() -> str:
    """Return the name of the user who runs the program."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "reviewer"
