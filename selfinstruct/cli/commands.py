"""The commands; the only place that prints or exits."""

import asyncio
import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from selfinstruct import __version__
from selfinstruct.cli import option_groups, options
from selfinstruct.cli.messages import show, show_error
from selfinstruct.core.errors import SelfInstructError
from selfinstruct.core.settings import Caps, Connection, Prices, Settings

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
        show_error(error)
        sys.exit(2)
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            # Whoever read the output has gone, or its disk is full: what the program wrote itself is complete.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
@option_groups.takes(
    connection=option_groups.connection,
    steps=option_groups.steps,
    pace=option_groups.pace,
    caps=option_groups.caps,
    prices=option_groups.prices,
)
def generate(
    n: options.N,
    *,
    lang: options.Lang = "en",
    output: options.NewOutput = None,
    recipe: options.Recipe = "self-instruct",
    seed_only: options.SeedOnly = False,
    similarity_threshold: options.SimilarityThreshold = 0.7,
    filters: options.WhichFilters = "default",
    instances_per_task: options.InstancesPerTask = 1,
    random_seed: options.RandomSeed = None,
    seeds: options.Seeds = None,
    avoid: options.Avoid = None,
    prompts: options.Prompts = None,
    dry_run: options.DryRun = False,
    detail: options.Detail = False,
    connection: Connection,
    steps: dict[str, Any],
    pace: dict[str, Any],
    caps: Caps,
    prices: Prices | None,
) -> None:
    """Grow the seed tasks to --n accepted tasks.

    The training file and what was rejected are written to the run folder. Run the same command again to resume, or with
    a larger --n to extend. Press Ctrl-C once to stop asking and keep what comes in, twice to end now.
    """
    from rich.console import Console

    from selfinstruct.cli.sessions import dry_run as plan
    from selfinstruct.cli.sessions import grow
    from selfinstruct.core import resources
    from selfinstruct.languages import find_language

    lang = find_language(lang.lower()).code
    settings = Settings(
        folder=output or Path("outputs") / f"{lang}-{recipe}-{connection.backend}",
        language=lang,
        target=n,
        seeds=seeds,
        avoid=tuple(avoid or ()),
        prompts=(prompts or resources.prompts_folder()) / lang,
        recipe=recipe,
        seed_only=seed_only,
        similarity_threshold=similarity_threshold,
        filters=filters,
        instances_per_task=instances_per_task,
        random_seed=random_seed,
        connection=replace(connection, **steps, **pace),
        caps=caps,
        prices=prices,
    )
    if dry_run:
        show(plan(settings))
        return
    ended = asyncio.run(grow(settings, Console(), detail=detail))
    show(ended.lines)
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

    from selfinstruct.cli.sessions import bring_in
    from selfinstruct.core import resources
    from selfinstruct.languages import find_language

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
    show(bring_in(files, settings, Console(), skip_bad=skip_bad, filters=filters, detail=detail))


@app.command()
@option_groups.takes(connection=option_groups.connection)
def check(*, connection: Connection) -> None:
    """Ask the endpoint one tiny question each way and say what works.

    Tells of models, chat, completions, structured outputs and rate limits. Ends with exit code 1 if what --api names
    does not work.
    """
    from selfinstruct.cli.sessions import check as check_endpoints

    if not asyncio.run(check_endpoints(connection, show)):
        raise typer.Exit(1)


@app.command()
def replay(
    run: options.Source,
    output: options.NewRun,
    n: options.OtherN = None,
    similarity_threshold: options.OtherThreshold = None,
    filters: options.OtherFilters = None,
    instances_per_task: options.OtherInstances = None,
    detail: options.Detail = False,
) -> None:
    """Build a dataset anew from the completions of a run, without asking for any.

    With nothing changed it comes out the same, byte for byte. Instructions that are new to it wait for their instances:
    grow it with generate and the same --output.
    """
    from rich.console import Console

    from selfinstruct.cli.sessions import rebuild

    wanted = {
        "--n": n,
        "--similarity-threshold": similarity_threshold,
        "--filters": filters,
        "--instances-per-task": instances_per_task,
    }
    changes = {name: value for name, value in wanted.items() if value is not None}
    show(rebuild(run, output, changes, Console(), filters=filters, detail=detail))


@app.command()
def export(
    run: options.Run,
    format_: options.WhichFormat,
    output: options.ExportTo = None,
    include_seeds: options.IncludeSeeds = False,
    split: options.Split = None,
    shuffle: options.Shuffle = None,
    where: options.Where = None,
    with_provenance: options.WithProvenance = False,
    license_: options.Licence = "",
    terms: options.Terms = "",
    push_to_hub: options.PushToHub = None,
) -> None:
    """Write the tasks of a run in another shape."""
    from rich.console import Console

    from selfinstruct.cli.sessions import give_out
    from selfinstruct.export.exporting import Export
    from selfinstruct.export.selection import Selection, condition
    from selfinstruct.formats import find_format

    wanted = Export(
        format_,
        output or run / find_format(format_).file_name,
        Selection(tuple(map(condition, where or ())), shuffle, split),
        include_seeds=include_seeds,
        with_provenance=with_provenance,
        licence=license_,
        terms=terms,
    )
    show(give_out(run, wanted, Console(), hub_name=push_to_hub))


@app.command()
def status(run: options.Run, detail: options.Detail = False) -> None:
    """Print the summary of a run, also of one that is being worked on."""
    from selfinstruct.cli.sessions import look_at

    show(look_at(run, detail=detail))


@seeds_app.command("check")
def check_seeds(
    file: options.SeedFile,
    lang: options.SeedLang = None,
    similarity_threshold: options.SimilarityThreshold = 0.7,
    strict: options.Strict = False,
) -> None:
    """Validate a seed file and hold it against what is asked of a seed set."""
    from rich.console import Console

    from selfinstruct.cli.display import seed_table
    from selfinstruct.languages import find_language, guess_language
    from selfinstruct.seeds.checking import check_seed_tasks
    from selfinstruct.seeds.reading import read_seed_tasks

    tasks = read_seed_tasks(file)
    language = find_language(lang) if lang else guess_language([task.instruction for task in tasks])
    findings = check_seed_tasks(tasks, language, similarity_threshold)
    Console(width=None if sys.stdout.isatty() else 120).print(seed_table(file, findings, language.name))
    if strict and not all(finding.met for finding in findings):
        raise typer.Exit(1)
