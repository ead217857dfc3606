"""The commands; the only place that prints or exits."""

import asyncio
import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from selfinstruct import __version__
from selfinstruct.errors import SelfInstructError
from selfinstruct.types import Api

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Grow a few human-written seed tasks into an instruction-tuning dataset by prompting a language model.",
    epilog="Exit codes: 0 done; 1 stopped before --n was reached; 2 bad input or a refused request; 130 interrupted.",
)
seeds_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Work on seed files.")
app.add_typer(seeds_app, name="seeds")


def main() -> None:
    """Run the command line; tell errors in one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="selfinstruct")
    except SelfInstructError as error:
        print(f"selfinstruct: error: {' '.join(str(error).split())}", file=sys.stderr)
        sys.exit(2)
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            # Whoever read the output has gone, or its disk is full: what the program wrote itself is complete.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show(lines: Iterable[str]) -> None:
    """Print lines as they are, neither wrapped nor marked up."""
    with suppress(OSError):
        for line in lines:
            print(line)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"selfinstruct {__version__}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def generate(
    n: Annotated[int, typer.Option("--n", help="How many accepted tasks the run is to reach, earlier ones included.")],
    lang: Annotated[str, typer.Option(help="Language of the dataset: en or zh.")] = "en",
    output: Annotated[
        Path | None,
        typer.Option(help="Run folder; the same command resumes it. [default: outputs/LANG-RECIPE-BACKEND]"),
    ] = None,
    recipe: Annotated[str, typer.Option(help="How tasks are made: self-instruct.")] = "self-instruct",
    backend: Annotated[
        str, typer.Option(help="How the model is reached: openai (any compatible endpoint) or demo (offline, made up).")
    ] = "openai",
    model: Annotated[
        str | None, typer.Option(help="Model name. [default: the only one that the endpoint serves]")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            envvar="OPENAI_BASE_URL",
            help="Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1. The key is read from"
            " OPENAI_API_KEY. [default: OpenAI's]",
        ),
    ] = None,
    api: Annotated[Api, typer.Option(help="chat, or completions for base models that continue a text.")] = "chat",
    concurrency: Annotated[int, typer.Option(help="Requests in flight at the same time.")] = 16,
    similarity_threshold: Annotated[
        float, typer.Option(help="An instruction with a ROUGE-L F1 above this with an earlier one is a near-duplicate.")
    ] = 0.7,
    instances_per_task: Annotated[
        int, typer.Option(help="How many instances of a task may be kept, 1 to 5; each becomes a record.")
    ] = 1,
    random_seed: Annotated[
        int | None, typer.Option(help="Makes the draw of demonstrations, and the demo backend, repeatable.")
    ] = None,
    seeds: Annotated[
        Path | None,
        typer.Option(help="Seed file, JSON lines or a JSON array. [default: the run's own, or those that come along]"),
    ] = None,
    avoid: Annotated[
        list[Path] | None,
        typer.Option(
            help="File of instructions to keep away from, such as those of an evaluation set: text with one a line"
            " (.txt), or any file that import reads. Repeatable; a run keeps it."
        ),
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Also tell the time spent on near-duplicates.")] = False,
    prompts: Annotated[
        Path | None,
        typer.Option(help="Folder of prompt templates, LANG/STEP.API.txt in it. [default: those that come along]"),
    ] = None,
) -> None:
    """Grow the seed tasks to --n accepted tasks.

    The training file and what was rejected are written to the run folder. Run the same command again to resume, or with
    a larger --n to extend. Press Ctrl-C once to stop asking and keep what comes in, twice to end now.
    """
    from rich.console import Console

    from selfinstruct import resources
    from selfinstruct.config import Settings
    from selfinstruct.languages import find_language
    from selfinstruct.sessions import grow

    lang = find_language(lang.lower()).code
    settings = Settings(
        folder=output or Path("outputs") / f"{lang}-{recipe}-{backend}",
        language=lang,
        target=n,
        seeds=seeds,
        avoid=tuple(avoid or ()),
        prompts=(prompts or resources.prompts_folder()) / lang,
        recipe=recipe,
        backend=backend,
        model=model,
        base_url=base_url,
        api_key=os.environ.get("OPENAI_API_KEY"),
        api=api,
        concurrency=concurrency,
        similarity_threshold=similarity_threshold,
        instances_per_task=instances_per_task,
        random_seed=random_seed,
    )
    ended = asyncio.run(grow(settings, Console(), detail=detail))
    _show(ended.lines)
    if ended.error:
        raise ended.error
    raise typer.Exit(ended.exit_code)


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="JSON lines, a JSON array, Parquet, or a folder saved by the datasets package; of tasks as Alpaca,"
            " BELLE, ShareGPT, OpenAI chats or seed files have them."
        ),
    ],
    output: Annotated[Path, typer.Option(help="Run folder to bring the tasks into, made if there is none.")],
    lang: Annotated[str, typer.Option(help="Language of the dataset: en or zh.")] = "en",
    filters: Annotated[
        Literal["default", "none"],
        typer.Option(help="default: all filters; none: only near-duplicates and empty outputs are rejected."),
    ] = "default",
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Tell of values that are no tasks and go on, instead of stopping.")
    ] = False,
    similarity_threshold: Annotated[
        float, typer.Option(help="An instruction with a ROUGE-L F1 above this with an earlier one is a near-duplicate.")
    ] = 0.7,
    seeds: Annotated[
        Path | None,
        typer.Option(help="Seed file of the run. [default: the run's own, or those that come along]"),
    ] = None,
    avoid: Annotated[
        list[Path] | None, typer.Option(help="File of instructions to keep away from; repeatable, see generate.")
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Also tell the time spent on near-duplicates.")] = False,
) -> None:
    """Bring existing tasks into a run.

    They pass the same filters and the same comparison as new ones, in the order of the files. What was rejected is kept
    with its reason. Grow the run further with generate and the same --output.
    """
    from rich.console import Console

    from selfinstruct import resources
    from selfinstruct.config import Settings
    from selfinstruct.languages import find_language
    from selfinstruct.sessions import bring_in

    lang = find_language(lang.lower()).code
    settings = Settings(
        folder=output,
        language=lang,
        target=1,
        prompts=resources.prompts_folder() / lang,
        seeds=seeds,
        avoid=tuple(avoid or ()),
        similarity_threshold=similarity_threshold,
    )
    names = ["empty_output"] if filters == "none" else None
    _show(bring_in(files, settings, Console(), skip_bad=skip_bad, filters=names, detail=detail))


@app.command()
def status(
    run: Annotated[Path, typer.Argument(help="Run folder, such as outputs/zh-self-instruct-openai.")],
    detail: Annotated[bool, typer.Option("--detail", help="Also tell the time spent on near-duplicates.")] = False,
) -> None:
    """Print the summary of a run, also of one that is being worked on."""
    from selfinstruct.sessions import look_at

    _show(look_at(run, detail=detail))


@seeds_app.command("check")
def check_seeds(
    file: Annotated[Path, typer.Argument(help="Seed file, JSON lines or a JSON array.")],
    lang: Annotated[str | None, typer.Option(help="Language of the seeds. [default: told from the text]")] = None,
    similarity_threshold: Annotated[
        float, typer.Option(help="Pairs with a ROUGE-L F1 above this are near-duplicates.")
    ] = 0.7,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 if any rule is missed.")] = False,
) -> None:
    """Validate a seed file and hold it against what is asked of a seed set."""
    from rich.console import Console

    from selfinstruct.display import seed_table
    from selfinstruct.languages import find_language, guess_language
    from selfinstruct.seed_check import check_seed_tasks
    from selfinstruct.seeds import read_seed_tasks

    tasks = read_seed_tasks(file)
    language = find_language(lang) if lang else guess_language([task.instruction for task in tasks])
    findings = check_seed_tasks(tasks, language, similarity_threshold)
    Console(width=None if sys.stdout.isatty() else 120).print(seed_table(file, findings, language.name))
    if strict and not all(finding.met for finding in findings):
        raise typer.Exit(1)
