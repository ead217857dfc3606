"""Sound completions of every step in both languages, as the demo model makes them, and what follows from any."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, partial
from itertools import chain

from selfinstruct.backends.demo import DemoBackend
from selfinstruct.core import wire
from selfinstruct.core.forms import CONTINUATION, JSON, TEXT, Form
from selfinstruct.core.outcome import Outcome
from selfinstruct.core.question import Question
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.values import Answer, Completion, Hint, Item, LogLine, Request
from selfinstruct.filters import load_filters
from selfinstruct.languages import LANGUAGES, find_language
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Pool
from selfinstruct.recipes import build_recipe
from selfinstruct.recipes.alpaca import RECIPE as ALPACA
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps import Step
from selfinstruct.steps.templates import LEANING, Prompts

NO_HINT = dict.fromkeys(LEANING, "")
ANSWERS = 20  # of each step, language and form


@dataclass(frozen=True)
class Original:
    """A sound completion: what it answers, the last line of its prompt if it goes on from there, and its text."""

    code: str
    step: Step
    items: tuple[Item, ...]
    lead: str
    text: str


@cache
def originals() -> list[Original]:
    """Return sound completions of all steps, in text, in JSON and as plain completions."""
    return [each for code in LANGUAGES.names() for step in steps(code) for each in _asked(code, step)]


def steps(code: str) -> list[Step]:
    """Return all steps of a language."""
    language = find_language(code)
    recipe = build_recipe("self-instruct", language, 2)
    return [*recipe.steps, ALPACA.build(language, 2).proposes]


def items(code: str, step: Step) -> tuple[Item, ...]:
    """Return the items that a completion of the step works on."""
    if step.proposes:
        return ()
    tasks = read_seed_tasks(seed_file(code))[: step.batch]
    return tuple(
        Item(f"0.{at}", task.instruction, step.name, step.name == "output_first") for at, task in enumerate(tasks)
    )


def _asked(code: str, step: Step) -> Iterator[Original]:
    for form in (TEXT, JSON, CONTINUATION):
        request = request_of(code, step, form)
        lead = step.lead(request.prompt, form)
        for completion in asyncio.run(answers_to(request)):
            yield Original(code, step, items(code, step), lead, completion.text)


def request_of(code: str, step: Step, form: Form) -> Request:
    """Return a request of the step, in a form, that shows seed tasks, or works on them."""
    step = step.asked_in(form)
    tasks = read_seed_tasks(seed_file(code))[: step.batch]
    shown = [step.show(task) for task in tasks]
    return Request(
        prompt=step.prompt(Prompts(prompts_folder() / code, form.template, form.structured), shown, NO_HINT),
        sampling=step.sampling,
        api=form.api,
        schema=step.schema(shown),
        structured=form.structured,
        kind=step.name,
        form=form.name,
        question=Question(
            language=code,
            texts=tuple(task.instruction for task in tasks),
            count=step.count,
            proposes=step.proposes,
            in_text=partial(step.in_short if form.few else step.in_text, shown),
        ),
    )


async def answers_to(request: Request) -> list[Completion]:
    """Return what the demo model answers, without what holds no text."""
    backend, answers = DemoBackend(random_seed=1), []
    for _ in range(ANSWERS):
        with suppress(wire.NoAnswer):
            answers.append(wire.read((await backend.complete(request)).body))
    return answers


def admission(code: str, filters: str = "default") -> Admission:
    """Return what decides on completions in a language; its pool is empty."""
    language = find_language(code)
    recipe = build_recipe("self-instruct", language, 2)
    return Admission(Pool([], language, 0.7), load_filters(filters), language, 2, recipe)


def settled(by: Admission, to: Original, completion: Completion, number: int) -> Outcome:
    """Return what follows from a completion that came in the place of a sound one."""
    line = LogLine(number, number, 1, to.step.name, (), Hint(), to.lead, b"", received_at=0.0)
    items = [replace(item, id=f"w{number}.{at}") for at, item in enumerate(to.items)]
    return by.settle(to.step, Answer(line, completion), items)


def texts(value: object) -> Iterator[str]:
    """Yield all texts of an outcome or a completion."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(texts, value))
    elif is_dataclass(value):
        yield from chain.from_iterable(texts(getattr(value, field.name)) for field in fields(value))
