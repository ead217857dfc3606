"""A survey as one page that needs nothing else: styles and charts are in it, no script, nothing is loaded."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from importlib.resources import files
from shlex import quote
from typing import TYPE_CHECKING

from selfinstruct.core.counts import Count
from selfinstruct.core.version import __version__
from selfinstruct.decisions.agreement import Share
from selfinstruct.decisions.counts import ReviewCounts
from selfinstruct.decisions.values import ALL_OF_THEM, QUESTIONS
from selfinstruct.pool.details import told_in
from selfinstruct.pool.reasons import sentence
from selfinstruct.report.course import Words, ideas_of
from selfinstruct.report.course import told as course_told
from selfinstruct.survey.causes import cause_in
from selfinstruct.survey.charts import charts, phrase_rows
from selfinstruct.survey.comparing import Difference, compare_surveys
from selfinstruct.survey.drawing import Chart, can_draw, svg
from selfinstruct.survey.surveying import Survey
from selfinstruct.survey.values import Part
from selfinstruct.survey.variety import FEWEST_PAIRS
from selfinstruct.survey.words import LANGUAGES, words_in
from selfinstruct.text.digits import beside
from selfinstruct.text.unseen import UNSEEN

if TYPE_CHECKING:
    from jinja2 import Template

_LONGEST_EXAMPLE = 600


def page(survey: Survey, language: str, other: Survey | None = None, *, back: str = "") -> str:
    """Return the page of a survey as HTML, beside an `other` one if there is any; all texts are escaped.

    Without matplotlib it has the numbers and no charts. `back` is where a link to the review leads, "" for none.
    """
    from markupsafe import Markup, escape

    words = words_in(language)
    surveys, beside_people = [survey, *([other] if other else [])], [*_beside_people(survey)]

    def drawn(chart: Chart) -> Markup:
        return Markup(_without_unseen(svg(chart, str(escape(chart.title)))))

    return _template().render(
        survey=survey,
        other=other,
        back=back,
        words=words,
        language=language if language in LANGUAGES else LANGUAGES[0],
        style=Markup(files("selfinstruct.survey").joinpath("templates", "report.css").read_text("utf-8")),
        charts=charts([each.named(_without_unseen(each.name)) for each in surveys], words),
        drawn=drawn,
        has_charts=can_draw(),
        sentence=partial(sentence, language=language),
        detail=partial(told_in, language=language),
        chapters=[*_chapters(survey, other)],
        glance=[*_glance(survey, words)],
        told=[*_course_told(survey, words)],
        spent=[*_spent(survey, words, language)],
        compared=[[*_row(each, survey, words)] for each in (compare_surveys(survey, other) if other else [])],
        compared_with=_sample_told(survey.novelty.compared, survey.novelty.of, words),
        judged_beside=beside_people,
        has_people=any(people for _, people, _ in beside_people),
        together=[*_together_told(survey, words)],
        embedded=_sample_told(survey.apart.sample, survey.apart.of, words) if survey.apart else "",
        pairs_told=_pairs_told(survey, words),
        few_pairs=[] if survey.variety.phrases.are_telling else phrase_rows(survey.variety.phrases),
        today=date.today().isoformat(),
        version=__version__,
    )


def _template() -> "Template":
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("selfinstruct.survey"), autoescape=True, trim_blocks=True)
    environment.filters |= {"typed": quote, "brief": _brief, "unseen": _without_unseen}
    environment.filters |= {"counted": Count, "counts": _counts, "beside": beside}
    return environment.get_template("report.html")


def _brief(text: str) -> str:
    text = _without_unseen(text)
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…"


def _without_unseen(text: str) -> str:
    return UNSEEN.sub("�", text)


def _counts(review: ReviewCounts) -> tuple[str, ...]:
    return tuple(f"{count:,}" for count in (review.rejected, review.edited, review.restored))


def _chapters(survey: Survey, other: Survey | None) -> Iterator[str]:
    is_there = {
        "compared": other is not None,
        "funnel": survey.funnel is not None,
        "course": survey.course is not None,
        "costs": survey.costs is not None,
        "quality": survey.funnel is not None,
    }
    for name in ("compared", "funnel", "course", "novelty", "variety", "makeup", "costs", "quality"):
        if is_there.get(name, True):
            yield name


def _glance(survey: Survey, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if survey.records != survey.tasks:
        yield words["records"], f"{survey.records:,}"
    if survey.funnel and (known := survey.funnel.candidates - survey.funnel.waiting):
        yield words["acceptance"], f"{survey.funnel.accepted / known:.1%}"
    yield from _good_told(survey, words)
    for name in ("earlier", "seed"):
        if spread := getattr(survey.novelty, f"{name}_spread"):
            yield words[f"median_{name}"], f"{spread.median:.2f}"
    for name in ("with_input", "questions", "limits", "classification"):
        part: Part | None = getattr(survey.makeup, name)
        yield words[name], words["not_asked"] if part is None else f"{part.share:.1%}"
    yield words["distinct"], " · ".join(f"{share:.2f}" for share in survey.variety.distinct.values())
    yield words["compression"], f"{survey.variety.compression:.2f}"
    if survey.apart:
        yield words["vendi"], f"{survey.apart.vendi:,.0f}"
        yield words["novelsum"], f"{survey.apart.novelsum:.3f}"
    if survey.costs and survey.costs.accepted:
        yield words["tokens_a_task"], f"{survey.costs.tokens_a_task:,.0f}"
        if survey.costs.to_judge:
            yield words["judging_a_task"], f"{survey.costs.to_judge:,.0f}"
        if (money := survey.costs.money) is not None:
            yield words["money_a_task"], f"{money / (survey.costs.grown or survey.costs.accepted):,.6f}"
            spent, most = (f"{each:,.4f}" for each in (money, money + (survey.costs.perhaps_money or 0.0)))
            yield words["money"], spent if spent == most else words["money_at_most"].format(spent, most)


def _share_told(form: str, share: Share | None) -> Iterator[tuple[str, str]]:
    if share:
        yield form.format(f"{share.low:.0%}", f"{share.high:.0%}", f"{share.of:,}"), f"{share.share:.0%}"


def _good_told(survey: Survey, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if survey.quality:
        for name, share in (("good", survey.quality.answers[-1].share), ("kept_of", survey.quality.kept)):
            yield from _share_told(words[name], share)


def _answered_told(survey: Survey, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield of each question the share of yes that reviewers answered."""
    for each in survey.quality.answers[:-1] if survey.quality else ():
        yield from _share_told(words["answered"].replace("{}", words[each.question], 1), each.share)


def _together_told(survey: Survey, words: Mapping[str, str]) -> Iterator[str]:
    """Yield how far reviewers agree, and what is left to be settled."""
    if not survey.quality:
        return
    for each in survey.quality.agreements:
        names = (_without_unseen(each.first), _without_unseen(each.second))
        agreed = words["agreed"].format(*names, Count(each.judged), Count(each.agreed))
        if each.are_too_few:
            agreed = words["too_few"].format(agreed, each.least)
        yield agreed if each.kappa is None else words["kappa"].format(agreed, f"{each.kappa:.2f}")
    for pair in survey.quality.answerings:
        names = (_without_unseen(pair.first), _without_unseen(pair.second))
        counts = (Count(pair.records), Count(pair.agreed), Count(pair.answers))
        yield words["answered_both"].format(*names, *counts)
    if disputes := survey.quality.disputes.of:
        yield words["disputes"].format(Count(disputes), Count(survey.quality.disputes.open))


def _work_told(survey: Survey, words: Mapping[str, str]) -> Iterator[str]:
    for each in survey.quality.work if survey.quality else ():
        counts = (each.kept, each.rejected, each.restored, each.skipped)
        yield words["work"].format(
            f"{each.judged:,}", _without_unseen(each.reviewer), *(f"{count:,}" for count in counts)
        )


def _course_told(survey: Survey, words: Mapping[str, str]) -> Iterator[str]:
    """Yield in words how the end of a run differs from its beginning, and what comes next."""
    if not survey.course:
        return
    names = ("trend", "recent", "outlook_target", "outlook_double", "of_money")
    recent = survey.course.recent
    own = Words(*(words[name] for name in names))
    yield from course_told(ideas_of(survey.course.first, recent), recent, survey.course.outlook, own)


def _beside_people(survey: Survey) -> Iterator[tuple[str, str, float]]:
    """Yield each question with the share of yes that reviewers answered, "" where nobody did, and the paper's."""
    answers = {each.question: each.share for each in survey.quality.answers} if survey.quality else {}
    for name, paper in {**QUESTIONS, "all": ALL_OF_THEM}.items():
        share = answers.get(name)
        yield name, f"{share.share:.0%} ({share.of:,})" if share else "", paper


def _spent(survey: Survey, words: Mapping[str, str], language: str) -> Iterator[str]:
    if not survey.costs:
        return
    took = words["took_rebuilt" if survey.costs.is_replayed else "took"]
    yield took.format(Count(survey.costs.sent), timedelta(seconds=round(survey.costs.seconds)))
    if survey.costs.failed:
        failed = ((cause_in(cause, language), count) for cause, count in survey.costs.failed.items())
        named = words["between"].join(words["named_count"].format(cause, Count(count)) for cause, count in failed)
        yield words["failed"].format(_brief(named))
    if survey.costs.perhaps.total:
        yield words["perhaps"].format(Count(survey.costs.perhaps.total))


def _sample_told(drawn: int, of: int, words: Mapping[str, str]) -> str:
    sizes = (f"{drawn:,}", f"{of:,}")
    return words["of_all"].format(sizes[1]) if drawn == of else words["of_sample"].format(*sizes)


def _pairs_told(survey: Survey, words: Mapping[str, str]) -> str:
    phrases = survey.variety.phrases
    sample = _sample_told(phrases.with_pair.of, survey.tasks, words)
    told = words["with_pair"].format(sample, f"{phrases.with_pair.share:.0%}", Count(phrases.different))
    return told if phrases.are_telling else f"{told}{words['too_few_pairs'].format(Count(FEWEST_PAIRS))}"


def _row(row: Difference, survey: Survey, words: Mapping[str, str]) -> Iterator[str]:
    unit = words.get(survey.makeup.unit, survey.makeup.unit)
    name, _, size = row.name.partition("_") if row.name.startswith("distinct") else (row.name, "", "")
    yield (f"distinct-{size}" if size else words[name].format(unit))
    form = "{:.1%}" if row.is_share else "{:,.3g}"
    yield from map(form.format, (row.first, row.second, row.difference))
    yield (
        ""
        if row.low is None or row.high is None
        else words["from_to"].format(form.format(row.low), form.format(row.high))
    )
    yield words[{None: "not_tested", True: "yes", False: "no"}[row.is_more_than_chance]]


def figures_of(survey: Survey, language: str) -> Sequence[tuple[str, str]]:
    """Return what matters most of a survey: the names of a few figures, with their values."""
    words = words_in(language)
    return [(words["tasks"], f"{survey.tasks:,}"), *_glance(survey, words), *_answered_told(survey, words)]


def course_of(survey: Survey, language: str) -> Sequence[str]:
    """Return in sentences how a run went, and what comes next; none if that is not known."""
    return [*_course_told(survey, words_in(language))]


def told(survey: Survey, language: str) -> Sequence[str]:
    """Return both in a few lines of text, and between them what each reviewer did."""
    figures, words = figures_of(survey, language), words_in(language)
    width = max(len(value) for _, value in figures)
    lines = [f"{value:>{width}}  {name}" for name, value in figures]
    return [*lines, *_work_told(survey, words), *_together_told(survey, words), *course_of(survey, language)]


def compared_told(first: Survey, second: Survey, language: str) -> Sequence[str]:
    """Return the figures of two surveys side by side in lines of text, under the names of both."""
    words = words_in(language)
    rows = [[*_row(each, first, words)] for each in compare_surveys(first, second)]
    columns = ["", first.name, second.name, words["difference"], "95 %", words["chance"]]
    table = [columns, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(columns))]
    return ["  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
