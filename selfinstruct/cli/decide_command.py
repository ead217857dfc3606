"""The command `decide`, with its options: decisions of a reviewer without the page."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option

import selfinstruct
from selfinstruct.cli import options
from selfinstruct.cli.messages import show, show_object
from selfinstruct.cli.reading import require_text

_UNDO = "undo"
# As many as are read before they scroll away.
_MOST_LISTED = 10
What = Annotated[
    str,
    Argument(
        metavar="ACTION",
        help="keep, reject, restore, doubt, skip or comment; undo takes back the last decision, with all that was"
        " decided at the same stroke.",
    ),
]
Ids = Annotated[
    list[str] | None,
    Argument(
        metavar="ID",
        show_default=False,
        help="Tasks, such as 12.3 (12.3/2 is its second instance), and rejections, such as r57.",
    ),
]
Reviewer = Annotated[
    str, Option(metavar="NAME", help="Name of the reviewer, kept with each decision. [default: the name of the user]")
]
Why = Annotated[
    str,
    Option(
        metavar="WORD",
        help="With reject: wrong, unclear, input_does_not_fit, incomplete, not_useful, unsafe, language, format or"
        " duplicate.",
    ),
]
Note = Annotated[str, Option(metavar="TEXT", help="More about it; the text of a comment.")]


def decide(
    run: options.Run,
    action: What,
    ids: Ids = None,
    reviewer: Reviewer = "",
    why: Why = "",
    note: Note = "",
    as_json: options.AsJson = False,
) -> None:
    """Decide on single records without the page of review.

    Each decision is kept as the page keeps it, in decisions.jsonl of the run folder, and the training file is then
    written anew; while another process works on the run, that one follows it. Of several records all are decided, or
    none if one of them is not there; one undo takes all of them back.
    """
    for flag, text in (("--reviewer", reviewer), ("--note", note)):
        require_text(flag, text)
    action = action.lower()
    more: dict[str, Any] = {"reviewer": reviewer, "why": why, "note": note}
    decisions = selfinstruct.decide(run, action, ids or [], **more)  # type: ignore[arg-type]
    _show(run, decisions, "taken back: " if action == _UNDO else "", as_json=as_json)


def _show(run: Path, decisions: "list[selfinstruct.Decision]", before: str, *, as_json: bool) -> None:
    from selfinstruct.cli.lines import decided, line_on
    from selfinstruct.cli.reviewing import written, written_lines
    from selfinstruct.cli.showing import json_lines

    rows = [each.row() for each in decisions]
    if as_json:
        result = written(run)
        came = {"notes": [result]} if isinstance(result, str) else _told(result)
        show_object(json_lines({"taken_back" if before else "decisions": rows, **came}))
        return
    for each in decisions[:_MOST_LISTED]:
        show([f"  {each.subject:<10} {before}{decided(each)}", line_on("", each.record.instruction)])
    if len(decisions) > 1:
        counts = Counter(each.action for each in decisions)
        told = ", ".join(f"{action} {count:,}" for action, count in counts.most_common())
        rest = " (--json lists all of them)" if len(decisions) > _MOST_LISTED else ""
        show([f"{before or 'decided: '}{told}{rest}"])
    if settled := 0 if before else sum(each.settles for each in decisions):
        show([f"disputes settled by this: {settled:,}"])
    show(written_lines(run))


def _told(result: "selfinstruct.Result") -> dict[str, object]:
    """Return what a program wants to know of the files."""
    report = result.report
    tasks = min(report.kept, report.target)
    files = [str(path) for path in result.files]
    return {"notes": [*result.notes], "files": files, "tasks": tasks, "review": asdict(report.review)}
