"""How values become rows of the run file, and rows become values."""

import json
from collections.abc import Iterable
from dataclasses import asdict, astuple
from functools import cache
from typing import Any

from selfinstruct.core.settings import Prices, RunSettings
from selfinstruct.core.values import Hint, Instance, Item, LogLine, Rejection, Task


def packed(hint: Hint) -> str:
    """Return a hint as a column holds it."""
    return "" if hint == Hint() else json.dumps(astuple(hint), ensure_ascii=False)


@cache
def unpacked(hint: str) -> Hint:
    """Return the hint that a column holds."""
    return Hint(*json.loads(hint)) if hint else Hint()


def task_of(head: tuple[Any, ...], instances: list[Instance]) -> Task:
    """Return a task from its row (number, id, instruction, is_classification, hint) and its instances."""
    _, id_, instruction, is_classification, hint = head
    origin = id_.partition(".")[0]
    return Task(id_, instruction, bool(is_classification), tuple(instances), origin, unpacked(hint))


def task_from(value: dict[str, Any]) -> Task:
    """Return the task that was stored as a JSON object."""
    instances = tuple(Instance(**instance) for instance in value["instances"])
    return Task(**(value | {"instances": instances, "hint": Hint(**value["hint"])}))


def item_row(item: Item) -> tuple[Any, ...]:
    """Return the row of an item."""
    return (
        item.id, item.instruction, item.stage, item.is_classification, item.attempts, packed(item.hint),
        " ".join(item.tokens), item.seed_similarity, _packed_instances(item.written),
    )  # fmt: skip


def item_of(row: tuple[Any, ...]) -> Item:
    """Return the item of a row."""
    id_, instruction, stage, is_classification, attempts, hint, tokens, similarity, written = row
    return Item(
        id_,
        instruction,
        stage,
        bool(is_classification),
        attempts,
        unpacked(hint),
        tuple(tokens.split()),
        similarity,
        tuple(Instance(*each) for each in json.loads(written)) if written else (),
    )


def _packed_instances(instances: tuple[Instance, ...]) -> str:
    return json.dumps([astuple(each) for each in instances], ensure_ascii=False) if instances else ""


def rejection_row(completion: int | None, rejection: Rejection) -> tuple[Any, ...]:
    """Return the row of a rejection, with the id of the completion that it came from."""
    instance = rejection.instance
    return (
        completion, rejection.subject, rejection.instruction, instance and instance.input,
        instance and instance.output, rejection.reason, rejection.detail,
    )  # fmt: skip


def line_row(line: LogLine) -> tuple[Any, ...]:
    """Return the row of a line of the log, without its id."""
    return (
        line.request, line.attempt, line.step, json.dumps(line.items), packed(line.hint), line.lead, line.body,
        line.received_at,
    )  # fmt: skip


def line_of(row: tuple[Any, ...]) -> LogLine:
    """Return the line of the log of a row."""
    id_, request, attempt, step, items, hint, *rest = row
    return LogLine(id_, request, attempt, step, tuple(json.loads(items)), unpacked(hint), *rest)


def settings_rows(settings: RunSettings) -> list[tuple[str, str]]:
    """Return the rows of the settings of a run: name and value of each field that is settled."""
    values = asdict(settings)
    return [(name, json.dumps(value, ensure_ascii=False)) for name, value in values.items() if value is not None]


def settings_of(rows: Iterable[tuple[str, str]]) -> RunSettings | None:
    """Return the settings of a run from its rows, None if there are none yet."""
    known = {name: json.loads(value) for name, value in rows}
    if not known:
        return None
    known["seed_tasks"] = tuple(map(task_from, known["seed_tasks"]))
    known["avoid"] = tuple(known["avoid"])
    known["prices"] = Prices(**known["prices"]) if known.get("prices") else None
    return RunSettings(**known)
