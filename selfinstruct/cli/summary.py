"""How a run looks when it has ended: the funnel, what it took, the files."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from textwrap import shorten

from selfinstruct import JudgingResult, Report, Result, Run, Scores
from selfinstruct.cli.funnel import LONGEST_NAME, funnel
from selfinstruct.cli.next_steps import NO_CAP, next_lines
from selfinstruct.core.counts import Count, listed, rough_money
from selfinstruct.core.endings import cut_by
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.scores import HIGHEST
from selfinstruct.core.spending import Spending
from selfinstruct.core.tally import Tally
from selfinstruct.core.wire import PROMPT_REFUSED
from selfinstruct.servers import ends_with_its_run


def result_lines(result: Result, *, detail: bool) -> list[str]:
    """Return the lines on a run that was worked on: what was left out, then the summary."""
    state = "as it was, nothing to ask" if result.is_untouched else ""
    if result.stopped_by:
        state = result.stopped_by if result.has_left else f"stopped: {result.stopped_by}"
    files = [_file_line(path, "wrote") for path in result.files]
    enough = NO_CAP if result.is_judged else result.enough
    told = _summary(result.folder, result.report, state, files, result.judged, enough, result.judging, detail=detail)
    return [*result.notes, *told]


def status_lines(run: Run, *, detail: bool) -> list[str]:
    """Return the lines on a run that another process may work on."""
    report = run.report
    state = "being worked on" if run.is_being_worked_on else ""
    files = [_file_line(path, "holds") for path in run.files]
    if run.is_file_behind:
        files[0] += _BEHIND
    return _summary(run.folder, report, state, files, run.judged, is_at_work=bool(state), detail=detail)


_BEHIND = ", older than the last decisions: the end of the review (Ctrl-C) writes it anew, or the next generate"


def written_line(path: Path, records: int | None) -> str:
    """Return the line on a part that was exported, or left out."""
    if records is None:
        return f"{path}: no task falls to the test part; it is left out"
    return _file_line(path, "wrote", f"{Count(records):record}, ")


def _file_line(path: Path, verb: str, records: str = "") -> str:
    size = sum(each.stat().st_size for each in (path, *path.rglob("*")) if each.is_file())
    written = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(path.stat().st_mtime))
    return f"{verb} {path} ({records}{Count(size):byte}, {written})"


def _summary(
    folder: Path,
    report: Report,
    state: str,
    files: Sequence[str],
    judged: Scores | None,
    enough: Mapping[str, float] = NO_CAP,
    judging: JudgingResult | None = None,
    *,
    is_at_work: bool | None = None,
    detail: bool,
) -> list[str]:
    settings = report.settings
    shown = partial(shorten, width=LONGEST_NAME)
    models, judges = report.model_names(shown), ", ".join(report.judge_names(shown))
    made = settings.language, settings.recipe or "imported", settings.backend, _lane(settings), *models
    lines = [
        f"{min(report.kept, report.target):,} of {Count(report.target):task}" + (f" ({state})" if state else ""),
        " · ".join(filter(None, (*made, judges and f"judge: {judges}"))),
        *(f"{label:<12}{count:>9,}  {what}".rstrip() for label, count, what in funnel(report)),
        *_scores_lines(judged),
    ]
    if report.attempts:
        lines += [_REBUILT] if report.is_replayed else []
        lines += spent_lines(report, detail=detail, is_at_work=bool(is_at_work))
        lines += asked_lines(report, detail=detail)
    lines.append(f"time {duration(report.seconds)}{_pace(report)}")
    if detail:
        share = report.dedup_seconds / report.seconds if report.seconds else 0.0
        seconds = duration(report.dedup_seconds)
        lines.append(f"  of which near-duplicates {seconds} ({share:.1%}), tokenising included")
    further = next_lines(folder, report, enough, is_at_work=is_at_work, judged=judged, judging=judging)
    return [*lines, *files, *filter(None, [report.note]), *further]


def _scores_lines(judged: Scores | None) -> Iterator[str]:
    """Yield the line on scores, if there are any: how many records reach which, so that a least score can be chosen."""
    if judged:
        reach = (f"{mark} or more {judged.reaching(mark):,}" for mark in range(HIGHEST, 0, -1))
        of_all = f"{judged.records:,} of " if judged.of > judged.records else ""
        records = Count(max(judged.of, judged.records))
        told = f"scores of {of_all}{records:record}: mean {judged.marks['mean_mark']:.2f}; {', '.join(reach)}"
        yield f"{told}; yes to all three questions {judged.shares['all']:.0%}"


def _pace(report: Report) -> str:
    """Return how fast tasks came, or since when the time counts where it does not tell that."""
    if report.is_replayed:
        return " since the replay began"
    if not report.seconds:
        return ""
    # Imported tasks come at another pace than those that models write.
    counted, beside = (report.grown, " without those imported") if report.grown else (report.accepted, "")
    return f", {counted / report.seconds:,.1f} tasks a second{beside if report.imported else ''}"


_REBUILT = "taken by the run that this one was rebuilt from, and by what was asked here later; rebuilding asks nothing:"


def spent_lines(report: Report, *, detail: bool, is_at_work: bool = False) -> list[str]:
    """Return the lines on requests, each that was sent accounted for, and on what they took."""
    sent = report.attempts
    steps: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for (step, finish_reason), count in report.requests.items():
        steps[step] += count
        end = finish_reason if finish_reason == PROMPT_REFUSED else cut_by(finish_reason)
        if end:
            ends[_ENDS[end]] += count
    steps += report.unsettled
    answered = steps.total()
    of_all = f" of {sent:,} sent" if sent != answered else ""
    named = report.steps_named
    asked = {named.get(step, step): count for step, count in steps.items()}
    kinds = "; ".join(filter(None, (listed(asked), listed(ends))))
    untold = f"{Count(report.untold):request} told no tokens and may be billed"
    return [
        f"requests answered {answered:,}{of_all}" + (f": {kinds}" if kinds else ""),
        *failed_lines(report, detail=detail),
        *_out_lines(report),
        *_without_answer(_lost(report), is_at_work=is_at_work),
        tokens_line(report),
        *cost_lines(report, report.spent + report.held, untold),
    ]


def _lost(report: Report) -> int:
    """Return how many requests brought neither an answer nor an error, and are not out in a batch."""
    answered = report.requests.total() + report.unsettled.total()
    return report.attempts - answered - sum(each.requests for each in report.out) - report.faults.total()


def _without_answer(count: int, *, is_at_work: bool) -> Iterator[str]:
    if count > 0 and is_at_work:
        yield f"requests in flight {count:,}, including what earlier sessions left open"
    elif count > 0:
        yield f"requests lost {count:,}: given up, or their process was ended"


def _out_lines(report: Report) -> Iterator[str]:
    """Yield a line for each batch that is not answered yet; what it may cost counts as spent already."""
    for each in report.out:
        batch = each.batch
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(batch.made_at))
        name = batch.remote or "a batch that has perhaps not arrived"
        most = each.cost(report.price_lists)
        cost = "" if most is None else f", for {most:,.4f} at most"
        ends = "; if that command has ended, they are asked anew" if ends_with_its_run(batch.endpoint) else ""
        yield f"requests out {each.requests:,}: since {since}, in {name} at {batch.endpoint}{cost}{ends}"


_ENDS = {
    "length": "cut by length",
    "content_filter": "cut by the content filter",
    "endpoint": "not said to be whole",
    PROMPT_REFUSED: "refused",
}


def tokens_line(report: Report) -> str:
    """Return the line on the tokens that a run took."""
    usage = report.usage
    of_these = {"cached": usage.cached_tokens, "reasoning": usage.reasoning_tokens}
    special = ", ".join(f"{count:,} {name}" for name, count in of_these.items() if count)
    among = f", among them {special}" if special else ""
    return f"tokens {usage.prompt_tokens:,} prompt + {usage.completion_tokens:,} completion{_a_task(report)}{among}"


def _a_task(report: Report) -> str:
    """Return in brackets what a task took on average: to write it, if it was not imported, and to judge it."""
    judging = report.judging.usage.total
    told = []
    if report.grown:
        each = (report.usage.total - judging) / report.grown
        told.append(f"{each:,.0f} a task to write" if judging else f"{each:,.0f} a task")
    if judging and report.accepted:
        told.append(f"{judging / report.accepted:,.0f} a task to judge")
    return f" ({', '.join(told)})" if told else ""


def asked_lines(report: Report, *, detail: bool) -> list[str]:
    """Return the lines on steps in which several forms of asking were tried, in `detail` on all: what each brought."""
    steps: dict[str, list[tuple[str, Tally]]] = {}
    for (step, form), tally in report.tallies.items():
        steps.setdefault(step, []).append((form, tally))
    told = {step: forms for step, forms in sorted(steps.items()) if detail or len(forms) > 1}
    if not told:
        return []
    lines = ["sound results for 1,000 tokens, by the form of asking (a token of a prompt counts a quarter):"]
    for step, forms in told.items():
        by_use = sorted(forms, key=lambda each: -each[1].requests)
        lines.append(f"  {step}: " + ", ".join(_brought(*each) for each in by_use))
    return lines


def _brought(form: str, tally: Tally) -> str:
    each = f"{1000 * tally.brought / tally.cost:.1f}" if tally.cost else "unknown"
    return f"{form} {each} ({Count(tally.requests):request})"


def cost_lines(report: Report, most: Spending, why: str = "") -> list[str]:
    """Return the line on money, if prices are known: what the answers cost, and what all will have cost.

    `most` is what was spent at most; if that is more than the answers cost, `why` says what may be billed beside them.
    """
    lists, cost = report.price_lists, report.cost_of_answers
    if cost is None:
        return []
    at_most, usual = most.cost(lists), most.usual_cost(lists)
    left = report.target > report.kept and report.grown > 0
    told = [f"cost {cost:,.4f}{' so far' if left else ''}"]
    if round(at_most, 4) > round(cost, 4):
        told.append(f"at most {at_most:,.4f}{why and f' ({why})'}")
    if round(usual, 4) > round(at_most, 4):
        told.append(f"{usual:,.4f} at the usual price")
    if unpriced := most.unpriced(lists).total:
        told.append(f"without {Count(unpriced):token} whose price was not named")
    return [", ".join(told) + (_expected(report, cost, most) if left else "")]


def _expected(report: Report, cost: float, most: Spending) -> str:
    """Return what all tasks are going to cost at this rate, and at most, as a cap counts it, if that is more.

    What fails, or tells no tokens, goes on at its rate; what was lost as a process ended counts once.
    """
    lists, share = report.price_lists, (report.target - report.kept) / report.grown
    growing = report.growing(report.spent).cost(lists)
    about = cost + share * growing
    lost = min(1.0, _lost(report) / report.untold) if report.untold else 0.0
    untold = (most.cost(lists) - report.spent.cost(lists)) * (1 - lost)
    at_most = most.cost(lists) + share * (growing + untold)
    more = f", at most {rough_money(at_most)}" if rough_money(at_most) != rough_money(about) else ""
    return f"; about {rough_money(about)}{more} for {Count(report.target):task}"


def _lane(settings: RunSettings) -> str:
    return f"lane {settings.lane}" if settings.lane else ""


def failed_lines(report: Report, *, detail: bool) -> list[str]:
    """Return the line on failed requests, none if there are none; the causes of earlier sessions only in `detail`."""
    faults = report.faults if detail else report.faults - report.earlier_faults
    before = report.faults.total() - faults.total()
    earlier = f"{before:,} in earlier sessions" if before else ""
    told = "; ".join(filter(None, (f"{faults.total():,}: {listed(faults)}" if faults else "", earlier)))
    return [f"requests failed {told}"] if told else []


def rejected_line(report: Report) -> str:
    """Return the line on the most frequent reasons of rejection, "" where nothing that was proposed is rejected."""
    reasons = listed(report.rejected("instruction", "task", "instance"), most=5)
    return reasons and f"rejected: {reasons}"


def duration(seconds: float) -> str:
    """Return a time as people read it: `3.2 s`, `0:05:12`."""
    return f"{seconds:.1f} s" if seconds < 60 else str(timedelta(seconds=round(seconds)))
