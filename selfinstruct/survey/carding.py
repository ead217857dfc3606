"""What a survey adds to the dataset card: the main charts, and what they tell."""

from dataclasses import replace
from pathlib import Path

from selfinstruct.report.numbers import Report
from selfinstruct.storage.store import Store
from selfinstruct.survey.charts import charts
from selfinstruct.survey.drawing import png
from selfinstruct.survey.page import figures_of
from selfinstruct.survey.surveying import Watch, survey_run
from selfinstruct.survey.words import words_in

# A reader of a card looks at a few charts; the rest stands in the report.
_MAIN = ("phrases", "novelty_earlier", "length_output", "reasons", "course", "quality")
_FIGURES = "figures"


def chapter(store: Store, report: Report, watch: Watch, folder: Path, language: str) -> str:
    """Return a chapter of the card in `folder`, in Markdown, on the run as a whole; its charts go to `figures/` there.

    `OSError` if they cannot be written.
    """
    words = words_in(language)
    survey = survey_run(store, report, watch).named(words["this_run"])
    figures = folder / _FIGURES
    figures.mkdir()
    lines = [f"## {words['card_chapter']}", "", words["about_card_chapter"], ""]
    # What it cost, what more would take and who reviewed is told in the report, and not to all the world.
    of_data = replace(survey, costs=None)
    lines += [f"- {words['labelled'].format(*figure)}" for figure in figures_of(of_data, language)]
    by_name = {chart.name: chart for chart in charts([survey], words)}
    for chart in (by_name[name] for name in _MAIN if name in by_name):
        png(chart, figures / f"{chart.name}.png")
        lines += ["", f"### {chart.title}", "", f"![{chart.title}]({_FIGURES}/{chart.name}.png)", "", chart.about]
    return "\n".join(lines)
