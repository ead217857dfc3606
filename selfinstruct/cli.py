"""The commands; the only place that prints or exits."""

import asyncio
import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from selfinstruct import __version__, options
from selfinstruct.errors import SelfInstructError

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
        print(f"selfinstruct: error: {_printable(' '.join(str(error).split()))}", file=sys.stderr)
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
            print(_printable(line))


def _printable(text: str) -> str:
    """Return a text without the control characters that a server may have put in to play with the terminal."""
    return "".join(char if char.isprintable() else "�" for char in text)


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
    n: options.N,
    lang: options.Lang = "en",
    output: options.NewOutput = None,
    recipe: options.Recipe = "self-instruct",
    backend: options.Backend = "openai",
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    api: options.WhichApi = "chat",
    concurrency: options.Concurrency = 16,
    similarity_threshold: options.SimilarityThreshold = 0.7,
    instances_per_task: options.InstancesPerTask = 1,
    random_seed: options.RandomSeed = None,
    seeds: options.Seeds = None,
    avoid: options.Avoid = None,
    prompts: options.Prompts = None,
    detail: options.Detail = False,
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
    files: options.Files,
    output: options.Output,
    lang: options.Lang = "en",
    filters: options.WhichFilters = "default",
    skip_bad: options.SkipBad = False,
    similarity_threshold: options.SimilarityThreshold = 0.7,
    seeds: options.Seeds = None,
    avoid: options.Avoid = None,
    detail: options.Detail = False,
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
def status(run: options.Run, detail: options.Detail = False) -> None:
    """Print the summary of a run, also of one that is being worked on."""
    from selfinstruct.sessions import look_at

    _show(look_at(run, detail=detail))


@seeds_app.command("check")
def check_seeds(
    file: options.SeedFile,
    lang: options.SeedLang = None,
    similarity_threshold: options.SimilarityThreshold = 0.7,
    strict: options.Strict = False,
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
