"""What each form of asking brings at an endpoint: items that come farther for 1,000 completion tokens, by step.

    python benchmarks/asking.py --base-url http://localhost:8000/v1 [--lang en] [--requests 4] [--keep FOLDER]

Each form of each step is asked a few times, with the seed tasks as the pool and as what is worked on. An instruction
counts if it passes the filters and is new, an item of another step if it goes on to the next one. With `--keep` the
completions are written to files as well, as `tests/parsing/recorded/` has them.
"""

import argparse
import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from selfinstruct.backends import BACKENDS, Backend, Opening
from selfinstruct.core import wire
from selfinstruct.core.errors import BackendError
from selfinstruct.core.forms import FORMS, Form
from selfinstruct.core.resources import prompts_folder, seed_file
from selfinstruct.core.settings import Asking, Connection
from selfinstruct.core.tally import Tally
from selfinstruct.core.values import Answer, Completion, Item, LogLine, Task
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language
from selfinstruct.pipeline.jobs import Job, JobMaker
from selfinstruct.pipeline.sizes import Sizes
from selfinstruct.pipeline.worth import alike
from selfinstruct.pool.admission import Admission
from selfinstruct.pool.pool import Pool
from selfinstruct.pool.variety import Variety
from selfinstruct.recipes import Recipe, build_recipe
from selfinstruct.seeds.reading import read_seed_tasks
from selfinstruct.steps import Step
from selfinstruct.steps.templates import Templates


@dataclass
class Bench:
    """A pool of seed tasks in a language, and what is asked about it."""

    code: str
    asking: Asking

    def __post_init__(self) -> None:
        self.language = find_language(self.code)
        self.seeds = read_seed_tasks(seed_file(self.code))

    def recipes(self) -> Iterator[Recipe]:
        """Yield the recipes whose steps are asked."""
        yield build_recipe("self-instruct", self.language, 1)
        yield build_recipe("alpaca" if self.code == "en" else "belle", self.language, 1)

    def jobs(self, recipe: Recipe, step: Step, form: Form, count: int) -> list[Job]:
        """Return so many requests of a step in a form."""
        # The forms for weak models are asked as a run asks a model that does badly.
        folder, sizes = prompts_folder() / self.code, Sizes(recipe, self.asking, is_weak=lambda: form.simple)
        maker = JobMaker(
            pool=Pool(self.seeds, self.language, 0.7), recipe=recipe, sizes=sizes, templates=Templates(folder),
            variety=Variety.load(folder), language=self.language, asking=self.asking, random_seed=1, number=1,
        )  # fmt: skip
        size = sizes.items(step, form)
        return [
            maker.make(step, () if step.proposes else self._items(step, at * size, size), form) for at in range(count)
        ]

    def _items(self, step: Step, start: int, size: int) -> tuple[Item, ...]:
        tasks: Sequence[Task] = alike(step, self.seeds)[start : start + size]
        return tuple(Item(f"0.{start + at}", task.instruction, step.name) for at, task in enumerate(tasks))

    def tally(self, recipe: Recipe, answers: Sequence[tuple[Job, Completion]]) -> Tally:
        """Return what the answers of a step have brought."""
        filters = load_filters("default", "self-instruct", self.code)
        admission = Admission(Pool(self.seeds, self.language, 0.7), filters, self.language, 1, recipe)
        found = Tally()
        for number, (job, completion) in enumerate(answers, 1):
            line = LogLine(number, number, 1, job.step.name, job.shown, job.hint, job.lead, b"", 0.0)
            brought = admission.settle(job.step, Answer(line, completion), job.items).brought(job.step.name)
            usage = completion.usage
            found += Tally(1, len(job.shown), usage.prompt_tokens, usage.completion_tokens, brought)
        return found


async def answers_to(jobs: Sequence[Job], backend: Backend) -> list[tuple[Job, Completion]]:
    """Return what the endpoint answers, without what fails."""

    async def ask(job: Job) -> tuple[Job, Completion] | None:
        try:
            body = (await backend.complete(job.request)).body
            return job, wire.read(body, job.request.sampling.max_tokens)
        except BackendError as error:
            print(f"{job.step.name} {job.form.name}: {error}")
            return None

    return [each for each in await asyncio.gather(*map(ask, jobs)) if each]


def keep(folder: Path, code: str, answers: Sequence[tuple[Job, Completion]]) -> None:
    """Write the text of each completion to a file, and beside it what is known of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (job, completion) in enumerate(answers, 1):
        name = f"{job.step.name}.{job.form.name}-{code}" + (f"-{number}" if number > 1 else "")
        (folder / f"{name}.txt").write_text(completion.text, encoding="utf-8", newline="")
        about = {"language": code, "cut": completion.cut == "length", "lead": job.lead}
        about |= {"items": [item.instruction for item in job.items]} if job.items else {}
        (folder / f"{name}.json").write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


async def measure(options: argparse.Namespace) -> Table:
    """Ask, and return the table."""
    limits = {"max_tokens": options.max_tokens} if options.max_tokens else {}
    steps = ("instructions", "classification", "instances", "tasks")
    bench = Bench(options.lang, Asking(sampling=dict.fromkeys(steps, limits)))
    connection = Connection(base_urls=(options.base_url,), model=options.model)
    backend = BACKENDS.find("openai").open(Opening(connection=connection, url=options.base_url))
    table = Table("step", "form", "requests", "prompt", "completion", "brought", "for 1,000 completion tokens")
    for recipe in bench.recipes():
        for step in recipe.steps:
            for form in FORMS.values():
                if options.only and f"{step.name}.{form.name}" not in options.only:
                    continue
                answers = await answers_to(bench.jobs(recipe, step, form, options.requests), backend)
                if options.keep:
                    keep(options.keep, options.lang, answers)
                tally = bench.tally(recipe, answers)
                each = 1000 * tally.brought / max(1, tally.completion_tokens)
                figures = (tally.requests, tally.prompt_tokens, tally.completion_tokens, tally.brought)
                table.add_row(step.name, form.name, *(f"{figure:,}" for figure in figures), f"{each:.1f}")
                print(f"{step.name} {form.name}: {tally.brought} in {tally.completion_tokens:,} tokens", flush=True)
    await backend.close()
    return table


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--model", help="default: the only one that is served")
    parser.add_argument("--lang", default="en", choices=("en", "zh"))
    parser.add_argument("--requests", type=int, default=4, help="of each step and form")
    parser.add_argument("--max-tokens", type=int, help="the most that an answer may have; default: the recipe's")
    parser.add_argument("--only", action="append", help="such as instructions.short; repeatable")
    parser.add_argument("--keep", type=Path, help="folder for the completions")
    Console().print(asyncio.run(measure(parser.parse_args())))


if __name__ == "__main__":
    main()
