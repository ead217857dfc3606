"""How values become rows of the run file, and rows become values."""

import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, astuple, is_dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from selfinstruct.core.rates import Rate
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.scores import Score
from selfinstruct.core.settings import Prices
from selfinstruct.core.values import (
    Hint,
    Instance,
    Item,
    LogLine,
    Nearest,
    Rejection,
    Request,
    Sampling,
    Task,
)

T = TypeVar("T")
ITEM = "id, instruction, stage, is_classification, attempts, hint, tokens, seed_similarity, written, scores"
REJECTION = (
    "completion, subject, instruction, input, output, reason, detail, item, others, similarity, nearest_kind,"
    " nearest_id, nearest_instruction, folded, score"
)


def packed(hint: Hint) -> str:
    """Return a hint as a column holds it."""
    return "" if hint == Hint() else json.dumps(astuple(hint), ensure_ascii=False)


@cache
def unpacked(hint: str) -> Hint:
    """Return the hint that a column holds."""
    return _typed(Hint(*json.loads(hint))) if hint else Hint()


def task_value(task: Task) -> dict[str, Any]:
    """Return a task as a JSON object; what a judge says of it stands elsewhere."""
    value = asdict(task)
    del value["scores"]
    return value


def task_from(value: dict[str, Any]) -> Task:
    """Return the task that was stored as a JSON object."""
    instances = tuple(Instance(**instance) for instance in value["instances"])
    return Task(**(value | {"instances": instances, "hint": Hint(**value["hint"])}))


def item_row(item: Item) -> tuple[Any, ...]:
    """Return the row of an item."""
    written = _packed_instances(item.written) or ""
    return (
        item.id, item.instruction, item.stage, item.is_classification, item.attempts, packed(item.hint),
        " ".join(item.tokens), item.seed_similarity, written, packed_scores(item.scores),
    )  # fmt: skip


def item_of(row: tuple[Any, ...]) -> Item:
    """Return the item that a row holds."""
    id_, instruction, stage, is_classification, attempts, hint, tokens, similarity, written, scores = row
    return Item(
        id_, instruction, stage, bool(is_classification), attempts, unpacked(hint), tuple(tokens.split()), similarity,
        _instances(written), tuple(each for each in scores_of(scores) if each),
    )  # fmt: skip


def packed_scores(scores: Sequence[Score | None]) -> str:
    """Return the scores of instances, None for one that has none, as a column holds them."""
    return json.dumps([each and astuple(each) for each in scores], ensure_ascii=False) if any(scores) else ""


def scores_of(packed: str) -> tuple[Score | None, ...]:
    """Return the scores that a column holds."""
    return tuple(each and _score(each) for each in json.loads(packed)) if packed else ()


def _score(values: Sequence[Any]) -> Score:
    # Until there could be several verdicts, a score had eight values; until there were rewards, nine.
    verdicts = tuple(map(_score, values[8])) if len(values) > 8 else ()
    reward = values[9] if len(values) > 9 else None
    return _typed(replace(Score(*values[:8]), verdicts=verdicts, reward=reward))


def _packed_instances(instances: Sequence[Instance]) -> str | None:
    return json.dumps([astuple(each) for each in instances], ensure_ascii=False) if instances else None


def _instances(packed: str | None) -> tuple[Instance, ...]:
    return tuple(_typed(Instance(*each)) for each in json.loads(packed)) if packed else ()


def string_list(packed: str) -> list[str]:
    """Return the list of strings that a column holds."""
    found = json.loads(packed)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise TypeError(f"no list of ids: {packed[:50]!r}")
    return found


def rejection_row(completion: int | None, rejection: Rejection) -> tuple[Any, ...]:
    """Return the row of a rejection, with the id of the completion that it came from."""
    first, near = next(iter(rejection.instances), None), rejection.nearest
    return (
        completion, rejection.subject, rejection.instruction, first and first.input, first and first.output,
        rejection.reason, rejection.detail, rejection.item or None, _packed_instances(rejection.instances[1:]),
        near and near.similarity, near and near.kind, near and near.id, near and near.instruction,
        rejection.is_folded, packed_scores([rejection.score]),
    )  # fmt: skip


def rejection_of(row: tuple[Any, ...]) -> tuple[int, Rejection]:
    """Return the rejection that a row holds, after its own id, with the id of the completion that it came from."""
    id_, completion, subject, instruction, given, output, reason, detail, item, others, *near, _, judged = row
    instances = () if output is None else (Instance(given, output), *_instances(others))
    similarity, kind, nearest_id, nearest = near
    if nearest is not None and None in (similarity, kind):
        raise ValueError(f"r{id_} does not say how near it is to what")
    found = Nearest(kind, nearest_id or "", nearest, similarity) if nearest is not None else None
    score = next(iter(scores_of(judged)), None)
    return completion, Rejection(subject, instruction, reason, detail, instances, item or "", found, f"r{id_}", score)


def rejection_number(id_: str) -> int | None:
    """Return the number in the id of a rejection, None for another id; SQLite holds no larger numbers."""
    return int(id_[1:]) if re.fullmatch(r"r[0-9]{1,18}", id_) else None


def packed_request(request: Request, base: bytes = b"") -> bytes:
    """Return what is kept of a request, compressed with another one as a dictionary."""
    kept = {name: getattr(request, name) for name in ("prompt", "api", "system", "stop", "structured", "model", "kind")}
    text = json.dumps(kept | {"sampling": asdict(request.sampling)}, ensure_ascii=False)
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS, zdict=base)
    return packer.compress(text.encode("utf-8", "replace")) + packer.flush()


def unpacked_request(packed: bytes, base: bytes = b"") -> tuple[Request, bytes]:
    """Return the request without its schema, and its text, which may serve as the dictionary of others."""
    text = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=base).decompress(packed)
    kept = json.loads(text)
    sampling, stop = Sampling(**kept.pop("sampling")), tuple(kept.pop("stop"))
    return _typed(Request(**kept, sampling=sampling, stop=stop)), text


def line_row(line: LogLine) -> tuple[Any, ...]:
    """Return the row of a line of the log, without its id."""
    return (
        line.request, line.attempt, line.step, json.dumps(line.items), packed(line.hint), line.lead, line.body,
        line.received_at, line.max_tokens, line.form, *line.rate,
    )  # fmt: skip


def line_of(row: tuple[Any, ...]) -> LogLine:
    """Return the line of the log that a row holds."""
    id_, request, attempt, step, items, hint, *rest, share, prices = row
    line = LogLine(id_, request, attempt, step, tuple(string_list(items)), unpacked(hint), *rest)
    return replace(line, rate=Rate(share, prices))


def settings_values(settings: RunSettings) -> dict[str, str]:
    """Return what is stored of the settings of a run: the value of each field that is settled, by name."""
    values = asdict(settings) | {"seed_tasks": [*map(task_value, settings.seed_tasks)]}
    return {name: json.dumps(value, ensure_ascii=False) for name, value in values.items() if value is not None}


def settings_of(values: Mapping[str, str]) -> RunSettings | None:
    """Return the settings of a run from the stored values by name, None if there are none yet."""
    if not values:
        return None
    known = {name: json.loads(value) for name, value in values.items()}
    for name in ("seed_tasks", "avoid"):
        if not isinstance(known[name], list):
            raise TypeError(f"{name} must be a list")
    known["seed_tasks"] = tuple(map(task_from, known["seed_tasks"]))
    known["avoid"] = tuple(known["avoid"])
    known["prices"] = Prices(**known["prices"]) if known.get("prices") else None
    return _typed(RunSettings(**known))


def _typed(value: T) -> T:
    """Return a value; `TypeError` if a field of it, or of one that it holds, is of another type than it should be."""
    for name, kind in _types(type(value)).items():
        if not _is_a(getattr(value, name), kind):
            raise TypeError(f"{name} cannot be {getattr(value, name)!r}"[:200])
    return value


def _is_a(value: object, kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if get_origin(kind) is tuple:
        return isinstance(value, tuple) and all(_is_a(each, get_args(kind)[0]) for each in value)
    if is_dataclass(value):
        _typed(value)
    kinds = get_args(kind) if get_origin(kind) is UnionType else (kind,)
    if isinstance(value, bool):
        return bool in kinds
    return isinstance(value, (*(get_origin(each) or each for each in kinds), *((int,) if float in kinds else ())))


_types: Callable[[Any], dict[str, Any]] = cache(get_type_hints)
