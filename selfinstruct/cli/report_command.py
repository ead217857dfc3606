"""The command `report`, with its options."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

import selfinstruct
from selfinstruct.cli import reading
from selfinstruct.cli.completion import run_folders
from selfinstruct.cli.messages import show_data

Surveyed = Annotated[
    Path,
    Argument(
        metavar="RUN",
        parser=reading.path,
        autocompletion=run_folders,
        help="Run folder, or any file or folder of tasks that import reads.",
    ),
]
ReportTo = Annotated[
    Path | None,
    Option(
        "--output",
        "-o",
        parser=reading.folder,
        metavar="<path>",
        help="Where to write the page. [default: report.html in the run folder]",
    ),
]
Compare = Annotated[
    Path | None,
    Option(parser=reading.path, metavar="<path>", help="Another run, or a file of tasks, to compare it with."),
]
Figures = Annotated[
    Path | None,
    Option(parser=reading.folder, metavar="<path>", help="Folder for the charts as PNG files, ready for a paper."),
]
Embeddings = Annotated[
    str,
    Option(
        metavar="URL",
        help="OpenAI-compatible endpoint whose embeddings tell how far meanings lie apart; 1,000 instructions are sent"
        " there. The key is read from OPENAI_API_KEY.",
    ),
]
EmbeddingsModel = Annotated[
    str, Option(metavar="NAME", help="Model for --embeddings. [default: the only one that the endpoint serves]")
]
ReportLanguage = Annotated[
    str, Option("--page-lang", metavar="en|zh", help="Language of the page. [default: that of the tasks]")
]
AllNumbers = Annotated[bool, Option("--json", help="Print every number as a JSON object and write no file.")]


def report(
    run: Surveyed,
    output: ReportTo = None,
    compare: Compare = None,
    figures: Figures = None,
    embeddings: Embeddings = "",
    embeddings_model: EmbeddingsModel = "",
    page_lang: ReportLanguage = "",
    as_json: AllNumbers = False,
) -> None:
    """Write what a dataset is like as one page: how it came about, how new and varied it is, what it cost.

    The page needs no network and no other file. Large datasets are sampled where all would take too long; the page says
    where. With pip install 'selfinstruct[report]' it has charts, without that their numbers alone.
    """
    from selfinstruct.cli.display import ConsoleObserver
    from selfinstruct.cli.reporting import numbers, report_lines

    found = selfinstruct.embedder(embeddings, embeddings_model) if embeddings else None
    with ConsoleObserver() as observer:
        lines = (
            numbers(run, compare, found, observer)
            if as_json
            else report_lines(run, output, compare, figures, found, page_lang, observer)
        )
    show_data(lines)
