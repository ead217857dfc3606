"""The options and arguments that several commands share, beside those of the settings."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from selfinstruct.cli import reading
from selfinstruct.cli.completion import completes, run_folders
from selfinstruct.cli.numbers import number
from selfinstruct.cli.settings import SETTINGS

NewOutput = Annotated[
    Path | None,
    Option(
        "--output",
        "-o",
        parser=reading.folder,
        metavar="<path>",
        autocompletion=run_folders,
        help="Run folder; the same command resumes it. [default: outputs/LANG-RECIPE-BACKEND]",
    ),
]
Output = Annotated[
    Path,
    Option(
        "--output",
        "-o",
        parser=reading.folder,
        metavar="<path>",
        autocompletion=run_folders,
        help="Run folder for the tasks; it is made if there is none.",
    ),
]
Detail = Annotated[
    bool,
    Option("--detail", help="Also show the time spent on near-duplicates, and what each form of asking has brought."),
]
DryRun = Annotated[
    bool,
    Option(
        "--dry-run", help="Send no request: estimate the requests, tokens, money and time that the tasks will take."
    ),
]
ShowPrompts = Annotated[bool, Option("--show-prompts", help="With --dry-run: also show the first prompt of each step.")]
Files = Annotated[
    list[Path],
    Argument(
        metavar="FILE",
        parser=reading.path,
        help="JSON lines, a JSON array, CSV, Parquet, Arrow, also compressed (gz, bz2, xz), or a folder of the datasets"
        " package, the Hugging Face hub or LLaMA-Factory; with tasks in the shape of Alpaca, BELLE, Dolly, ShareGPT,"
        " OpenAI chats, TRL or seed files.",
    ),
]
SkipBad = Annotated[
    bool, Option("--skip-bad", help="List values that are not tasks and go on without them, instead of stopping.")
]
Run = Annotated[
    Path,
    Argument(
        metavar="RUN",
        parser=reading.path,
        autocompletion=run_folders,
        help="Run folder, such as outputs/zh-self-instruct-openai.",
    ),
]
AnyRun = Annotated[
    Path | None,
    Argument(
        metavar="RUN", parser=reading.path, autocompletion=run_folders, help="Run folder. [default: all are listed]"
    ),
]
Shown = Annotated[
    str,
    Argument(
        metavar="ID",
        help="A completion (12), a task (12.3), a rejection (r57) or a seed task. [default: the latest are listed]",
    ),
]
Reason = Annotated[
    str,
    Option(
        metavar="NAME",
        autocompletion=completes("--reason"),
        help="List what was rejected for this reason, the newest first.",
    ),
]
Decisions = Annotated[
    bool, Option("--decisions", help="List what reviewers decided, the newest first: who, what, when and why.")
]
OfReviewer = Annotated[str, Option("--reviewer", metavar="NAME", help="With --decisions: those of one reviewer.")]
Since = Annotated[
    str, Option(metavar="DATE", help="With --decisions: those since a day, such as 2026-11-28, or a minute of it.")
]
HowMany = Annotated[int, Option("--n", "-n", metavar="N", min=1, help="How many to list.")]
AsJson = Annotated[bool, Option("--json", help="Print the result as a JSON object.")]
Source = Annotated[
    Path,
    Argument(
        metavar="RUN", parser=reading.path, autocompletion=run_folders, help="Run folder whose completions are used."
    ),
]
NewRun = Annotated[
    Path,
    Option(
        "--output",
        "-o",
        parser=reading.folder,
        metavar="<path>",
        help="Run folder to build; it must not exist yet.",
    ),
]
SeedFile = Annotated[
    Path,
    Argument(metavar="FILE", parser=reading.path, help="Seed file, JSON lines, a JSON array or a table such as CSV."),
]
SeedLang = Annotated[str, Option("--lang", help="Language of the seeds. [default: guessed from the text]")]
SimilarityThreshold = Annotated[
    float, Option(parser=number, metavar="<float>", help=SETTINGS["similarity_threshold"].help)
]
Strict = Annotated[bool, Option("--strict", help="End with exit code 1 if any rule is not met.")]
