"""How values become rows of the run file, and rows become values."""

import json
from dataclasses import astuple
from functools import cache
from typing import Any

from selfinstruct.core.values import Hint, Instance, Item, Logged, Rejection, Task


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
        " ".join(item.tokens), item.seed_similarity,
    )  # fmt: skip


def item_of(row: tuple[Any, ...]) -> Item:
    """Return the item of a row."""
    id_, instruction, stage, is_classification, attempts, hint, tokens, similarity = row
    return Item(
        id_, instruction, stage, bool(is_classification), attempts, unpacked(hint), tuple(tokens.split()), similarity
    )


def rejection_row(completion: int | None, rejection: Rejection) -> tuple[Any, ...]:
    """Return the row of a rejection, with the id of the completion that it came from."""
    instance = rejection.instance
    return (
        completion, rejection.subject, rejection.instruction, instance and instance.input,
        instance and instance.output, rejection.reason, rejection.detail,
    )  # fmt: skip


def logged_row(logged: Logged) -> tuple[Any, ...]:
    """Return the row of a line of the log, without its id."""
    return (
        logged.request, logged.attempt, logged.step, json.dumps(logged.items), packed(logged.hint), logged.lead,
        logged.body, logged.received_at,
    )  # fmt: skip


def logged_of(row: tuple[Any, ...]) -> Logged:
    """Return the recorded body of a row."""
    id_, request, attempt, step, items, hint, *rest = row
    return Logged(id_, request, attempt, step, tuple(json.loads(items)), unpacked(hint), *rest)
