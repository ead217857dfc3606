"""The commands; the only place that prints or exits."""

import asyncio
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

import selfinstruct
from selfinstruct.cli import options
from selfinstruct.cli.decide_command import decide
from selfinstruct.cli.earlier import as_written_today
from selfinstruct.cli.examples import shown_below
from selfinstruct.cli.export_command import export
from selfinstruct.cli.going_on import go_on, require_one_place, without_addresses
from selfinstruct.cli.groups import takes
from selfinstruct.cli.interrupts import interruptible
from selfinstruct.cli.judge_command import judge
from selfinstruct.cli.listing import ListingCommand
from selfinstruct.cli.messages import show, show_data, show_object
from selfinstruct.cli.pages import CommandGroup
from selfinstruct.cli.process import run
from selfinstruct.cli.report_command import report
from selfinstruct.cli.review_command import review
from selfinstruct.core.settings import Asking, Connection, ImportSettings, ReplaySettings, Serving, Settings

if TYPE_CHECKING:
    from selfinstruct.cli.display import ConsoleObserver

app = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Grow a few human-written seed tasks into an instruction-tuning dataset by prompting a language model.",
    epilog="Begin with: selfinstruct generate -n 100 --backend demo. --install-completion lets the shell complete"
    " commands, options and names.\n\nExit codes: 0 done; 1 stopped before --n was reached, the same command goes on"
    " later; 2 something has to be changed first: bad input, a folder that cannot be used, a refused request;"
    " 130 interrupted.",
)
seeds_app = typer.Typer(cls=CommandGroup, no_args_is_help=True, rich_markup_mode=None, help="Work on seed files.")
app.add_typer(seeds_app, name="seeds")


def main() -> None:
    """Run the command line; show errors in one line."""
    given = sys.argv[1:]
    run(
        partial(app, as_written_today(given), prog_name="selfinstruct", standalone_mode=False),
        as_json="--json" in given,
    )


def _observer() -> "ConsoleObserver":
    from selfinstruct.cli.display import ConsoleObserver

    return ConsoleObserver()


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"selfinstruct {selfinstruct.__version__}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command(cls=ListingCommand, epilog=shown_below("generate"))
@takes(settings=Settings, before=go_on)
def generate(
    *,
    settings: Settings,
    output: options.NewOutput = None,
    dry_run: options.DryRun = False,
    show_prompts: options.ShowPrompts = False,
    detail: options.Detail = False,
    as_json: options.AsJson = False,
) -> None:
    """Grow the seed tasks into --n accepted tasks.

    The training file and what was rejected are written to the run folder. Run the same command again to resume, or with
    a larger --n to extend; a run remembers its settings, so --output and --n are enough. A file that was changed by
    hand is kept beside the new one. Press Ctrl-C once to stop asking and wait for the answers, twice to stop at once.
    """
    from selfinstruct.cli.ending import end
    from selfinstruct.cli.planning import show_plan

    settings = without_addresses(settings)
    if dry_run:
        plan = selfinstruct.plan(settings, output)
        if not as_json and plan.missing and plan.is_priced and not _is_reachable(settings):
            show(["no model is named, and OpenAI serves many; name one with ‹model›"])
        show_plan(plan, show_prompts=show_prompts, as_json=as_json)
        return
    with _observer() as observer:
        result = selfinstruct.generate(settings, output, observer=observer)
    end(result, detail=detail, as_json=as_json)


def _is_reachable(settings: Settings) -> bool:
    """Tell whether a model is named, or the place that is asked may serve only one."""
    connection = settings.connection
    return bool(connection.model or connection.base_urls or settings.serving.server)


@app.command("import", cls=ListingCommand, epilog=shown_below("import"))
@takes(settings=ImportSettings)
def import_(
    files: options.Files,
    output: options.Output,
    *,
    settings: ImportSettings,
    skip_bad: options.SkipBad = False,
    detail: options.Detail = False,
    as_json: options.AsJson = False,
) -> None:
    """Bring existing tasks into a run.

    They pass the same filters and the same comparison as new ones, in the order of the files. What was rejected is kept
    with its reason. Without --lang, the language is the run's own, or that of the text; without
    --similarity-threshold, it is the run's own, or 0.7. Values that teach nothing, such as answers labelled bad or
    tasks with images, are left out and listed. Grow the run further with generate and the same --output. Press Ctrl-C
    to stop; the same command goes on.
    """
    from selfinstruct.cli.ending import end

    with _observer() as observer:
        result = selfinstruct.import_tasks(files, output, settings, skip_bad=skip_bad, observer=observer)
    end(result, detail=detail, as_json=as_json)


@app.command(cls=ListingCommand, epilog=shown_below("check"))
@takes(
    connection=Connection,
    serving=Serving,
    asking=Asking,
    without=("models", "sampling", "lane_price", "lane_fallback", "batch", "batch_leave"),
    before=require_one_place,
)
def check(*, connection: Connection, serving: Serving, asking: Asking) -> None:
    """Ask the endpoint one tiny question each way and say what works.

    It looks at models, chat, completions, structured outputs and rate limits, and says what follows from each. It ends
    with exit code 1 if what --ask needs does not work; an endpoint that is busy may work later, as a run would wait.
    """
    if not asyncio.run(_check(connection, serving, asking)):
        raise typer.Exit(1)


async def _check(connection: Connection, serving: Serving, asking: Asking) -> bool:
    works, shown = True, ""
    wanted = "completions" if asking.form == "continuation" else "chat"
    task = asyncio.current_task()
    with interruptible(lambda: task and task.cancel()), _observer() as observer:
        async for name, finding in selfinstruct.check(connection, asking, serving, observer=observer):
            if name != shown:
                show([name])
                shown = name
            state = {True: "works", False: "no", None: "busy"}[finding.works]
            show([f"  {finding.what:<13}{state:<7}{finding.says}", f"{'':<15}→ {finding.follows}"])
            works &= finding.works is not False or (finding.what != wanted and not finding.is_final)
    return works


@app.command(cls=ListingCommand, epilog=shown_below("replay"))
@takes(changes=ReplaySettings, default="as before")
def replay(
    run: options.Source,
    output: options.NewRun,
    *,
    changes: ReplaySettings,
    detail: options.Detail = False,
    as_json: options.AsJson = False,
) -> None:
    """Rebuild a dataset from the completions of a run, without sending any request.

    With nothing changed it comes out the same, byte for byte. Instructions that are new to it wait for their instances:
    grow it with generate and the same --output. What reviewers kept or restored stays in, whatever is changed.
    """
    from selfinstruct.cli.ending import show_result

    with _observer() as observer:
        result = selfinstruct.replay(run, output, changes, observer=observer)
    show_result(result, detail=detail, as_json=as_json)


for _command in (judge, review, decide, report, export):
    app.command(cls=ListingCommand, epilog=shown_below(_command.__name__))(_command)


@app.command(cls=ListingCommand, epilog=shown_below("status"))
def status(run: options.AnyRun = None, detail: options.Detail = False, as_json: options.AsJson = False) -> None:
    """Print the summary of a run, also of one that is being worked on; without a run, list those below outputs/."""
    from selfinstruct.cli.machine import runs_json, status_json
    from selfinstruct.cli.runs_listed import run_lines
    from selfinstruct.cli.summary import status_lines

    if run is None:
        show_object(runs_json()) if as_json else show_data(run_lines())
        return
    with selfinstruct.open_run(run) as opened:
        if as_json:
            show_object(status_json(opened))
        else:
            show(status_lines(opened, detail=detail))


@app.command("show", cls=ListingCommand, epilog=shown_below("show"))
def show_(
    run: options.Run,
    id_: options.Shown = "",
    reason: options.Reason = "",
    decisions: options.Decisions = False,
    reviewer: options.OfReviewer = "",
    since: options.Since = "",
    n: options.HowMany = 20,
    as_json: options.AsJson = False,
) -> None:
    """Print a task, a rejection, or a completion with its prompt; also of a run that is being worked on.

    The ids are those of rejected.jsonl and of provenance files. With --reason, what was rejected for it is listed; with
    --decisions, what reviewers decided.
    """
    from selfinstruct.cli import listed, showing

    if sum(map(bool, (id_, reason, decisions))) > 1:
        raise selfinstruct.InputError("an id, --reason and --decisions: give one of them")
    if (reviewer or since) and not decisions:
        raise selfinstruct.InputError("--reviewer and --since go with --decisions")
    with selfinstruct.open_run(run) as opened:
        if id_:
            shown = opened.show(id_)
            show_object(showing.json_lines(shown.row())) if as_json else show_data(showing.shown_lines(shown, run))
            return
        begin = listed.moment("--since", since)
        found = listed.found(opened, reason, n, decisions=decisions, reviewer=reviewer, since=begin)
        show_object(showing.json_lines(found.row())) if as_json else show_data(found.lines())


@seeds_app.command("check", cls=ListingCommand, epilog=shown_below("seeds check"))
def check_seeds(
    file: options.SeedFile,
    lang: options.SeedLang = "",
    similarity_threshold: options.SimilarityThreshold = 0.7,
    strict: options.Strict = False,
) -> None:
    """Check a seed file, by the rules that our own seed tasks follow."""
    from rich.console import Console

    from selfinstruct.cli.seeds_checked import seed_table

    found = selfinstruct.check_seeds(file, lang, similarity_threshold)
    with suppress(OSError):
        Console(width=None if sys.stdout.isatty() else 120).print(seed_table(file, found))
    if strict and not found.is_sound:
        raise typer.Exit(1)
