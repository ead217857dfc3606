"""How the records of a run stand, kept up with its journal while this and other processes add to it."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.decisions.journal import JOURNAL, Reached, read_on
from selfinstruct.decisions.standing import Standings


@dataclass
class Followed:
    """The standings of a run folder; each line of the journal is read once."""

    folder: Path
    _standings: Standings = field(default_factory=Standings)
    _reached: Reached = field(default_factory=Reached)
    _file: tuple[int, int] = (0, 0)
    _told: tuple[Reached, tuple[int, int]] = (Reached(), (0, 0))

    def now(self) -> Standings:
        """Return how all records stand, with what was added since; a journal that was mended is read anew."""
        file, size = (0, 0), 0
        with suppress(OSError):
            found = (self.folder / JOURNAL).stat()
            file, size = (found.st_dev, found.st_ino), found.st_size
        if file != self._file or size < self._reached.size:
            self._begin_anew(file)
        if size > self._reached.size:
            try:
                self._read_on()
            except InputError:
                # It may have been mended in its place.
                self._begin_anew(file)
                self._read_on()
        return self._standings

    def news(self) -> Standings | None:
        """Return how all records stand if that has changed since this was asked last, else None."""
        standings = self.now()
        reached = self._reached, self._file
        if reached == self._told:
            return None
        self._told = reached
        return standings

    def _begin_anew(self, file: tuple[int, int]) -> None:
        self._standings, self._reached, self._file = Standings(), Reached(), file

    def _read_on(self) -> None:
        for decision, reached in read_on(self.folder, self._reached):
            self._standings.add(decision)
            self._reached = reached
