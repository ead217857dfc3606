"""A run that was made with a plugin which is not installed here."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.plugins import Missing
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.store import Store


@contextmanager
def told_of_run(folder: Path) -> Iterator[None]:
    """Tell of a plugin that is missing as what the run in a folder was made with, if that is so."""
    try:
        yield
    except Missing as error:
        if (folder / DATABASE).exists():
            with closing(Store.open_to_read(folder)) as store:
                known = store.known_settings()
            if known and error.name in str(getattr(known, error.field, "")):
                message = f"{folder}: this run was made with the {error.kind} {error.name}, which is not installed here"
                without = ", or build the dataset anew without it: replay, with ‹filters› default"
                way_out = without if error.field == "filters" else ""
                raise RunFolderError(f"{message}; install the package that has it{way_out}") from error
        raise
