"""A report from the terminal: what matters most in a few lines, and where the page is."""

from collections.abc import Sequence
from pathlib import Path

import selfinstruct
from selfinstruct.cli.reading import require_text
from selfinstruct.cli.showing import json_lines


def report_lines(
    run: Path,
    output: Path | None,
    compare: Path | None,
    figures: Path | None,
    embeddings: selfinstruct.Embeddings | None,
    page_language: str,
    observer: selfinstruct.Observer,
) -> Sequence[str]:
    """Write the report of a run; return its lines."""
    if page_language:
        require_text("--page-lang", page_language)
    done = selfinstruct.write_report(
        run,
        output,
        compare=compare,
        figures=figures,
        embeddings=embeddings,
        page_language=page_language,
        observer=observer,
    )
    return [*done.lines(), *(f"wrote {file}" for file in done.files)]


def numbers(
    run: Path, compare: Path | None, embeddings: selfinstruct.Embeddings | None, observer: selfinstruct.Observer
) -> Sequence[str]:
    """Return all numbers of a run, and of what it is compared with, as JSON."""
    first = selfinstruct.survey_of(run, embeddings=embeddings, observer=observer)
    if not compare:
        return json_lines(first.row())
    threshold = first.novelty.threshold
    second = selfinstruct.survey_of(
        compare, language=first.language, threshold=threshold, embeddings=embeddings, observer=observer
    )
    differences = [each.row() for each in selfinstruct.compare_surveys(first, second)]
    return json_lines({"first": first.row(), "second": second.row(), "differences": differences})
