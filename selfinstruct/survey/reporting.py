"""The report of a run: its page, its numbers, its figures."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Task
from selfinstruct.datafiles.language import Scripts
from selfinstruct.datafiles.reading import read_tasks
from selfinstruct.datafiles.tally import Tally
from selfinstruct.exports.keeping import keep_foreign
from selfinstruct.exports.own_files import require_not_of_a_run
from selfinstruct.exports.places import replacing
from selfinstruct.formats import FORMATS
from selfinstruct.languages import all_languages, find_language
from selfinstruct.report.numbers import Report
from selfinstruct.runs.observer import Observer, counting
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.store import Store
from selfinstruct.survey.charts import charts
from selfinstruct.survey.drawing import can_draw, png, require_matplotlib
from selfinstruct.survey.page import compared_told, page, told
from selfinstruct.survey.signing import is_as_written, signed_page, signed_picture
from selfinstruct.survey.surveying import Embeddings, Survey, survey_run, survey_tasks
from selfinstruct.survey.words import LANGUAGES, words_in

PAGE = "report.html"
_SILENT = Observer()


@dataclass(frozen=True)
class Reported:
    """A survey of a run, that of what it is compared with, and the files that were written."""

    survey: Survey
    other: Survey | None
    files: tuple[Path, ...] = ()

    def lines(self) -> Sequence[str]:
        """Return what matters most in a few lines of English."""
        beside = compared_told(self.survey, self.other, LANGUAGES[0]) if self.other else ()
        return [*told(self.survey, LANGUAGES[0]), *beside]


def survey_of(
    path: str | PathLike[str],
    *,
    language: str = "",
    threshold: float = 0.7,
    embeddings: Embeddings | None = None,
    observer: Observer = _SILENT,
) -> Survey:
    """Return a survey of a run folder, or of a file or folder of tasks in any shape that we can read.

    The tasks of a file are in the `language` if it is named, else in the one that their text tells; `threshold` is what
    their similarity is held against; `embeddings` are those of `embedder`. `RunFolderError` or `InputError` if there is
    nothing to survey.
    """
    path = Path(path)

    watch = counting(observer)
    if (path / DATABASE).is_file():
        with closing(Store.open_to_read(path)) as store, store.snapshot():
            return survey_run(store, Report.load(store), watch, embeddings, observer.doing)
    tally = Tally()
    tasks = [*watch(_sound(path, tally), "tasks read")]
    for line in tally.left_out_lines():
        observer.noted(line)
    if not tasks:
        raise InputError(f"{path}: holds no task; name a run folder, or a file that import reads")
    scripts = Scripts()
    for task in tasks:
        scripts.add(task.instruction)
    known = find_language(language) if language else scripts.require_told()
    return survey_tasks(path.name, tasks, known, threshold, embeddings, observer.doing)


def _sound(path: Path, tally: Tally) -> Iterator[Task]:
    return (each for each in read_tasks(path, tally) if isinstance(each, Task))


def write_report(
    run: str | PathLike[str],
    output: str | PathLike[str] | None = None,
    *,
    compare: str | PathLike[str] | None = None,
    figures: str | PathLike[str] | None = None,
    embeddings: Embeddings | None = None,
    page_language: str = "",
    observer: Observer = _SILENT,
) -> Reported:
    """Survey a run, or a file of tasks, and write its page to `output`: one HTML file that needs nothing else.

    Without an `output` that is `report.html` in the folder of the run. What stands there and is not as we wrote it is
    kept beside it. Without matplotlib it has numbers and no charts. It is set beside another run or file to `compare`
    with, if one is named; `figures` is a folder for each chart as PNG; `embeddings`, those of `embedder`, tell how far
    meanings lie apart. The page is in the language of the tasks, or in the `page_language`. `InputError` if something
    is amiss with what is asked for.
    """
    if page_language and page_language not in LANGUAGES:
        raise InputError(f"‹page_language› {page_language}: choose one of: {', '.join(LANGUAGES)}")
    if figures:
        require_matplotlib()
    target = Path(output) if output else _place(Path(run))
    _require_free_place(target, [each for each in (run, compare) if each])
    if not can_draw():
        observer.noted("the page has no charts, only their numbers: pip install 'selfinstruct[report]' adds them")
    survey = survey_of(run, embeddings=embeddings, observer=observer)
    other = None
    if compare:
        threshold = survey.novelty.threshold
        other = survey_of(
            compare, language=survey.language, threshold=threshold, embeddings=embeddings, observer=observer
        )
    language = page_language or (survey.language if survey.language in LANGUAGES else LANGUAGES[0])
    observer.doing("drawing the page")
    text = page(survey, language, other).encode("utf-8", "replace")
    with _kept_before(target, observer) as partial:
        partial.write_bytes(signed_page(text))
    surveys = [survey, *([other] if other else [])]
    drawn = _drawn(Path(figures), surveys, language, observer) if figures else ()
    return Reported(survey, other, (target, *drawn))


def _require_free_place(target: Path, read: Sequence[str | PathLike[str]]) -> None:
    """Raise `InputError` if the page would take the place of what it tells of."""
    if any(target.exists() and Path(each).exists() and target.samefile(each) for each in read):
        raise InputError(f"{target}: is what the page is about; choose another ‹output›")
    training = [FORMATS.find(each.training_format).file_name for each in all_languages()]
    runs = [Path(each) for each in read if (Path(each) / DATABASE).is_file()]
    for run in runs or [target.parent]:
        require_not_of_a_run(target, run, training)


@contextmanager
def _kept_before(target: Path, observer: Observer) -> Iterator[Path]:
    """Give a path to write a file to; what stands at `target` and is not as we wrote it is kept beside it."""

    def keep(_: Path) -> None:
        if target.is_file() and not is_as_written(target):
            observer.noted(keep_foreign(target))

    with replacing(target, keep) as partial:
        yield partial


def _place(run: Path) -> Path:
    return run / PAGE if (run / DATABASE).is_file() else run.with_name(f"{run.name}.{PAGE}")


def _drawn(folder: Path, surveys: Sequence[Survey], language: str, observer: Observer) -> Iterator[Path]:
    for chart in charts(surveys, words_in(language)):
        path = folder / f"{chart.name}.png"
        with _kept_before(path, observer) as partial:
            png(chart, partial)
            partial.write_bytes(signed_picture(partial.read_bytes()))
        yield path
