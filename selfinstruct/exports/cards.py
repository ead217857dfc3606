"""The dataset card of an exported dataset: what a reader on the hub must know about it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from statistics import median_low

from selfinstruct.core.values import Task
from selfinstruct.core.version import __version__
from selfinstruct.report.numbers import Report

# The hub's names for sizes: of numbers with up to three digits, with four, and so on.
_SIZES = "n<1K 1K<n<10K 10K<n<100K 100K<n<1M 1M<n<10M 10M<n<100M 100M<n<1B".split()
# What means nothing in Markdown or HTML, wherever it stands in a line.
_PLAIN_NAME = re.compile(r"(?!.*(?:://|www\.))[^\W_](?:[\w./:+ -]*[^\W_])?")
_LONGEST_NAME = 200
_OTHER = "other (`--license` of `export` names one)"
_NO_TERMS = "not stated by the author of this dataset (`--terms` of `export` states them)"


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

    def lines(self) -> Iterator[str]:
        """Yield the rows of a table."""
        yield "| | records | characters, median | shortest | longest |"
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
) -> str:
    """Return the card of a dataset whose parts have these numbers of records; its tasks meet the conditions.

    A further `chapter` is set before the last.
    """
    by_name = Counter(dict(sorted(report.rejected("instruction", "task").items())))
    rejected = ", ".join(f"{reason} {count:,}" for reason, count in by_name.most_common()) or "nothing"
    table = "\n".join(statistics.lines())
    further = f"\n{chapter}\n" if chapter else ""
    more = report.kept - report.target
    beyond = f", {more:,} of them more than the {report.target:,} asked for" if more > 0 else ""
    lengths = ", ".join(f"{part} {count:,}" for part, count in counts.items())
    return f"""{_front_matter(report.settings.language, counts, licence)}
# Instruction-tuning tasks grown by selfinstruct

{sum(counts.values()):,} records of `instruction`, `input` and `output` ({lengths}).

{_origin(report, with_seeds=with_seeds)}
{_selected(report, conditions, statistics.tasks, with_seeds=with_seeds)}- **Licence:** {_one_line(licence) or _OTHER}
- **Terms of the teacher model:** {_one_line(terms) or _NO_TERMS}

## Statistics

{table}
{further}
## How it came about

{report.candidates:,} instructions proposed or imported, of which {report.claimed:,} were sound and new,
{report.accepted:,} became tasks{beyond}. Rejected: {rejected}. Made with selfinstruct {__version__}.
"""


def _origin(report: Report, *, with_seeds: bool) -> str:
    settings = report.settings
    models = ", ".join(report.model_names(_name)) or "none, the tasks were imported"
    return f"""- **Language:** {settings.language}
- **Recipe:** {settings.recipe or "imported"}
- **Model:** {models} (backend: {settings.backend or "none"})
- **Seed tasks:** {report.seeds:,} written by people, {"in the data" if with_seeds else "not in the data"}
- **Filters:** {settings.filters or "as named at the import"}; an instruction is kept only if its ROUGE-L F1 with
  every earlier one, seed tasks included, is at most {settings.similarity_threshold}{_reviewed(report)}"""


def _reviewed(report: Report) -> str:
    """Return what reviewers made of the data, "" if nobody did."""
    review = report.review
    if not any(astuple(review)):
        return ""
    but = ""
    if review.restored or review.edited:
        but = ", unless a person restored or edited it"
    counts = f"records rejected {review.rejected:,}, edited {review.edited:,}, restored {review.restored:,}"
    return f"{but}\n- **Reviewed by hand:** {counts}; {report.kept:,} tasks are left"


def _selected(report: Report, conditions: Sequence[str], tasks: int, *, with_seeds: bool) -> str:
    if not conditions:
        return ""
    there_are = min(report.target, report.kept) + (report.seeds if with_seeds else 0)
    return f"- **Selected:** {_one_line(', '.join(conditions))} ({tasks:,} of {there_are:,} tasks)\n"


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
