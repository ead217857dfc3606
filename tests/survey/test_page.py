"""The page of a report: whole in one file, in both languages, with hostile texts as texts."""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import selfinstruct
from selfinstruct import ImportSettings, InputError, Observer
from selfinstruct.core.scores import MARKS
from selfinstruct.decisions.values import QUESTIONS
from selfinstruct.exports.training_files import output_names
from selfinstruct.languages import find_language
from selfinstruct.pool.reason_names import reasons_in
from selfinstruct.report.scores import Scores
from selfinstruct.survey.charts import charts
from selfinstruct.survey.page import figures_of, page
from selfinstruct.survey.words import LANGUAGES, words_in
from tests.support.reviewed import write_tasks

HOSTILE = "Explain </script><script>alert(1)</script> $x_1$ ]]> & \u202egnihtyna\u202c \x1b[31m to a _colleague_"


class _Noting(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def noted(self, line: str) -> None:
        self.lines.append(line)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href") and value:
                self.addresses.append(value)
            if name == "id" and value:
                self.ids.append(value)
            assert not name.startswith("on")


def test_the_page_needs_nothing_else(run: Path, tmp_path: Path) -> None:
    target = tmp_path / "made" / "page.html"
    done = selfinstruct.write_report(run, target, figures=tmp_path / "figures")
    text = target.read_text("utf-8")
    page = _Page(text)
    assert "script" not in page.tags
    assert all(address.startswith("#") for address in page.addresses)
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    assert len(page.ids) == len(set(page.ids))
    assert {address[1:] for address in page.addresses} <= set(page.ids)
    assert done.files[0] == target
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in done.files[1:])
    assert page.tags.count("svg") == len(done.files) - 1 >= 10


@pytest.mark.parametrize("change", [lambda page: page + b"mine", lambda page: page[:-9], lambda _: b"a page of mine"])
def test_a_page_that_somebody_changed_is_kept(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[bytes], bytes]
) -> None:
    # Charts take long, and are no part of this.
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    target, noted = tmp_path / "page.html", _Noting()
    for _ in range(2):
        selfinstruct.write_report(run, target, observer=noted)
    assert [file.name for file in tmp_path.glob("page*")] == ["page.html"]
    written = target.read_bytes()
    target.write_bytes(changed := change(written))
    selfinstruct.write_report(run, target, observer=noted)
    assert (tmp_path / "page.html.bak").read_bytes() == changed
    assert noted.lines[-1].endswith(f"that is kept as {target}.bak")


def test_a_picture_of_somebody_else_is_kept(run: Path, tmp_path: Path) -> None:
    figures, noted = tmp_path / "figures", _Noting()
    first = [file.name for file in selfinstruct.write_report(run, tmp_path / "a.html", figures=figures).files[1:]]
    mine, cut = first[:2]
    (figures / mine).write_bytes(b"a picture of mine")
    (figures / cut).write_bytes((figures / cut).read_bytes()[:-1])
    selfinstruct.write_report(run, tmp_path / "a.html", figures=figures, observer=noted)
    assert (figures / f"{mine}.bak").read_bytes() == b"a picture of mine"
    assert sorted(file.name for file in figures.iterdir()) == sorted([*first, f"{mine}.bak", f"{cut}.bak"])
    assert [line.partition(": ")[0] for line in noted.lines] == [str(figures / mine), str(figures / cut)]


@pytest.mark.parametrize("name", ["run.sqlite", "Run.SQLite", "decisions.jsonl", "rejected.jsonl", "alpaca_data.json"])
@pytest.mark.parametrize("of_a_file", [True, False])
def test_a_page_does_not_take_the_place_of_what_it_is_about(
    run: Path, tmp_path: Path, name: str, of_a_file: bool
) -> None:
    if name == "alpaca_data.json":
        name = output_names(find_language(selfinstruct.open_run(run).settings.language))[0]
    about = next(run.glob("*.json")) if of_a_file else run
    before = {file.name: file.read_bytes() for file in run.iterdir()}
    with pytest.raises(InputError, match="choose another ‹output›"):
        selfinstruct.write_report(about, run / name)
    assert {file.name: file.read_bytes() for file in run.iterdir()} == before


def test_what_a_file_holds_that_is_no_task_is_told(tmp_path: Path) -> None:
    file, noted = tmp_path / "a.jsonl", _Noting()
    row = {"instruction": "Name a sea bird that dives.", "input": "", "output": "Gannet."}
    file.write_text("\n".join(map(json.dumps, [row, {"foo": 1}, row | {"label": "bad"}])), encoding="utf-8")
    selfinstruct.survey_of(file, language="en", observer=noted)
    assert [line.partition(":")[0] for line in noted.lines] == ["left out", "left out"]


def test_without_matplotlib_the_page_has_the_numbers(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    noted = _Noting()
    selfinstruct.write_report(run, tmp_path / "page.html", page_language="en", observer=noted)
    text = (tmp_path / "page.html").read_text("utf-8")
    assert "<svg" not in text
    assert text.count("<details open>") >= 10
    assert words_in("en")["no_charts"].partition(":")[0] in text
    assert "selfinstruct[report]" in noted.lines[0]
    with pytest.raises(InputError, match=r"selfinstruct\[report\]"):
        selfinstruct.write_report(run, tmp_path / "other.html", figures=tmp_path / "figures")
    assert not (tmp_path / "other.html").exists()


def test_the_same_run_gives_the_same_page(run: Path, tmp_path: Path) -> None:
    first, second = (selfinstruct.write_report(run, tmp_path / f"{number}.html").files[0] for number in (1, 2))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_language_that_is_asked_for(run: Path, tmp_path: Path, language: str) -> None:
    selfinstruct.write_report(run, tmp_path / "page.html", page_language=language)
    text = (tmp_path / "page.html").read_text("utf-8")
    assert f'<html lang="{language}">' in text
    words = words_in(language)
    assert words["about_reasons"] in text
    assert ("<td>near_duplicate</td>" in text, "made up by the demo" in text) == (language == "en",) * 2


def test_every_word_of_the_page_is_used() -> None:
    folder = Path(selfinstruct.__file__).parent / "survey"
    sources = "".join(
        file.read_text("utf-8")
        for file in folder.rglob("*")
        if file.suffix in (".py", ".html") and not file.stem.startswith("words")
    )
    families = re.compile("about_|characters|kind_|novelty_|length_|median_|step_|subject_|mean_|outlook_")
    names = words_in("en").keys() - QUESTIONS.keys() - {*MARKS}
    unused = [name for name in names if not families.match(name) and not re.search(rf"\b{name}\b", sources)]
    assert unused == []


def test_hostile_texts_are_texts(tmp_path: Path) -> None:
    tasks = [(f"{HOSTILE} number {'x' * number}", "<img src=x onerror=alert(2)>", HOSTILE) for number in range(40)]
    tasks += [("Why", "", "Because."), (f"{HOSTILE} at last, number x", "", "")]
    file = write_tasks(tmp_path / "tasks.json", tasks)
    selfinstruct.import_tasks([file], tmp_path / "_$run$", ImportSettings(language="en", similarity_threshold=1.0))
    done = selfinstruct.write_report(tmp_path / "_$run$", compare=file)
    text = done.files[0].read_text("utf-8")
    page = _Page(text)
    assert done.files[0] == tmp_path / "_$run$" / "report.html"
    assert not {"script", "img", "iframe", "object", "link"} & set(page.tags)
    assert words_in("en")["kept"] not in text  # nobody has reviewed anything
    assert ">not tested<" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_file_of_tasks_has_a_report_too(tmp_path: Path) -> None:
    file = write_tasks(
        tmp_path / "some.json", [(f"Name {number} good reasons to read more.", "", "Yes.") for number in range(5)]
    )
    done = selfinstruct.write_report(file)
    assert done.survey.funnel is None
    assert done.survey.tasks == 5
    assert done.survey.makeup.classification is None
    assert "not asked" in done.files[0].read_text("utf-8")
    assert done.files == (tmp_path / "some.json.report.html",)


@pytest.mark.parametrize("content", ["", "[]", '[{"instruction": 5}]'])
def test_a_file_without_tasks_is_an_error(tmp_path: Path, content: str) -> None:
    file = tmp_path / "none.json"
    file.write_text(content)
    with pytest.raises(InputError, match=r"none\.json"):
        selfinstruct.write_report(file)


def test_a_language_that_the_page_lacks_is_an_error(run: Path) -> None:
    with pytest.raises(InputError, match="choose one of: en, zh"):
        selfinstruct.write_report(run, page_language="fr")


def test_what_was_restored_of_a_task_is_no_repeat_of_it() -> None:
    from selfinstruct.core.values import Instance, Task
    from selfinstruct.languages import find_language
    from selfinstruct.survey.material import Material

    seed = Task("seed_1", "Write a poem on rain.", False, (Instance("", "Drip."),), "seed")
    task = Task("1.0", "Name three birds of the north.", False, (Instance("", "Owl."),), "1")
    restored = Task("r1", task.instruction, False, (Instance("", "Crane."),), "1")
    material = Material(find_language("en"), (seed,))
    assert [*material.take_in([task, restored], {})] == [task, restored]
    assert (material.tasks, material.records, len(material.sequences)) == (1, 2, 2)
    assert material.sizes.makeup(was_asked=False).lengths["output"].histogram.total == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_name_their_units_and_steps_in_the_language_of_the_page(run: Path, language: str) -> None:
    survey, words = selfinstruct.survey_of(run), words_in(language)
    by_name = {chart.name: chart for chart in charts([survey], words)}
    assert by_name["costs"].head[0] == words["thousand_tokens"]
    assert by_name["reasons"].head[0] == words["percent_of_candidates"]
    steps = {row[0].partition(" · ")[0] for row in by_name["costs"].rows}
    assert steps == {words[f"step_{each.step}"] for each in survey.costs.steps} if survey.costs else False
    # A histogram is drawn in percent, and its table has these beside the counts.
    assert survey.novelty.seed
    counts = survey.novelty.seed.counts
    cells = [row[1] for row in by_name["novelty_seed"].rows]
    assert cells == [f"{count:,} ({count / sum(counts):.1%})" for count in counts]


@pytest.mark.parametrize(("language", "told"), [("en", "0.2240 (at most 0.3134)"), ("zh", "0.2240（最多 0.3134）")])
def test_what_it_may_cost_stands_with_what_it_cost(run: Path, language: str, told: str) -> None:
    survey = selfinstruct.survey_of(run)
    assert survey.costs
    one = replace(survey.costs.steps[0], money=0.224)
    for perhaps, value in ((0.0894, told), (0.0, "0.2240")):
        costs = replace(survey.costs, steps=(one,), perhaps_money=perhaps)
        assert (words_in(language)["money"], value) in figures_of(replace(survey, costs=costs), language)


def test_reasons_have_the_names_that_the_review_has(run: Path, tmp_path: Path) -> None:
    with selfinstruct.open_run(run) as opened:
        reasons = {rejection.reason for rejection, _ in opened.rejections()}
    known = reasons_in("zh").keys() & reasons
    assert known
    target = tmp_path / "page.html"
    selfinstruct.write_report(run, target, page_language="zh")
    text = target.read_text("utf-8")
    for reason in known:
        assert f"{reasons_in('zh')[reason]} <code>{reason}</code>" in text
        assert f"<td>{reasons_in('zh')[reason]} {reason}</td>" in text
    selfinstruct.write_report(run, target, page_language="en")
    assert not any(name in target.read_text("utf-8") for name in reasons_in("zh").values())


@pytest.mark.parametrize(("code", "head"), [("en", "4 to under 5"), ("zh", "4 至 5（不含）")])
def test_marks_tell_their_ends_and_people_stand_beside_them_if_any_answered(run: Path, code: str, head: str) -> None:
    survey, words = selfinstruct.survey_of(run), words_in(code)
    assert survey.quality
    shares = {**dict.fromkeys(QUESTIONS, 1.0), "all": 1.0}
    scores = Scores(10, shares, dict.fromkeys((*MARKS, "mean_mark"), 4.2), (0, 0, 0, 1, 5, 4), {"m": 10})
    for quality in (survey.quality, None):
        text = page(replace(survey, judged=scores, quality=quality), code)
        assert f'<th class="number">{head}</th><th class="number">5</th>' in text
        assert (f'<th class="number">{words["people"]}</th>' in text) == (quality is not None)


def test_no_chart_is_called_like_its_chapter(run: Path) -> None:
    survey = selfinstruct.survey_of(run)
    for language in LANGUAGES:
        words = words_in(language)
        chapters = {words[name] for name in ("funnel", "course", "novelty", "variety", "makeup", "costs", "quality")}
        assert chapters.isdisjoint(each.title for each in charts([survey], words))


def test_a_histogram_ends_with_what_there_is(run: Path) -> None:
    survey = selfinstruct.survey_of(run)
    for each in charts([survey, survey], words_in("en")):
        if each.name.startswith("length_"):
            assert not each.rows[-1][1].startswith("0 (")
    counts = survey.makeup.lengths["output"].histogram.counts
    (output,) = (each for each in charts([survey], words_in("en")) if each.name == "length_output")
    assert [row[1].split()[0] for row in output.rows] == [f"{count:,}" for count in counts[: len(output.rows)]]
    assert not any(counts[len(output.rows) :])


@pytest.mark.parametrize(("language", "verb"), [("en", "write"), ("zh", "写")])
def test_too_few_pairs_for_a_chart_have_a_table(tmp_path: Path, language: str, verb: str) -> None:
    asked = {"en": "Write a letter to the mayor about the bridge.", "zh": "写一封信给市长，说说那座桥的事。"}
    write_tasks(tmp_path / "few.json", [(asked[language], "", "Dear Sir")])
    selfinstruct.write_report(tmp_path / "few.json", tmp_path / "page.html", page_language=language)
    text = (tmp_path / "page.html").read_text("utf-8")
    assert f"<td>{verb}</td>" in text
    assert 'id="phrases"' not in text
