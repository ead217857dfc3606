"""A run folder to look into: what was accepted and rejected, what came back, and the numbers."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.remembering import not_kept, settings_to_go_on
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Settings
from selfinstruct.core.values import Answer, Rejection, Task
from selfinstruct.decisions import journal
from selfinstruct.decisions.values import SAYING_ONLY, Decision
from selfinstruct.exports.dataset import dataset
from selfinstruct.exports.training_files import output_names
from selfinstruct.formats import records
from selfinstruct.languages import find_language
from selfinstruct.report.course import course
from selfinstruct.report.numbers import Report
from selfinstruct.report.scores import Scores
from selfinstruct.report.trend import Trend
from selfinstruct.runs.looking import Looking
from selfinstruct.runs.results import judged_of
from selfinstruct.runs.shown import Latest, Shown
from selfinstruct.storage.store import Store

if TYPE_CHECKING:
    from datasets import Dataset


class Run:
    """An open run folder; to be closed, or used in a `with` statement. Another process may work on it meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = Store.open_to_read(folder)
        # One thread at a time: they share a connection.
        self._lock = Lock()

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the run file."""
        self._store.close()

    @property
    def is_started(self) -> bool:
        """Whether anything is recorded yet, be it only the settings."""
        return self._store.known_settings() is not None

    @property
    def settings(self) -> RunSettings:
        """What the run keeps; `RunFolderError` if nothing is recorded yet."""
        return self._store.settings()

    @property
    def grown_with(self) -> Settings:
        """The settings with which the run goes on: those it was grown with last, without what may be secret."""
        return settings_to_go_on(self.settings)

    @property
    def not_kept(self) -> tuple[str, ...]:
        """The fields that it was grown with last and that are not kept, since they may be secret, as `headers`."""
        return not_kept(self.settings)

    @property
    def report(self) -> Report:
        """The numbers of the run as they are now."""
        with self._lock, self._store.snapshot():
            return Report.load(self._store)

    @property
    def judged(self) -> Scores | None:
        """What a judge said of the records, None if there was none."""
        with self._lock, self._store.snapshot():
            return judged_of(self._store, Report.load(self._store))

    @property
    def trend(self) -> Trend:
        """What the latest candidates brought beside the first ones."""
        with self._lock, self._store.snapshot():
            return Trend.of(course(self._store, Report.load(self._store)))

    @property
    def is_being_worked_on(self) -> bool:
        """Whether a process works on the run, as far as that can be found out."""
        return self._store.is_being_worked_on()

    @property
    def is_reviewed(self) -> bool:
        """Whether a reviewer ever decided anything on it."""
        return (self.folder / journal.JOURNAL).exists()

    @property
    def files(self) -> list[Path]:
        """The training file and the file of rejections, as far as they are there."""
        paths = (self.folder / name for name in output_names(find_language(self.settings.language)))
        return [path for path in paths if path.exists()]

    @property
    def is_file_behind(self) -> bool:
        """Whether the training file was written before a decision that may change it."""
        path = self.folder / output_names(find_language(self.settings.language))[0]
        changing = (each.at for each in journal.read(self.folder) if each.action not in SAYING_ONLY)
        return path.exists() and max(changing, default=0.0) > path.stat().st_mtime

    def tasks(self) -> Iterator[Task]:
        """Yield the accepted tasks in their order, as reviewers left them, at most as many as the target."""
        return dataset(self._store, self.report)

    def rejections(self) -> Iterator[tuple[Rejection, int]]:
        """Yield all that was rejected, in the order of arrival, each with the id of its completion."""
        return ((rejection, completion) for completion, rejection in self._store.rejections())

    def completions(self) -> Iterator[Answer]:
        """Yield all that came back, in the order of its arrival; what holds no completion is left out."""
        for line in self._store.log():
            try:
                yield Answer(line, wire.read(line.body, line.max_tokens))
            except Unavailable:
                continue

    def show(self, id_: str | int) -> Shown:
        """Return a task (`12.3`), a completion (`12`), a rejection (`r57`) or a seed task with all that is known of it.

        `InputError` if the run has nothing with this id.
        """
        return Looking(self._store).find(str(id_))

    def latest(self, count: int = 5) -> Latest:
        """Return the latest of each, the newest first: accepted tasks, rejections worth a look, completions."""
        return Looking(self._store).latest(count)

    def rejected_for(self, reason: str, count: int = 20) -> list[Rejection]:
        """Return the latest rejections for one reason, the newest first."""
        return Looking(self._store).rejections(reason, count)

    def decisions(self) -> list[Decision]:
        """Return what reviewers decided, in that order, without what they took back."""
        every = {each.mark: each for each in journal.read(self.folder)}.values()
        undone = {each.undoes for each in every}
        return [each for each in every if each.action != "undo" and each.id not in undone]

    def to_dataset(self) -> "Dataset":
        """Return the training records as a `datasets.Dataset` of instruction, input and output."""
        from datasets import Dataset, Features, Value

        rows = list(map(asdict, records(self.tasks())))
        columns = {name: [row[name] for row in rows] for name in ("instruction", "input", "output")}
        return Dataset.from_dict(columns, features=Features(dict.fromkeys(columns, Value("string"))))
