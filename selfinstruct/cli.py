"""The commands; the only place that prints or exits."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selfinstruct import __version__
from selfinstruct.errors import SelfInstructError
from selfinstruct.types import Api

if TYPE_CHECKING:
    from selfinstruct.config import Settings
    from selfinstruct.pipeline import Run

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
    prompts: Annotated[
        Path | None,
        typer.Option(help="Folder of prompt templates, LANG/STEP.API.txt in it. [default: those that come along]"),
    ] = None,
) -> None:
    """Grow the seed tasks to --n accepted tasks.

    The training file and what was rejected are written to the run folder. Run the same command again to resume, or with
    a larger --n to extend. Press Ctrl-C once to stop asking and keep what comes in, twice to end now.
    """
    from selfinstruct import resources
    from selfinstruct.config import Settings
    from selfinstruct.languages import find_language

    lang = find_language(lang.lower()).code
    settings = Settings(
        folder=output or Path("outputs") / f"{lang}-{recipe}-{backend}",
        language=lang,
        target=n,
        seeds=seeds,
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
    raise typer.Exit(asyncio.run(_grow(settings)))


async def _grow(settings: "Settings") -> int:
    """Open the run folder, work on it, write the files, tell how it went; return the exit code."""
    from rich.console import Console

    from selfinstruct.backends import backend_note
    from selfinstruct.display import ProgressDisplay, file_line, summary
    from selfinstruct.export import write_files
    from selfinstruct.languages import find_language
    from selfinstruct.report import Report
    from selfinstruct.setup import build_run, open_store

    store = open_store(settings)
    try:
        report = Report.load(store)
        run = None
        if report.accepted < settings.target:
            run = build_run(settings, store)
            with ProgressDisplay(Console(), run).shown():
                await _interruptible(run)
            report = Report.load(store)
        files = write_files(store, find_language(settings.language), settings.target) if report.requests else []
        state = (f"stopped: {run.ended_by}" if run.ended_by else "") if run else "as they were, nothing asked"
        told = [file_line(path, "wrote") for path in files]
        _show(summary(report, state=state, files=told, note=backend_note(settings.backend)))
    finally:
        store.close()
    if run and run.error:
        raise run.error
    return run.exit_code if run else 0


async def _interruptible(run: "Run") -> None:
    """Let the run work; the first interrupt makes it stop asking, the second ends it now."""
    work = asyncio.ensure_future(run.generate())

    def interrupt() -> None:
        if run.interrupted:
            work.cancel()
        run.interrupt()

    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else ()
    for number in signals:
        loop.add_signal_handler(number, interrupt)
    try:
        with suppress(asyncio.CancelledError):
            await work
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
        await run.close()


@app.command()
def status(
    run: Annotated[Path, typer.Argument(help="Run folder, such as outputs/zh-self-instruct-openai.")],
) -> None:
    """Print the summary of a run, also of one that is being worked on."""
    from selfinstruct.backends import backend_note
    from selfinstruct.display import file_line, summary
    from selfinstruct.export import output_names
    from selfinstruct.languages import find_language
    from selfinstruct.report import Report
    from selfinstruct.store import Store

    store = Store.open_to_read(run)
    try:
        report = Report.load(store)
        state = "being worked on" if store.is_being_worked_on() else ""
        paths = (run / name for name in output_names(find_language(report.settings["--lang"])))
        files = [file_line(path, "holds") for path in paths if path.exists()]
        _show(summary(report, state=state, files=files, note=backend_note(report.settings["--backend"])))
    finally:
        store.close()


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
