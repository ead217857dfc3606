"""The options of the commands, with what their help pages say."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

N = Annotated[int, Option("--n", help="How many accepted tasks the run is to reach, earlier ones included.")]
Lang = Annotated[str, Option(help="Language of the dataset: {languages}.")]
NewOutput = Annotated[
    Path | None, Option(help="Run folder; the same command resumes it. [default: outputs/LANG-RECIPE-BACKEND]")
]
Output = Annotated[Path, Option(help="Run folder to bring the tasks into, made if there is none.")]
Recipe = Annotated[
    str,
    Option(help="How tasks are made: {recipes}."),
]
SeedOnly = Annotated[bool, Option("--seed-only", help="Show seed tasks only as demonstrations, no accepted ones.")]
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
        help="JSON lines, a JSON array, Parquet, or a folder of the datasets package, the Hugging Face hub or"
        " LLaMA-Factory; of tasks as Alpaca, BELLE, ShareGPT, OpenAI chats or seed files have them."
    ),
]
WhichFilters = Annotated[
    str,
    Option(
        "--filters",
        help="default: all filters; ancestor: those of the scripts that the recipe comes from; none: only"
        " near-duplicates, cut and empty outputs are rejected. Add or leave out single ones as in"
        " default,-too_long,+mypackage.rule: {filters}.",
    ),
]
SkipBad = Annotated[bool, Option("--skip-bad", help="Tell of values that are no tasks and go on, instead of stopping.")]
Run = Annotated[Path, Argument(help="Run folder, such as outputs/zh-self-instruct-openai.")]
SeedFile = Annotated[Path, Argument(help="Seed file, JSON lines or a JSON array.")]
SeedLang = Annotated[str | None, Option("--lang", help="Language of the seeds. [default: told from the text]")]
Strict = Annotated[bool, Option("--strict", help="End with exit code 1 if any rule is missed.")]
WhichFormat = Annotated[
    str,
    Option(
        "--format",
        help="{formats}.",
    ),
]
ExportTo = Annotated[Path | None, Option("--output", help="File or folder to write. [default: in the run folder]")]
IncludeSeeds = Annotated[bool, Option("--include-seeds", help="Put the seed tasks first.")]
Split = Annotated[
    float | None,
    Option(
        help="Share of the tasks that goes to train, the rest to test; an instruction always goes to the same part. A"
        " test part without tasks is left out."
    ),
]
Shuffle = Annotated[int | None, Option(metavar="SEED", help="Shuffle the tasks; the same seed gives the same order.")]
WithProvenance = Annotated[
    bool,
    Option(
        "--with-provenance",
        help="Also write where each record comes from, in a file beside the other: the completions, the nearest seed"
        " task, and the nearest earlier task of the pool with its ROUGE-L F1. All are compared with all: that takes"
        " minutes from some 100,000 tasks on.",
    ),
]
Where = Annotated[
    list[str] | None,
    Option(
        metavar="CONDITION",
        help="Only tasks with classification=yes (not for the recipes alpaca and belle, which do not ask for it;"
        " imported tasks that do not tell count as no), input=no, 'output>=40' (characters) or category=planning (the"
        " kind that their prompt asked for); repeatable.",
    ),
]
Licence = Annotated[str, Option("--license", help="Licence for the dataset card (hf). [default: other]")]
Terms = Annotated[str, Option(help="Terms of the teacher model, for the dataset card (hf).")]
PushToHub = Annotated[
    str | None, Option(metavar="NAME", help="Also upload the folder (hf) to the Hugging Face hub as OWNER/NAME.")
]
OtherN = Annotated[int | None, Option("--n", help="How many tasks the training file is to hold. [default: as before]")]
OtherFilters = Annotated[str | None, Option("--filters", help="As for generate. [default: as before]")]
OtherThreshold = Annotated[float | None, Option("--similarity-threshold", help="See generate. [default: as before]")]
OtherInstances = Annotated[int | None, Option("--instances-per-task", help="See generate. [default: as before]")]
DryRun = Annotated[
    bool,
    Option("--dry-run", help="Ask nothing: show the first prompts, the plan, and what n tasks are likely to take."),
]
Source = Annotated[Path, Argument(help="Run folder whose completions are to be used.")]
NewRun = Annotated[Path, Option(help="Run folder to build; there must be none of that name.")]
