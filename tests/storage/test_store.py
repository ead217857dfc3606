"""The run folder: what is committed stays, what is not leaves no trace."""

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from selfinstruct.core import wire
from selfinstruct.core.errors import RunFolderError
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.rates import Rate
from selfinstruct.core.run_settings import RunSettings
from selfinstruct.core.settings import Prices
from selfinstruct.core.values import (
    Api,
    Completion,
    Hint,
    Instance,
    Item,
    LogLine,
    Nearest,
    Rejection,
    Request,
    Sampling,
    Task,
    Usage,
)
from selfinstruct.storage.database import DATABASE
from selfinstruct.storage.resuming import Claimed
from selfinstruct.storage.schema import SCHEMA, VERSION
from selfinstruct.storage.store import Store

BODY = '{"as": "it came, écrire 写诗"}'.encode() + b"\xff"
COMPLETION = Completion("1. Écrire 写诗", "stop", Usage(3, 4, 2, 1), "m")
HINT = Hint("generation", "moss", "a question")
ITEM = Item("1.0", "Write a poem.", "accepted", hint=HINT, tokens=("write", "a", "poem"), seed_similarity=0.5)
WAITING = Item(
    "1.1", "Sing a song.", "judge", attempts=2, hint=HINT, tokens=("sing", "a", "song"), written=(Instance("", "La"),)
)
TASK = Task("1.0", "Write a poem.", False, (Instance("", "Roses"), Instance("short", "Red")), "1", HINT)
REJECTION = Rejection("instance", "Write a poem.", "refusal", "As an AI", (Instance("", "As an AI …"),), "1.0")
REJECTIONS = [
    REJECTION,
    Rejection("completion", "", "no_instructions", "I'm sorry."),
    Rejection(
        "instruction",
        "Write a  poem!",
        "near_duplicate",
        "",
        (Instance("on moss", "Green"), Instance("", ""), Instance("on\nrust", "Red")),
        nearest=Nearest("claimed", "1.0", "Write a poem.", 1.0),
    ),
    Rejection("instruction", "Hm", "avoided", "", nearest=Nearest("avoid", "", "Hm.", 0.1 + 0.2)),
    Rejection("task", "Sing a song.", "no_answer", "three times", item="1.1"),
]
SETTINGS = RunSettings("en", 0.7, (TASK,), ("Do not say this.",), 7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "run"


def _filled(folder: Path) -> Store:
    store = Store.create_or_open(folder)
    store.start_session()
    attempt = store.reserve(100, 200, durable=False)
    line = store.record(7, attempt, "instructions", ["s1", "s2"], HINT, "9.", BODY)
    store.settle(line, COMPLETION, Outcome([ITEM, WAITING], [TASK], REJECTIONS))
    return store


def _recorded(store: Store, request: int, step: str = "instructions", items: Sequence[str] = ()) -> LogLine:
    return store.record(request, 0, step, items, Hint(), "", BODY)


def test_what_is_settled_is_read_back(folder: Path) -> None:
    _filled(folder).close()
    store = Store.open_to_read(folder)
    assert list(store.waiting()) == [WAITING]
    assert list(store.claimed()) == [Claimed(item.id, item.instruction, list(item.tokens)) for item in (ITEM, WAITING)]
    assert list(store.claimed(after=1)) == list(store.claimed())[1:]
    assert store.claimed_at(1) == (WAITING.id, WAITING.instruction)
    assert [*store.accepted_by_kind()] == [(False, 1)]
    assert [*store.claimed_by_hint()] == [(HINT, 2)]
    assert store.latest_instructions(5) == [ITEM.instruction]
    assert list(store.accepted()) == [TASK]
    assert list(store.rejections()) == [(1, each) for each in REJECTIONS]
    assert [each.id for _, each in store.rejections()] == ["r1", "r2", "r3", "r4", "r5"]
    assert [each.id for _, each in store.rejections(folded=True)] == ["r3", "r4"]
    assert [each.id for _, each in store.rejections(folded=False)] == ["r1", "r2", "r5"]
    assert store.usage() == Usage(3, 4, 2, 1)
    assert store.next_request() == 8
    assert store.unsettled() == []
    store.close()


def test_a_recorded_completion_is_unsettled_until_it_is_settled(folder: Path) -> None:
    store = Store.create_or_open(folder)
    line = store.record(1, 1, "instructions", ["s1"], HINT, "9.", BODY)
    store.close()
    store = Store.create_or_open(folder)
    assert store.unsettled() == [line]
    store.settle(line, COMPLETION, Outcome())
    assert store.unsettled() == []
    assert list(store.log()) == [line]
    store.close()


def test_a_settlement_is_all_or_nothing(folder: Path) -> None:
    store = _filled(folder)
    line = _recorded(store, 8)
    broken = Outcome([Item("2.0", "Another one.", "classification")], [TASK], [])
    broken.rejections.append(Rejection("task", "x", "y", object()))  # type: ignore[arg-type]
    with pytest.raises(RunFolderError):
        store.settle(line, COMPLETION, broken)
    assert list(store.waiting()) == [WAITING]
    assert len(list(store.accepted())) == 1
    assert store.unsettled() == [line]
    assert store.usage() == Usage(3, 4, 2, 1)
    store.close()


def test_tasks_come_in_the_order_of_their_acceptance(folder: Path) -> None:
    store = _filled(folder)
    for number in (3, 2):
        task = Task(f"{number}.0", f"Task {number}", True, (Instance("", "o"),), str(number))
        line = _recorded(store, number, "input_first", [task.id])
        item = Item(task.id, task.instruction, "accepted", is_classification=True)
        store.settle(line, COMPLETION, Outcome([item], [task]))
    assert [task.id for task in store.accepted()] == ["1.0", "3.0", "2.0"]
    assert [task.id for task in store.accepted(2)] == ["1.0", "3.0"]
    store.close()


def test_only_one_process_writes_but_others_may_read(folder: Path) -> None:
    store = _filled(folder)
    with pytest.raises(RunFolderError, match="in use by another"):
        Store.create_or_open(folder)
    reader = Store.open_to_read(folder)
    assert list(reader.waiting()) == [WAITING]
    reader.close()
    store.close()
    Store.create_or_open(folder).close()


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS,
        replace(SETTINGS, recipe="alpaca", backend="demo", filters="default,-too_long", instances_per_task=3, target=9),
        replace(SETTINGS, prices=Prices(1.5, 2.5, 0.0), is_replay=True),
    ],
    ids=["what an import knows", "what a grown run knows", "prices"],
)
def test_settings_are_read_back_whatever_is_settled_of_them(folder: Path, settings: RunSettings) -> None:
    store = _filled(folder)
    assert store.known_settings() is None
    with pytest.raises(RunFolderError, match="nothing is recorded here yet"):
        store.settings()
    store.save_settings(replace(SETTINGS, target=1, recipe="belle"))
    store.save_settings(settings)
    assert store.settings() == settings
    store.close()
    reader = Store.open_to_read(folder)
    assert reader.known_settings() == settings
    reader.close()


def test_what_a_model_refuses_is_remembered(folder: Path) -> None:
    store = _filled(folder)
    for endpoint, model, parameter in (
        ("http://a", "m", "top_p"),
        ("http://a", "m", "top_p"),
        ("http://a", "m", "temperature"),
        ("http://a", "other", "max_tokens"),
        ("http://b", "m", "presence_penalty"),
        ("http://a", "other", "response_format"),
    ):
        store.note_refused(endpoint, model, parameter)
    store.close()
    store = Store.create_or_open(folder)
    assert store.refused("http://a") == {
        "m": {"top_p", "temperature"},
        "other": {"max_tokens", "response_format"},
    }
    assert store.refused("http://nowhere") == {}
    store.close()


def test_a_folder_in_which_nothing_was_recorded_is_removed(folder: Path) -> None:
    store = Store.create_or_open(folder)
    store.save_settings(SETTINGS)
    store.close()
    assert not folder.exists()


def test_a_folder_with_files_of_others_is_left(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    Store.create_or_open(folder).close()
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_a_run_of_another_version_is_refused(folder: Path) -> None:
    _filled(folder).close()
    db = sqlite3.connect(folder / DATABASE)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(RunFolderError, match="another version"):
        Store.create_or_open(folder)


def test_what_is_reserved_is_forgotten_once_the_cost_is_known(folder: Path) -> None:
    store = _filled(folder)
    assert (store.attempts(), store.reserved()) == (1, Usage())
    silent, failed, broken, refused = (store.reserve(10 * n, n, durable=True) for n in range(1, 5))
    store.settle(
        store.record(8, silent, "instructions", [], Hint(), "", BODY), Completion("", "stop", Usage(), ""), Outcome()
    )
    store.fail(failed, "rate limit", perhaps_billed=False)
    store.fail(broken, "connection broken", perhaps_billed=True)
    store.release(refused)
    assert store.reserved() == Usage(10 + 30, 1 + 3)
    store.close()
    store = Store.create_or_open(folder)
    assert (store.attempts(), store.reserved()) == (5, Usage(40, 4))
    store.close()


def test_faults_add_up(folder: Path) -> None:
    store = _filled(folder)
    for cause in ("rate limit", "HTTP 500", "rate limit"):
        store.fail(store.reserve(1, 1, durable=False), cause, perhaps_billed=False)
    assert store.count("faults") == {"rate limit": 2, "HTTP 500": 1}
    store.close()


def test_requests_count_once_they_are_settled_and_held_an_answer(folder: Path) -> None:
    store = _filled(folder)
    nothing = Completion("", wire.GARBLED, Usage(), "")
    for attempt, completion in ((2, nothing), (0, COMPLETION), (3, COMPLETION)):
        store.settle(store.record(8, attempt, "instructions", [], Hint(), "", BODY), completion, Outcome())
    store.record(9, 4, "instructions", [], Hint(), "", BODY)
    assert store.count("requests") == {("instructions", "stop"): 2}
    assert store.count("models") == {("instructions", "m"): 2}
    store.close()


def test_a_line_of_another_log_is_copied_as_it_is(folder: Path, tmp_path: Path) -> None:
    source, store = _filled(folder), Store.create_or_open(tmp_path / "copy")
    _recorded(source, 1)
    _, line = source.log()
    assert store.copy(line) == line
    assert list(store.log()) == [line]
    source.close()
    store.close()


def test_what_was_sent_is_kept_and_taken_over(folder: Path, tmp_path: Path) -> None:
    sampling = Sampling(0.7, 0.5, 300, 1.5)
    kinds: list[tuple[Api, str]] = [("chat", "a"), ("completions", "b"), ("chat", "a"), ("chat", "a")]
    sent = [
        Request(
            f"{'Write a poem. ' * 40}{number}\n写诗", sampling, api, "Be kind.", ("\n9.", "###"), model="m", kind=step
        )
        for number, (api, step) in enumerate(kinds, 1)
    ]
    source, store = Store.create_or_open(folder), Store.create_or_open(tmp_path / "copy")
    for each in sent[:3]:
        source.record(1, 0, each.kind, (), Hint(), "", BODY, each)
    source.close()
    source = Store.create_or_open(folder)
    source.record(1, 0, "a", (), Hint(), "", BODY, sent[3])
    _recorded(source, 5)
    store.take_over_prompts(source)
    sizes = [len(packed) for _, _, packed in source.packed_prompts()]
    assert sizes[2] < 30 < min(sizes[0], sizes[1], sizes[3])
    for kept in (source, store):
        assert [kept.request(number) for number in range(1, 7)] == [*sent, None, None]
        kept.close()


def test_what_attempts_have_cost_is_taken_over(folder: Path, tmp_path: Path) -> None:
    source, store = Store.create_or_open(folder), Store.create_or_open(tmp_path / "copy")
    for number in range(1, 13):
        source.reserve(number, 2 * number, Rate(0.5, 3) if number == 2 else Rate(), durable=False)
    for number in range(3, 13):
        source.fail(number, "timeout", perhaps_billed=number == 7)
    store.take_over_attempts(source)
    assert (store.attempts(), store.count("faults")) == (12, {"timeout": 10})
    assert store.reservations() == [(1, 1, 2, 1.0, 0), (2, 2, 4, 0.5, 3), (7, 7, 14, 1.0, 0)]
    assert store.reserve(1, 1, durable=False) == 13
    source.close()
    store.close()


def test_a_change_of_the_tables_is_a_new_version() -> None:
    """When this fails, raise `VERSION`, migrate the version before, and put the new sum here."""
    assert (VERSION, hashlib.sha256(SCHEMA.encode()).hexdigest()[:12]) == (14, "5b786142f9d8")


def test_numbers_of_tokens_that_an_earlier_version_believed_do_not_keep_a_run_from_being_opened(folder: Path) -> None:
    store = _filled(folder)
    for _ in range(3):
        believed = Completion("", "stop", Usage(2**62, 2**62), "m")
        store.settle(store.record(8, 0, "instructions", [], Hint(), "", BODY), believed, Outcome())
    assert store.usage().prompt_tokens == 3 + 3 * 2**40
    store.close()


def test_how_long_ago_a_session_was_is_told_whatever_became_of_the_clock(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    store = Store.create_or_open(folder)
    assert store.seconds_since_last_session() == inf
    store.start_session()
    # The clock is set forward by an hour, then an answer comes in.
    clock[0] += 3600
    store.record(1, store.reserve(1, 1, durable=False), "instructions", (), Hint(), "", b"{}")
    store.close()
    clock[0] += 5
    store = Store.create_or_open(folder)
    store.start_session()
    assert 5 <= store.seconds_since_last_session() < 6
    store.close()
