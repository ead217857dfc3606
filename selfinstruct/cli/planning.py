"""A dry run on the terminal."""

from collections.abc import Iterable

from selfinstruct.cli.messages import show
from selfinstruct.core.errors import InputError


def show_plan(lines: Iterable[str], obstacle: InputError | None) -> None:
    """Print the lines of a plan; then raise what keeps its server from starting, if anything does."""
    show(lines)
    if obstacle:
        raise obstacle
