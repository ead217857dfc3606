"""What the page shows of one record: its texts, where it comes from, why it was rejected, what was decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from selfinstruct.core.scores import Score
from selfinstruct.core.values import Hint, Record, Rejection
from selfinstruct.decisions.standing import Standing, Standings
from selfinstruct.decisions.values import Decision
from selfinstruct.languages import Language
from selfinstruct.pool.details import told_in
from selfinstruct.pool.reasons import sentence
from selfinstruct.review.groups import choices
from selfinstruct.review.kinds import kind_named
from selfinstruct.review.labels import Use
from selfinstruct.review.likeness import likeness
from selfinstruct.review.marks import SHOWN_AT_FIRST, Block, Span, blocks, found_by
from selfinstruct.review.nearest import Near, near_of_accepted, near_of_rejected
from selfinstruct.review.objecting import Objection, objections
from selfinstruct.review.queues import Queues, texts_of
from selfinstruct.review.words import words_in
from selfinstruct.storage.browsing import Ended, Row
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
    """A field of a record: its name, its blocks, how many characters it has, and how many of these are left out."""

    name: str
    blocks: list[Block]
    size: int
    left_out: int


@dataclass(frozen=True)
class Card:
    """One record, ready to be shown.

    `record` is the text as it was edited last, `before` as the run holds it, if that is another. `others` are further
    instances that were rejected with it, `choices` different outputs for the same input, one of which may be picked:
    of each the id of its rejection and its text. `task` is the rejection of the instruction of an instance, if that
    came to nothing; `also` is what other filters say of it, `cut` how its completion ended, if it was cut, `alike` how
    a completion begins that could not be read. `labels` are those of a classification task. `about` tells where it
    comes from, by name. `beyond` is the target of the run if the record is in the dataset, but lies beyond the target
    and so not in the training file; else 0. `judged` is what a judge says of it.
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
    also: Sequence[Objection] = ()
    cut: Ended | None = None
    near: Near | None = None
    before: list[Shown] = field(default_factory=list)
    others: Sequence[Row] = ()
    choices: Sequence[tuple[str, list[Block]]] = ()
    task: Rejection | None = None
    alike: str | None = None
    labels: Sequence[Use] = ()
    about: dict[str, str] = field(default_factory=dict)
    beyond: int = 0
    judged: Score | None = None

    @property
    def cut_field(self) -> str:
        """The field that breaks off where its completion was cut: the output, or an instruction without one."""
        return "output" if self.record.output else "instruction"

    @property
    def cut_size(self) -> int:
        """How many characters there are of it."""
        return len(getattr(self.record, self.cut_field))

    @property
    def is_marked(self) -> bool:
        """Whether all is marked that is to be: what it shares with another waits until words are loaded."""
        return self.near is None or self.near.is_marked

    @property
    def can_be_restored(self) -> bool:
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
    at_first = 2**40 if whole else SHOWN_AT_FIRST
    about = (
        _of_rejected(queues, row, standing, page_language)
        if number
        else _of_accepted(queues, standings, row, page_language)
    )
    text = standing.text(row.record)
    marked = about.pop("marked")
    return Card(
        id=id_,
        instance=instance,
        was_accepted=not number,
        record=text,
        fields=_fields(text, marked, at_first),
        standing=standing,
        history=_left_of(standings.history(row.record)),
        reason=row.reason,
        sentence=sentence(row.reason, page_language),
        before=_fields(row.record, {}, at_first) if text != row.record else [],
        others=rows[1:] if number else (),
        **about,
    )


def _left_of(history: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that were not taken back; to say why is to decide anew, in the place of the first time."""
    undone = {each.undoes for each in history if each.action == "undo"}
    return [each for each in history if each.action != "undo" and each.id not in undone]


def _of_accepted(queues: Queues, standings: Standings, row: Row, page_language: str) -> dict[str, Any]:
    """Return what only a card of an accepted record has."""
    standing, target = standings.of(row.record), queues.settings.target or 0
    has_room = not standing.is_in(was_accepted=True) or not queues.beyond.has(standings, row.place[0], target)
    text, risks = standing.text(row.record), queues.risks.of(row)
    near, common = near_of_accepted(queues, row, risks, text)
    marked = _marked(queues.language, text, risks)
    marked["instruction"] = marked.get("instruction", []) if not near else common
    store, proposed_in = queues.store, int(row.id.partition(".")[0])
    written_in = store.written_in(row.id)
    item, model = store.item(row.id), store.how_it_ended(proposed_in if written_in is None else written_in).model
    return {
        "marked": marked,
        "completion": proposed_in,
        "is_classification": row.is_classification,
        "risks": risks,
        "near": near,
        "beyond": 0 if has_room else target,
        # A judge has not seen what was edited.
        "judged": row.judged if text == row.record else None,
        "labels": queues.labels.uses(row.place[0]) if row.is_classification else (),
        "about": _about(page_language, item.hint if item else Hint(), model),
    }


def _of_rejected(queues: Queues, row: Row, standing: Standing, page_language: str) -> dict[str, Any]:
    """Return what only a card of something rejected has."""
    store, text = queues.store, standing.text(row.record)
    found = store.rejection(rejection_number(row.id) or 0)
    assert found
    completion, rejection = found
    near, common = near_of_rejected(queues, rejection, text)
    is_record = bool(text.instruction)
    is_cut = row.reason.startswith("cut_by_")
    about = queues.settings, queues.language, page_language, row.reason
    # What was edited may be whole by now.
    also = objections(text, *about, is_cut=is_cut and text == row.record) if is_record else []
    marked = _marked(queues.language, text, [row.reason, *(each.reason for each in also)])
    item, ended = store.item(rejection.item), store.how_it_ended(completion)
    hint = item.hint if item else Hint()
    task = store.task_rejection(rejection.item) if rejection.subject == "instance" else None
    return {
        "marked": marked | ({"instruction": common} if near else {}),
        "completion": completion,
        "detail": told_in(rejection.detail, page_language),
        "also": also,
        "cut": ended if is_cut else None,
        "near": near,
        "choices": [(each.id, blocks(each.instances[0].output)) for each in choices(store, completion, rejection)],
        "task": task if task and task.reason == "no_sound_instance" else None,
        "alike": None if is_record else likeness(text.output),
        "about": _about(page_language, hint, ended.model, rejection.item),
    }


def _fields(record: Record, marked: dict[str, list[Span]], at_first: int) -> list[Shown]:
    shown = []
    for name, text in zip(FIELDS, texts_of(record), strict=True):
        left_out = max(0, len(text) - at_first)
        shown.append(Shown(name, blocks(text[:at_first], marked.get(name, ())), len(text), left_out))
    return shown


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


def _about(page_language: str, hint: Hint, model: str, task: str = "") -> dict[str, str]:
    """Return what is known of where a record comes from, by name."""
    about = {"noted": _leanings(page_language, hint), "model": model, "task": task}
    return {name: value for name, value in about.items() if value}


def _leanings(page_language: str, hint: Hint) -> str:
    """Return in words what is known of a task's kind, "" for nothing."""
    words = words_in(page_language)
    named = {"category": kind_named(hint.category, page_language), "topic": hint.topic, "form": hint.form}
    told = [words["leaning"].format(words[name], value) for name, value in named.items() if value]
    return words["between_leanings"].join(told)
