"""The options of the commands, with what their help pages say."""

from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Option

from selfinstruct.types import Api

N = Annotated[int, Option("--n", help="How many accepted tasks the run is to reach, earlier ones included.")]
Lang = Annotated[str, Option(help="Language of the dataset: en or zh.")]
NewOutput = Annotated[
    Path | None, Option(help="Run folder; the same command resumes it. [default: outputs/LANG-RECIPE-BACKEND]")
]
Output = Annotated[Path, Option(help="Run folder to bring the tasks into, made if there is none.")]
Recipe = Annotated[str, Option(help="How tasks are made: self-instruct.")]
Backend = Annotated[
    str, Option(help="How the model is reached: openai (any compatible endpoint) or demo (offline, made up).")
]
Model = Annotated[str | None, Option(help="Model name. [default: the only one that the endpoint serves]")]
BaseUrl = Annotated[
    str | None,
    Option(
        envvar="OPENAI_BASE_URL",
        help="Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1. The key is read from"
        " OPENAI_API_KEY. [default: OpenAI's]",
    ),
]
WhichApi = Annotated[Api, Option(help="chat, or completions for base models that continue a text.")]
Concurrency = Annotated[int, Option(help="Requests in flight at the same time, at most.")]
SimilarityThreshold = Annotated[
    float, Option(help="An instruction with a ROUGE-L F1 above this with an earlier one is a near-duplicate.")
]
InstancesPerTask = Annotated[
    int, Option(help="How many instances of a task may be kept, 1 to 5; each becomes a record.")
]
RandomSeed = Annotated[int | None, Option(help="Makes the draw of demonstrations, and the demo backend, repeatable.")]
Seeds = Annotated[
    Path | None,
    Option(help="Seed file, JSON lines or a JSON array. [default: the run's own, or those that come along]"),
]
Avoid = Annotated[
    list[Path] | None,
    Option(
        help="File of instructions to keep away from, such as those of an evaluation set: text with one a line (.txt),"
        " or any file that import reads. Repeatable; a run keeps it."
    ),
]
Prompts = Annotated[
    Path | None,
    Option(help="Folder of prompt templates, LANG/STEP.API.txt in it. [default: those that come along]"),
]
Detail = Annotated[bool, Option("--detail", help="Also tell the time spent on near-duplicates.")]
Files = Annotated[
    list[Path],
    Argument(
        help="JSON lines, a JSON array, Parquet, or a folder saved by the datasets package; of tasks as Alpaca, BELLE,"
        " ShareGPT, OpenAI chats or seed files have them."
    ),
]
WhichFilters = Annotated[
    Literal["default", "none"],
    Option("--filters", help="default: all filters; none: only near-duplicates and empty outputs are rejected."),
]
SkipBad = Annotated[bool, Option("--skip-bad", help="Tell of values that are no tasks and go on, instead of stopping.")]
Run = Annotated[Path, Argument(help="Run folder, such as outputs/zh-self-instruct-openai.")]
SeedFile = Annotated[Path, Argument(help="Seed file, JSON lines or a JSON array.")]
SeedLang = Annotated[str | None, Option("--lang", help="Language of the seeds. [default: told from the text]")]
Strict = Annotated[bool, Option("--strict", help="End with exit code 1 if any rule is missed.")]
