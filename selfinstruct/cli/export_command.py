"""The command `export`, with its options."""

from pathlib import Path
from typing import Annotated

from typer import Option

import selfinstruct
from selfinstruct.cli import options, reading
from selfinstruct.cli.completion import completes
from selfinstruct.cli.messages import show

WhichFormat = Annotated[str, Option("--format", autocompletion=completes("--format"), help="{formats}.")]
ExportTo = Annotated[
    Path | None,
    Option(
        "--output",
        "-o",
        parser=reading.folder,
        metavar="<path>",
        help="File or folder to write. [default: in the run folder]",
    ),
]
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
        " imported tasks that do not say so count as no), input=no, 'output>=40' (characters), category=planning (the"
        " kind that their prompt asked for), 'score>=4' (what a judge gave; of several instances the lowest),"
        " all_valid=yes (what it answered to all three questions; valid=yes is an earlier name) or instruction_valid,"
        " input_fits, output_right=yes (to one of them); repeatable.",
    ),
]
MinGap = Annotated[
    float | None,
    Option(
        metavar="GAP",
        help="For preference and kto: how far the scores of the best output and the worst are to be apart, 0 to 5."
        " [default: 1]",
    ),
]
Licence = Annotated[str, Option("--license", help="Licence for the dataset card (hf). [default: other]")]
Terms = Annotated[str, Option(help="Terms of the teacher model, for the dataset card (hf).")]
CardLanguage = Annotated[
    str, Option("--page-lang", metavar="en|zh", help="Language of the dataset card (hf). [default: that of the tasks]")
]
PushToHub = Annotated[
    str, Option(metavar="NAME", help="Also upload the folder (hf) to the Hugging Face hub as OWNER/NAME.")
]


def export(
    run: options.Run,
    format_: WhichFormat,
    output: ExportTo = None,
    include_seeds: IncludeSeeds = False,
    split: Split = None,
    shuffle: Shuffle = None,
    where: Where = None,
    with_provenance: WithProvenance = False,
    min_gap: MinGap = None,
    license_: Licence = "",
    terms: Terms = "",
    page_lang: CardLanguage = "",
    push_to_hub: PushToHub = "",
) -> None:
    """Write the tasks of a run in another shape."""
    from selfinstruct.cli.display import ConsoleObserver
    from selfinstruct.cli.summary import written_line

    wanted = selfinstruct.Export(
        format_,
        output or run / selfinstruct.FORMATS.find(format_).file_name,
        selfinstruct.Selection(tuple(map(selfinstruct.condition, where or ())), shuffle, split),
        include_seeds=include_seeds,
        with_provenance=with_provenance,
        min_gap=min_gap,
        licence=license_,
        terms=terms,
        page_language=page_lang,
    )
    with ConsoleObserver() as observer:
        written = selfinstruct.export(run, wanted, hub_name=push_to_hub, observer=observer)
    show([written_line(*each) for each in written] + ([f"uploaded to {push_to_hub}"] if push_to_hub else []))
