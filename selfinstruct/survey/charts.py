"""The charts of a survey, or of two side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice, pairwise
from math import pi
from typing import TYPE_CHECKING

from selfinstruct.decisions.agreement import Share
from selfinstruct.survey.drawing import COLOURS, HEIGHT, REST, Chart, bars, in_legend, steps
from selfinstruct.survey.lengths import EDGES
from selfinstruct.survey.surveying import Survey
from selfinstruct.survey.values import Division, Histogram
from selfinstruct.survey.variety import Phrases

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Words = Mapping[str, str]
_MOST_REASONS, _MOST_BARS = 12, 20
_REASONS_IN_COURSE = 5
_LINE = 0.22


def charts(surveys: Sequence[Survey], words: Words) -> list[Chart]:
    """Return the charts of one survey, or of two, whose names then tell them apart."""
    first = surveys[0]
    made: list[Chart] = []
    if first.funnel and first.funnel.refused:
        made += _reasons(surveys, words)
    if first.course and len(first.course.stretches) > 1:
        made.append(_course(first, words))
    made += _novelty(surveys, words)
    made += _lengths(surveys, words)
    made += [_phrases(each, words, number) for number, each in enumerate(surveys) if each.variety.phrases.are_telling]
    for name in ("category", "topic", "form"):
        if name in first.variety.leanings:
            made.append(_leaning(surveys, name, words))
    if found := [(each.name, each.apart.nearest) for each in surveys if each.apart]:
        made.append(_of_histograms("apart", words, found, words["cosine_distance"]))
    if first.makeup.labels.counts:
        made.append(_labels(surveys, words))
    if first.costs and first.costs.steps:
        made.append(_costs(first, words))
    if first.quality and (first.quality.kept or any(each.share for each in first.quality.answers)):
        made.append(_quality(first, words))
    return made


def _reasons(surveys: Sequence[Survey], words: Words) -> Iterator[Chart]:
    counts: dict[str, list[float]] = {}
    for number, survey in enumerate(surveys):
        if not survey.funnel:
            return
        for each in survey.funnel.refused:
            of = counts.setdefault(each.reason, [0.0] * len(surveys))
            of[number] += 100 * each.count / max(1, survey.funnel.candidates)
    most = sorted(counts, key=lambda name: (-max(counts[name]), name))[:_MOST_REASONS]
    series = [(survey.name, [counts[name][number] for name in most]) for number, survey in enumerate(surveys)]
    named = [_reason(name, words) for name in most]
    yield _of_bars("reasons", words, named, series, words["percent_of_candidates"])


def _reason(name: str, words: Words) -> str:
    """Return the id of a reason, after its name where readers know it by another."""
    return f"{words[key]} {name}" if (key := f"reason_{name}") in words else name


def _of_bars(
    name: str, words: Words, names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], unit: str
) -> Chart:
    are_whole = all(isinstance(each, int) for _, values in series for each in values)
    places = 0 if are_whole else 1
    rows = [[each, *(f"{values[at]:,.{places}f}" for _, values in series)] for at, each in enumerate(names)]
    head = [unit, *(label for label, _ in series)]

    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        bars(axes, names, series, unit)
        if are_whole:
            axes.locator_params("x", integer=True)

    height = 0.9 + _LINE * len(names) * (1 if len(series) == 1 else 1.4)
    return Chart(name, _title(name, words), words[f"about_{name}"], head, rows, draw, height)


# What a chapter is called, too.
_NAMED_APART = {"course": "course_chart", "costs": "costs_chart"}


def _title(name: str, words: Words) -> str:
    """Return what a chart is called: never what its chapter is called."""
    return words[_NAMED_APART.get(name, name)]


def _course(survey: Survey, words: Words) -> Chart:
    assert survey.course
    stretches = survey.course.stretches
    refused: dict[str, int] = {}
    for each in stretches:
        for reason, count in each.refused.items():
            refused[reason] = refused.get(reason, 0) + count
    most = sorted(refused, key=lambda name: (-refused[name], name))[:_REASONS_IN_COURSE]
    ends = [sum(each.candidates for each in stretches[: at + 1]) for at in range(len(stretches))]
    layers = {words["became_tasks"]: [each.accepted for each in stretches]}
    layers |= {_reason(name, words): [each.refused.get(name, 0) for each in stretches] for name in most}
    if any(each.waiting for each in stretches):
        layers[words["on_their_way"]] = [each.waiting for each in stretches]
    known = [sum(layer[at] for layer in layers.values()) for at in range(len(stretches))]
    layers[words["others"]] = [each.candidates - known[at] for at, each in enumerate(stretches)]
    shares = {
        name: [100 * count / max(1, each.candidates) for count, each in zip(layer, stretches, strict=True)]
        for name, layer in layers.items()
    }

    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        colours = [*islice(cycle(COLOURS), len(shares) - 1), REST]
        axes.stackplot(ends, *shares.values(), labels=[*map(in_legend, shares)], colors=colours, alpha=0.85)
        axes.set(xlabel=words["candidates_so_far"], ylabel=words["percent_of_candidates"], ylim=(0, 100))
        axes.margins(x=0)
        figure.legend(loc="outside right upper")

    rows = [
        [
            f"{end:,}",
            *(f"{layer[at]:.1f}" for layer in shares.values()),
            f"{each.requests:,}",
            f"{each.tasks_a_request:.2f}",
        ]
        for at, (end, each) in enumerate(zip(ends, stretches, strict=True))
    ]
    head = [words["candidates_so_far"], *(f"{name}, %" for name in shares), words["requests"], words["tasks_a_request"]]
    return Chart("course", _title("course", words), words["about_course"], head, rows, draw, HEIGHT + 0.4)


def _novelty(surveys: Sequence[Survey], words: Words) -> Iterator[Chart]:
    for kind in ("earlier", "seed"):
        found: list[tuple[str, Histogram]] = [
            (survey.name, each) for survey in surveys if (each := getattr(survey.novelty, kind)) and each.total
        ]
        if found:
            yield _of_histograms(f"novelty_{kind}", words, found, words["score"], mark=surveys[0].novelty.threshold)


def _of_histograms(
    name: str,
    words: Words,
    found: Sequence[tuple[str, Histogram]],
    unit: str,
    mark: float | None = None,
    places: Callable[[Histogram], Sequence[float]] = lambda found: found.edges,
) -> Chart:
    edges = found[0][1].edges

    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        steps(axes, places(found[0][1]), [(label, each.counts) for label, each in found], unit)
        if mark is not None:
            axes.axvline(mark, linestyle="--", color=REST)
            top = (mark, axes.get_ylim()[1])
            axes.annotate(words["threshold"], top, va="top", xytext=(4, 0), textcoords="offset points")
        if places(found[0][1]) != edges:
            # The last of all is for whatever is longer, too.
            last = "…" if edges[-1] == EDGES[-1] else f"{edges[-1]:,.0f}"
            axes.set_xticks(range(len(edges)), [*(f"{edge:,.0f}" for edge in edges[:-1]), last], rotation=45)

    rows = [
        [f"{low:g} – {high:g}", *(_with_share(each, at) for _, each in found)]
        for at, (low, high) in enumerate(pairwise(edges))
    ]
    return Chart(name, words[name], words[f"about_{name}"], [unit, *(label for label, _ in found)], rows, draw)


def _with_share(of: Histogram, at: int) -> str:
    """Return a count as a table has it, with the share that the chart shows."""
    return f"{of.counts[at]:,} ({of.counts[at] / max(1, of.total):.1%})"


def _lengths(surveys: Sequence[Survey], words: Words) -> Iterator[Chart]:
    unit = words[surveys[0].makeup.unit] if surveys[0].makeup.unit in words else surveys[0].makeup.unit
    for name in ("instruction", "input", "output"):
        found = [(each.name, each.makeup.lengths[name].histogram) for each in surveys]
        found = _up_to_the_longest([(label, each) for label, each in found if each.total])
        if found:
            yield _of_histograms(f"length_{name}", words, found, unit, places=lambda of: [*range(len(of.edges))])


def _up_to_the_longest(found: Sequence[tuple[str, Histogram]]) -> list[tuple[str, Histogram]]:
    """Return histograms without what is empty in all of them at the end: nothing is as long as that."""
    last = max((at for _, each in found for at, count in enumerate(each.counts) if count), default=-1)
    return [
        (label, replace(each, edges=each.edges[: last + 2], counts=each.counts[: last + 1])) for label, each in found
    ]


def phrase_rows(phrases: Phrases) -> list[list[str]]:
    """Return the rows of the table of verbs, each with its nouns."""
    return [
        [verb, f"{phrases.counts[verb]:,}", ", ".join(f"{noun} {count:,}" for noun, count in nouns.items())]
        for verb, nouns in phrases.verbs.items()
    ]


def _phrases(survey: Survey, words: Words, number: int) -> Chart:
    phrases = survey.variety.phrases
    rows = phrase_rows(phrases)

    def draw(figure: "Figure") -> None:
        axes = figure.subplots(subplot_kw={"projection": "polar"})
        axes.set_axis_off()
        _sunburst(axes, phrases.verbs, phrases.counts)

    head = [words["verb"], words["tasks"], words["nouns"]]
    title = f"{words['phrases']} ({survey.name})"
    return Chart(f"phrases{number or ''}", title, words["about_phrases"], head, rows, draw, 6.4)


def _sunburst(axes: "object", verbs: Mapping[str, Mapping[str, int]], counts: Mapping[str, int]) -> None:
    """Draw verbs as an inner ring, and the nouns of each outside of it; what is between them are the other nouns."""
    total, start = sum(counts.values()), 0.0
    for verb, colour in zip(verbs, cycle(COLOURS), strict=False):
        width = 2 * pi * counts[verb] / total
        _sector(axes, start, width, 0.35, 0.35, colour, 0.85, verb)
        at = start
        for noun, count in verbs[verb].items():
            part = 2 * pi * count / total
            _sector(axes, at, part, 0.70, 0.35, colour, 0.5, noun)
            at += part
        start += width


def _sector(
    axes: "object", start: float, width: float, inner: float, height: float, colour: str, alpha: float, label: str
) -> None:
    axes.bar(start, height, width, inner, align="edge", color=colour, alpha=alpha, linewidth=0.6)  # type: ignore[attr-defined]
    if width < 0.05:
        return
    middle = start + width / 2
    turned = middle * 180 / pi
    turned = turned - 180 if 90 < turned < 270 else turned
    axes.text(  # type: ignore[attr-defined]
        middle, inner + height / 2, label[:12], rotation=turned, ha="center", va="center", fontsize=7
    )


def _leaning(surveys: Sequence[Survey], name: str, words: Words) -> Chart:
    found = surveys[0].variety.leanings[name]
    divisions: list[tuple[str, Division]] = [(words["tasks"], found.tasks)]
    if found.requests.counts:
        divisions.append((words["asked_for"], found.requests))
    if len(surveys) > 1:
        others = (each.variety.leanings.get(name) for each in surveys)
        divisions = [(each.name, of.tasks) for each, of in zip(surveys, others, strict=True) if of]
    names = [*divisions[0][1].counts][:_MOST_BARS]
    series = [(label, [_percent(of, each) for each in names]) for label, of in divisions]
    return _of_bars(name, words, [words.get(f"kind_{each}", each) for each in names], series, "%")


def _percent(division: Division, name: str) -> float:
    return 100 * division.counts.get(name, 0) / max(1, sum(division.counts.values()))


def _labels(surveys: Sequence[Survey], words: Words) -> Chart:
    labels = surveys[0].makeup.labels
    names = [*labels.counts]
    return _of_bars("labels", words, names, [(words["tasks"], [labels.counts[each] for each in names])], words["times"])


def _costs(survey: Survey, words: Words) -> Chart:
    assert survey.costs
    steps_of = survey.costs.steps[:_MOST_BARS]
    names = [f"{words.get(f'step_{each.step}', each.step)} · {each.model}" for each in steps_of]
    series = [
        (words["prompt"], [each.usage.prompt_tokens / 1000 for each in steps_of]),
        (words["completion"], [each.usage.completion_tokens / 1000 for each in steps_of]),
    ]
    return _of_bars("costs", words, names, series, words["thousand_tokens"])


def _quality(survey: Survey, words: Words) -> Chart:
    assert survey.quality
    answers = [(each, each.share) for each in survey.quality.answers if each.share]
    rows = [
        [
            words[each.question],
            f"{share.share:.0%}",
            f"{share.low:.0%} – {share.high:.0%}",
            f"{share.of:,}",
            f"{each.paper:.0%}",
        ]
        for each, share in answers
    ]
    if kept := survey.quality.kept:
        row = [f"{kept.share:.0%}", f"{kept.low:.0%} – {kept.high:.0%}", f"{kept.of:,}", ""]
        rows.append([words["kept_in_sample"], *row])
    told: list[tuple[str, Share, float | None]] = [(each.question, share, each.paper) for each, share in answers]
    if kept:
        told.append(("kept_in_sample", kept, None))

    def draw(figure: "Figure") -> None:
        axes = figure.subplots()
        for at, (_, share, paper) in enumerate(told):
            axes.plot([100 * share.low, 100 * share.high], [at, at], color=COLOURS[0], clip_on=False)
            axes.plot(
                [100 * share.share], [at], "o", color=COLOURS[0], clip_on=False, label=None if at else words["here"]
            )
            if paper is not None:
                axes.plot([100 * paper], [at], "x", color=COLOURS[1], label=None if at else words["paper"])
        axes.set_yticks(range(len(told)), [words[name] for name, _, _ in told])
        axes.set(xlim=(0, 100), xlabel="%")
        axes.invert_yaxis()
        figure.legend(loc="outside right upper")

    head = ["", words["here"], words["interval"], words["looked_at"], words["paper"]]
    return Chart("quality", words["quality_chart"], words["about_quality"], head, rows, draw, 2.2)
