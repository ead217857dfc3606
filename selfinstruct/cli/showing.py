"""How a task, a rejection or a completion looks: what is known of it, line by line."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from shlex import quote

from selfinstruct import (
    Instance,
    Request,
    Score,
    Shown,
    ShownCompletion,
    ShownRejection,
    ShownTask,
    sentence,
)
from selfinstruct.cli.lines import decided, line_on, line_on_rejection, time_of, why
from selfinstruct.text.digits import beside

_WIDTH = 13
Field = tuple[str, object]


def json_lines(row: dict[str, object]) -> list[str]:
    """Return a JSON object, written so that no control character of a model's reaches a terminal."""
    text = json.dumps(row, ensure_ascii=False, indent=2)
    return re.sub(r"[^\n -~]", lambda found: _escaped(found[0]), text).split("\n")


def _escaped(char: str) -> str:
    return char if char.isprintable() else json.dumps(char)[1:-1]


def shown_lines(shown: Shown, run: Path) -> Iterator[str]:
    """Yield the lines on a task, a rejection or a completion of a run; the first two say how to see the prompt."""
    match shown:
        case ShownTask():
            yield from _fields(_task(shown))
            written = shown.proposed_in if shown.written_in is None else shown.written_in
            yield from _fields(_prompt_of(run, written))
        case ShownRejection():
            yield from _fields(_rejection(shown))
            yield from _fields(_prompt_of(run, shown.completion))
        case ShownCompletion():
            yield from _fields(_completion(shown))
            yield from _texts(shown)


def _task(shown: ShownTask) -> Iterator[Field]:
    if shown.stage == "seed":
        yield "seed task", shown.id
    else:
        out = ", then rejected by reviewers" if shown.is_taken_out else ""
        yield "task", f"{shown.id}, {_stage(shown.stage)}{out}"
    yield "instruction", shown.instruction
    yield from _instances(shown.instances, shown.scores)
    for decision in shown.decisions:
        yield "review", decided(decision)
    yield "kind", "classification task" if shown.is_classification else ""
    yield from shown.row()["hint"].items()
    if shown.nearest_seed:
        yield "nearest seed", f"{shown.nearest_seed}, ROUGE-L F1 {beside(shown.seed_similarity, shown.threshold, 4)}"
    yield "proposed in", "" if shown.proposed_in is None else _completion_id(shown.proposed_in)
    yield "written in", _completion_id(shown.written_in)
    for rejection in shown.rejections:
        yield "rejected", f"{rejection.id}  {rejection.subject}, {why(rejection, shown.threshold)}"


def _rejection(shown: ShownRejection) -> Iterator[Field]:
    rejection, near = shown.rejection, shown.rejection.nearest
    yield "rejection", f"{rejection.id}, {rejection.subject}"
    yield "reason", rejection.reason
    yield "", sentence(rejection.reason)
    # Who reviews Chinese data reads the sheets and the page in Chinese.
    yield "", sentence(rejection.reason, shown.language) if shown.language != "en" else ""
    yield "detail", rejection.detail
    yield "instruction", rejection.instruction
    if near:
        yield "nearest", near.instruction
        of = {"seed": f"the seed task {near.id}", "claimed": f"the task {near.id}", "avoid": "one to avoid"}[near.kind]
        stage = f", {_stage(shown.nearest.stage)}" if shown.nearest and near.kind == "claimed" else ""
        repeat = ", a repeat" if rejection.is_repeat else ""
        above = f"; the threshold is {shown.threshold:g}" if shown.threshold else ""
        yield "similarity", f"ROUGE-L F1 {beside(near.similarity, shown.threshold, 4)} with {of}{stage}{repeat}{above}"
    yield from _instances(rejection.instances, [rejection.score])
    for decision in shown.decisions:
        yield "review", decided(decision)
    yield "task", rejection.item
    yield "completion", shown.completion


def _completion(shown: ShownCompletion) -> Iterator[Field]:
    line, found = shown.line, shown.completion
    yield "completion", line.id
    yield "step", line.step
    if found:
        yield "model", found.model
        yield "finished", found.finish_reason or "without a finish_reason"
        yield "tokens", f"{found.usage.prompt_tokens:,} prompt + {found.usage.completion_tokens:,} completion"
    elif shown.request:
        yield "is", "no completion that can be read; it was asked again"
    yield "received", time_of(line.received_at)
    tried = f", sent as attempt {line.attempt:,}: each try counts, also those that failed"
    if line.attempt:
        yield "request", f"{line.request:,}{tried if line.attempt != line.request else ''}"
    yield "prompt named", _words(shown.row()["hint"])
    yield "worked on" if shown.worked_on else "showed", ", ".join(line.items)
    if shown.request and not shown.is_rebuilt:
        yield "sampling", _words(shown.row()["sampling"])


def _prompt_of(run: Path, completion: int | None) -> Iterator[Field]:
    if completion is not None:
        yield "its prompt", f"selfinstruct show {quote(str(run))} {completion}"


def _texts(shown: ShownCompletion) -> Iterator[str]:
    if shown.request:
        yield from _prompt(shown.request, is_rebuilt=shown.is_rebuilt)
    elif shown.line.attempt:
        yield "--- the prompt was not kept, and cannot be built again"
    yield "--- what came back"
    yield from _split(shown.text)
    yield f"--- what became of it{'' if shown.is_settled else ': nothing yet; generate goes on with it'}"
    yield from (line_on(item.id, f"claimed, {_stage(item.stage)}: {item.instruction}") for item in shown.claimed)
    accepted = {task.id for task in shown.accepted}
    for item in shown.worked_on:
        what = "accepted with this" if item.id in accepted else f"now {_stage(item.stage)}"
        yield line_on(item.id, f"{what}: {item.instruction}")
    yield from (line_on_rejection(each, shown.threshold) for each in shown.rejections)


def _prompt(request: Request, *, is_rebuilt: bool) -> Iterator[str]:
    if request.system:
        yield "--- the system message"
        yield from _split(request.system)
    again = ", built again from the templates of this version: the run has not kept what was sent"
    yield f"--- the prompt{again if is_rebuilt else ', as it was sent'}"
    yield from _split(request.prompt)


def _instances(instances: Iterable[Instance], scores: Iterable[Score | None]) -> Iterator[Field]:
    for instance, score in zip_longest(instances, scores):
        if instance:
            yield "input", instance.input
            yield "output", instance.output or "(empty)"
        yield "score", f"{score.in_words()} ({score.model or 'a judge'})" if score else ""


def _stage(stage: str) -> str:
    return stage if stage in ("accepted", "rejected") else f"waiting for {stage}"


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    """Yield a line for each field that says something, under its name; the texts of several lines are indented."""
    for name, value in fields:
        first, *others = _split(str(value))
        if first or others:
            yield f"{name:<{_WIDTH}}{first}"
            yield from (f"{'':<{_WIDTH}}{line}" for line in others)


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").expandtabs(4).split("\n")


def _words(values: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _completion_id(number: int | None) -> str:
    return "" if number is None else f"completion {number}"
