"""Nothing that was proposed or written is lost: it is accepted, waits, or is among the rejections with all its text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfinstruct.core.outcome import Outcome
from selfinstruct.core.values import (
    Answer,
    Completion,
    Draft,
    Hint,
    Instance,
    Item,
    LogLine,
    Sampling,
    Task,
    Usage,
)
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Pool
from selfinstruct.recipes import Recipe, build_recipe
from selfinstruct.recipes.alpaca import RECIPE as ALPACA
from selfinstruct.steps import Place, Step
from selfinstruct.steps.findings import Finding, Instances, Proposal
from selfinstruct.steps.templates import Prompts
from tests.support.judge import SAMPLING, Judge

ENGLISH = find_language("en")
SEED = Task("s1", "Name a fruit that floats in cold water.", False, (Instance("", "An apple."),), "seed")
TEXTS = ("Name a fruit that floats in cold water!", "Name a fruit which floats in cold water.", "Hm.", "Write a haiku.")
PARTS = ("", "An apple.", "A pear.", "As an AI language model, I cannot.", "See:", "N/A", "Name a fruit")
instances = st.builds(Instance, st.sampled_from(("", "on rust", "http://a.b/c")), st.sampled_from(PARTS))
texts = st.sampled_from((*TEXTS, "Write a haiku about rust and rain.", "Draw a picture of it.")) | st.text(max_size=30)
several = st.lists(instances, max_size=4).map(tuple)
cuts = st.sampled_from(("", "", "", "length", "endpoint"))


@dataclass(frozen=True, kw_only=True)
class Told(Step):
    """A step whose reader finds what it is told."""

    batch: int = 1
    sampling: Sampling = SAMPLING
    name: str = "told"
    label: str = "told"
    place: int = Place.PROPOSE
    finds: ClassVar[tuple[type[Finding], ...]] = (Proposal, Instances)
    found: tuple[Finding, ...] = ()

    def prompt(self, prompts: Prompts, shown: Sequence[str], hint: Mapping[str, str]) -> str:
        return ""

    def parse(self, completion: Completion, items: Sequence[Item]) -> list[Finding]:
        return [*self.found]


def drafts_of(instruction: str, written: Sequence[Instance], cut: str = "") -> tuple[Draft, ...]:
    whole = tuple(written[: len(written) - bool(cut)])
    return tuple(
        Draft(instruction, each.input, each.output, cut if position == len(whole) else "", whole, position)
        for position, each in enumerate(written)
    )


@st.composite
def proposals(draw: st.DrawFn) -> tuple[Proposal, ...]:
    found = []
    for _ in range(draw(st.integers(0, 6))):
        instruction, written, cut = draw(texts), draw(st.none() | several), draw(cuts)
        inner = draw(st.booleans())
        drafts = None if written is None else drafts_of(instruction, written, cut if inner else "")
        found.append(Proposal(instruction, drafts, "" if inner else cut))
    return tuple(found)


RECIPES = {
    "instructions alone": build_recipe("self-instruct", ENGLISH, 1),
    "whole tasks": ALPACA.build(ENGLISH, 2),
    "whole tasks, a judge": replace(ALPACA.build(ENGLISH, 1), works_on=(Judge(),)),
}


def admission(recipe: Recipe | None, instances_per_task: int = 2) -> Admission:
    pool = Pool([SEED], ENGLISH, 0.7, avoid=["Write a haiku about rust and rain in spring."])
    return Admission(pool, load_filters(), ENGLISH, instances_per_task, recipe)


def settle(step: Step, items: Sequence[Item], recipe: Recipe) -> Outcome:
    line = LogLine(5, 1, 1, step.name, tuple(item.id for item in items), Hint(), "", b"", received_at=0.0)
    return admission(recipe).settle(step, Answer(line, Completion("…", "stop", Usage(), "m")), items)


def pairs(outcome: Outcome) -> Counter[tuple[str, Instance]]:
    """Count all instances that are anywhere in an outcome, each with its instruction."""
    found: Counter[tuple[str, Instance]] = Counter()
    for item in outcome.items:
        found.update((item.instruction, each) for each in item.written)
    for task in outcome.accepted:
        found.update((task.instruction, each) for each in task.instances)
    for rejection in outcome.rejections:
        found.update((rejection.instruction, each) for each in rejection.instances)
    return found


def instructions(outcome: Outcome) -> set[str]:
    return {each.instruction for each in outcome.items} | {each.instruction for each in outcome.rejections}


@pytest.mark.parametrize("name", RECIPES)
@given(found=proposals())
def test_all_that_was_proposed_is_somewhere(name: str, found: tuple[Proposal, ...]) -> None:
    outcome = settle(Told(found=found), (), RECIPES[name])
    assert "unreadable" not in {each.reason for each in outcome.rejections}
    assert {each.instruction for each in found} <= instructions(outcome)
    drafts = [draft for each in found for draft in each.drafts or ()]
    assert pairs(outcome) == Counter((each.instruction, Instance(each.input, each.output)) for each in drafts)


@given(written=st.lists(several, min_size=1, max_size=4), cut=cuts)
def test_all_that_was_written_is_somewhere(written: list[tuple[Instance, ...]], cut: str) -> None:
    numbers = count()
    items = [Item(f"1.{next(numbers)}", f"Sum up story {at}.", "told") for at in range(len(written))]
    found = tuple(
        Instances(at, drafts_of(items[at].instruction, each, cut if at == len(written) - 1 else ""))
        for at, each in enumerate(written)
    )
    outcome = settle(Told(place=Place.WRITE, found=found), items, RECIPES["instructions alone"])
    assert pairs(outcome) == Counter(
        (items[at].instruction, each) for at, of_item in enumerate(written) for each in of_item
    )
    assert all(each.item for each in outcome.rejections)


@given(tasks=st.lists(st.tuples(texts, several), max_size=6))
def test_all_that_was_imported_is_somewhere(tasks: list[tuple[str, tuple[Instance, ...]]]) -> None:
    given_ = [Task(f"3.{at}", text, False, each, "theirs") for at, (text, each) in enumerate(tasks)]
    outcome = admission(None, 100).admit(given_)
    assert {text for text, _ in tasks} <= instructions(outcome)
    assert pairs(outcome) == Counter((text, each) for text, of_task in tasks for each in of_task)


def test_a_near_duplicate_keeps_what_was_written_with_it_and_names_its_neighbour() -> None:
    apple, pear = Instance("", "An apple."), Instance("in brine", "A pear.")
    found = tuple(Proposal(text, drafts_of(text, (apple, pear))) for text in TEXTS[:2])
    for rejection in settle(Told(found=found), (), RECIPES["whole tasks"]).rejections:
        assert (rejection.reason, rejection.instances, rejection.item) == ("near_duplicate", (apple, pear), "")
        assert rejection.nearest
        assert (rejection.nearest.kind, rejection.nearest.id) == ("seed", "s1")
        assert rejection.is_repeat == rejection.is_folded == (rejection.instruction == TEXTS[0])


@pytest.mark.parametrize(
    ("text", "is_repeat"),
    [
        ("name a  fruit that floats in cold water", True),
        ("Name a fruit that floats in cold water?!", True),
        ("Name a fruit that floats in cold-water.", False),
        ("Name a fruit, that floats in cold water.", False),
    ],
)
def test_a_repeat_is_the_same_but_for_case_spaces_and_its_end(text: str, *, is_repeat: bool) -> None:
    (rejection,) = settle(Told(found=(Proposal(text),)), (), RECIPES["instructions alone"]).rejections
    assert rejection.nearest
    assert rejection.nearest.similarity == 1.0
    assert rejection.is_repeat == is_repeat
