"""A page to send: one file with the review page and its records, which works where the program is not."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from jinja2 import Environment

from selfinstruct.decisions.standing import Standings
from selfinstruct.decisions.values import ALL_OF_THEM, QUESTIONS, WHY
from selfinstruct.pool.reason_names import reasons_in
from selfinstruct.review.assets import SCRIPTS, STYLES, asset
from selfinstruct.review.away.picking import Picked
from selfinstruct.review.cards import Card, card_of
from selfinstruct.review.drawing import environment
from selfinstruct.review.groups import MOST_AT_ONCE
from selfinstruct.review.queues import Queues
from selfinstruct.review.told import standing_told
from selfinstruct.review.words import words_in

_STYLES, _SCRIPTS = (*STYLES, "away.css"), ("away.js", *SCRIPTS)
# What needs the program: a group may be larger than what was sent, completions are not sent, nor is the run.
_LEFT_OUT = (
    "report", "group", "next_group", "raw", "key_group", "key_next_group", "key_pick", "key_anew", "key_raw", "lessons",
)  # fmt: skip
# On the page of the program, a decision is saved at once.
_NOTED = {"en": ("Saved", "Noted"), "zh": ("已保存", "已记下")}
# Stands in the page where its records go.
_HERE = token_hex(16)
# What would end the script that holds the records, or is no character that a file can hold.
_UNSAFE = re.compile("[<\u2028\u2029\ud800-\udfff]")


def write_page(
    path: Path, queues: Queues, standings: Standings, records: Sequence[Picked], reviewer: str, language: str
) -> None:
    """Write the page with these records."""
    drawing, words = environment(), _words(language)
    before, _, after = _frame(drawing, queues, records, reviewer, language, words).partition(f">{_HERE}<")
    template = drawing.get_template("card.html")

    def row(each: Picked) -> dict[str, Any]:
        card = card_of(queues, standings, each.row.id, each.row.instance, language, whole=True)
        assert card
        html = template.render(
            card=card,
            words=words,
            reasons=reasons_in(language),
            is_sample="sample" in each.queues,
            questions=[*QUESTIONS],
            reviewer=reviewer,
            is_sent=True,
        )
        return _told(each, card, html, reviewer)

    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(f"{before}>")
        file.writelines(_data(queues, records, map(row, records), words))
        file.write(f"<{after}")


def _told(each: Picked, card: Card, html: str, reviewer: str) -> dict[str, Any]:
    """Return what the script is told of a record, for the reviewer who gets it."""
    told = {
        "id": each.row.id,
        "instance": each.row.instance,
        "html": html,
        "record": asdict(each.row.record),
        "standing": standing_told(card.standing, reviewer),
        "wasAccepted": card.was_accepted,
        "completion": card.completion,
        "reason": each.row.reason,
        "risks": [*card.risks],
    }
    return told | ({"text": asdict(card.record)} if card.record != each.row.record else {})


def _data(
    queues: Queues, records: Sequence[Picked], rows: Iterator[dict[str, Any]], words: Mapping[str, str]
) -> Iterator[str]:
    """Yield the records as one JSON object, in pieces."""
    places = _places(records)
    run = queues.store.folder.resolve().name
    about = {"words": words, "run": run, "key": f"selfinstruct {run} {token_hex(8)}", "queues": places}
    yield _dumped(about)[:-1] + ', "rows": ['
    for number, each_row in enumerate(rows):
        yield (",\n" if number else "\n") + _dumped(each_row)
    yield "]}"


def _places(records: Sequence[Picked]) -> Mapping[str, list[int]]:
    """Return the places of the records by queue; what is doubtful, if nothing is yet, becomes so on the page."""
    places: dict[str, list[int]] = {}
    for place, each in enumerate(records):
        for name in each.queues:
            places.setdefault(name, []).append(place)
    return places | {"doubtful": places.get("doubtful", [])}


def _dumped(value: Any) -> str:
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _frame(
    drawing: Environment,
    queues: Queues,
    records: Sequence[Picked],
    reviewer: str,
    language: str,
    words: Mapping[str, str],
) -> str:
    """Return the page, with a mark in the place of its records."""
    style, scripts = "\n".join(map(asset, _STYLES)), [*map(asset, _SCRIPTS)]
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {' '.join(map(_hash, scripts))};"
        " img-src data:; form-action 'none'; base-uri 'none'"
    )
    names = [*_places(records)]
    return drawing.get_template("away.html").render(
        words=words,
        language=language,
        run=queues.store.folder.resolve().name,
        reviewer=reviewer,
        queues=names,
        why=WHY,
        told={
            "words": dict(words),
            "reasons": dict(reasons_in(language)),
            "paper": {**QUESTIONS, "all": ALL_OF_THEM},
            "most": MOST_AT_ONCE,
        },
        left_out=_LEFT_OUT,
        policy=policy,
        style=style,
        scripts=scripts,
        records_here=_HERE,
    )


def _words(language: str) -> Mapping[str, str]:
    now, noted = _NOTED[language]
    return {
        name: text.replace(now, noted, 1) if name.startswith("said_") else text
        for name, text in words_in(language).items()
    }


def _hash(text: str) -> str:
    """Return what lets a policy allow this text, as a style or a script."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
