"""Every number of a survey, computed again in the slow and obvious way from what the run's own functions give."""

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from math import isclose, log2
from pathlib import Path
from statistics import mean, median, stdev

import pytest

import selfinstruct
from selfinstruct import Record, Survey, Task
from selfinstruct.core.values import Hint
from selfinstruct.languages import Language, find_language
from selfinstruct.report.course import Stretch
from selfinstruct.storage.store import Store
from selfinstruct.survey.values import Histogram, Spread
from selfinstruct.survey.variety import variety
from tests.support.rouge import rouge_l


@pytest.fixture(scope="module")
def survey(run: Path) -> Survey:
    return selfinstruct.survey_of(run)


@pytest.fixture(scope="module")
def tasks(run: Path) -> list[Task]:
    with selfinstruct.open_run(run) as opened:
        return [*opened.tasks()]


@pytest.fixture(scope="module")
def language(survey: Survey) -> Language:
    return find_language(survey.language)


def _counted(values: list[float], edges: tuple[float, ...], *, right_closed: bool) -> tuple[int, ...]:
    """Count values between edges, one after another."""
    counts = [0] * (len(edges) - 1)
    for value in values:
        if right_closed:
            between = [low < value <= high or value == low == edges[0] for low, high in pairwise(edges)]
        else:
            between = [low <= value < high for low, high in pairwise(edges)]
        counts[between.index(True) if True in between else -1] += 1
    return tuple(counts)


def _agree(histogram: Histogram | None, spread: Spread | None, values: list[float]) -> None:
    assert histogram
    assert spread
    assert histogram.counts == _counted(values, histogram.edges, right_closed=histogram.right_closed)
    assert spread.of == len(values)
    assert isclose(spread.mean, mean(values))
    assert isclose(spread.median, median(values))
    assert isclose(spread.deviation, stdev(values))
    assert (spread.least, spread.most) == (min(values), max(values))


def test_tasks_and_records_are_those_of_the_run(survey: Survey, tasks: list[Task]) -> None:
    assert survey.tasks == len(tasks) == 150
    assert survey.records == sum(len(task.instances) for task in tasks)


def test_lengths(survey: Survey, tasks: list[Task], language: Language) -> None:
    texts = {
        "instruction": [task.instruction for task in tasks],
        "input": [each.input for task in tasks for each in task.instances if each.input],
        "output": [each.output for task in tasks for each in task.instances],
    }
    for name, found in survey.makeup.lengths.items():
        _agree(found.histogram, found.spread, [float(language.size(text)) for text in texts[name]])


def test_shares_of_the_tasks(survey: Survey, tasks: list[Task]) -> None:
    makeup = survey.makeup
    assert makeup.with_input.many == len([task for task in tasks if any(each.input for each in task.instances)])
    assert makeup.questions.many == len([task for task in tasks if task.instruction[-1] in "?？"])
    assert makeup.classification
    assert makeup.classification.many == len([task for task in tasks if task.is_classification])
    assert makeup.with_input.of == makeup.limits.of == 150


def test_labels_and_their_evenness(survey: Survey, tasks: list[Task]) -> None:
    labels = Counter(each.output.casefold() for task in tasks if task.is_classification for each in task.instances)
    assert all(labels[label] == count for label, count in survey.makeup.labels.counts.items())
    assert min(survey.makeup.labels.counts.values()) >= sorted(labels.values())[-20:][0]
    shares = [count / labels.total() for count in labels.values()]
    assert isclose(survey.makeup.labels.entropy, -sum(share * log2(share) for share in shares))
    assert survey.makeup.different_labels == len(labels)


def test_the_nearest_earlier_and_the_nearest_seed(
    run: Path, survey: Survey, tasks: list[Task], language: Language
) -> None:
    with selfinstruct.open_run(run) as opened:
        seeds = [language.tokenize(seed.instruction) for seed in opened.settings.seed_tasks]
    known, earlier, nearest_seeds = [*seeds], [], []
    for task in tasks:
        tokens = language.tokenize(task.instruction)
        earlier.append(max(rouge_l(each, tokens) for each in known))
        nearest_seeds.append(max(rouge_l(each, tokens) for each in seeds))
        known.append(tokens)
    novelty = survey.novelty
    _agree(novelty.earlier, novelty.earlier_spread, earlier)
    _agree(novelty.seed, novelty.seed_spread, nearest_seeds)
    assert novelty.compared == novelty.of == 150
    assert [pair.score for pair in novelty.closest] == sorted(earlier)[::-1][: len(novelty.closest)]


def test_distinct_n_grams_and_compression(survey: Survey, tasks: list[Task], language: Language) -> None:
    for size, share in survey.variety.distinct.items():
        grams = []
        for task in tasks:
            tokens = language.tokenize(task.instruction)
            grams += [tuple(tokens[at : at + size]) for at in range(len(tokens) - size + 1)]
        assert isclose(share, len(set(grams)) / len(grams))
    text = "\n".join(task.instruction for task in tasks).encode()
    assert isclose(survey.variety.compression, len(text) / len(zlib.compress(text, 6)))


def test_kinds_topics_and_forms_are_divided_where_they_are_known(survey: Survey, tasks: list[Task]) -> None:
    # What a prompt for ten names is that of none of them.
    assert {task.hint for task in tasks} == {Hint()}
    assert survey.variety.leanings == {}
    asked = {Hint("qa", "moss"): 3, Hint("code", "rust", "rhyme"): 1}
    found = variety(["Sing."], find_language("en"), {Hint("qa", "moss"): 5, Hint("data"): 2, Hint(): 9}, asked).leanings
    assert {name: leaning.tasks.counts for name, leaning in found.items()} == {
        "category": {"qa": 5, "data": 2},
        "topic": {"moss": 5},
    }
    assert found["category"].requests.counts == {"qa": 3, "code": 1}
    assert 0 < found["category"].tasks.evenness < 1


def test_verbs_with_their_nouns(survey: Survey, tasks: list[Task], language: Language) -> None:
    pairs = [pair for task in tasks if (pair := language.verb_and_noun(task.instruction))]
    verbs = Counter(verb for verb, _ in pairs)
    phrases = survey.variety.phrases
    assert phrases.with_pair.many == len(pairs)
    assert phrases.counts == {verb: verbs[verb] for verb in phrases.counts}
    assert min(phrases.counts.values()) >= max(
        [count for verb, count in verbs.items() if verb not in phrases.counts], default=0
    )
    for verb, nouns in phrases.verbs.items():
        assert nouns.items() <= Counter(noun for own, noun in pairs if own == verb).items()


def test_the_funnel_and_its_examples(run: Path, survey: Survey) -> None:
    with selfinstruct.open_run(run) as opened:
        rejections = [rejection for rejection, _ in opened.rejections()]
    assert survey.funnel
    with closing(Store.open_to_read(run)) as store:
        second = [*store.accepted(2)][1]
    # A task with a record left is still a task.
    assert survey.funnel.kept == survey.funnel.accepted - (len(second.instances) == 1)
    counts = Counter((each.subject, each.reason) for each in rejections)
    assert {(each.subject, each.reason): each.count for each in survey.funnel.refused} == counts
    for each in survey.funnel.refused:
        assert 1 <= len(each.examples) <= 3
        assert all(example in rejections and example.reason == each.reason for example in each.examples)


def test_the_course_adds_up_to_the_run(run: Path, survey: Survey) -> None:
    with selfinstruct.open_run(run) as opened:
        report, answers = opened.report, [*opened.completions()]
        ids = [task.id for task in opened._store.accepted()]
    course, funnel = survey.course, survey.funnel
    assert course
    assert funnel
    assert sum(each.candidates for each in course.stretches) == funnel.candidates
    assert sum(each.accepted for each in course.stretches) == report.accepted
    assert sum(each.requests for each in course.stretches) == len(answers)
    assert sum(each.usage.total for each in course.stretches) == report.usage.total
    refused = sum((Counter(each.refused) for each in course.stretches), Counter[str]())
    assert refused == report.rejected("instruction")
    # The first stretch again, completion by completion.
    first, ends = course.stretches[0], 0
    seen: Counter[str] = Counter()
    for number, candidates in _candidates(run):
        seen["candidates"] += candidates
        seen["accepted"] += sum(id_.startswith(f"{number}.") for id_ in ids)
        ends = number
        if seen["candidates"] >= course.size:
            break
    assert (first.candidates, first.accepted) == (seen["candidates"], seen["accepted"])
    about = [
        answer.line.id if answer.line.step == "instructions" else int(answer.line.items[0].partition(".")[0])
        for answer in answers
    ]
    assert first.requests == len([number for number in about if number <= ends])


def _candidates(run: Path) -> Iterator[tuple[int, int]]:
    with selfinstruct.open_run(run) as opened:
        claimed = Counter(int(each.id.partition(".")[0]) for each in opened._store.claimed())
        refused = Counter(number for each, number in opened.rejections() if each.subject == "instruction")
    for number in sorted({*claimed, *refused}):
        yield number, claimed[number] + refused[number]


def test_the_outlook_goes_on_as_the_last_stretch(survey: Survey) -> None:
    assert survey.course
    assert survey.funnel
    outlook = survey.course.outlook
    assert outlook
    # One of the tasks up to the target was rejected in review, and those beyond it took its place.
    assert not outlook.is_to_target
    assert outlook.further == survey.funnel.kept
    known = [each for each in survey.course.stretches if each.requests and each.waiting <= each.candidates / 10]
    taken: list[Stretch] = []
    while sum(each.candidates for each in taken) < 50:
        taken.append(known.pop())
    candidates, accepted, waiting, requests = (
        sum(getattr(each, name) for each in taken) for name in ("candidates", "accepted", "waiting", "requests")
    )
    a_request = round(candidates * accepted / (candidates - waiting)) / requests
    assert outlook.requests == round(outlook.further / a_request)
    assert outlook.cost
    price = sum(_price(each.usage) for each in taken) / requests
    assert isclose(outlook.cost, outlook.further / a_request * price)


def _price(usage: selfinstruct.Usage) -> float:
    return (
        0.4 * (usage.prompt_tokens - usage.cached_tokens) + 0.1 * usage.cached_tokens + 1.6 * usage.completion_tokens
    ) / 1e6


def test_costs_by_step(run: Path, survey: Survey) -> None:
    with selfinstruct.open_run(run) as opened:
        answers = [*opened.completions()]
    assert survey.costs
    for each in survey.costs.steps:
        of_step = [answer.completion for answer in answers if answer.line.step == each.step]
        assert each.requests == len(of_step)
        assert each.usage == sum((completion.usage for completion in of_step), selfinstruct.Usage())
        assert each.money is not None
        assert isclose(each.money, _price(each.usage))
    assert {each.step for each in survey.costs.steps} == {answer.line.step for answer in answers}


def test_what_people_found(survey: Survey) -> None:
    assert survey.quality
    shares = {each.question: each.share for each in survey.quality.answers}
    right, good = shares["output_right"], shares["all"]
    assert right
    assert good
    assert (round(right.share, 4), right.of) == (0.6667, 3)
    assert (round(good.share, 4), good.of) == (0.6667, 3)
    assert survey.quality.review.rejected == 1


def test_a_sample_is_named_as_one(run: Path, tasks: list[Task]) -> None:
    from selfinstruct.survey.material import Material
    from selfinstruct.survey.novelty import novelty

    material = Material(find_language("en"), random_seed=1)
    for _ in material.take_in(tasks, {}):
        pass
    found = novelty(material, 0.7, {}, most_pairs=750)
    assert (found.compared, found.of) == (10, 150)
    assert found.earlier.total == 10


def test_instructions_are_drawn_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    from selfinstruct.survey import material as module

    monkeypatch.setattr(module, "DRAWN", 50)
    firsts = 0
    for seed in range(40):
        material = module.Material(find_language("en"), random_seed=seed)
        records = (Record(f"Task number {number}", "", "") for number in range(200))
        made = [Task(str(at), each.instruction, False, (), "1") for at, each in enumerate(records)]
        assert [*material.take_in(made, {})] == made
        assert len(material.drawn) == len(set(material.drawn)) == 50
        assert material.drawn == sorted(material.drawn, key=lambda text: int(text.rpartition(" ")[2]))
        firsts += sum(int(text.rpartition(" ")[2]) < 50 for text in material.drawn)
    # A quarter of 2,000, four standard deviations either way.
    assert 400 < firsts < 600
