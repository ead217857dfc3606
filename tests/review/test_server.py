"""The page over HTTP: who is let in, what it shows, and what becomes of decisions."""

import asyncio
import json
import time
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import httpx
import pytest

import selfinstruct
from selfinstruct import ImportSettings
from selfinstruct.decisions import journal
from selfinstruct.decisions.values import QUESTIONS
from selfinstruct.review.assets import SCRIPTS, STYLES
from selfinstruct.review.words import words_in
from selfinstruct.survey.page import told
from tests.support.reviewed import TASKS, Tab, imported_run, opened, served, write_tasks


def _instructions(run: Path) -> list[str]:
    return [each["instruction"] for each in json.loads((run / "alpaca_data.json").read_text(encoding="utf-8"))]


def test_the_address_lets_in_one_browser_once(idle: tuple[Tab, Path]) -> None:
    tab, _ = idle
    assert "it works once, in one browser" in httpx.get(tab.origin).text
    assert httpx.get(tab.address).status_code == 403
    assert tab.client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"host": "evil.example"}),
        ("/", {"host": "127.0.0.1"}),
        ("/counts", {"origin": "http://evil.example"}),
        ("/counts", {"origin": "null"}),
        ("/counts", {"cookie": "review=1"}),
        ("/static/start.js", {"cookie": ""}),
        ("/enter?token=guessed", {}),
        ("/enter", {}),
        ("POST /decide", {}),
        ("POST /decide", {"origin": "http://evil.example"}),
        ("POST /undo", {"origin": "ORIGIN", "host": "evil.example"}),
    ],
)
def test_strangers_are_kept_out(idle: tuple[Tab, Path], path: str, headers: dict[str, str]) -> None:
    tab, run = idle
    method, _, path = path.rpartition(" ")
    headers = {name: tab.origin if value == "ORIGIN" else value for name, value in headers.items()}
    told = json.dumps({"action": "reject", "id": tab.rows("accepted")[0]["id"]})
    answer = tab.client.request(method or "GET", path, headers=headers, content=told if method else None)
    assert answer.status_code == 403
    assert not (run / "decisions.jsonl").exists()


def test_nothing_comes_from_elsewhere(idle: tuple[Tab, Path]) -> None:
    tab, _ = idle
    page = tab.client.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.text.count("<script") == page.text.count('<script src="/static/') == len(SCRIPTS)
    assert "http" not in page.text.replace(tab.origin, "")
    assert {*STYLES, *SCRIPTS, "away.css", "away.js"} == {
        each.name for each in files("selfinstruct.review").joinpath("static").iterdir()
    }
    for name in (*STYLES, *SCRIPTS):
        assert tab.client.get(f"/static/{name}").status_code == 200
    assert tab.client.get("/static/..%2fserver.py").status_code == 404


@pytest.mark.parametrize(("lang", "word"), [("en", "Too similar"), ("zh", "太相似")])
def test_a_card_shows_text_as_text(idle: tuple[Tab, Path], lang: str, word: str) -> None:
    tab, _ = idle
    row = next(each for each in tab.rows("accepted") if "<script>" in each["title"])
    html = tab.get("/card", id=row["id"], lang=lang)["html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not {"<script", "<img", "<b>"} & set(html.split(">"))
    assert "<code>&lt;b&gt;bold&lt;/b&gt;\n</code>" in html
    near = next(each for each in tab.rows("rejected") if each["reason"] == "near_duplicate")
    missing = tab.get("/card", id=tab.rows("risk")[0]["id"], lang=lang)["html"]
    assert "<mark>Summarise the following text</mark> in" in missing
    html = tab.get("/card", id=near["id"], lang=lang)["html"]
    assert word in html
    assert "<mark>Name three fruits that grow in the</mark> south" in html


def test_a_decision_is_in_the_journal_at_once_and_then_in_the_training_file(tab: Tab, run: Path) -> None:
    first, second, *_ = tab.rows("accepted")
    near = next(each for each in tab.rows("rejected") if each["reason"] == "near_duplicate")
    rejected = tab.tell("/decide", action="reject", id=first["id"])["decision"]
    tab.tell("/decide", action="reject", id=first["id"], why="wrong", instead=rejected)
    tab.tell("/decide", action="restore", id=near["id"])
    after = {"instruction": "Explain it.", "input": "", "output": "安"}
    assert tab.tell("/decide", action="edit", id=second["id"], after=after)["standing"]["edited"]
    assert [each.action for each in journal.read(run)] == ["reject", "undo", "reject", "restore", "edit"]
    assert {each.reviewer for each in journal.read(run)} == {"ann"}
    assert first["id"] not in [each["id"] for each in tab.rows("accepted", undecided=1)]
    assert tab.get("/card", id=second["id"])["record"] == after
    assert TASKS[0][0] in _instructions(run)
    selfinstruct.write_reviewed(run)
    assert TASKS[0][0] not in _instructions(run)
    assert {TASKS[1][0], "Explain it."} <= set(_instructions(run))


def test_undo_takes_back_one_decision_and_a_group_as_a_whole(tab: Tab, run: Path) -> None:
    near = [each for each in tab.rows("rejected") if each["reason"] == "near_duplicate"]
    assert len(near) == 2
    tab.tell("/decide", action="skip", id=tab.rows("accepted")[0]["id"])
    tab.tell("/decide", action="comment", id=near[0]["id"], note="hm")
    assert tab.get("/group", id=near[0]["id"]) == {"count": 1, "by": "claimed", "name": "1.0"}
    short = next(each for each in tab.rows("rejected") if each["reason"] == "too_short")
    assert tab.get("/group", id=short["id"]) == {"count": 1, "by": "reason", "name": "too_short"}
    group = tab.tell("/reject-group", id=near[1]["id"])
    assert (group["count"], group["moved"]) == (1, 0)
    assert tab.get("/group", id=near[1]["id"])["count"] == 0
    assert tab.tell("/reject-group", id=near[1]["id"]) == {"count": 0, "moved": 0, "decision": ""}
    again = tab.tell("/reject-group", why="wrong", instead=group["decision"])
    assert again["count"] == 1
    assert [each.why for each in journal.read(run)][-1] == "wrong"
    assert [each["action"] for each in tab.tell("/undo")["undone"]] == ["reject"]
    assert [each["action"] for each in tab.tell("/undo")["undone"]] == ["comment"]
    assert [each["action"] for each in tab.tell("/undo")["undone"]] == ["skip"]
    assert tab.tell("/undo") == {"undone": []}
    assert tab.get("/counts")["decided"] == {"rejected": 0, "edited": 0, "restored": 0, "waiting": 0}


def test_a_run_can_be_reviewed_while_it_is_worked_on(tab: Tab, run: Path, tmp_path: Path) -> None:
    before = len(tab.rows("accepted"))
    tab.tell("/decide", action="reject", id=tab.rows("accepted")[0]["id"])
    more = write_tasks(tmp_path / "more.json", [("List the parts of a bicycle wheel.", "", "Rim, spokes, hub.")])
    result = selfinstruct.import_tasks([more], run, ImportSettings(language="en"))
    assert result.report.review.rejected == 1
    assert [each["title"] for each in tab.rows("accepted")[before:]] == ["List the parts of a bicycle wheel."]


def test_answers_in_the_sample_give_an_estimate(tab: Tab) -> None:
    rows = tab.rows("sample")
    good = {"valid": True, "input_fits": True, "output_right": True}
    for row in rows:
        tab.tell("/decide", action="answer", id=row["id"], answers=good | {"output_right": row is not rows[0]})
    sample = tab.get("/counts")["sample"]
    assert sample["valid"]["share"] == 1
    assert sample["all"] == sample["output_right"]
    assert [each["id"] for each in tab.rows("sample", undecided=1)] == []
    assert sample["all"]["share"] == (len(rows) - 1) / len(rows)


def test_each_keeps_the_own_answers_and_what_differs_is_told(run: Path) -> None:
    good = {"valid": True, "input_fits": True, "output_right": True}
    for name, answers in (("ann", good | {"valid": False}), ("li", good)):
        with served(run, reviewer=name) as address, opened(address) as tab:
            for row in tab.rows("sample", undecided=1):
                html = tab.get("/card", id=row["id"], queue="sample")["html"]
                assert html.count("checked") == len(good)
                tab.tell("/decide", action="answer", id=row["id"], answers=answers)
    with served(run, reviewer="ann") as address, opened(address) as tab:
        rows = tab.rows("sample")
        assert tab.rows("sample", undecided=1) == []
        assert {(row["standing"]["answers"]["valid"], row["standing"]["answered_by"]) for row in rows} == {(False, "")}
        html = tab.get("/card", id=rows[0]["id"], queue="sample")["html"]
        assert html.count("checked") == len(good) - 1
        counts = tab.get("/counts")
    both = {"first": "ann", "second": "li", "records": len(rows)}
    assert counts["done"]["answered"] == len(rows)
    assert counts["answering"] == both | {"answers": 3 * len(rows), "agreed": 2 * len(rows)}
    quality = selfinstruct.survey_of(run).quality
    assert quality
    assert [asdict(each) for each in quality.answerings] == [counts["answering"]]
    with selfinstruct.open_run(run) as opened_run:
        assert [each.reviewer for each in opened_run.decisions()].count("ann") == len(rows)


def test_the_page_and_the_report_tell_answers_and_what_was_kept_apart(tab: Tab, run: Path) -> None:
    first, second, third, fourth = (row["id"] for row in tab.rows("sample"))
    tab.tell("/decide", action="answer", id=first, answers={"valid": True, "input_fits": True, "output_right": True})
    tab.tell("/decide", action="keep", id=second, answers={"all": True})
    tab.tell("/decide", action="reject", id=third, answers={"all": False})
    # Not in the sample, so it tells nothing of all the others.
    tab.tell("/decide", action="reject", id=fourth)
    sample = tab.get("/counts")["sample"]
    counts = {name: share["of"] for name, share in sample.items()}
    assert counts == {**dict.fromkeys([*QUESTIONS, "all"], 1), "kept": 3}
    assert round(sample["kept"]["share"], 3) == 0.667
    survey = selfinstruct.survey_of(run)
    assert survey.quality
    shares = {each.question: each.share for each in survey.quality.answers} | {"kept": survey.quality.kept}
    assert {name: share and share._asdict() for name, share in shares.items()} == sample
    lines = [line.strip() for line in told(survey, "en")]
    assert any(line.startswith("100%  good") and "answered for: 1)" in line for line in lines)
    assert any(line.startswith("67%  not rejected") and "looked at: 3)" in line for line in lines)
    assert sum("answered for: 1)" in line for line in lines) == 4


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        ("/decide", "{", 400),
        ("/decide", "[]", 400),
        ("/decide", '{"action": "reject"}', 400),
        ("/decide", '{"action": "eat", "id": "r1"}', 409),
        ("/decide", '{"action": "undo", "id": "r1"}', 409),
        ("/decide", '{"action": "reject", "id": "r99999999999999999999999"}', 409),
        ("/decide", '{"action": "reject", "id": "../1"}', 409),
        ("/decide", '{"action": "reject", "id": "r1", "why": "bored"}', 409),
        ("/decide", '{"action": "edit", "id": "r1", "after": {"instruction": 1, "input": "", "output": ""}}', 400),
        ("/reject-group", '{"id": "9.9"}', 409),
        ("/reject-group", '{"records": [["1.0", 7]]}', 409),
        ("/reject-group", '{"records": [["r99", 0]]}', 409),
        ("/reject-group", '{"records": [1]}', 400),
        ("/reject-group", '{"instead": "gone", "why": "wrong"}', 409),
        ("/window?queue=none", "", 409),
        ("/card?id=r99999999", "", 409),
        ("/card?id=r1&instance=x", "", 409),
        ("/completion?id=0", "", 409),
    ],
)
def test_what_is_not_understood_decides_nothing(idle: tuple[Tab, Path], path: str, told: str, status: int) -> None:
    tab, run = idle
    answer = tab.post(path, told) if told else tab.client.get(path)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert not (run / "decisions.jsonl").exists()


def test_a_completion_is_shown_with_what_became_of_it(idle: tuple[Tab, Path]) -> None:
    tab, _ = idle
    row = tab.rows("accepted")[0]
    html = tab.get("/completion", id=tab.get("/card", id=row["id"])["completion"])["html"]
    assert row["id"] in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("path", "accepted", "lang"), [("/", "fr, zh-CN;q=0.9", "zh"), ("/", "fr", "en"), ("/?lang=zh", "en", "zh")]
)
def test_the_page_speaks_the_language_of_the_browser(
    idle: tuple[Tab, Path], path: str, accepted: str, lang: str
) -> None:
    assert f'<html lang="{lang}"' in idle[0].client.get(path, headers={"accept-language": accepted}).text


@pytest.mark.parametrize(
    ("more", "why"), [({"page_language": "fr"}, "choose one of: en, zh"), ({"port": 1 << 16}, "‹port›")]
)
def test_what_cannot_be_served_is_told(run: Path, more: dict[str, object], why: str) -> None:
    with pytest.raises(selfinstruct.InputError, match=why):
        asyncio.run(selfinstruct.serve_review(run, **more))  # type: ignore[arg-type]


def test_a_card_says_when_each_decided_what_they_answered_and_no_skip_beside_a_verdict(run: Path) -> None:
    answers = {"valid": False, "input_fits": True, "output_right": True}
    with served(run, reviewer="ann") as address, opened(address) as tab:
        row = tab.rows("sample")[0]
        tab.tell("/decide", action="skip", id=row["id"])
        assert "skipped · <bdi>ann" in tab.get("/card", id=row["id"], lang="en")["html"]
        tab.tell("/decide", action="answer", id=row["id"], answers=answers)
        tab.tell("/decide", action="keep", id=row["id"])
        html = tab.get("/card", id=row["id"], lang="en")["html"]
        facts, history = html.split("</p>", 1)[0], html[html.index("<details ") :]
    words = words_in("en")
    assert "skipped" not in facts
    assert "kept · <bdi>ann" in facts
    days = {time.strftime("%Y-%m-%d", time.localtime(each.at)) for each in journal.read(run)}
    assert history.count("<time>") == 3
    assert any(f"<time>{day} " in history for day in days)
    assert f"{words['valid']} {words['no']} · {words['input_fits']} {words['yes']}" in history


def test_what_was_blank_was_written(tmp_path: Path) -> None:
    run = imported_run(tmp_path, [("Name a ripe plum in the garden.", "", "N/A"), TASKS[0]])
    with served(run) as address, opened(address) as tab:
        (row,) = tab.rows("rejected")
        assert row["reason"] == "empty_output"
        html = tab.get("/card", id=row["id"], lang="en")["html"]
    assert words_in("en")["no_output"] not in html


def test_an_edit_by_another_says_so(run: Path) -> None:
    with served(run, reviewer="li") as address, opened(address) as tab:
        id_ = tab.rows("accepted")[0]["id"]
        tab.tell("/decide", action="edit", id=id_, after={"instruction": "Explain it.", "input": "", "output": "So."})
        assert tab.rows("accepted")[0]["standing"]["edited_by"] == ""
    with served(run, reviewer="ann") as address, opened(address) as tab:
        assert tab.rows("accepted")[0]["standing"]["edited_by"] == "li"
