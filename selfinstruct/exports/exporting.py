"""A run in another shape: one file or folder, or one for each part of a split."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.scores import HIGHEST
from selfinstruct.exports.cards import Statistics, dataset_card
from selfinstruct.exports.keeping import keep_changes, may_stand_there, put_aside
from selfinstruct.exports.noted import note_written, written_to
from selfinstruct.exports.own_files import require_not_of_a_run
from selfinstruct.exports.places import real_path, replacing
from selfinstruct.exports.provenance import provenance
from selfinstruct.exports.selection import Selection
from selfinstruct.exports.source import Source, Watch
from selfinstruct.exports.words_of_cards import LANGUAGES
from selfinstruct.formats import FORMATS, Format, write_lines
from selfinstruct.languages import find_language
from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store

# Of scores from 0 to 5: what is nearer to each other may be the judge's mood.
MIN_GAP = 1.0


@dataclass(frozen=True)
class Export:
    """What to export, in which shape, and where to.

    Formats of pairs get outputs whose scores are at least `min_gap` apart. `licence` and `terms` are for the dataset
    card, which is in the language of the tasks, or in the `page_language`. `InputError` if one of these is not for the
    format.
    """

    format: str
    output: Path
    selection: Selection = field(default_factory=Selection)
    include_seeds: bool = False
    with_provenance: bool = False
    min_gap: float | None = None
    licence: str = ""
    terms: str = ""
    page_language: str = ""

    def __post_init__(self) -> None:
        if (self.licence or self.terms) and not FORMATS.find(self.format).has_card:
            raise InputError("‹licence› and ‹terms›: go on the dataset card; they need ‹format› hf")
        if self.page_language and not FORMATS.find(self.format).has_card:
            raise InputError("‹page_language›: is that of the dataset card; it needs ‹format› hf")
        if self.page_language and self.page_language not in LANGUAGES:
            raise InputError(f"‹page_language› {self.page_language}: choose one of: {', '.join(LANGUAGES)}")
        if self.min_gap is not None and not FORMATS.find(self.format).is_of_pairs:
            raise InputError(f"‹min_gap›: is for pairs of outputs, not for ‹format› {self.format}; leave it out")
        if self.min_gap is not None and not 0 <= self.min_gap <= HIGHEST:
            raise InputError(f"‹min_gap› {self.min_gap:g}: must be from 0 to {HIGHEST}")

    @property
    def least_gap(self) -> float | None:
        """How far the scores of a pair are to be apart, None if the format is none of pairs."""
        return (MIN_GAP if self.min_gap is None else self.min_gap) if FORMATS.find(self.format).is_of_pairs else None


# Returns a further chapter of a dataset card, in Markdown in a language; its figures go to the folder of the card.
Chapter = Callable[[Store, Report, Watch, Path, str], str]


class Written(NamedTuple):
    """A file or folder that was written, and how many records it holds; None: no task fell to this test part."""

    path: Path
    records: int | None


def export_run(
    store: Store,
    export: Export,
    watch: Watch,
    tell: Callable[[str], None] = lambda _: None,
    chapter: Chapter = lambda *_: "",
) -> list[Written]:
    """Write what is to be exported; return what was written.

    `chapter` adds to the dataset card, where there is one.

    All files take their places together, when the last is complete; what a person did to one that was there before is
    kept beside it. `tell` gets a line on that, and on the parts of a folder. `watch` is given every task that is
    written or compared. `InputError` if something is in the way that must stay, or there are no tasks as they are
    wanted; `RunFolderError` if nothing is recorded yet or a file cannot be written.
    """
    shape, report = FORMATS.find(export.format), Report.load(store)
    targets = {part: _target(export, shape, part) for part in export.selection.parts}
    sidecar = export.output.parent / f"{export.output.name}.provenance.jsonl"
    if shape.is_folder and real_path(export.output).exists():
        raise InputError(f"{export.output}: is there already; choose another ‹output›")
    _require_free_places(store, report, export, [*targets.values(), *([sidecar] if export.with_provenance else [])])
    source = Source(store, report, export.selection, export.include_seeds, export.least_gap)
    source.require_tasks()
    for line in source.lacks():
        tell(line)
    parts = source.parts()
    writers: dict[Path, Callable[[Path], int]]
    if shape.is_folder:
        writers = {export.output: lambda path: _write_folder(source, parts, export, shape, path, watch, chapter, tell)}
    else:
        writers = {targets[part]: partial(_write_part, source, part, shape, watch) for part in parts}
    if export.with_provenance:
        writers[sidecar] = partial(write_lines, provenance(source, parts, watch, of_tasks=shape.is_of_tasks))
    written = _write_all(store, writers, tell)
    if not shape.is_folder and "test" not in parts:
        _put_aside_earlier_part(store, _path(export.output, "test"), tell)
    return written + [Written(targets[part], None) for part in targets if part not in parts]


def _target(export: Export, shape: Format, part: str) -> Path:
    return export.output if shape.is_folder else _path(export.output, part)


def _write_part(source: Source, part: str, shape: Format, watch: Watch, path: Path) -> int:
    return shape.write(watch(source.tasks(part), "tasks written"), path)


def _write_all(
    store: Store, writers: Mapping[Path, Callable[[Path], int]], tell: Callable[[str], None]
) -> list[Written]:
    """Write files and folders, which take their places when the last is complete."""
    records: dict[Path, int] = {}
    with ExitStack() as places:
        for target, write in writers.items():
            path = places.enter_context(replacing(target, partial(_keep, store, target, records, tell)))
            records[target] = write(path)
    return [*starmap(Written, records.items())]


def _keep(store: Store, target: Path, records: Mapping[Path, int], tell: Callable[[str], None], new: Path) -> None:
    """Keep what a person did to a file right before it is replaced."""
    if new.is_dir():
        return
    before = written_to(store, target)
    after = may_stand_there(target.resolve(), new, records[target], before)
    if after != before and not note_written(store.folder, target, after):
        where = f"{target}: could not be noted in {store.folder}"
        tell(f"{where}; if you change it by hand, choose another ‹output› for the next export")
    for line in keep_changes(target, new, before, store.folder):
        tell(line)


def _put_aside_earlier_part(store: Store, path: Path, tell: Callable[[str], None]) -> None:
    """Give the test part of an earlier export the name of a backup: its tasks may be in the train part now."""
    if path.is_file() and written_to(store, path):
        tell(put_aside(path))


def _require_free_places(store: Store, report: Report, export: Export, paths: Sequence[Path]) -> None:
    """Raise `InputError` if a folder is in the way, or a file of the run that would not come out the same."""
    shape = find_language(report.settings.language).training_format
    is_the_same = export.format == shape and not export.include_seeds and export.selection == Selection()
    for path in paths:
        require_not_of_a_run(path, store.folder, () if is_the_same else [FORMATS.find(shape).file_name])


def _write_folder(
    source: Source,
    parts: Sequence[str],
    export: Export,
    shape: Format,
    path: Path,
    watch: Watch,
    chapter: Chapter,
    tell: Callable[[str], None],
) -> int:
    counts, statistics = {}, Statistics()
    for part in parts:
        counts[part] = shape.write(watch(statistics.noting(source.tasks(part)), "tasks written"), path, part)
    if len(counts) > 1:
        tell(f"{export.output}: " + ", ".join(f"{Count(count):record} in {part}" for part, count in counts.items()))
    if shape.has_card:
        language = export.page_language or source.report.settings.language
        card = dataset_card(
            source.report,
            counts,
            statistics,
            export.licence,
            export.terms,
            with_seeds=export.include_seeds,
            conditions=[condition.text for condition in export.selection.conditions],
            chapter=chapter(source.store, source.report, watch, path, language),
            language=language,
        )
        (path / "README.md").write_text(card, encoding="utf-8")
    return sum(counts.values())


def _path(output: Path, part: str) -> Path:
    """Return where a part goes: `data.json` and `data.test.json` beside it, or `train.json` and `test.json`."""
    if part == "train":
        return output
    stem = part if output.stem == "train" else f"{output.stem.removesuffix('.train')}.{part}"
    return output.parent / (stem + output.suffix)
