"""Completions mangled in every way: each is read or told to be none, and nothing that follows cannot be stored.

`benchmarks/mangled.py` does the same with a million, and holds time against size.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from selfinstruct.core import wire
from selfinstruct.core.errors import Unavailable
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.values import Completion, Draft, Hint, Instance, Item, Usage
from selfinstruct.filters import FILTER_SETS, garbled, once_an_answer
from selfinstruct.languages import LANGUAGES, Language, find_language
from selfinstruct.pool.pool import Claim, Pool
from selfinstruct.steps.instructions import _clean
from selfinstruct.storage.store import Store
from tests.support.completions import Original, admission, items, originals, settled, steps, texts
from tests.support.giants import LINES, LISTS, giant
from tests.support.grown import items_of
from tests.support.mangling import Case, mangled

SEED = 1
PART = 200
PARTS = 5
GIANT = 60_000
OF_LINES = ("instructions", "input_first", "tasks")


def cases(part: int) -> Iterator[tuple[int, Case, Completion]]:
    """Yield the mangled completions of a part that can be read, with their numbers."""
    for number in range(part * PART, (part + 1) * PART):
        case = mangled(SEED, number)
        try:
            yield number, case, wire.read(case.body)
        except Unavailable:
            continue


def reasons(outcome: Outcome) -> Counter[str]:
    return Counter(rejection.reason for rejection in outcome.rejections)


def told(outcome: Outcome) -> str:
    """Return what a failing test is to show: what the safety net caught."""
    return ", ".join(rejection.detail for rejection in outcome.rejections if rejection.reason == "unreadable")


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_raised_and_nothing_unfit_to_be_stored(part: int) -> None:
    """Not even where `settle` would catch it."""
    by = {code: admission(code, FILTER_SETS[part % len(FILTER_SETS)]) for code in LANGUAGES.names()}
    followed: Counter[str] = Counter()
    for number, case, completion in cases(part):
        outcome = settled(by[case.original.code], case.original, completion, number)
        assert not told(outcome), number
        assert "".join(texts(completion)).encode()
        "".join(texts(outcome)).encode()
        followed.update(reasons(outcome), items=len(outcome.items), accepted=len(outcome.accepted))
    # The test would be worth little if all were thrown away.
    assert followed["items"] > PART / 2
    assert followed["accepted"] > PART / 10
    assert len(followed) > 5


def test_bodies_are_read_unless_they_are_none() -> None:
    read = len(list(cases(0)))
    assert 0.75 * PART < read < PART


def test_what_follows_is_stored_and_read_back(tmp_path: Path) -> None:
    store, by = Store.create_or_open(tmp_path / "run"), {code: admission(code) for code in LANGUAGES.names()}
    expected = Outcome()
    for number, case, completion in cases(PARTS):
        outcome = settled(by[case.original.code], case.original, completion, number)
        line = store.record(number, 0, case.original.step.name, [], Hint(), case.original.lead, case.body)
        store.settle(line, completion, outcome)
        expected.items += outcome.items
        expected.accepted += outcome.accepted
        expected.rejections += outcome.rejections
    assert {item.id: item for item in items_of(tmp_path / "run")} == {item.id: item for item in expected.items}
    assert list(store.accepted()) == expected.accepted
    assert [rejection for _, rejection in store.rejections()] == expected.rejections
    store.close()


@pytest.mark.parametrize("kind", [*LINES, *LISTS])
def test_a_giant_takes_no_time_to_speak_of(kind: str) -> None:
    """That its time grows no faster than the text is measured in `benchmarks/sweep.py`."""
    code = "zh" if "Chinese" in kind else "en"
    for step in steps(code):
        if step.name in (OF_LINES if kind in LINES else (LISTS[kind].step,)):
            said = giant(kind, step.name, GIANT)
            try:
                completion = wire.read(json.dumps({"choices": [{"text": said}]}).encode())
            except wire.NoAnswer:  # nothing but reasoning
                continue
            outcome = settled(admission(code), Original(code, step, items(code, step), "", ""), completion, 1)
            assert not told(outcome)
            "".join(texts(outcome)).encode()


def assert_short(error: Unavailable) -> None:
    """Hold that an error tells of a body without repeating all of it."""
    assert len(str(error)) < 500


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"choices":[' * 100_000,
        b'{"choices":[{"message":{"content":' + b"[" * 100_000,
        b'{"choices":[{"message":{"content":' + b'[{"text":' * 400 + b'"a"' + b"}]" * 400 + b"}}]}",
        b'{"choices":[{"text":"' + b"a" * GIANT,
        b'{"choices":[{"text":' + b"1" * GIANT + b"}]}",
        b'{"choices":[{"text":1e' + b"9" * 400 + b"}]}",
        b'{"choices":[{"text":"a","finish_reason":' + b"[" * 900 + b"]" * 900 + b"}]}",
        b'{"choices":[{"text":"\xff"}]}',
        b"<html>" * 100_000,
        b" " * GIANT,
        b"",
    ],
    ids=lambda body: f"{body[:40]!r} {len(body)}",
)
def test_a_body_is_read_or_told_to_be_none(body: bytes) -> None:
    try:
        assert isinstance(wire.read(body).text, str)
    except Unavailable as error:
        assert_short(error)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (rb"a\ud800b", "a\ufffdb"),
        (rb"\udc00\ud800", "\ufffd\ufffd"),
        (rb"\ud83d\ude42", "🙂"),
        (rb"\ufeff\ud83d", "\ufeff\ufffd"),
        (b"\xed\xa0\xbd", "\ufffd"),
        (b"\xed\xa0\xbd\xed\xb9\x82", "🙂"),
        (rb"\u0000\u200fa", "\0\u200fa"),
    ],
)
def test_lone_surrogates_become_replacement_characters(said: bytes, text: str) -> None:
    """By which a text is known to be garbled."""
    completion = wire.read(b'{"model":"' + said + b'","choices":[{"text":"' + said + b'"}]}')
    assert completion.text == completion.model == text
    draft = Draft("Sing.", "", completion.text)
    assert (garbled.check_instance(draft, find_language("en")) is None) == ("\ufffd" not in text and "\0" not in text)


def propose(*instructions: str, code: str = "en", filters: str = "default") -> Outcome:
    step = steps(code)[0]
    completion = Completion(json.dumps({"instructions": instructions}), "stop", Usage(), "m")
    return settled(admission(code, filters), Original(code, step, (), "", ""), completion, 1)


@pytest.mark.parametrize("code", LANGUAGES.names())
@pytest.mark.parametrize("filters", FILTER_SETS)
def test_an_instruction_without_end_is_never_compared(code: str, filters: str) -> None:
    """As "words" go, it may be short."""
    start = "Say it now: " if code == "en" else "请写一首诗："
    endless = [start + ".".join(f"{letter}{number}" for number in range(100_000)) for letter in "ab"]
    outcome = propose(*endless, code=code, filters=filters)
    assert outcome.items == []
    assert reasons(outcome) == {"too_long_to_compare": 2}
    assert outcome.rejections[0].detail == f"{len(endless[0]):,} of at most 10,000 characters"


def test_instructions_without_number_are_claimed_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches: all at once would take memory for the square of their number."""
    sizes, claim = [], Pool.claim

    def noting(pool: Pool, candidates: Sequence[Item]) -> list[Claim]:
        sizes.append(len(candidates))
        return claim(pool, candidates)

    monkeypatch.setattr(Pool, "claim", noting)
    distinct = [f"Name w{number} and x{number}, then y{number}." for number in range(2000)]
    outcome = propose(*distinct, distinct[0], distinct[-1], filters="none")
    assert [item.instruction for item in outcome.items] == distinct
    nearest = [each.nearest for each in outcome.rejections]
    assert [each and (each.instruction, each.similarity) for each in nearest] == [(distinct[0], 1), (distinct[-1], 1)]
    assert sum(sizes) == 2002
    assert max(sizes) < 500


@pytest.mark.parametrize(
    ("item", "instruction"),
    [
        ("_" * GIANT + "a", "_" * GIANT + "a"),
        ("**" + "a" * GIANT, "**" + "a" * GIANT),
        ("**" + "a" * GIANT + "**", "a" * GIANT),
        ("Call __init__ and _a_ of _x.", "Call __init__ and _a_ of _x."),
        ("___ is _a word_.", "___ is a word."),
    ],
    ids=lambda text: text[:20],
)
def test_emphasis_is_found_in_linear_time(item: str, instruction: str) -> None:
    assert _clean(item) == instruction


def test_what_holds_for_an_answer_is_told_once() -> None:
    asked = []

    @once_an_answer
    def count(siblings: Sequence[Instance], language: Language) -> int:
        asked.append(siblings)
        return len(siblings)

    english, chinese = map(find_language, ("en", "zh"))
    one, other = (Instance("", "a"),), (Instance("", "a"), Instance("", "b"))
    assert [count(each, english) for each in (one, one, other, other, one)] == [1, 1, 2, 2, 1]
    assert [count(one, each) for each in (english, chinese)] == [1, 1]
    assert len(asked) == 4


def test_originals_are_answers_of_every_step() -> None:
    assert {(each.code, each.step.name) for each in originals()} == {
        (code, step.name) for code in LANGUAGES.names() for step in steps(code)
    }
    assert {bool(each.lead) for each in originals()} == {True, False}
    assert any(each.text.startswith("{") for each in originals())


def test_the_same_seed_mangles_alike() -> None:
    assert mangled(1, 7) == mangled(1, 7)
    assert mangled(1, 7) != mangled(2, 7)
