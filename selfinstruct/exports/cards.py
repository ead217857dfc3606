"""The dataset card of an exported dataset: what a reader on the hub must know about it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from statistics import median_low

from selfinstruct.core.counts import Count
from selfinstruct.core.values import Task
from selfinstruct.core.version import __version__
from selfinstruct.exports.words_of_cards import words_in
from selfinstruct.report.numbers import Report

# The hub's names for sizes: of numbers with up to three digits, with four, and so on.
_SIZES = "n<1K 1K<n<10K 10K<n<100K 100K<n<1M 1M<n<10M 10M<n<100M 100M<n<1B".split()
# What means nothing in Markdown or HTML, wherever it stands in a line.
_PLAIN_NAME = re.compile(r"(?!.*(?:://|www\.))[^\W_](?:[\w./:+ -]*[^\W_])?")
_LONGEST_NAME = 200


@dataclass
class Statistics:
    """How many tasks a dataset has, how long its texts are, in characters, and how many records have an input."""

    tasks: int = 0
    instructions: list[int] = field(default_factory=list)
    inputs: list[int] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)

    def noting(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Yield the tasks, and count them."""
        for task in tasks:
            self.tasks += 1
            for instance in task.instances:
                self.instructions.append(len(task.instruction))
                self.outputs.append(len(instance.output))
                if instance.input:
                    self.inputs.append(len(instance.input))
            yield task

    def lines(self, columns: str) -> Iterator[str]:
        """Yield the rows of a table, below the names of its `columns`."""
        yield columns
        yield "|---|---|---|---|---|"
        for name, sizes in (("instruction", self.instructions), ("input", self.inputs), ("output", self.outputs)):
            if sizes:
                middle, least, most = median_low(sizes), min(sizes), max(sizes)
                yield f"| {name} | {len(sizes):,} | {middle:,} | {least:,} | {most:,} |"


def dataset_card(
    report: Report,
    counts: Mapping[str, int],
    statistics: Statistics,
    licence: str,
    terms: str,
    *,
    with_seeds: bool,
    conditions: Sequence[str] = (),
    chapter: str = "",
    language: str = "",
) -> str:
    """Return the card of a dataset whose parts have these numbers of records; its tasks meet the conditions.

    A further `chapter` is set before the last. The card is in the `language`, or else in that of the tasks.
    """
    words = words_in(language or report.settings.language)
    lengths = words["between"].join(words["in_part"].format(part, Count(count)) for part, count in counts.items())
    about = [
        *_origin(report, words, with_seeds=with_seeds),
        *_selected(report, conditions, statistics.tasks, words, with_seeds=with_seeds),
        words["licence"].format(_one_line(licence) or words["other"]),
        words["terms"].format(_one_line(terms) or words["no_terms"]),
    ]
    parts = [
        f"# {words['title']}",
        words["holds"].format(Count(sum(counts.values())), lengths),
        "\n".join(about),
        f"## {words['statistics']}",
        "\n".join(statistics.lines(words["columns"])),
        *([chapter] if chapter else []),
        f"## {words['how']}",
        _course(report, words),
    ]
    return _front_matter(report.settings.language, counts, licence) + "\n" + "\n\n".join(parts) + "\n"


def _course(report: Report, words: Mapping[str, str]) -> str:
    by_name = Counter(dict(sorted(report.rejected("instruction", "task").items()))).most_common()
    told = (words["named_count"].format(reason, Count(count)) for reason, count in by_name)
    rejected = words["between"].join(told) or words["nothing"]
    more = report.kept - report.target
    beyond = words["beyond"].format(Count(more), Count(report.target)) if more > 0 else ""
    came = map(Count, (report.candidates, report.claimed, report.accepted))
    return words["came"].format(*came, beyond, rejected, __version__)


def _origin(report: Report, words: Mapping[str, str], *, with_seeds: bool) -> Iterator[str]:
    settings = report.settings
    yield words["language"].format(settings.language)
    yield words["recipe"].format(settings.recipe or words["imported"])
    models = ", ".join(report.model_names(_name, words["more"])) or words["no_model"]
    yield words["model"].format(models, settings.backend or words["none"])
    yield from _judged(report, words)
    yield words["seeds"].format(Count(report.seeds), words["seeds_in" if with_seeds else "seeds_out"])
    # What is doubtful is in the data, or not, as the run has it.
    review = replace(report.review, doubtful=0)
    but = words["but"] if review.restored or review.edited else ""
    filters = settings.filters or words["filters_of_import"]
    yield words["filters"].format(filters, settings.similarity_threshold, but)
    if settings.avoid:
        avoided = report.rejected("instruction")["avoided"]
        yield words["avoided"].format(Count(len(settings.avoid)), Count(avoided))
    if any(astuple(review)):
        counts = map(Count, (review.rejected, review.edited, review.restored, report.kept))
        yield words["reviewed"].format(*counts)


def _judged(report: Report, words: Mapping[str, str]) -> Iterator[str]:
    """Yield who judged, and what that decided; nothing if nobody did."""
    judges, settings = ", ".join(report.judge_names(_name, words["more"])), report.settings
    if not judges:
        return
    low = report.rejections["instance", "low_score"]
    does = words["rejects_nothing"]
    if settings.min_score:
        does = words["rejects"].format(f"{settings.min_score:g}", f"{low:,}")
    best = words["best_of"].format(Count(settings.best_of or 1)) if (settings.best_of or 1) > 1 else ""
    yield words["judge"].format(judges, does + best)


def _selected(
    report: Report, conditions: Sequence[str], tasks: int, words: Mapping[str, str], *, with_seeds: bool
) -> Iterator[str]:
    if conditions:
        there_are = min(report.target, report.kept) + (report.seeds if with_seeds else 0)
        yield words["selected"].format(_one_line(", ".join(conditions)), Count(tasks), Count(there_are))


def _front_matter(language: str, counts: Mapping[str, int], licence: str) -> str:
    """Return what the hub reads of a card, in YAML, of which a JSON string is a value."""
    digits = len(str(sum(counts.values())))
    size = _SIZES[min(max(digits - 3, 0), len(_SIZES) - 1)]
    parts = [part for part, count in counts.items() if count or part == "train"]
    files = "\n".join(f"      - split: {part}\n        path: data/{part}.parquet" for part in parts)
    return f"""---
language:
  - {language}
license: {json.dumps(_one_line(licence) or "other", ensure_ascii=False)}
task_categories:
  - text-generation
size_categories:
  - {size}
tags:
  - instruction-tuning
  - synthetic
configs:
  - config_name: default
    data_files:
{files}
---
"""


def _name(model: str) -> str:
    """Return the name of a model as Markdown shows it, whatever an endpoint may have put into it."""
    shown = "".join(char if char.isprintable() else "�" for char in _one_line(model))[:_LONGEST_NAME]
    return shown if _PLAIN_NAME.fullmatch(shown) else f"`{shown.replace('`', '�')}`"


def _one_line(text: str) -> str:
    return " ".join(text.split())
