"""Who sends an instruction, its kind, ticks and tags are of the list; what a few items share by chance is not."""

import json
from itertools import cycle

import pytest

from selfinstruct.languages import find_language
from selfinstruct.parsing.frames import without_frames
from selfinstruct.recipes import build_recipe
from tests.support.findings import proposals

TEXTS = [
    "Say why the moon changes.",
    "Which is heavier, lead or straw?",
    "Write a note to my landlord about the leak.",
    "一斤铁和一斤棉花哪个重？",
    "Name three uses of stale bread.",
]
FORMS = """\
[ ] {text}
[x] {text}
(A {who}) {text}
【{who}】{text}
[{who}] {text}
**{who}** – {text}
**{who}:** {text}
__{who}__: {text}
A {who}: "{text}"
{who}: “{text}”
{who}: {text}
{who}：{text}
**{who}**\v{text}
A {who}: {text}
An old {who} from Cork — {text}
Maria, 34, {who}: {text}
{who} (19): {text}
{who}（60岁）：{text}
一位{who}：{text}
{text} ✅
{text}<br>
{text}</9>
{text} ({who})
{text} [end]
{text} — from a {who}, 19
{text}
   - Category: {who}""".replace("\n   -", "\v-").split("\n")
FORMS = [form.replace("\v", "\n   ") for form in FORMS]
WHO = ("nurse", "farmer", "张阿姨", "student of law", "teacher")


@pytest.mark.parametrize("form", FORMS)
def test_what_all_items_have_beside_their_texts_goes(form: str) -> None:
    step = build_recipe("self-instruct", find_language("en"), 1).proposes
    items = [form.format(who=who, text=text) for who, text in zip(cycle(WHO), TEXTS, strict=False)]
    listed = "\n".join(f"{number}. {item}" for number, item in enumerate(items, 9))
    for text in (listed, json.dumps({"instructions": items}), "\n".join(f"✅ {line}" for line in listed.split("\n"))):
        if "\n" in form and text.startswith("✅"):
            continue
        assert [each.instruction for each in proposals(step, text)] == TEXTS


def test_one_that_has_none_stays_as_it_is() -> None:
    assert without_frames([*(f"A nurse: {text}" for text in TEXTS), "Sing."]) == [*TEXTS, "Sing."]


@pytest.mark.parametrize(
    "texts",
    [
        ["A nurse: sing.", "A cook: dance."],
        ["Translate: je suis.", "Translate: tu es.", "Correct: he go.", "Correct: they goes.", "Answer: who is it?"],
        ["Sing.", "Dance (slowly).", "Rest.", "Read (aloud).", "Write."],
        [
            "Excel: Why does this sum fail?",
            "Excel: How do I lock a cell?",
            "Tax: When is it due?",
            "Tax: Who has to pay?",
        ],
        ["Fix this sentence: he go.", "Sort these: b, a.", "Name a fruit.", "Explain rust.", "Say hello."],
    ],
)
def test_what_is_shared_by_chance_stays(texts: list[str]) -> None:
    assert without_frames(texts) == texts
