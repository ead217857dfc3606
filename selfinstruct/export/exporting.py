"""A run in another shape: one file or folder, or one for each part of a split."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from selfinstruct.errors import InputError, RunFolderError
from selfinstruct.export.cards import Statistics, dataset_card
from selfinstruct.export.places import real_path, replacing
from selfinstruct.export.selection import Selection
from selfinstruct.export.training_files import REJECTED
from selfinstruct.formats import Format, Row, find_format, write_lines
from selfinstruct.languages import find_language
from selfinstruct.report import Report
from selfinstruct.similarity import SimilarityIndex
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.rows import task_from
from selfinstruct.storage.store import Store
from selfinstruct.types import Task

Watch = Callable[[Iterable[Task]], Iterator[Task]]

_OWN_FILES = frozenset({DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "run.lock", REJECTED})


@dataclass(frozen=True)
class Export:
    """What to export, in which shape, and where to.

    `licence` and `terms` are for the dataset card; `InputError` if the format has none.
    """

    format: str
    output: Path
    selection: Selection = field(default_factory=Selection)
    include_seeds: bool = False
    with_provenance: bool = False
    licence: str = ""
    terms: str = ""

    def __post_init__(self) -> None:
        """Raise `InputError` for what this format has no place for."""
        if (self.licence or self.terms) and not _is(find_format(self.format), "HAS_CARD"):
            raise InputError("--license and --terms: go on the dataset card; they need --format hf")


class Written(NamedTuple):
    """A file or folder that was written, and how many records it holds."""

    path: Path
    records: int


def export_run(store: Store, export: Export, watch: Watch) -> list[Written]:
    """Write what is to be exported; return what was written.

    All files take their places together, when the last is complete. `watch` is given every task that is written.
    `InputError` if something is in the way that must stay, or no task meets the conditions; `RunFolderError` if nothing
    is recorded yet or a file cannot be written.
    """
    shape, report = find_format(export.format), Report.load(store)
    if not report.settings:
        raise RunFolderError(f"{store.folder}: nothing is recorded here yet")
    _require_free_places(store, report, export, is_folder=_is(shape, "IS_FOLDER"))
    _require_tasks(store, report, export)
    with ExitStack() as places:
        if _is(shape, "IS_FOLDER"):
            path = places.enter_context(replacing(export.output))
            written = [Written(export.output, _write_folder(store, report, export, shape, path, watch))]
        else:
            written = []
            for part in export.selection.parts:
                target = _path(export.output, part)
                path = places.enter_context(replacing(target))
                written.append(Written(target, shape.write(watch(_tasks(store, report, export, part)), path)))
        if export.with_provenance:
            sidecar = _sidecar(export.output)
            path = places.enter_context(replacing(sidecar))
            rows = _provenance(store, report, export, watch, of_tasks=_is(shape, "IS_OF_TASKS"))
            written.append(Written(sidecar, write_lines(rows, path)))
    return written


def _is(shape: Format, what: str) -> bool:
    """Tell whether a format says so of itself."""
    said: bool = getattr(shape, what, False)
    return said


def _require_free_places(store: Store, report: Report, export: Export, *, is_folder: bool) -> None:
    """Raise `InputError` if a folder is in the way, or a file of the run that would not come out the same."""
    shape = find_language(report.settings["--lang"]).training_format
    is_the_same = export.format == shape and not export.include_seeds and export.selection == Selection()
    taken = _OWN_FILES if is_the_same else _OWN_FILES | {find_format(shape).FILE_NAME}
    own = {(store.folder / name).resolve() for name in taken}
    for path in _paths(export, is_folder=is_folder):
        target = real_path(path)
        if is_folder and path == export.output and target.exists():
            raise InputError(f"{path}: is there already; choose another --output")
        if target.is_dir():
            raise InputError(f"{path}: is a folder; name a file with --output")
        if target in own:
            raise InputError(f"{path}: is a file of the run itself; choose another --output")


def _paths(export: Export, *, is_folder: bool) -> list[Path]:
    """Return the paths of all that is to be written."""
    parts = [export.output] if is_folder else [_path(export.output, part) for part in export.selection.parts]
    return [*parts, _sidecar(export.output)] if export.with_provenance else parts


def _sidecar(output: Path) -> Path:
    """Return where it goes what is told of the records."""
    return output.with_name(f"{output.name}.provenance.jsonl")


def _require_tasks(store: Store, report: Report, export: Export) -> None:
    """Raise `InputError` if there are conditions that no task meets, as when a name in one is misspelt."""
    if export.selection.conditions:
        chosen = replace(export, selection=replace(export.selection, split=None, shuffle=None))
        if next(_tasks(store, report, chosen, "train"), None) is None:
            raise InputError("--where: no task meets all of this; nothing is written")


def _write_folder(store: Store, report: Report, export: Export, shape: Format, path: Path, watch: Watch) -> int:
    """Write a folder with all its parts; return the number of its records."""
    counts, statistics = {}, Statistics()
    for part in export.selection.parts:
        tasks = statistics.noting(_tasks(store, report, export, part))
        counts[part] = shape.write(watch(tasks), path, part)
    if _is(shape, "HAS_CARD"):
        licence = export.licence or "other"
        card = dataset_card(report, counts, statistics, licence, export.terms, with_seeds=export.include_seeds)
        (path / "README.md").write_text(card, encoding="utf-8")
    return sum(counts.values())


def _path(output: Path, part: str) -> Path:
    """Return where a part goes: `data.json` and `data.test.json` beside it, or `train.json` and `test.json`."""
    if part == "train":
        return output
    stem = part if output.stem == "train" else f"{output.stem.removesuffix('.train')}.{part}"
    return output.with_name(stem + output.suffix)


def _tasks(store: Store, report: Report, export: Export, part: str) -> Iterator[Task]:
    """Yield the tasks of a part: the seed tasks if they are wanted, then the accepted ones up to the target.

    What the run accepts in the meantime is left out, so that the parts fit each other.
    """

    def every() -> Iterator[Task]:
        if export.include_seeds:
            yield from map(task_from, report.settings["seed_tasks"])
        yield from store.accepted(min(report.target, report.accepted))

    return export.selection.of(every(), part)


def _provenance(store: Store, report: Report, export: Export, watch: Watch, *, of_tasks: bool) -> Iterator[Row]:
    """Yield where each record comes from, in the order of the records of each part; `of_tasks`: a record is a task."""
    tokenize = find_language(report.settings["--lang"]).tokenize
    seeds = [task_from(value) for value in report.settings["seed_tasks"]]
    index = SimilarityIndex(report.settings["--similarity-threshold"])
    for seed in seeds:
        index.add(tokenize(seed.instruction))
    for part in export.selection.parts:
        number = 0
        for task in watch(_tasks(store, report, export, part)):
            about: Row = {"category": task.hint.category}
            if task.origin != "seed":
                (nearest,) = index.nearest_of_first([tokenize(task.instruction)], len(seeds))
                about |= {"nearest_seed": seeds[nearest.position].id, "seed_similarity": nearest.score}
                about |= store.provenance(task.id)
            for position in range(1 if of_tasks else len(task.instances)):
                row: Row = {"part": part, "record": number, "id": task.id}
                yield row | ({} if of_tasks else {"instance": position}) | about
                number += 1
