"""A survey is made: of a run, or of the tasks of a file."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from selfinstruct.core.values import Hint, Task
from selfinstruct.exports.dataset import dataset
from selfinstruct.languages import Language, find_language
from selfinstruct.report.course import Course, course
from selfinstruct.report.numbers import Report
from selfinstruct.report.scores import Scores, Verdicts
from selfinstruct.steps.classification import NAME as CLASSIFICATION
from selfinstruct.storage.store import Store
from selfinstruct.survey.avoided import Avoided, avoided
from selfinstruct.survey.costs import Costs, costs
from selfinstruct.survey.embedding import Apart, Embedder, apart
from selfinstruct.survey.funnel import Funnel, funnel
from selfinstruct.survey.lengths import Makeup
from selfinstruct.survey.material import Material
from selfinstruct.survey.novelty import Novelty, novelty
from selfinstruct.survey.quality import Quality, quality
from selfinstruct.survey.values import plain
from selfinstruct.survey.variety import Variety, variety

# Passes tasks on and tells how many there were, with a word on what becomes of them.
Watch = Callable[[Iterable[Task], str], Iterator[Task]]

# Is told what is being done.
Doing = Callable[[str], None]

# What embeds texts, and the name of its model.
Embeddings = tuple[Embedder, str]


@dataclass(frozen=True)
class Survey:
    """What a dataset is like.

    `models` are those that wrote it, `judges` those that judged. A file has no `avoided`, `funnel`, `course`, `costs`,
    `quality` and `judged`. The last two are None, too, where nobody reviewed anything, or no judge did, the first where
    a run keeps away from nothing, and `apart` where no embeddings were asked for. `folder` is the
    run's as the user has named it, "" for a file.
    """

    name: str
    language: str
    tasks: int
    records: int
    makeup: Makeup
    novelty: Novelty
    variety: Variety
    recipe: str = ""
    models: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
    note: str = ""
    avoided: Avoided | None = None
    funnel: Funnel | None = None
    course: Course | None = None
    costs: Costs | None = None
    quality: Quality | None = None
    judged: Scores | None = None
    apart: Apart | None = None
    folder: str = ""

    def named(self, name: str) -> "Survey":
        """Return it under another name."""
        return replace(self, name=name)

    def row(self) -> dict[str, Any]:
        """Return all numbers, as JSON has them."""
        found: dict[str, Any] = plain(self)
        return found


def _silently(_: str) -> None:
    pass


def survey_run(
    store: Store, report: Report, watch: Watch, embeddings: Embeddings | None = None, doing: Doing = _silently
) -> Survey:
    """Return a survey of a run: its tasks up to the target, as reviewers left them.

    `watch` is given each task; `doing` is told what takes its time after that.
    """
    settings, language = report.settings, find_language(report.settings.language)
    material = Material(language, settings.seed_tasks, settings.random_seed)
    hints: Counter[Hint] = Counter()
    verdicts = Verdicts()
    for task in material.take_in(watch(dataset(store, report), "tasks read"), store.tokens_known()):
        hints[task.hint] += 1
        verdicts.add(task)
    doing("comparing tasks with each other")
    return Survey(
        store.folder.resolve().name,
        language.code,
        material.tasks,
        material.records,
        material.sizes.makeup(was_asked=report.requests_of(CLASSIFICATION) > 0),
        novelty(material, settings.similarity_threshold, store.seed_similarities()),
        variety(material.drawn, language, hints, store.hints_asked()),
        settings.recipe or "",
        tuple(report.model_names()),
        tuple(report.judge_names()),
        report.note,
        avoided(store, report),
        funnel(store, report),
        course(store, report),
        costs(store, report) if report.attempts else None,
        quality(report),
        verdicts.told(),
        _apart(material, embeddings),
        str(store.folder),
    )


def survey_tasks(
    name: str,
    tasks: Iterable[Task],
    language: Language,
    threshold: float,
    embeddings: Embeddings | None = None,
    doing: Doing = _silently,
) -> Survey:
    """Return a survey of tasks that no run has made."""
    material, nothing = Material(language), Counter[Hint]()
    hints: Mapping[Hint, int] = Counter(task.hint for task in material.take_in(tasks, {}))
    doing("comparing tasks with each other")
    return Survey(
        name,
        language.code,
        material.tasks,
        material.records,
        material.sizes.makeup(was_asked=False),
        novelty(material, threshold, {}),
        variety(material.drawn, language, hints, nothing),
        apart=_apart(material, embeddings),
    )


def _apart(material: Material, embeddings: Embeddings | None) -> Apart | None:
    return apart(material.drawn, material.tasks, *embeddings) if embeddings else None
