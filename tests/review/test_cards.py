"""What stands on a card beside its texts, and what goes together on one."""

import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import ImportSettings
from selfinstruct.core.errors import InputError
from selfinstruct.core.resources import seed_file
from selfinstruct.core.values import Record
from selfinstruct.decisions import journal
from selfinstruct.languages import lower_words
from selfinstruct.review.desk import Desk
from selfinstruct.review.labels import Use
from selfinstruct.review.likeness import likeness
from selfinstruct.review.queues import Asked
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.storage.schema import VERSION
from selfinstruct.storage.store import Store
from selfinstruct.survey.words import words_in
from tests.support.reviewed import REVIEW, TRAIN, imported_run, varied_run, write_tasks

# Seconds; it takes one.
_PATIENCE = 60


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return varied_run(tmp_path_factory.mktemp("varied"))


@pytest.fixture
def run(varied: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(varied, tmp_path / "run"))


@pytest.fixture
def desk(run: Path) -> Iterator[Desk]:
    with closing(Desk(run, "ann")) as desk:
        yield desk


def ids(desk: Desk, queue: str, kind: str = "") -> list[str]:
    return [row.id for row in desk.window(Asked(queue, kind), None, backwards=False)[0].rows]


def counted(desk: Desk) -> dict[str, dict[str, int]]:
    """Return the numbers beside the queues once they are complete."""
    until = time.monotonic() + _PATIENCE
    while not (counts := desk.counts())["is_complete"]:
        assert time.monotonic() < until
        time.sleep(0.02)
    queues: dict[str, dict[str, int]] = counts["queues"]
    return queues


def said(run: Path) -> list[tuple[str, str]]:
    return [(each.action, each.record.output) for each in journal.read(run)]


def test_what_belongs_together_is_one_record_of_the_queue(desk: Desk) -> None:
    shown = [desk.card(id_, 0, "en") for id_ in ids(desk, "rejected")]
    reasons = [each.reason for each in shown]
    assert reasons == ["conflicting_outputs"] * 2 + ["cut_by_length"] + ["no_instructions"] * 3 + ["refusal"]
    assert counted(desk)["rejected"] == {
        "": 7, "conflicting_outputs": 2, "cut_by_length": 1, "no_instructions": 3, "refusal": 1
    }  # fmt: skip
    assert [each.task.instruction for each in shown if each.task] == [shown[1].record.instruction, TRAIN]


def test_one_of_several_outputs_is_picked_and_one_undo_takes_it_back(desk: Desk, run: Path) -> None:
    first, *_ = ids(desk, "rejected")
    choices = [id_ for id_, _ in desk.card(first, 0, "en").choices]
    assert len(choices) == 2
    standing = desk.pick(first, choices[1])
    assert standing.verdict
    assert standing.verdict.action == "reject"
    assert said(run) == [("reject", "cold"), ("restore", "cool")]
    assert desk.counts()["decided"]["restored"] == 1
    assert desk.counts()["done"]["judged"] == 1
    selfinstruct.write_reviewed(run)
    assert '"cool"' in (run / "alpaca_data.json").read_text(encoding="utf-8")
    assert len(desk.undo()) == 2
    assert desk.counts()["decided"]["restored"] == 0
    desk.pick(first, "")
    assert said(run)[4:] == [("reject", "cold"), ("reject", "cool")]
    for id_, picked in ((first, "r7"), ("r7", ""), ("r99", ""), ("1.0", "")):
        with pytest.raises(InputError):
            desk.pick(id_, picked)


def test_an_instruction_without_a_sound_output_can_be_written_anew(desk: Desk, run: Path) -> None:
    card = next(card for card in (desk.card(id_, 0, "en") for id_ in ids(desk, "rejected")) if card.reason == "refusal")
    assert card.task
    desk.write_anew(card.id)
    assert said(run) == [("reject", card.record.output), ("restore", "")]
    assert {each.record.instruction for each in journal.read(run)} == {TRAIN}
    assert desk.counts()["done"]["judged"] == 1
    assert len(desk.undo()) == 2
    assert desk.counts()["done"]["judged"] == 0
    with pytest.raises(InputError, match="came to nothing"):
        desk.write_anew(ids(desk, "rejected")[0])


def test_completions_that_begin_alike_are_rejected_together(desk: Desk, run: Path) -> None:
    first, second, other = ids(desk, "rejected", kind="no_instructions")
    card = desk.card(first, 0, "en")
    assert (card.alike, card.record.output) == ("sorry, request 0 cannot", "Sorry, request 1 cannot be done.")
    with pytest.raises(InputError, match="has no instruction"):
        desk.decide("restore", first)
    assert desk.group(first) == desk.group(second) == (2, ("alike", ""))
    assert desk.group(other)[0] == 1
    desk.reject_group(first)
    assert [output for _, output in said(run)] == [card.record.output, "Sorry, request 22 cannot be done."]
    assert ids(desk, "rejected", kind="no_instructions")[2:] == [other]
    assert [row.id for row in desk.window(Asked("rejected", undecided_by="ann"), None, backwards=False)[0].rows] == [
        id_ for id_ in ids(desk, "rejected") if id_ not in (first, second)
    ]
    assert desk.counts()["decided"] == {"rejected": 0, "edited": 0, "restored": 0, "waiting": 0}
    selfinstruct.write_reviewed(run)
    assert "Sorry" not in (run / "alpaca_data.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("I'm sorry, but I can't write 3 of these.", "I'M SORRY,  but I can't write them.", True),
        ('\n{"tasks": [{"instruction": "Bake a loaf', '{"tasks": [{"instruction": "Sing', True),
        ("Error 502\nnginx", "Error 7\nanother", True),
        ("Here are ten tasks", "No more tasks today", False),
        ("", " \n", True),
    ],
)
def test_which_completions_are_alike(one: str, other: str, alike: bool) -> None:
    assert (likeness(one) == likeness(other)) is alike


def test_labels_are_counted_in_the_task_and_in_the_run(desk: Desk) -> None:
    (id_,) = ids(desk, "risk", kind="rare_label") or [""]
    assert not id_
    task = next(row for row in desk.window(Asked("accepted"), None, backwards=False)[0].rows if row.is_classification)
    assert task.record.instruction == REVIEW
    assert desk.card(task.id, 0, "en").labels == [Use("Positive", 4, None), Use("negative.", 1, None)]
    assert counted(desk)["risk"]["rare_label"] == 1
    assert desk.card(task.id, 0, "en").labels == [Use("Positive", 4, 4), Use("negative.", 1, 1)]
    assert [desk.card(task.id, at, "en").risks for at in range(5)] == [[], [], [], [], ["rare_label"]]


def test_a_label_that_is_used_once_in_the_run_is_rare(tmp_path: Path) -> None:
    labels = ["yes", "Yes.", "no", "NO"] * 5 + ["perhaps"]
    rows = [
        f'{{"id": "{at}", "instruction": "{word}", "is_classification": true, "instances": [{{"input": "in {at}",'
        f' "output": "{label}"}}]}}'
        for at, label in enumerate(labels)
        for word in [" ".join(f"word{at}{letter}" for letter in "abcde")]
    ]
    (tmp_path / "tasks.jsonl").write_text("\n".join(rows), encoding="utf-8")
    selfinstruct.import_tasks(
        [tmp_path / "tasks.jsonl"], tmp_path / "run", ImportSettings(language="en", filters="none")
    )
    with closing(Desk(tmp_path / "run", "ann")) as desk:
        assert counted(desk)["risk"]["rare_label"] == 1
        assert [desk.card(id_, 0, "en").record.output for id_ in ids(desk, "risk", kind="rare_label")] == ["perhaps"]


def test_a_task_close_to_an_earlier_one_stands_beside_it_also_while_the_run_grows(run: Path, tmp_path: Path) -> None:
    with closing(Desk(run, "ann", compares=True)) as desk:
        desk.card("r1", 0, "en")
        desk.warm_up()
        assert counted(desk)["risk"]["close_to_task"] == 1
        (id_,) = ids(desk, "risk", kind="close_to_task")
        near = desk.card(id_, 0, "en").near
        assert near
        assert near.nearest.kind == "claimed"
        assert near.nearest.similarity == pytest.approx(2 / 3)
        assert near.nearest.instruction == "Describe how bread rises while it is baked."
        more = write_tasks(tmp_path / "more.json", [("Give the opposite of this line.", "I am late.", "I am early.")])
        selfinstruct.import_tasks([more], run, ImportSettings(language="en"))
        assert counted(desk)["risk"]["close_to_task"] == 2
        assert desk.card(ids(desk, "risk", kind="close_to_task")[1], 0, "en").near


def test_where_tasks_cannot_be_compared_the_rest_is_counted(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(run / "nowhere"))
    with closing(Desk(run, "ann", compares=True)) as desk:
        desk.card("r1", 0, "en")
        desk.warm_up()
        assert counted(desk)["risk"]["rare_label"] == 1


def test_a_first_card_waits_for_no_words(imported: Path) -> None:
    with closing(Desk(imported, "ann")) as desk:
        (id_, *_) = ids(desk, "rejected", "near_duplicate")
        first = desk.card(id_, 0, "en", waits=False)
        assert first.near
        assert not first.is_marked
        assert [part.kind for part in first.near.blocks[0].parts] == ["text"]
        desk.warm_up()
        near = desk.card(id_, 0, "en", waits=False).near
        assert near
        assert [part.kind for part in near.blocks[0].parts] == ["mark", "text"]


def test_a_task_close_to_a_seed_task_stands_beside_it(tmp_path: Path) -> None:
    seed = next(each for each in read_seed_tasks(seed_file("en")) if len(lower_words(each.instruction)) == 15)
    words = lower_words(seed.instruction)[:10]
    task = (" ".join([*words, "but", "only", "after", "lunch", "today"]), "", "It is done, as it was asked for.")
    with closing(Desk(imported_run(tmp_path, [task]), "ann")) as desk:
        (id_,) = ids(desk, "risk", kind="close_to_seed")
        near = desk.card(id_, 0, "en").near
        assert near
        assert (near.nearest.kind, near.nearest.id) == ("seed", seed.id)
        assert near.nearest.similarity == pytest.approx(2 / 3)


def test_all_filters_that_object_are_told_and_no_more_once_it_is_edited(tmp_path: Path) -> None:
    tasks = [("Summarise the voicemail below in five words.", "", "I'm sorry, but as an AI I cannot:")]
    run = imported_run(tmp_path, tasks)
    with closing(Desk(run, "ann")) as desk:
        (id_,) = ids(desk, "rejected")
        card = desk.card(id_, 0, "zh")
        assert {card.reason, *(each.reason for each in card.also)} == {"ends_with_colon", "refusal", "missing_input"}
        assert all("。" in each.sentence for each in card.also)
        assert card.reason not in [each.reason for each in card.also]


@pytest.mark.parametrize(
    ("lang", "key", "name"),
    [
        ("zh", "generation", "类型＝写作"),
        ("zh", "open_qa", "类型＝开放问答"),
        ("en", "translation", "kind translation"),
        ("en", "a kind of the user's own", "kind a kind of the user's own"),
    ],
)
def test_a_kind_has_a_name_in_the_language_of_the_page(tmp_path: Path, lang: str, key: str, name: str) -> None:
    shutil.copytree(Path(__file__).parents[2] / "outputs" / f"sample-{lang}", tmp_path / "run")
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db, db:
        assert db.execute("PRAGMA user_version").fetchone() < (VERSION,)
    Store.create_or_open(tmp_path / "run").close()
    with closing(Desk(tmp_path / "run", "ann")) as desk:
        # Earlier versions held what a prompt named for one of ten as that of all ten.
        assert not any("noted" in desk.card(id_, 0, lang).about for id_ in ids(desk, "accepted"))
    with closing(sqlite3.connect(tmp_path / "run" / "run.sqlite")) as db, db:
        db.execute("UPDATE items SET hint = json_array(?, 'moss', '')", (key,))
    with closing(Desk(tmp_path / "run", "ann")) as desk:
        told = {desk.card(id_, 0, lang).about["noted"] for id_ in ids(desk, "accepted")}
    # In the names that the report has.
    assert told == {{"zh": f"{name}，话题＝moss", "en": f"{name}, topic moss"}[lang]}
    assert name.endswith(words_in(lang).get(f"kind_{key}", key))


def test_a_cut_tells_where_and_how_long(desk: Desk) -> None:
    (id_,) = ids(desk, "rejected", kind="cut_by_length")
    card = desk.card(id_, 0, "en")
    assert card.cut
    assert (card.cut.finish_reason, card.cut.tokens, card.cut.allowed) == ("length", 64, 64)
    assert (card.cut_field, card.cut_size) == ("output", len("First, the wa"))
    # That it is cut is said already.
    assert "breaks_off" not in {each.reason for each in card.also}
    desk.decide("edit", id_, after=Record("List the stages of a flood.", "", "First, the water and"))
    assert "breaks_off" in {each.reason for each in desk.card(id_, 0, "en").also}
    desk.undo()
