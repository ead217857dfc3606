"""What the page shows of one record: its texts, where it comes from, why it was rejected, what was decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selfinstruct.core.values import Hint, Nearest, Record, Rejection
from selfinstruct.decisions.standing import Standing, Standings
from selfinstruct.decisions.values import Decision
from selfinstruct.languages import Language
from selfinstruct.pool.reasons import sentence
from selfinstruct.review.marks import SHOWN_AT_FIRST, Block, Span, blocks, common, found_by
from selfinstruct.review.queues import Queues, texts_of
from selfinstruct.review.risks import risks_of
from selfinstruct.storage.browsing import Row
from selfinstruct.storage.rows import rejection_number

FIELDS = ("instruction", "input", "output")
# For a filter that goes by the words of the language: the fields it looks at, the patterns it looks for.
_WORDS = {
    "asks_for_input": (("output",), ("asks_for_input",)),
    "asks_for_media": (("instruction",), ("asks_for_media",)),
    "chat": (("output",), ("chat",)),
    "input_missing": (("instruction",), ("needs_input", "may_need_input")),
    "missing_input": (("instruction",), ("needs_input",)),
    "near_refusal": (("output",), ("declining",)),
    "placeholder": (("instruction", "input"), ("placeholder",)),
    "refusal": (("output",), ("refusal", "declining")),
    "scaffolding": (("instruction",), ("scaffolding",)),
}


class Shown(NamedTuple):
    """A field of a record: its name, its blocks, how many characters are left out."""

    name: str
    blocks: list[Block]
    left_out: int


@dataclass(frozen=True)
class Near:
    """What a near-duplicate is near to, with what the two have in common marked."""

    nearest: Nearest
    threshold: float
    stage: str
    blocks: list[Block]


@dataclass(frozen=True)
class Card:
    """One record, ready to be shown.

    `record` is the text as it was edited last, `before` as the run holds it, if that is another. `others` are further
    instances that were rejected with it. `about` tells where it comes from, by name.
    """

    id: str
    instance: int
    was_accepted: bool
    record: Record
    fields: list[Shown]
    standing: Standing
    history: Sequence[Decision]
    completion: int
    is_classification: bool = False
    risks: Sequence[str] = ()
    reason: str = ""
    sentence: str = ""
    detail: str = ""
    near: Near | None = None
    before: list[Shown] = field(default_factory=list)
    others: Sequence[Row] = ()
    about: dict[str, str] = field(default_factory=dict)

    @property
    def can_be_decided(self) -> bool:
        """Whether it has an instruction; a completion that could not be read has none."""
        return bool(self.record.instruction)


def card_of(
    queues: Queues, standings: Standings, id_: str, instance: int, page_language: str, *, whole: bool = False
) -> Card | None:
    """Return the card of a record, None if there is none; long texts `whole` if that is asked for."""
    rows = queues.rows_of(id_)
    row = next((each for each in rows if each.instance == instance), None)
    if not row:
        return None
    standing, number = standings.of(row.record), rejection_number(id_)
    text, at_first = standing.text(row.record), 2**40 if whole else SHOWN_AT_FIRST
    risks = [] if number else risks_of(row, queues.language, queues.threshold)
    found = queues.store.rejection(number) if number else None
    rejection, completion = (found[1], found[0]) if found else (None, int(id_.partition(".")[0]))
    near, marked = _near(queues, rejection, text) if rejection else (None, {})
    marked = marked or _marked(queues.language, text, [row.reason, *risks])
    return Card(
        id=id_,
        instance=instance,
        was_accepted=not number,
        record=text,
        fields=_fields(text, marked, at_first),
        standing=standing,
        history=standings.history(row.record),
        completion=completion,
        is_classification=row.is_classification,
        risks=risks,
        reason=row.reason,
        sentence=sentence(row.reason, page_language),
        detail=rejection.detail if rejection else "",
        near=near,
        before=_fields(row.record, {}, at_first) if text != row.record else [],
        others=rows[1:] if number else (),
        about=_about(queues, id_, rejection, completion),
    )


def _fields(record: Record, marked: dict[str, list[Span]], at_first: int) -> list[Shown]:
    shown = []
    for name, text in zip(FIELDS, texts_of(record), strict=True):
        shown.append(Shown(name, blocks(text[:at_first], marked.get(name, ())), max(0, len(text) - at_first)))
    return shown


def _near(queues: Queues, rejection: Rejection, text: Record) -> tuple[Near | None, dict[str, list[Span]]]:
    nearest = rejection.nearest
    if not nearest:
        return None, {}
    item = queues.store.item(nearest.id) if nearest.kind == "claimed" else None
    own, other = common(text.instruction, nearest.instruction, queues.language.tokenize)
    shown = blocks(nearest.instruction[:SHOWN_AT_FIRST], other)
    return Near(nearest, queues.threshold, item.stage if item else "", shown), {"instruction": own}


def _marked(language: Language, record: Record, reasons: Sequence[str]) -> dict[str, list[Span]]:
    marked: dict[str, list[Span]] = {}
    for reason in reasons:
        fields, patterns = _WORDS.get(reason, ((), ()))
        for name in fields:
            found = found_by([getattr(language, each) for each in patterns], getattr(record, name))
            marked[name] = marked.get(name, []) + found
        if reason == "input_is_link":
            marked["input"] = [(0, len(record.input))]
    return marked


def _about(queues: Queues, id_: str, rejection: Rejection | None, completion: int) -> dict[str, str]:
    """Return what is known of where a record comes from: hint, model, completion, task."""
    store = queues.store
    item = store.item(rejection.item or "" if rejection else id_)
    line = None if item else store.line(completion)
    hint = item.hint if item else line.hint if line else Hint()
    about = {"category": hint.category, "topic": hint.topic, "form": hint.form}
    written_in = None if rejection else store.written_in(id_)
    about |= {"model": store.model_of(completion if written_in is None else written_in)}
    about |= {"task": rejection.item if rejection else ""}
    return {name: value for name, value in about.items() if value}
